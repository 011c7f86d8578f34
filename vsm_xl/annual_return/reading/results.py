"""The values of a recalculated return, table by table, as plain data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from vsm_xl.annual_return.export.dictionary import exported_places, group_of
from vsm_xl.annual_return.reading.entries import normal_text
from vsm_xl.annual_return.template.field_types import DATE
from vsm_xl.errors import XlError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.annual_return.template.field_types import Kind
    from vsm_xl.annual_return.template.layout import Layout, Place
    from vsm_xl.recalc import Recalculated

#: A value as it is exported: an error as its text, a date as ISO text, an empty cell as None.
Exported: TypeAlias = "str | int | float | bool | None"
Record: TypeAlias = "dict[str, Exported]"

_DAY_ZERO: Final = date(1899, 12, 30)
#: Whole numbers up to here are exact in a cell.
_EXACT: Final = 10**15


def tables_of(recalculated: Recalculated, layout: Layout) -> dict[str, Record | list[Record]]:
    """Give the tables of a return by key: one record of labelled values, or a list of rows.

    Rows that nobody filled in are left out, and so are numbered blocks that are not in use.

    Args:
        recalculated: the workbook with its results.
        layout: the layout it follows.
    """
    found: dict[str, Record | list[Record]] = {}
    for place in exported_places(layout):
        group = group_of(place.table.key)
        if place.table.lines and group == place.table.key:
            found[group] = record_of(recalculated, place)
            continue
        rows = found.setdefault(group, [])
        assert isinstance(rows, list)
        if not place.table.lines:
            rows += rows_of(recalculated, place)
        elif in_use(place, record := record_of(recalculated, place)):
            rows.append(record)
    return found


def in_use(place: Place, record: Mapping[str, Exported]) -> bool:
    """Tell whether a block of labelled values is in use: its first worked-out value says so."""
    first = next((line.key for line in place.table.lines if line.formula), None)
    return first is None or record[first] is not None


def record_of(recalculated: Recalculated, place: Place) -> Record:
    """Give the labelled values of a table by key."""
    return {
        line.key: value_of(recalculated, place, place.line_cell(line.key), line.kind)
        for line in place.table.lines
    }


def rows_of(recalculated: Recalculated, place: Place) -> list[Record]:
    """Give the filled rows of a table; a calculated row is filled where its first cell is."""
    rows = []
    for at in range(place.table.height):
        row = {
            column.key: value_of(recalculated, place, place.cell(column.key, at), column.kind)
            for column in place.table.columns
        }
        values = list(row.values())
        shown = values if place.sheet.purpose == "input" else values[:1]
        if any(value is not None for value in shown):
            rows.append(row)
    return rows


def value_of(recalculated: Recalculated, place: Place, ref: str, kind: Kind) -> Exported:
    """Give what a cell holds, as it is exported."""
    value = recalculated.value(place.sheet.title, ref)
    if isinstance(value, XlError):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, str):
        return normal_text(value) or None
    if value is None or isinstance(value, bool):
        return value
    if kind is DATE:
        return (_DAY_ZERO + timedelta(days=int(value))).isoformat()
    return int(value) if float(value).is_integer() and abs(value) < _EXACT else value
