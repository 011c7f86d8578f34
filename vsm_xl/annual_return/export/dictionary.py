"""What each value of an export means: one description for data, dictionary and schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.export.lineage import Origins, Spot
from vsm_xl.annual_return.export_meanings import meaning_of, unit_of
from vsm_xl.annual_return.export_sources import rests_on, source_of
from vsm_xl.annual_return.reading.results import group_of
from vsm_xl.annual_return.template.description import Line

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.description import Column
    from vsm_xl.annual_return.template.field_types import Kind
    from vsm_xl.annual_return.template.layout import Layout, Place

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
        rests_on: the figures of the framework that it rests on, and tables of the organisation's.
        kind: what kind of value it holds.
        words: whether it may hold words in place of an amount or a day.
    """

    key: str
    name: str
    meaning: str
    unit: str
    source: str
    rests_on: tuple[str, ...]
    kind: Kind
    words: bool = False


def fields_of(layout: Layout, place: Place) -> list[Field]:
    """Describe the lines of a table of labelled values, or the columns of another."""
    origins, table = Origins(layout), place.table
    return [_field(origins, table.key, one) for one in table.lines or table.columns]


def _field(origins: Origins, table: str, one: Line | Column) -> Field:
    here, group = Spot(table, one.key), group_of(table)
    formula = next(iter(origins.formulas(here)), "")
    if isinstance(one, Line):
        name, kind, given = one.label, one.kind, one.content is not None
    else:
        name, kind, given = one.header, _kind(origins, one), not one.entry
    return Field(
        one.key,
        name,
        meaning_of(origins, here, group),
        unit_of(origins, here, group),
        source_of(origins, here, given=given),
        rests_on(origins, here),
        kind,
        _says_words(formula),
    )


def _kind(origins: Origins, column: Column) -> Kind:
    if repeated := _REPEATED.fullmatch(column.formula):
        origin = origins.layout.places[repeated[1]].table
        return origin.columns[origin.index(repeated[2])].kind
    return column.kind


def _says_words(formula: str) -> bool:
    return bool(re.search(r'"[^"]+"', formula))
