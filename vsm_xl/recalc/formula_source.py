"""Formulas of the template as Python expressions, one for all formulas of a shape.

Only formulas of this package are written so, never those of a file.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vsm_xl.functions import NAMES
from vsm_xl.ooxml.formulas import tokens
from vsm_xl.ooxml.references import parse_range
from vsm_xl.recalc.worksheet_functions import BY_CELL, FUNCTIONS, TAKE_ERRORS, TRUTHS, takes_range
from vsm_xl.recalc.worksheet_values import OPERATORS, RULES, Unsure, fault, is_blank, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import CodeType

    from vsm_xl.ooxml.tokenizer import Token

#: How tightly operators bind, from the loosest.
_BINDING: Final = {
    "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4,
}  # fmt: skip
#: What an operator is called in a source, for values; with _s for ranges too.
_CALLED: Final = {
    "=": "same", "<>": "other", "<": "less", ">": "more", "<=": "upto", ">=": "least", "&": "join",
    "+": "plus", "-": "minus", "*": "times", "/": "over",
}  # fmt: skip
_COMPARING: Final = 1
#: What a source calls, beside what is of one workbook.
SCOPE: Final[dict[str, Callable[..., Any]]] = {
    "t": truth, "e": fault, "blank": is_blank,
    **{called: RULES[sign] for sign, called in _CALLED.items()},
    **{f"{called}_s": OPERATORS[sign] for sign, called in _CALLED.items()},
    **{f"f_{name}": rule for name, rule in FUNCTIONS.items()},
    **{f"each_{name}": rule for name, rule in BY_CELL.items()},
}  # fmt: skip


class _Code(NamedTuple):
    """A part of a source.

    Attributes:
        text: the expression.
        single: whether it surely is a value, not a range.
        truth: whether it surely is TRUE or FALSE.
    """

    text: str
    single: bool = True
    truth: bool = False


_PREFIX: Final = 5
#: Functions that give a range of a range.
_AS_GIVEN: Final = frozenset((*BY_CELL, "HYPERLINK"))


class Read(NamedTuple):
    """A cell or a range that a formula reads.

    Attributes:
        columns: what stands for its columns.
        at: which of the formula's rows is its first.
        single: whether it is a cell; the next of the rows is that after its last one otherwise.
    """

    columns: tuple[str, ...]
    at: int
    single: bool

    def area(self, rows: Sequence[int]) -> tuple[int, int]:
        """Return the first row that is read, and the one after the last; told the formula's rows."""
        first = rows[self.at]
        return first, first + 1 if self.single else rows[self.at + 1]


class Written(NamedTuple):
    """A formula as Python.

    Attributes:
        source: an expression of ``p``, the numbers of its rows, and ``r``, its own row; or the code of
            a function of ``r`` and ``p``, where it was compiled beforehand.
        rows: these numbers.
        reads: the cells and ranges whose values it depends on.
    """

    source: str | CodeType
    rows: tuple[int, ...]
    reads: tuple[Read, ...]


def written(
    formula: str,
    sheet: str,
    names: Mapping[str, str],
    column: Callable[[str, int], str],
) -> Written:
    r"""Write a formula.

    Args:
        formula: without its equals sign.
        sheet: the title of its sheet.
        names: the cells of each defined name, in lower case.
        column: returns what stands for a column of a sheet, by title and number.

    Raises:
        Unsure: something in it is not known here.

    >>> found = written("IF($B7>2,$C7&\"x\",1)", "S", {}, lambda title, number: f"c{number}")
    >>> found.source, found.rows
    ("(join(c3[p[1]],'x') if more(c2[p[0]],2.0) else 1.0)", (7, 7))
    """
    found = [token for token in tokens(formula) if token.type != "WHITE-SPACE"]
    writer = _Writer(found, sheet, names, column)
    source = writer.expression(0)
    if writer.left():
        raise Unsure(formula)
    return Written(source.text, tuple(writer.rows), tuple(writer.reads))


#: No formula was written beforehand.
NOTHING_WRITTEN: Final[Mapping[tuple[str, str], Written]] = MappingProxyType({})


def written_run(
    formula: str,
    sheet: str,
    names: Mapping[str, str],
    column: Callable[[str, int], str],
    known: dict[tuple[str, str], Written],
) -> tuple[Written, Sequence[bool]]:
    """Write formulas below each other; return the first, and which of its rows move with the formula.

    Formulas that differ in their rows alone are written once.

    Args:
        formula: the first, without its equals sign; a row that moves begins with 0.
        sheet: the title of its sheet.
        names: the cells of each defined name, in lower case.
        column: returns what stands for a column of a sheet, by title and number.
        known: those that were written before; it is added to.

    Raises:
        Unsure: something in it is not known here.
    """
    numbers: list[str] = []

    def marked(found: re.Match[str]) -> str:
        if found[2] is not None:
            numbers.append(found[2])
            return f"{found[1]}{_FAR + 2 * len(numbers)}"
        cells = names.get(found[0].lower()) if found[3] else None
        return found[0] if cells is None else _ROW.sub(marked, cells)

    shape = sheet, _ROW.sub(marked, formula)
    if shape not in known:
        known[shape] = written(shape[1], sheet, names, column)
    source, marks, reads = known[shape]
    rows, moves = list(marks), [False] * len(marks)
    for at, mark in enumerate(marks):
        if mark >= _FAR:
            number = numbers[(mark - _FAR) // 2 - 1]
            rows[at], moves[at] = int(number) + mark % 2, number[0] == "0"
    return Written(source, tuple(rows), reads), moves


#: A row of a reference, or what may be a name; what stands in quotes is a text, or the title of a sheet.
_ROW: Final = re.compile(
    r""""[^"]*"|'[^']*'|(?<![\w.$])(\$?[A-Z]{1,3}\$?)([0-9]{1,8})(?![\w.(])"""
    r"|(?<![\w.$!])([A-Za-z_]\w*)(?![\w.(!])"
)
#: Rows that no formula of the template has stand for its rows, every second of them.
_FAR: Final = 500_000


class _Writer:
    def __init__(
        self,
        given: list[Token],
        sheet: str,
        names: Mapping[str, str],
        column: Callable[[str, int], str],
    ) -> None:
        self._tokens = given
        self._at = 0
        self._sheet = sheet
        self._names = names
        self._column = column
        self.rows: list[int] = []
        self.reads: list[Read] = []

    def left(self) -> bool:
        """Return whether tokens are left."""
        return self._at < len(self._tokens)

    def _next(self) -> Token:
        if not self.left():
            raise Unsure
        self._at += 1
        return self._tokens[self._at - 1]

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self.left() else None

    def expression(self, least: int) -> _Code:
        """Write an expression of operators that bind at least so tightly."""
        first = self._operand()
        while (token := self._peek()) is not None and token.type == "OPERATOR-INFIX":
            binding = _BINDING.get(token.value)
            if binding is None:
                raise Unsure(token.value)
            if binding <= least:
                break
            self._next()
            first = _operation(token.value, first, self.expression(binding))
        return first

    def _operand(self) -> _Code:
        token = self._next()
        if token.type == "OPERATOR-PREFIX":
            inner = self.expression(_PREFIX)
            return _operation("-", _Code("0.0"), inner) if token.value == "-" else inner
        if token.type == "PAREN" and token.subtype == "OPEN":
            inner = self.expression(0)
            self._close("PAREN")
            return inner
        if token.type == "FUNC" and token.subtype == "OPEN":
            return self._function(token.value[:-1].upper())
        if token.type != "OPERAND":
            raise Unsure(token.value)
        if token.subtype == "RANGE":
            return self._cells(token.value)
        return _constant(token.subtype, token.value)

    def _close(self, kind: str) -> None:
        token = self._next()
        if token.type != kind or token.subtype != "CLOSE":
            raise Unsure(token.value)

    def _cells(self, said: str, *, table: bool = False, ranged: bool = False) -> _Code:
        """Write a reference: a cell as its value, a range as a block of values or a table."""
        title, columns, top, bottom = self._place(said)
        names = tuple(self._column(title, number) for number in columns)
        first = len(self.rows)
        single = len(names) == 1 and top == bottom and not ranged and ":" not in said
        self.reads.append(Read(names, first, single))
        if single:
            self.rows.append(top)
            return _Code(f"{names[0]}[p[{first}]]")
        self.rows += (top, bottom + 1)
        made = "table" if table else "b"
        return _Code(f"{made}({','.join(names)!r},p[{first}],p[{first + 1}])", single=False)

    def _place(self, said: str) -> tuple[str, range, int, int]:
        said = self._names.get(said.lower(), said)
        title, mark, ref = said.rpartition("!")
        title = title.strip("'").replace("''", "'") if mark else self._sheet
        try:
            top, left, bottom, right = parse_range(ref.replace("$", ""))
        except ValueError:
            raise Unsure(said) from None
        return title, range(left, right + 1), top, bottom

    def _function(self, name: str) -> _Code:
        if name in {"ROW", "ROWS", "COLUMNS"}:
            return _Code(self._of_place(name))
        own = name in NAMES
        given: list[_Code] = []
        token = self._peek()
        while token is not None and not (token.type == "FUNC" and token.subtype == "CLOSE"):
            given.append(self._argument(own=own, ranged=takes_range(name, len(given))))
            token = self._peek()
            if token is not None and token.type == "SEP":
                self._next()
                token = self._peek()
        self._close("FUNC")
        if own:
            return _Code(f"own({name!r},{','.join(map(_kept, given))})", single=False)
        if name == "IF":
            asked, yes, *rest = given
            no = rest[0] if rest else _Code("False", truth=True)
            text = f"({yes.text} if {_condition(asked)} else {no.text})"
            return _Code(text, yes.single and no.single, yes.truth and no.truth)
        if name == "IFERROR":
            first, second = given
            text = f"iferror(lambda: {first.text},lambda: {second.text})"
            return _Code(text, first.single and second.single)
        if name not in FUNCTIONS:
            raise Unsure(name)
        single = all(one.single for one in given) or name not in _AS_GIVEN
        called = f"each_{name}" if single and name in BY_CELL else f"f_{name}"
        texts = map(_kept if name in TAKE_ERRORS else _text, given)
        return _Code(f"{called}({','.join(texts)})", single, name in TRUTHS and single)

    def _of_place(self, name: str) -> str:
        token = self._next()
        if token.type == "FUNC":
            return "float(r)"
        _, columns, top, bottom = self._place(token.value)
        self._close("FUNC")
        first = len(self.rows)
        self.rows += (top, bottom + 1)
        if name == "ROW":
            return f"float(p[{first}])"
        return f"float(p[{first + 1}]-p[{first}])" if name == "ROWS" else repr(float(len(columns)))

    def _argument(self, *, own: bool, ranged: bool) -> _Code:
        token = self._peek()
        after = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else None
        alone = after is not None and (after.type == "SEP" or after.subtype == "CLOSE")
        if token is not None and token.type == "SEP":
            raise Unsure
        if token is not None and token.type == "OPERAND" and token.subtype == "RANGE" and alone:
            self._next()
            return self._cells(token.value, table=own, ranged=ranged)
        written = self.expression(0)
        # INDEX gives a cell, not its value.
        if ranged and written.text.startswith("f_INDEX("):
            return _Code(f"one({written.text})", single=False)
        return written


def _operation(sign: str, first: _Code, second: _Code) -> _Code:
    """Write an operator; of values alone by what does not look for ranges."""
    compares = _BINDING[sign] == _COMPARING
    if not (first.single and second.single):
        return _Code(f"{_CALLED[sign]}_s({first.text},{second.text})", single=False)
    if sign == "=" and second.text == "''":
        return _Code(f"blank({first.text})", truth=True)
    return _Code(f"{_CALLED[sign]}({first.text},{second.text})", truth=compares)


def _condition(asked: _Code) -> str:
    return asked.text if asked.truth else f"t({asked.text})"


def _text(code: _Code) -> str:
    return code.text


def _constant(kind: str, said: str) -> _Code:
    """Write a number, a text, a truth or an error."""
    if kind == "NUMBER":
        return _Code(repr(float(said)))
    if kind == "TEXT":
        return _Code(repr(said[1:-1].replace('""', '"')))
    if kind == "LOGICAL":
        return _Code(repr(said.upper() == "TRUE"), truth=True)
    return _Code(f"e({said!r})")


def _kept(code: _Code) -> str:
    """Write an argument whose error is a value to the function; a constant or a single cell cannot raise."""
    simple = "(" not in code.text or code.text.startswith("table(")
    return code.text if simple else f"kept(lambda: {code.text})"


assert set(_BINDING) == set(OPERATORS)
