"""Where the figures of an output come from: a place to go to beside each of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.template.font_metrics import lines_needed
from vsm_xl.annual_return.template.layout import REFERENCE, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.annual_return.template.layout import Layout, Place

_SOURCE: Final = re.compile(rf"{REFERENCE.pattern}|(?P<name>\bvsm_\w+)")
#: Tests whether there is anything to show, which are not where a figure comes from.
_TESTS: Final = re.compile(r'N\(\[[^\]]+\]\)=0|(?:\[[^\]]+\]|\bvsm_\w+)=""')


def source_links(layout: Layout, place: Place) -> Iterator[tuple[str, str]]:
    """Return the cells of a table that lead to a source, each with where it leads.

    The label of a line, or of a given row, leads to the first cell that its formula reads.  Headers of columns are not
    links: LibreOffice shows a link in its own colour and without wrapping.

    >>> from vsm_xl.annual_return.template.template import template_layout
    >>> layout = template_layout(2)
    >>> links = dict(source_links(layout, layout.places["return_facts"]))
    >>> links[layout.places["return_facts"].cell("item", 1)]
    'Organisation!B7'
    """
    table = place.table
    for at, line in enumerate(table.lines):
        origin, _, key = (line.same_as or line.sum_of).partition(".")
        found = (
            _where(layout.places[origin], key)
            if origin
            else _source_of(layout, place, line.formula)
        )
        if line.formula and found:
            yield place.cell("item", at), found
    if table.lines or isinstance(table.rows, int):
        return
    label, first, *_ = table.columns
    for at, row in enumerate(table.rows):
        formula = row.get(first.key) or first.formula
        found = _source_of(layout, place, formula, at) if isinstance(formula, str) else ""
        words = str(row.get(label.key, ""))
        # LibreOffice does not break the words of a link.
        if words and found and lines_needed(words, place.sheet.column_widths[0]) == 1:
            yield place.cell(label.key, at), found


def _source_of(layout: Layout, place: Place, formula: str, at: int = -1) -> str:
    """Return the first cell outside its table that a formula reads; -1 for the header of a column."""
    for found in _SOURCE.finditer(_TESTS.sub("", formula)):
        if found["name"]:
            if ref := layout.names.get(found["name"]):
                sheet, _, cells = ref.rpartition("!")
                return f"{sheet}!{cells.partition(':')[0].replace('$', '')}"
            continue
        there = layout.places[found["lines"] or found["table"] or place.table.key]
        if there is not place or found["line"]:
            down = int(found["down"] or 0)
            # Without a row of its own, a reference so many rows down is to that row of the other table.
            row = at + down if at >= 0 else down or -1
            return _where(there, found["line"] or found["key"], row)
    return ""


def _where(place: Place, key: str, down: int = -1) -> str:
    """Return a line's value, or a column's header; with ``down``, the cell in that data row."""
    lines = {line.key for line in place.table.lines}
    cell = place.line_cell(key) if key in lines else place.cell(key, down)
    return f"{quoted(place.sheet.title)}!{cell}"
