"""Data validation: what each input takes, said before and after typing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from openpyxl.worksheet.datavalidation import DataValidation

from vsm_xl.annual_return.template.field_types import CHOICE, MIXED_CHOICE
from vsm_xl.dates import serial

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.worksheet.worksheet import Worksheet

    from vsm_xl.annual_return.template.layout import LayoutCell

#: The longest texts that Excel takes in a validation.
_TITLE: Final = 32
_MESSAGE: Final = 255


#: Lists of the return's own, from which a cell may be chosen; another entry is taken after a warning.
_OFFERED: Final = {("people", "role"): "vsm_list_roles"}


def add_validations(worksheet: Worksheet, cells: Iterable[LayoutCell]) -> None:
    """Put a validation on every input cell; cells of one column that ask the same share it."""
    groups: dict[tuple[object, ...], list[LayoutCell]] = {}
    for cell in cells:
        if cell.role == "input":
            key = (cell.column, cell.kind, cell.choices, cell.label, cell.guidance)
            groups.setdefault(key, []).append(cell)
    for group in groups.values():
        worksheet.add_data_validation(_validation(group))


def _validation(group: list[LayoutCell]) -> DataValidation:
    first = group[0]
    what, operator, low, high = first.kind.rule
    offered = _OFFERED.get((first.table, first.key), "")
    if offered:
        what, operator, low, high = "list", "", offered, ""
    elif first.kind in {CHOICE, MIXED_CHOICE}:
        low = first.choices
    elif what == "date":
        low, high = (str(serial(date.fromisoformat(day))) for day in (low, high))
    validation = DataValidation(
        type=what,  # type: ignore[arg-type] # the layout's words are Excel's
        operator=operator or None,  # type: ignore[arg-type] # as above
        formula1=low.format(cell=first.ref),
        formula2=high or None,
        allow_blank=True,
        errorStyle="warning" if offered else None,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle=first.label[:_TITLE],
        error=f"This cell takes {first.kind.permitted}. Press Retry and enter that."[:_MESSAGE],
        promptTitle=first.label[:_TITLE],
        prompt=_prompt(first),
    )
    last = group[-1]
    validation.add(first.ref if first is last else f"{first.ref}:{last.ref}")
    return validation


def _prompt(cell: LayoutCell) -> str:
    """Return what is asked and what is permitted, within Excel's limit."""
    takes = f"Enter {cell.kind.permitted}."
    guidance = cell.guidance[:1].upper() + cell.guidance[1:]
    whole = f"{guidance} {takes}"
    return whole if len(whole) <= _MESSAGE else takes[:_MESSAGE]
