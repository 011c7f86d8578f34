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
    open_: list[tuple[list[str] | None, int]] = []
    texts: list[str] = []
    items = tokens(formula)
    for token in items:
        if token.subtype == Token.OPEN:
            mine: list[str] | None = None
            texts.append(token.value)
            if token.type == Token.FUNC:
                mine = []
                found.append((str(token.value)[:-1], mine))
            open_.append((mine, len(texts)))
            continue
        if (
            open_
            and open_[-1][0] is not None
            and (
                token.subtype == Token.CLOSE
                or (token.type == Token.SEP and token.subtype == Token.ARG)
            )
        ):
            mine, begun = open_[-1]
            assert mine is not None
            mine.append("".join(texts[begun:]).strip())
            open_[-1] = (mine, len(texts) + 1)
        texts.append(token.value)
        if token.subtype == Token.CLOSE and open_:
            open_.pop()
    # The last brackets may be left open.
    for mine, begun in open_:
        if mine is not None:
            mine.append("".join(texts[begun:]).strip())
    return [Call(name, () if given == [""] else tuple(given)) for name, given in found]


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
