"""One row of a range table, and how it is read from cells."""

from __future__ import annotations

import re
import reprlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from vsm_xl.dates import DayError, day_from_cell, day_from_text
from vsm_xl.errors import ERROR_CODES, XlError
from vsm_xl.framework.kinds_and_roles import ORG_KINDS, OrgKind, org_kind_named, plain, role_named
from vsm_xl.frozen import Frozen
from vsm_xl.money import to_pence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

RangeStatus = Literal["official", "superseded", "derived", "illustrative"]

#: The columns of a range table, in the order in which they are usually written.
COLUMNS: Final = (
    "scheme", "org_kind", "group", "size_from", "size_to", "role", "minimum",
    "operational_maximum", "exception_maximum", "effective_from", "effective_to",
    "source", "status",
)  # fmt: skip
STATUSES: Final[tuple[RangeStatus, ...]] = get_args(RangeStatus)

AMOUNT_COLUMNS: Final = (
    "size_from", "size_to", "minimum", "operational_maximum", "exception_maximum",
)  # fmt: skip
DATE_COLUMNS: Final = ("effective_from", "effective_to")
_LONGEST_DATE: Final = 30
_LOOKS_LIKE_NUMBER: Final = re.compile(r"[-£\s]*[0-9][0-9,.\s]*(e[+-]?[0-9]+)?%?", re.IGNORECASE)


class RowProblem(NamedTuple):
    """What is wrong with a range table, at the row number the person sees (header = 1).

    >>> str(RowProblem(3, "minimum", "it is empty; give the amount in pounds"))
    'row 3, minimum: it is empty; give the amount in pounds'
    """

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.text}"


class RangeRow(Frozen, kw_only=True):
    """The range of one role in one group of organisations, while it is in force.

    Money and sizes are whole hundredths (pence; hundredths of a person).  ``size_from`` and
    ``size_to`` are half-open: from and including the first, up to and not including the
    second; a row without ``size_from`` is found by its group label only.  ``effective_to`` is
    the last day.  ``number`` is the row's number in its table, the header being row 1.

    It is built by :func:`read_row`, which checks every cell; a schema beside it would only cost
    time while Excel starts.
    """

    scheme: str
    org_kind: OrgKind
    group: str
    size_from: int | None
    size_to: int | None
    role: str
    minimum: int
    operational_maximum: int
    exception_maximum: int | None
    effective_from: date
    effective_to: date | None
    source: str
    status: RangeStatus
    number: int

    def in_force(self, day: date) -> bool:
        """Return whether the row holds on a day."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


def read_row(
    cells: Sequence[object], places: Mapping[str, int], number: int, problems: list[RowProblem]
) -> RangeRow | None:
    """Read one row of cells; what is wrong is added to ``problems``, and None is returned.

    Args:
        cells: the cells of the row, as a spreadsheet hands them over.
        places: where in the row each column of :data:`COLUMNS` stands.
        number: the row's number as the person sees it.
        problems: collects the faults found.
    """
    before = len(problems)
    values: dict[str, Any] = {"number": number}
    for column in COLUMNS:
        at = places[column]
        cell = cells[at] if at < len(cells) else None
        try:
            values[column] = _READERS[column](cell)
        except ValueError as fault:
            problems.append(RowProblem(number, column, str(fault)))
    if len(problems) == before:
        problems += (RowProblem(number, column, text) for column, text in _out_of_order(values))
    return RangeRow(**values) if len(problems) == before else None


def is_blank(cell: object) -> bool:
    """Return whether a cell is empty: nothing, empty text, or spaces only.

    >>> is_blank(None), is_blank("  "), is_blank(0)
    (True, True, False)
    """
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _out_of_order(values: Mapping[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def rising(first: str, second: str, *, equal: bool, show: Callable[[object], str]) -> None:
        low, high = values[first], values[second]
        if low is None or high is None:
            return
        if low > high or (low == high and not equal):  # type: ignore[operator]
            relation = "below" if equal else "not above"
            found.append(
                (second, f"{show(high)} is {relation} the {first} of {show(low)}; correct one")
            )

    rising("size_from", "size_to", equal=False, show=_shown)
    rising("minimum", "operational_maximum", equal=True, show=_shown)
    rising("operational_maximum", "exception_maximum", equal=True, show=_shown)
    rising("effective_from", "effective_to", equal=True, show=str)
    if values["size_from"] is None and values["size_to"] is not None:
        text = (
            "it is empty although size_to is given; give it too (0 for no lower edge), or leave "
            "both empty for a group that is found by its label"
        )
        found.append(("size_from", text))
    return found


def _shown(pence: object) -> str:
    return f"{Decimal(pence).scaleb(-2).normalize():,f}" if isinstance(pence, int) else ""


def _refuse_error(cell: object) -> None:
    if isinstance(cell, XlError) or (isinstance(cell, str) and cell.strip() in ERROR_CODES):
        raise ValueError(f"it holds the error {cell!s}; mend the formula or type the value")


def _text(cell: object) -> str:
    _refuse_error(cell)
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, float) and cell.is_integer():
        # A label such as 3 is a number to a spreadsheet.
        return str(int(cell))
    return str(cell)


def _label(what: str) -> Callable[[object], str]:
    def read(cell: object) -> str:
        text = _text(cell)
        if not text:
            raise ValueError(f"it is empty; give {what}")
        return text

    return read


def _role(cell: object) -> str:
    return role_named(_label("the role the range is for, such as Chief executive")(cell))


def _kind(cell: object) -> str:
    kind = org_kind_named(text := _text(cell))
    if kind is None:
        said = f"{reprlib.repr(text)} is not a kind of organisation" if text else "it is empty"
        raise ValueError(f"{said}; write {' or '.join(ORG_KINDS)}")
    return kind


def _status(cell: object) -> str:
    status = plain(text := _text(cell))
    if status not in STATUSES:
        said = f"{reprlib.repr(text)} is not a known status" if text else "it is empty"
        raise ValueError(f"{said}; write one of {', '.join(STATUSES)}")
    return status


def _amount(cell: object) -> int | None:
    if is_blank(cell):
        return None
    _refuse_error(cell)
    given = reprlib.repr(cell)
    if isinstance(cell, str) and _LOOKS_LIKE_NUMBER.fullmatch(cell.strip()):
        raise ValueError(
            f"{given} is text that looks like a number; turn it into a number "
            "(in pounds or persons, plain digits)"
        )
    if not isinstance(cell, int | float | Decimal) or isinstance(cell, bool):
        # ValueError as for any other cell: the caller makes a problem of it.
        raise ValueError(f"{given} is not a number; give pounds or persons in plain digits")  # noqa: TRY004
    try:
        pence = to_pence(cell)
    except (ValueError, OverflowError):
        raise ValueError(f"{given} is not an amount that can be held exactly") from None
    if pence < 0:
        raise ValueError(f"{cell:.15g} is negative; amounts and sizes are 0 or more")
    return pence


def _needed_amount(cell: object) -> int:
    amount = _amount(cell)
    if amount is None:
        raise ValueError("it is empty; give the amount in pounds a year")
    return amount


def _day(cell: object) -> date | None:
    if is_blank(cell):
        return None
    _refuse_error(cell)
    try:
        return day_from_cell(cell)
    except DayError as fault:
        # A cell may hold a whole page of text; the words quote no more of it than helps.
        said = f"{reprlib.repr(cell)} is not a date"
        if len(str(cell)) <= _LONGEST_DATE:
            said = _wrong_with(cell) if isinstance(cell, str) else str(fault)
        raise ValueError(f"{said}; give a date, or text such as 2025-04-01") from None


def _wrong_with(text: str) -> str:
    """Return what is wrong with a day written as text."""
    try:
        day_from_text(text)
    except DayError as fault:
        return str(fault)
    return f"{text.strip()!r} is text, not a date of the form YYYY-MM-DD"


def _needed_day(cell: object) -> date:
    day = _day(cell)
    if day is None:
        raise ValueError("it is empty; give the first day on which the range is in force")
    return day


_READERS: Final[dict[str, Callable[[object], object]]] = {
    "scheme": _text,
    "org_kind": _kind,
    "group": _label("the label of the group"),
    "role": _role,
    "minimum": _needed_amount,
    "operational_maximum": _needed_amount,
    "effective_from": _needed_day,
    "effective_to": _day,
    "source": _text,
    "status": _status,
} | dict.fromkeys(("size_from", "size_to", "exception_maximum"), _amount)
