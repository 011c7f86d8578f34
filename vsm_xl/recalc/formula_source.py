"""Formulas of the template as Python expressions, one for all formulas of a shape.

Only formulas of this package are written so, never those of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.functions import NAMES
from vsm_xl.ooxml.formulas import tokens
from vsm_xl.ooxml.references import parse_range
from vsm_xl.recalc.worksheet_functions import FUNCTIONS, TAKE_ERRORS, takes_range
from vsm_xl.recalc.worksheet_values import OPERATORS, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vsm_xl.ooxml.tokenizer import Token

#: How tightly operators bind, from the loosest.
_BINDING: Final = {
    "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4,
}  # fmt: skip
_PREFIX: Final = 5


class Written(NamedTuple):
    """A formula as Python.

    Attributes:
        source: an expression of ``p``, the numbers of its rows, and ``r``, its own row.
        rows: these numbers.
    """

    source: str
    rows: tuple[int, ...]


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

    >>> written("IF($B7>2,$C7&\"x\",1)", "S", {}, lambda title, number: f"c{number}")
    Written(source="(o['&'](c3[p[1]],'x') if t(o['>'](c2[p[0]],2.0)) else 1.0)", rows=(7, 7))
    """
    found = [token for token in tokens(formula) if token.type != "WHITE-SPACE"]
    writer = _Writer(found, sheet, names, column)
    source = writer.expression(0)
    if writer.left():
        raise Unsure(formula)
    return Written(source, tuple(writer.rows))


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

    def expression(self, least: int) -> str:
        """Write an expression of operators that bind at least so tightly."""
        first = self._operand()
        while (token := self._peek()) is not None and token.type == "OPERATOR-INFIX":
            binding = _BINDING.get(token.value)
            if binding is None:
                raise Unsure(token.value)
            if binding <= least:
                break
            self._next()
            first = f"o[{token.value!r}]({first},{self.expression(binding)})"
        return first

    def _operand(self) -> str:
        token = self._next()
        if token.type == "OPERATOR-PREFIX":
            inner = self.expression(_PREFIX)
            return f"o['-'](0.0,{inner})" if token.value == "-" else inner
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

    def _cells(self, said: str, *, table: bool = False, ranged: bool = False) -> str:
        """Write a reference: a cell as its value, a range as a block of values or a table."""
        title, columns, top, bottom = self._place(said)
        names = [self._column(title, number) for number in columns]
        first = len(self.rows)
        if len(names) == 1 and top == bottom and not ranged and ":" not in said:
            self.rows.append(top)
            return f"{names[0]}[p[{first}]]"
        self.rows += (top, bottom + 1)
        return f"{'table' if table else 'b'}({','.join(names)!r},p[{first}],p[{first + 1}])"

    def _place(self, said: str) -> tuple[str, range, int, int]:
        said = self._names.get(said.lower(), said)
        title, mark, ref = said.rpartition("!")
        title = title.strip("'").replace("''", "'") if mark else self._sheet
        try:
            top, left, bottom, right = parse_range(ref.replace("$", ""))
        except ValueError:
            raise Unsure(said) from None
        return title, range(left, right + 1), top, bottom

    def _function(self, name: str) -> str:
        if name in {"ROW", "ROWS", "COLUMNS"}:
            return self._of_place(name)
        own = name in NAMES
        given: list[str] = []
        token = self._peek()
        while token is not None and not (token.type == "FUNC" and token.subtype == "CLOSE"):
            given.append(self._argument(own=own, ranged=takes_range(name, len(given))))
            token = self._peek()
            if token is not None and token.type == "SEP":
                self._next()
                token = self._peek()
        self._close("FUNC")
        if own:
            return f"own({name!r},{','.join(map(_kept, given))})"
        if name == "IF":
            yes, no = given[1], given[2] if len(given) > len(("if", "then")) else "False"
            return f"({yes} if t({given[0]}) else {no})"
        if name == "IFERROR":
            first, second = given
            return f"iferror(lambda: {first},lambda: {second})"
        if name not in FUNCTIONS:
            raise Unsure(name)
        if name in TAKE_ERRORS:
            given = list(map(_kept, given))
        return f"f[{name!r}]({','.join(given)})"

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

    def _argument(self, *, own: bool, ranged: bool) -> str:
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
        return f"one({written})" if ranged and written.startswith("f['INDEX']") else written


def _constant(kind: str, said: str) -> str:
    """Write a number, a text, a truth or an error."""
    if kind == "NUMBER":
        return repr(float(said))
    if kind == "TEXT":
        return repr(said[1:-1].replace('""', '"'))
    return repr(said.upper() == "TRUE") if kind == "LOGICAL" else f"e({said!r})"


def _simple(source: str) -> bool:
    """Return whether a source cannot raise: a constant or a single cell."""
    return "(" not in source


def _kept(source: str) -> str:
    """Write an argument whose error is a value to the function."""
    return source if _simple(source) or source.startswith("table(") else f"kept(lambda: {source})"


assert set(_BINDING) == set(OPERATORS)
