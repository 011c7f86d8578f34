"""The values of a recalculated return as plain data: what it shows, and table by table."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.template.field_types import DATE, SHORT_TEXT
from vsm_xl.dates import moment_of
from vsm_xl.errors import XlError
from vsm_xl.text_fields import normal_text

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from vsm_xl.annual_return.template.field_types import FieldType
    from vsm_xl.annual_return.template.layout import Layout, Place
    from vsm_xl.ooxml.values import CellValue
    from vsm_xl.recalc import Recalculated

#: A value as it is reported: an error as its text, a date as ISO text, an empty cell as None.
Exported: TypeAlias = "str | int | float | bool | None"
Record: TypeAlias = "dict[str, Exported]"
#: A column that is reported: its key, its letter and its kind.
_Reported: TypeAlias = "tuple[str, str, FieldType]"

#: The result of a check that found nothing to correct.
PASS: Final = "Pass"  # noqa: S105 - the result of a check, not a password
#: The result of a check of something of which the form holds nothing yet.
NOTHING: Final = "Nothing to check"
#: Results that leave nothing to do.
SETTLED: Final = frozenset({PASS, NOTHING})

#: Whole numbers up to here are exact in a cell.
_EXACT: Final = 10**15
#: Sheets whose tables are exported; the others explain, or repeat what stands in these.
_EXPORTED: Final = ("input", "calculated", "output", "check")
_NUMBERED: Final = re.compile(r"(.+)_[0-9]+")
#: Excel shows a truth value in its own language; the workbook shows these words.
_SWITCH: Final[dict[Exported, Exported]] = {"Yes": True, "No": False}
#: What is reported of a check, beside what it says.
_CHECK_FIELDS: Final = ("code", "what", "where", "result", "action")


@dataclass(frozen=True)
class CheckResult:
    """One line of the Checks sheet: what is checked, where, the result, and what to do."""

    code: str
    what: str
    where: str
    result: str
    action: str
    #: What is wrong with the value that stands there, in the words of the user; empty where nothing is
    #: to be quoted.
    says: str = ""


@dataclass(frozen=True)
class Results:
    """What a recalculated return shows.

    Attributes:
        organisation: the entries of the sheets with one value per line, by key.
        posts: one record for each post with what was entered and decided, by key; a list of them
            is what ``pandas.DataFrame`` or ``polars.DataFrame`` takes.
        fair_pay: pay, ratios and the highest-paid director of this year and last year, by key.
        checks: every check with its result.
        master: the result of all checks together: ``Pass``, ``Fail`` or ``Not complete``.
    """

    organisation: Record
    posts: list[dict[str, Any]]
    fair_pay: Record
    checks: list[CheckResult]
    master: str

    @property
    def outstanding(self) -> list[CheckResult]:
        """The checks that do not pass, in the order of the sheet."""
        return [check for check in self.checks if check.result not in SETTLED]

    def as_dict(self) -> dict[str, Any]:
        """Return the same as dictionaries and lists, which JSON can hold."""
        return asdict(self)


@dataclass(frozen=True)
class Checked:
    """The checks of a return.

    Attributes:
        checks: every check with its result, in the order of the sheet.
        master: the result of all of them: ``Pass``, ``Fail`` or ``Not complete``.
        notes: what else a reader should know: stored values out of date, hidden parts.
    """

    checks: list[CheckResult]
    master: str
    notes: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passes."""
        return self.master == PASS

    @property
    def outstanding(self) -> list[CheckResult]:
        """The checks that do not pass."""
        return [check for check in self.checks if check.result not in SETTLED]

    def as_dict(self, *, every: bool = True) -> dict[str, Any]:
        """Return the same as dictionaries and lists; without ``every`` what passes is left out."""
        checks = self.checks if every else self.outstanding
        return {
            "master": self.master,
            "checks": [asdict(check) for check in checks],
            "notes": list(self.notes),
        }


def read_results(recalculated: Recalculated, layout: Layout | None = None) -> Results:
    """Read what a recalculated return shows.

    Args:
        recalculated: the workbook with its results; it follows the layout (see
            :func:`vsm_xl.annual_return.integrity.structure.check_structure`).
        layout: that layout, where it is known.

    Returns:
        The results; an error in a cell appears as its text, such as ``#N/A``, a date as ISO text.
    """
    places = (layout or layout_of(recalculated.source)).places
    organisation: Record = {}
    for place in places.values():
        if place.sheet.purpose == "input":
            organisation |= record_of(recalculated, place)
    return Results(
        organisation,
        _posts(recalculated, places),
        _fair_pay(recalculated, places),
        *read_checks(recalculated, layout),
    )


def read_checks(
    recalculated: Recalculated, layout: Layout | None = None
) -> tuple[list[CheckResult], str]:
    """Read the checks of a return, and the result of all of them; as :func:`read_results` does."""
    places = (layout or layout_of(recalculated.source)).places
    return _checks(recalculated, places), str(record_of(recalculated, places["master"])["master"])


def _posts(recalculated: Recalculated, places: Mapping[str, Place]) -> list[dict[str, Any]]:
    in_force = record_of(recalculated, places["in_force"])
    # The same for every post.
    shared = {"segment": in_force["segment_used"], "group": in_force["group"]}
    posts: list[dict[str, Any]] = []
    for at in range(places["decisions"].table.height):
        row = _row(recalculated, places["decisions"], at)
        if row["post"] is not None:
            entered = _row(recalculated, places["people"], at)
            # What was entered and what was decided stand on two sheets, and are one record here.
            row |= {key: entered[key] for key in ("role", "decision", "justification")}
            if row["eligible"] in _SWITCH:
                row["eligible"] = _SWITCH[row["eligible"]]
            # The Return names the post and holds the explanation too.
            row["departure"] = _row(recalculated, places["returned"], at)["departure"]
            posts.append(row | shared)
    return posts


def _fair_pay(recalculated: Recalculated, places: Mapping[str, Place]) -> Record:
    highest = record_of(recalculated, places["highest"])
    found: Record = {
        "pay_year": highest["staff_pay_year"],
        "highest_paid": highest["highest_paid"],
        "highest_paid_midpoint": highest["highest_paid_midpoint"],
    }
    for at, key in enumerate(("p25", "median", "p75")):
        row = _row(recalculated, places["fair_pay"], at)
        found |= {key: row["pay"], f"ratio_{key}": row["ratio"]}
        found |= {f"{key}_last_year": row["last_pay"]}
        found |= {f"ratio_{key}_last_year": row["last_ratio"]}
    return found | {
        "pay_year_last_year": highest["staff_pay_year_last_year"],
        "highest_paid_last_year": highest["highest_paid_last_year"],
    }


def _checks(recalculated: Recalculated, places: Mapping[str, Place]) -> list[CheckResult]:
    found = []
    place = places["checks"]
    columns = [one for one in _reported(place) if one[0] in _CHECK_FIELDS]
    for at in range(place.table.height):
        row = _row(recalculated, place, at, columns)
        words = {key: str(row[key]) for key in _CHECK_FIELDS}
        says = value_of(recalculated, place, place.cell("says", at), SHORT_TEXT)
        found.append(CheckResult(says=f"{says} " if says else "", **words))
    return found


def exported_places(layout: Layout) -> list[Place]:
    """Return the tables that are exported, in the order of the sheets."""
    return [
        layout.places[table.key]
        for sheet in layout.sheets
        if sheet.purpose in _EXPORTED
        for table in sheet.tables
        if table.exported
    ]


def group_of(key: str) -> str:
    """Return the name under which a table is exported; blocks that are numbered share one.

    >>> group_of("people"), group_of("case_12")
    ('people', 'case')
    """
    found = _NUMBERED.fullmatch(key)
    return found[1] if found else key


def tables_of(
    recalculated: Recalculated, layout: Layout, only: Container[str] | None = None
) -> dict[str, Record | list[Record]]:
    """Return the tables of a return by key: one record of labelled values, or a list of rows.

    Rows that no one filled in are left out, and so are numbered blocks that are not in use.

    Args:
        recalculated: the workbook with its results.
        layout: the layout it follows.
        only: the keys of the tables to read; all of them unless given.
    """
    found: dict[str, Record | list[Record]] = {}
    for place in exported_places(layout):
        group = group_of(place.table.key)
        if only is not None and group not in only:
            continue
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
    """Return whether a block of labelled values is in use: its first computed value decides."""
    first = next((line.key for line in place.table.lines if line.formula), None)
    return first is None or record[first] is not None


def record_of(recalculated: Recalculated, place: Place) -> Record:
    """Return the labelled values of a table by key."""
    if not place.table.lines:
        return {}
    value, letter = recalculated.values_of(place.sheet.title), place.letter("value")
    return {
        line.key: _exported(value(f"{letter}{number}"), line.kind)
        for number, line in enumerate(place.table.lines, start=place.first_row)
    }


def rows_of(recalculated: Recalculated, place: Place) -> list[Record]:
    """Return the filled rows of a table; a calculated row is filled where its first cell is."""
    rows = []
    columns = _reported(place)
    _, letter, kind = columns[0]
    value = recalculated.values_of(place.sheet.title)
    entered = place.sheet.purpose == "input"
    for at, number in enumerate(range(place.first_row, place.last_row + 1)):
        if not entered and _exported(value(f"{letter}{number}"), kind) is None:
            continue
        row = _row(recalculated, place, at, columns)
        if not entered or any(one is not None for one in row.values()):
            rows.append(row)
    return rows


def _reported(place: Place) -> list[_Reported]:
    """Return key, letter and kind of the columns that are reported, in their order."""
    return [
        (one.key, place.letter(one.key), one.kind) for one in place.table.columns if not one.helper
    ]


def _row(
    recalculated: Recalculated, place: Place, at: int, columns: Sequence[_Reported] = ()
) -> Record:
    number = str(place.first_row + at)
    value = recalculated.values_of(place.sheet.title)
    return {
        key: None if (held := value(letter + number)) is None else _exported(held, kind)
        for key, letter, kind in columns or _reported(place)
    }


def value_of(recalculated: Recalculated, place: Place, ref: str, kind: FieldType) -> Exported:
    """Return what a cell holds, as it is reported."""
    return _exported(recalculated.value(place.sheet.title, ref), kind)


def _exported(value: CellValue, kind: FieldType) -> Exported:
    if isinstance(value, str):
        # Most are, or nothing is shown.
        return (normal_text(value) or None) if value else None
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        if kind is DATE:
            return moment_of(value).date().isoformat()
        return int(value) if float(value).is_integer() and abs(value) < _EXACT else value
    return str(value) if isinstance(value, XlError) else value.isoformat()[:10]
