"""What each value of an export means: one description for data, dictionary and schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vsm_xl.recalc.spelling import called

if TYPE_CHECKING:
    from vsm_xl.annual_return.description import Column, Content, Line
    from vsm_xl.annual_return.kinds import Kind
    from vsm_xl.annual_return.layout import Layout, Place

#: Sheets whose tables are exported; the others explain, or repeat what stands in these.
_EXPORTED: Final = ("input", "calculated", "output", "check")
_TABLE: Final = re.compile(r"\[(\w+)[.@]\w")
_OWN: Final = "VSM_"
#: A formula that repeats an input: it holds whatever the input may hold.
_REPEATED: Final = re.compile(r'=IF\(\[(\w+)\.(\w+)\]="","",\[\1\.\2\]\)')


@dataclass(frozen=True)
class Field:
    """One column or line of an export.

    Attributes:
        key: its name in the export.
        name: its header or label in the workbook.
        meaning: what it is, in words.
        unit: its unit, such as ``£ per year``.
        source: the sheet, and whether it was entered or how it is worked out.
        kind: what kind of value it holds.
        words: whether it may hold words in place of an amount or a day.
    """

    key: str
    name: str
    meaning: str
    unit: str
    source: str
    kind: Kind
    words: bool = False


def exported_places(layout: Layout) -> list[Place]:
    """Give the tables that are exported, in the order of the sheets."""
    return [
        layout.places[table.key]
        for sheet in layout.sheets
        if sheet.purpose in _EXPORTED
        for table in sheet.tables
    ]


def fields_of(layout: Layout, place: Place) -> list[Field]:
    """Describe the lines of a table of labelled values, or the columns of another."""
    if place.table.lines:
        return [_line(layout, place, line) for line in place.table.lines]
    return [_column(layout, place, column) for column in place.table.columns]


def _line(layout: Layout, place: Place, line: Line) -> Field:
    meaning = line.guidance or f"{line.label}."
    source = _source(layout, place, line.formula, given=line.content is not None)
    words = _says_words(line.formula)
    return Field(line.key, line.label, meaning, line.unit, source, line.kind, words)


def _column(layout: Layout, place: Place, column: Column) -> Field:
    formula, kind = column.formula, column.kind
    if repeated := _REPEATED.fullmatch(formula):
        origin = layout.places[repeated[1]].table
        kind = origin.columns[origin.index(repeated[2])].kind
    rows = place.table.rows
    if not isinstance(rows, int) and rows and not formula:
        # Rows that differ from each other have their formulas themselves.
        formula = _formula(rows[0].get(column.key))
    meaning = column.guidance or f"{column.header}."
    unit = column.unit or _unit_in(column.header)
    source = _source(layout, place, formula, given=not column.entry)
    words = meaning[0].upper() + meaning[1:]
    return Field(column.key, column.header, words, unit, source, kind, _says_words(formula))


def _says_words(formula: str) -> bool:
    return bool(re.search(r'"[^"]+"', formula))


def _formula(content: Content) -> str:
    return content if isinstance(content, str) and content.startswith("=") else ""


def _unit_in(header: str) -> str:
    """Take the unit out of a header such as ``Award (£ per year)``."""
    found = re.search(r"\(([£%][^)]*)\)", header)
    return found[1] if found else ""


def _source(layout: Layout, place: Place, formula: str, *, given: bool) -> str:
    sheet = place.sheet.title
    if not formula:
        return f"{sheet}: part of the template" if given else f"{sheet}: entered"
    functions = sorted(name for name in called(formula) if name.startswith(_OWN))
    if functions:
        return f"{sheet}: worked out by {', '.join(functions)}"
    tables = [
        layout.places[key].sheet.title for key in _TABLE.findall(formula) if key in layout.places
    ]
    others = [title for title in dict.fromkeys(tables) if title != sheet]
    return f"{sheet}: from {', '.join(others)}" if others else f"{sheet}: worked out"
