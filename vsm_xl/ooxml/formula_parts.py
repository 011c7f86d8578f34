"""Calls, their arguments and the cells that a formula refers to, taken from its tokens."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from vsm_xl.ooxml.formulas import UnreadableFormulaError, tokens
from vsm_xl.ooxml.references import parse_range
from vsm_xl.ooxml.tokenizer import Token

_AREA: Final = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?")


class Call(NamedTuple):
    """A call in a formula: the function's name as it is spelt, the texts of its arguments."""

    name: str
    arguments: tuple[str, ...]


def calls_in(formula: str) -> list[Call]:
    """Return the calls of a formula, in the order in which they begin.

    Raises:
        FormulaError: it cannot be read.

    >>> calls_in('IF(A1="","",VSM_BAND(A1,{1,2}))')[1]
    Call(name='VSM_BAND', arguments=('A1', '{1,2}'))
    """
    found: list[tuple[str, list[str]]] = []
    # For each bracket that is open whether it is a call's, and the arguments as far as they were read.
    opened: list[tuple[bool, list[str]]] = []
    for token in tokens(formula):
        text = str(token.value)
        if token.subtype == Token.CLOSE and opened:
            opened.pop()
        comma = token.type == Token.SEP and token.subtype == Token.ARG
        divides = comma and opened and opened[-1][0]
        for _, given in opened[:-1] if divides else opened:
            given[-1] += text
        if divides:
            opened[-1][1].append("")
        if token.subtype == Token.OPEN:
            opened.append((token.type == Token.FUNC, [""]))
            if token.type == Token.FUNC:
                found.append((text[:-1], opened[-1][1]))
    calls = ((name, tuple(argument.strip() for argument in given)) for name, given in found)
    return [Call(name, () if given == ("",) else given) for name, given in calls]


def whole_call(formula: str) -> Call | None:
    """Return the call that a formula consists of; None where it is anything else.

    >>> whole_call("SUM(A1,2)"), whole_call("SUM(A1)+1")
    (Call(name='SUM', arguments=('A1', '2')), None)
    """
    try:
        items = tokens(formula)
    except UnreadableFormulaError:
        return None
    depth = 0
    for at, token in enumerate(items):
        depth += {Token.OPEN: 1, Token.CLOSE: -1}.get(token.subtype, 0)
        if depth == 0 and at + 1 < len(items):
            return None
    if not items or items[0].type != Token.FUNC:
        return None
    return calls_in(formula)[0]


def references(sheet: str, formula: str) -> list[tuple[str, tuple[int, int, int, int]]]:
    """Return the cells that a formula on a sheet refers to.

    >>> references("A", "SUM(B2:C3)+'My sheet'!D4")
    [('A', (2, 2, 3, 3)), ('My sheet', (4, 4, 4, 4))]
    """
    found = []
    try:
        items = tokens(formula)
    except UnreadableFormulaError:
        return []
    for token in items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            title, _, area = str(token.value).rpartition("!")
            if _AREA.fullmatch(area):
                try:
                    place = parse_range(area.replace("$", "").upper())
                except ValueError:
                    continue
                found.append((unquoted(title) or sheet, place))
    return found


def stands_for_cells(definition: str) -> bool:
    """Return whether what a defined name says is a cell or a rectangle of cells.

    >>> stands_for_cells("'Pay ranges'!$A$7:$M$127"), stands_for_cells("SUM(S!$A$1)")
    (True, False)
    """
    if "(" in definition or not _AREA.fullmatch(definition.rpartition("!")[2]):
        return False
    return len(references("", definition)) == 1 and "," not in definition


def unquoted(title: str) -> str:
    """Return a sheet's title from its spelling in a formula.

    >>> unquoted("'Joe''s'")
    "Joe's"
    """
    return title[1:-1].replace("''", "'") if title.startswith("'") else title
