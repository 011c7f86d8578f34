"""What each value of an export means: one description for data, dictionary and schema.

Meaning and unit stand on the column or line of the workbook's description; a value that shows
another one again (``same_as``) has those of that one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsm_xl.annual_return.export.lineage import Lineage, Spot
from vsm_xl.annual_return.template.description import Line

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.description import Column
    from vsm_xl.annual_return.template.field_types import FieldType
    from vsm_xl.annual_return.template.layout import Layout, Place


@dataclass(frozen=True)
class ExportField:
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
    kind: FieldType
    words: bool = False


def fields_of(layout: Layout, place: Place) -> list[ExportField]:
    """Return a description of each line of a table of labelled values, or of each exported column."""
    lineage, table = Lineage(layout), place.table
    columns = [column for column in table.columns if not column.helper]
    return [_field(lineage, Spot(table.key, one.key), one) for one in table.lines or columns]


def _field(lineage: Lineage, here: Spot, one: Line | Column) -> ExportField:
    given = one.content is not None if isinstance(one, Line) else not one.entry
    return ExportField(
        one.key,
        _name(one),
        _meaning(lineage, one),
        _unit(lineage, one),
        lineage.source(here, given=given),
        lineage.rests_on(here),
        one.kind if isinstance(one, Line) else _kind(lineage, one),
        bool(re.search(r'"[^"]+"', next(iter(lineage.formulas(here)), ""))),
    )


def _meaning(lineage: Lineage, one: Line | Column) -> str:
    if one.meaning:
        return one.meaning
    if one.same_as:
        return _meaning(lineage, lineage.described(one.same_as))
    if isinstance(one, Line) and one.sum_of:
        return f"Sum of the column “{_name(lineage.described(one.sum_of))}”, to the penny."
    return one.guidance[:1].upper() + one.guidance[1:]


def _unit(lineage: Lineage, one: Line | Column) -> str:
    if one.unit or not one.same_as:
        return one.unit or one.kind.unit
    return _unit(lineage, lineage.described(one.same_as))


def _kind(lineage: Lineage, one: Line | Column) -> FieldType:
    """Return what a value may hold: one that shows an input again, whatever the input may."""
    origin = lineage.described(one.same_as) if one.same_as else None
    return origin.kind if origin and not origin.formula else one.kind


def _name(one: Line | Column) -> str:
    return one.label if isinstance(one, Line) else one.header
