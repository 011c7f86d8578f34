"""The return as CSV files: its inputs as ``vsm-xl fill`` reads them, its tables, a dictionary."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.export.dictionary import fields_of
from vsm_xl.annual_return.export.lineage import in_words
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.inputs import input_places, read_inputs
from vsm_xl.annual_return.reading.results import exported_places, group_of, tables_of
from vsm_xl.csv_text import csv_text, guarded
from vsm_xl.text_fields import normal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vsm_xl.annual_return.reading.entries import Entry
    from vsm_xl.annual_return.reading.inputs import Inputs
    from vsm_xl.annual_return.reading.results import Record
    from vsm_xl.annual_return.template.layout import Layout
    from vsm_xl.recalc import Recalculated

ORGANISATION: Final = "organisation.csv"
DICTIONARY: Final = "data-dictionary.csv"
#: Tables of inputs whose files are named as ``vsm-xl fill`` asks for them.
_NAMED: Final = {"staff_list": "staff-pay.csv", "earlier": "earlier-ratios.csv"}
_DICTIONARY_HEADER: Final = ("file", "column", "name", "meaning", "unit", "source", "rests_on")


def csv_files(recalculated: Recalculated) -> dict[str, str]:
    """Return the files by name.

    ``organisation.csv``, ``people.csv``, ``ranges.csv``, ``staff-pay.csv`` and
    ``earlier-ratios.csv`` are the inputs, in the form in which ``vsm-xl fill`` reads them.  The
    others are what was worked out, one file for each table; ``data-dictionary.csv`` explains every
    column of every file and names the figures it rests on, with document and place.

    Args:
        recalculated: the workbook with its results, sound.
    """
    layout = layout_of(recalculated.source)
    tables = tables_of(recalculated, layout)
    inputs = read_inputs(recalculated.source, layout)
    files = input_files(layout, inputs)
    for place in exported_places(layout):
        group = group_of(place.table.key)
        name = _file(group)
        if place.sheet.purpose == "input" or name in files:
            continue
        keys = [field.key for field in fields_of(layout, place)]
        found = tables[group]
        rows: Iterable[Record] = [found] if isinstance(found, dict) else found
        files[name] = _csv([keys, *([_cell(row[key]) for key in keys] for row in rows)])
    files[DICTIONARY] = _csv([_DICTIONARY_HEADER, *_dictionary(layout, inputs.lines.get("date"))])
    return files


def input_files(layout: Layout, inputs: Inputs) -> dict[str, str]:
    """Return the inputs as the files that ``vsm-xl fill`` reads, by name."""
    lines = [
        line.key for place in input_places(layout) for line in place.table.lines if not line.formula
    ]
    items = [(key, _cell(inputs.lines.get(key))) for key in lines]
    files = {ORGANISATION: _csv([("item", "value"), *items])}
    for place in input_places(layout):
        if not place.table.lines:
            keys = [column.key for column in place.table.columns if column.entry]
            rows = inputs.rows.get(place.table.key, [])
            files[_file(place.table.key)] = _csv(
                [keys, *([_cell(row.get(key)) for key in keys] for row in rows)]
            )
    return files


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return guarded(normal_text(value))
        case bool():
            return str(value).upper()
        case date():
            return value.isoformat()
    assert isinstance(value, int | float)
    return repr(int(value)) if float(value).is_integer() else repr(value)


def _dictionary(layout: Layout, decided: Entry) -> Iterable[Sequence[str]]:
    """Describe every column; figures are those of the pay year in which it was decided."""
    day = decided if isinstance(decided, date) else None
    seen: set[str] = set()
    for place in exported_places(layout):
        lines = place.sheet.purpose == "input" and place.table.lines
        name = ORGANISATION if lines else _file(group_of(place.table.key))
        if name in seen and not lines:
            continue
        seen.add(name)
        for field in fields_of(layout, place):
            rests = in_words(field.rests_on, day)
            words = (field.name, field.meaning, field.unit, field.source, rests)
            yield (name, field.key, *map(guarded, words))


def _file(key: str) -> str:
    return _NAMED.get(key) or f"{key.replace('_', '-')}.csv"


def _csv(rows: Iterable[Sequence[str]]) -> str:
    return csv_text(rows, line_end="\r\n", for_excel=True)
