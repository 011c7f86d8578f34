"""Reads a recalculated annual return: inputs, decisions, fair pay and checks as one model."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from pydantic import BaseModel, ConfigDict

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.template.field_types import DATE
from vsm_xl.errors import XlError

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.field_types import Kind
    from vsm_xl.annual_return.template.layout import Place
    from vsm_xl.recalc import Recalculated

#: A value as it is reported: an error as its text, a date as ISO text, an empty cell as None.
Reported: TypeAlias = str | float | bool | None

#: Excel shows a truth value in its own language; the workbook shows these words.
_SWITCH: Final[dict[Reported, Reported]] = {"Yes": True, "No": False}

_DAY_ZERO: Final = date(1899, 12, 30)


class _Record(BaseModel):
    """What the records share: read once, not changed."""

    model_config = ConfigDict(frozen=True, strict=True)


class Post(_Record):
    """One post with what was decided; further columns of Decisions are kept under their keys."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow")

    post: Reported
    role: Reported
    decision: Reported
    salary: Reported
    segment: Reported
    eligible: Reported
    award: Reported
    new_salary: Reported
    position: Reported
    approval: Reported
    reason: Reported


class CheckResult(_Record):
    """One line of the Checks sheet."""

    number: int
    what: str
    where: str
    result: str
    action: str


class AnnualReturn(_Record):
    """What a return says: inputs of the organisation, its posts, fair pay and checks."""

    organisation: dict[str, Reported]
    posts: list[Post]
    fair_pay: dict[str, Reported]
    checks: list[CheckResult]
    master: str


def read_return(recalculated: Recalculated) -> AnnualReturn:
    """Read a return from a recalculated workbook.

    Args:
        recalculated: the workbook with its results; it follows the layout (see
            :func:`vsm_xl.annual_return.checks.check_structure`).

    Returns:
        The return; an error in a cell appears as its text, such as ``#N/A``.
    """
    return _Reader(recalculated).annual_return()


class _Reader:
    def __init__(self, recalculated: Recalculated) -> None:
        self._values = recalculated
        self._places = layout_of(recalculated.package).places

    def annual_return(self) -> AnnualReturn:
        organisation: dict[str, Reported] = {}
        for place in self._places.values():
            if place.sheet.purpose == "input":
                organisation |= self._lines(place)
        return AnnualReturn(
            organisation=organisation,
            posts=self._posts(),
            fair_pay=self._fair_pay(),
            checks=self._checks(),
            master=str(self._line("master", "master")),
        )

    def _cell(self, place: Place, ref: str, kind: Kind) -> Reported:
        value = self._values.value(place.sheet.title, ref)
        if value is None or value == "":
            return None
        if isinstance(value, XlError):
            return str(value)
        if kind is DATE and isinstance(value, int | float):
            return (_DAY_ZERO + timedelta(days=int(value))).isoformat()
        if isinstance(value, date):
            return value.isoformat()
        return value

    def _lines(self, place: Place) -> dict[str, Reported]:
        return {
            line.key: self._cell(place, place.line_cell(line.key), line.kind)
            for line in place.table.lines
        }

    def _line(self, table: str, key: str) -> Reported:
        return self._lines(self._places[table])[key]

    def _row(self, table: str, at: int) -> dict[str, Reported]:
        place = self._places[table]
        return {
            column.key: self._cell(place, place.cell(column.key, at), column.kind)
            for column in place.table.columns
        }

    def _posts(self) -> list[Post]:
        posts = []
        # What is the same for every post is worked out once.
        shared = {
            "segment": self._line("in_force", "segment_used"),
            "group": self._line("in_force", "group"),
        }
        for at in range(self._places["decisions"].table.height):
            row = self._row("decisions", at)
            if row["post"] is not None:
                entered = self._row("people", at)
                # What was entered and what was made of it stand in two sheets, told as one post.
                told = {key: entered[key] for key in ("role", "decision", "justification")}
                if row["eligible"] in _SWITCH:
                    row["eligible"] = _SWITCH[row["eligible"]]
                # The Return names the post and holds the explanation too.
                row["departure"] = self._row("returned", at)["departure"]
                posts.append(Post(**row, **told, **shared))
        return posts

    def _fair_pay(self) -> dict[str, Reported]:
        highest = self._lines(self._places["highest"])
        found: dict[str, Reported] = {
            "pay_year": highest["staff_pay_year"],
            "highest_paid": highest["highest_paid"],
            "highest_paid_midpoint": highest["highest_paid_midpoint"],
        }
        for at, key in enumerate(("p25", "median", "p75")):
            row = self._row("fair_pay", at)
            found |= {key: row["pay"], f"ratio_{key}": row["ratio"]}
            found |= {f"{key}_last_year": row["last_pay"]}
            found |= {f"ratio_{key}_last_year": row["last_ratio"]}
        return found | {
            "pay_year_last_year": highest["staff_pay_year_last_year"],
            "highest_paid_last_year": highest["highest_paid_last_year"],
        }

    def _checks(self) -> list[CheckResult]:
        found = []
        for at in range(self._places["checks"].table.height):
            row = self._row("checks", at)
            number = row["number"]
            assert isinstance(number, int | float)
            words = {key: str(row[key]) for key in ("what", "where", "result", "action")}
            found.append(CheckResult(number=int(number), **words))
        return found
