"""Empty CSV files for people to start from, with guidance beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.filling.csv_files import organisation_lines
from vsm_xl.annual_return.template.field_types import CHOICE, MIXED_CHOICE
from vsm_xl.annual_return.template.sheets import pay_ranges, people, staff_pay
from vsm_xl.annual_return.template.sheets.parameters import choices_of
from vsm_xl.csv_text import csv_text

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.description import Column, Line

GUIDANCE: Final = "guidance.csv"
_TABLES: Final = {
    "people.csv": people.COLUMNS,
    "ranges.csv": pay_ranges.COLUMNS,
    "staff-pay.csv": staff_pay.LIST,
    "earlier-ratios.csv": staff_pay.EARLIER,
}


def guided_csv_files() -> dict[str, str]:
    """Return every file that ``vsm-xl fill`` reads, by name, with nothing filled in, and guidance.

    Guidance stands beside each item of the organisation, and for columns in a file of its own.

    >>> guided_csv_files()["organisation.csv"].splitlines()[0]
    '\ufeffitem,value,label,unit,guidance'
    """
    lines = [
        (line.key, "", line.label, line.unit, _guidance(line)) for line in organisation_lines()
    ]
    explained = [
        (name, column.key, column.header, column.unit, _guidance(column))
        for name, columns in _TABLES.items()
        for column in columns
    ]
    head = ("label", "unit", "guidance")
    tables: dict[str, list[tuple[str, ...]]] = {
        "organisation.csv": [("item", "value", *head), *lines],
        **{name: [tuple(one.key for one in columns)] for name, columns in _TABLES.items()},
        GUIDANCE: [("file", "column", *head), *explained],
    }
    return {name: csv_text(rows, for_excel=True) for name, rows in tables.items()}


def _guidance(asked: Column | Line) -> str:
    """Return what to enter: the guidance of the sheet, and what is permitted."""
    permitted = f"Enter {asked.kind.permitted}."
    if asked.kind in {CHOICE, MIXED_CHOICE}:
        permitted = f"One of: {', '.join(str(item) for item in choices_of(asked.choices))}."
    return " ".join(words for words in (asked.guidance, permitted) if words)
