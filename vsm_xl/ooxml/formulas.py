r"""Formulas read as tokens, by openpyxl's tokeniser, once for all formulas of one shape.

The rows of a table hold formulas that differ in their row numbers only: they have one shape, and what
is found out about it holds for all of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.ooxml.tokenizer import Token, Tokenizer, TokenizerError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: Levels of brackets in brackets.  Excel takes 64 levels of functions; programs that read formulas
#: call themselves for each.
MAX_DEPTH: Final = 256
#: Colons in one reference: A1:B2 has one, and engines take time by the power of their number.
MAX_COLONS: Final = 4

#: Numbers on which nothing depends but which cells or which constant is meant: those after a dollar sign
#: or after up to three letters, and those that stand alone.  In any other word (LOG10, the name Rate5)
#: another number is another name.
_NUMBER: Final = re.compile(
    r"(?<=\$)[0-9]+(?![\w.(!])"
    r"|(?:(?<=[^\w.\\$][A-Za-z])|(?<=[^\w.\\$][A-Za-z]{2})|(?<=[^\w.\\$][A-Za-z]{3})"
    r"|(?<=\$[A-Za-z])|(?<=\$[A-Za-z]{2})|(?<=\$[A-Za-z]{3}))[0-9]+(?![\w.(!])"
    r"|(?<![\w.\\$])[0-9]+(?:\.[0-9]+)?(?![\w.(!])"
)
_DIGITS: Final = re.compile(r"[0-9]+")
#: Stands for a number in a shape.
_ONE: Final = "1"
CELL: Final = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
#: Another workbook: 'C:\x\[b.xlsx]S'!, 'C:\x\b.xlsx'!, [1]S!, [1]!  No sheet name can hold
#: these marks; a table's column, Table[Column], is preceded by the table's name.
_EXTERNAL: Final = re.compile(
    r"'(?:[^']|'')*[\[\]\\/:](?:[^']|'')*'!|(?<![\w.\[\]])\[[^\[\]@#'\"]+\][^\[\]'\"!(),;&+*/^=<>{}]*!"
)
#: A DDE link as Excel writes it: program|'topic'!item.
_DDE: Final = re.compile(r"[\w.]+\|(?:'(?:[^']|'')*'|[^\s()'\"!,;]*)!?")
_STRING: Final = re.compile(r'"(?:[^"]|"")*"')
_PREFIXES: Final = ("_XLL.", "_XLFN.", "_XLWS.", "_XLUDF.", "_XLDUDF_")
#: Excel marks functions newer than the file format with these; the engine knows them without.
_NEWER: Final = re.compile(r"^(?:_xlfn\.|_xlws\.)+", re.IGNORECASE)
_FUNCTION: Final = re.compile(r"[A-Za-z_][\w.]*")


class UnreadableFormulaError(ValueError):
    """A formula that cannot be read."""


class Reading(NamedTuple):
    """What a formula says, numbers apart.

    Attributes:
        calls: The functions that it calls, in capitals, without what qualifies them.
        words: The names and tables that it uses, in capitals.
        external: The first reference to another workbook or program, or None.
        fault: Why it cannot be read or computed, or empty.
    """

    calls: frozenset[str]
    words: frozenset[str]
    external: str | None
    fault: str


def tokens(formula: str) -> list[Token]:
    """Return the tokens of a formula; joined, their values are the formula again.

    Args:
        formula: without its equals sign.

    Raises:
        FormulaError: it cannot be read.

    >>> [token.value for token in tokens("IF(A1>2,SUM(B:B),'My sheet'!C3)")]
    ['IF(', 'A1', '>', '2', ',', 'SUM(', 'B:B', ')', ',', "'My sheet'!C3", ')']
    """
    try:
        return list(Tokenizer(f"={formula}").items)
    except (TokenizerError, IndexError, AttributeError, ValueError) as problem:
        raise UnreadableFormulaError(str(problem) or "it is not complete") from None


def shape_of(formula: str) -> str:
    """Return a formula with all numbers alike on which no name depends.

    >>> shape_of("VSM_BAND(A7,$B$12)&LOG10(3.5)&Rate5")
    'VSM_BAND(A1,$B$1)&LOG10(1)&Rate5'
    """
    alike = _DIGITS.sub(_ONE, formula)
    # Nearly every formula: a look at the digits alone costs a tenth.
    return alike if _harmless(alike) else _NUMBER.sub(_ONE, f"={formula}")[1:]


@lru_cache(maxsize=1 << 14)
def _harmless(alike: str) -> bool:
    """Return whether no name of a formula, whose digits were made alike, has a digit in it."""
    return _DIGITS.search(_NUMBER.sub("", f"={alike}")) is None


def read(formula: str) -> Reading:
    """Read a formula.

    >>> sorted(read('IF(A1="SUM(",max(1,rate),[2]S!A1)').calls), read("[2]S!A1").external
    (['IF', 'MAX'], '[2]S!')
    """
    found = _read(shape_of(formula))
    if found.external:
        # What is refused is quoted with its own numbers.
        return found._replace(external=external_reference(formula))
    return found


@lru_cache(maxsize=16)
def _tokens(shape: str) -> list[Token]:
    """Return the tokens of a shape, which is read and spelt one after the other."""
    return tokens(shape)


@lru_cache(maxsize=1 << 14)
def _read(formula: str) -> Reading:
    none: frozenset[str] = frozenset()
    external = external_reference(formula)
    try:
        found = _tokens(formula)
    except UnreadableFormulaError as problem:
        # Whoever looks for functions that reach outside must not miss them here.
        called = frozenset(
            name.upper() for name in re.findall(r"([A-Za-z_][\w.]*)\(", _STRING.sub("", formula))
        )
        return Reading(called, none, external, str(problem))
    made: set[str] = set()
    words: set[str] = set()
    depth, fault = 0, ""
    for token in found:
        if token.subtype == Token.OPEN:
            depth += 1
            if token.type == Token.FUNC and (name := _called(token)):
                made.add(name.upper())
        elif token.subtype == Token.CLOSE:
            depth -= 1
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE:
            if token.value.count(":") > MAX_COLONS:
                fault = "a reference joins too many cells by colons"
            words.update(_words(token.value))
        if depth > MAX_DEPTH:
            fault = f"its brackets nest more than {MAX_DEPTH} deep"
    return Reading(frozenset(made), frozenset(words), external, fault)


def _called(token: Token) -> str:
    name = str(token.value)[:-1].rpartition("!")[2]
    return name if _FUNCTION.fullmatch(name) else ""


def _words(operand: str) -> Iterator[str]:
    """Return the names in a reference: of cells, of tables; a table's columns are not names."""
    bare = operand.rpartition("!")[2].partition("[")[0]
    for word in bare.split(":"):
        if word and not CELL.fullmatch(word):
            yield word.upper().lstrip("@")


def calls(formula: str) -> frozenset[str]:
    r"""Return the names of the functions that a formula calls, in capitals.

    >>> sorted(calls('IF(A1="SUM(",max(1,2),\'My (sheet)\'!A1)'))
    ['IF', 'MAX']
    """
    return _read(shape_of(formula)).calls


def external_reference(formula: str) -> str | None:
    r"""Return the first reference to another workbook in a formula, if there is one.

    >>> external_reference("SUM('C:\\x\\[b.xlsx]S'!A1)"), external_reference("T[a]+S!A1")
    ("'C:\\x\\[b.xlsx]S'!", None)
    """
    plain = _STRING.sub('""', formula) if '"' in formula else formula
    if "[" not in plain and "'" not in plain and "|" not in plain:
        return None
    found = _EXTERNAL.search(plain) or _DDE.search(plain)
    return found[0] if found else None


def used(formula: str, names: Collection[str]) -> set[str]:
    """Return those of the names (of cells, of tables) that a formula uses, in whatever case.

    >>> used('IF(rate>0,"Total",Sales[Total])', ("Rate", "Total", "Sales")) == {"Rate", "Sales"}
    True
    """
    words = _read(shape_of(formula)).words
    return {name for name in names if name.upper() in words}


def respell(formula: str, functions: Collection[str], *, keep_newer: bool = False) -> str:
    r"""Spell the functions named in ``functions`` plainly; texts in quotes stay as they are.

    A workbook saved with our functions loaded carries where they came from: ``[1]!VSM_AWARD(`` or
    ``'C:\path\vsm.xlam'!VSM_AWARD(`` for an add-in, ``_xll.VSM_AWARD(`` for a compiled one,
    ``_xldudf_VSM_AWARD(`` on the web, a dotted service name in LibreOffice.

    Args:
        formula: the formula, without its equals sign.
        functions: our functions.
        keep_newer: keep the marks that Excel puts before functions newer than the file format.

    >>> respell('[1]!VSM_BAND(A1)&"_xll.VSM_BAND("&_xll.vsm_band(A2)', ["VSM_BAND"])
    'VSM_BAND(A1)&"_xll.VSM_BAND("&VSM_BAND(A2)'
    """
    shape = shape_of(formula)
    pieces = _pieces(shape, tuple(functions), keep_newer=keep_newer)
    return formula if pieces is None else _joined(pieces, formula)


class Understood(NamedTuple):
    """What a formula says, spelt with our functions' plain names.

    Attributes:
        text: The formula.
        reading: What it says.
        tables: The workbook's tables that it uses by name.
    """

    text: str
    reading: Reading
    tables: frozenset[str]


def understand(formula: str, functions: tuple[str, ...], tables: tuple[str, ...]) -> Understood:
    """Read a formula and spell our functions plainly, by one look at its shape.

    >>> found = understand("_xll.VSM_BAND(A7)+SUM(T[x])", ("VSM_BAND",), ("T",))
    >>> found.text, sorted(found.reading.calls), sorted(found.tables)
    ('VSM_BAND(A7)+SUM(T[x])', ['SUM', 'VSM_BAND'], ['T'])
    """
    pieces, reading = _understood(shape_of(formula), functions)
    text = formula if pieces is None else _joined(pieces, formula)
    if reading.external:
        reading = reading._replace(external=external_reference(text))
    if not reading.words or not tables:
        return Understood(text, reading, frozenset())
    return Understood(text, reading, _used(tables, reading.words))


@lru_cache(maxsize=1 << 12)
def _used(tables: tuple[str, ...], words: frozenset[str]) -> frozenset[str]:
    """Return the tables that are among a formula's words; formulas filled down have the same."""
    return frozenset(name for name in tables if name.upper() in words)


@lru_cache(maxsize=1 << 14)
def _understood(
    shape: str, functions: tuple[str, ...]
) -> tuple[tuple[str | int, ...] | None, Reading]:
    pieces = _pieces(shape, functions, keep_newer=False)
    return pieces, _read(shape if pieces is None else shape_of(_joined(pieces, shape)))


def _joined(pieces: tuple[str | int, ...], formula: str) -> str:
    numbers = _NUMBER.findall(f"={formula}")
    return "".join(piece if isinstance(piece, str) else numbers[piece] for piece in pieces)


@lru_cache(maxsize=1 << 14)
def _pieces(
    shape: str,
    functions: tuple[str, ...],
    keep_newer: bool,  # noqa: FBT001 - part of the key
) -> tuple[str | int, ...] | None:
    """Return the text of a shape spelt plainly, with the places of its numbers; None if it is so already."""
    try:
        found = _tokens(shape)
    except UnreadableFormulaError:
        return None
    plain, squeezed = _spellings(functions)
    pieces: list[str | int] = []
    changed = False
    number = 0
    at = 1
    whole = f"={shape}"
    places = [match.span() for match in _NUMBER.finditer(whole)]
    for token in found:
        text, end = str(token.value), at + len(token.value)
        new = text
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            new = _plainly(text[:-1], plain, squeezed, keep_newer=keep_newer) + "("
        if new != text:
            changed = True
            pieces.append(new)
            while number < len(places) and places[number][0] < end:
                number += 1
        else:
            while number < len(places) and places[number][0] < end:
                start, stop = places[number]
                pieces += (whole[at:start], number)
                at = stop
                number += 1
            pieces.append(whole[at:end])
        at = end
    return tuple(pieces) if changed and at == len(whole) else None


def _plainly(
    called: str, plain: dict[str, str], squeezed: dict[str, str], *, keep_newer: bool
) -> str:
    qualifier, mark, name = called.rpartition("!")
    own = _own(name.upper(), plain, squeezed)
    if own is not None:
        return own
    return called if mark or keep_newer else qualifier + _NEWER.sub("", name)


@lru_cache(maxsize=16)
def _spellings(functions: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    return (
        {name.upper(): name for name in functions},
        {name.upper().replace("_", ""): name for name in functions},
    )


def _own(name: str, plain: dict[str, str], squeezed: dict[str, str]) -> str | None:
    while prefix := next((one for one in _PREFIXES if name.startswith(one)), ""):
        name = name.removeprefix(prefix)
    if name in plain:
        return plain[name]
    if "." not in name:
        return None
    # VSM.AWARD is Excel on the web with a namespace; ORG.….VSMAWARD is LibreOffice, whose
    # service names have no underscore.
    as_namespace = plain.get(name.replace(".", "_"))
    # There a function has a second name under which it returns rows.
    last = name.rpartition(".")[2].removesuffix("ROWS")
    return as_namespace or plain.get(last) or squeezed.get(last)
