"""Begins next year's return from this year's: who is in post, at what salary, last year's ratios.

Only what holds on is carried: who the organisation is, who is in which post, the salary that this
year's decision gives.  What is decided or published again each year (size, segment, committee,
exemptions, bonuses, pay ranges, local policy) is left empty and named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.filling.repair import new_return
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.inputs import Inputs, input_places, read_inputs
from vsm_xl.annual_return.reading.results import read_results, rows_of, value_of
from vsm_xl.annual_return.template.field_types import MONEY
from vsm_xl.annual_return.template.sheets.parameters import choices_of
from vsm_xl.dates import pay_year_days, pay_year_from_cell, pay_year_name
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.edition import current, newest, using

if TYPE_CHECKING:
    from vsm_xl.annual_return.reading.entries import Entry
    from vsm_xl.annual_return.reading.inputs import Entries
    from vsm_xl.framework.edition import Edition
    from vsm_xl.ooxml.package import Package
    from vsm_xl.recalc import Recalculated

#: What holds on from year to year, by the key of its line.
_LINES: Final = (
    "ods_code", "organisation", "kind", "exemption_policy", "committee_chair", "contact",
)  # fmt: skip
_PROGRAMME: Final = ("programme", "programme_from", "programme_to")
#: What holds on of a person, by the key of the column.
_PERSON: Final = ("post", "role", "fte", "in_post_from", "in_post_to")
_PREMIUM: Final = ("premium_percent", "premium_from", "premium_to", "premium_grounds")
_LAST_YEAR: Final = "_last_year"
#: Lines of Staff pay whose value may have been worked out from the list instead of typed.
_FAIR_PAY: Final = ("p25", "median", "p75")
_WORKED_OUT: Final = (*_FAIR_PAY, "lowest", "highest", "staff_count", "paid_more")


@dataclass
class RolledForward:
    """Next year's return, and what became of each part of this year's.

    Attributes:
        package: the new workbook, not yet recalculated.
        inputs: what was entered in it.
        pay_year: the pay year it is for, such as ``2026/27``.
        carried: lines about what was carried over.
        again: lines about what has to be entered.
        undetermined: lines about what could not be carried, with the reason.
        edition: the data edition that it is computed with.
        edition_before: that of this year's return.
    """

    package: Package
    inputs: Inputs
    pay_year: str
    carried: list[str] = field(default_factory=list)
    to_enter: list[str] = field(default_factory=list)
    undetermined: list[str] = field(default_factory=list)
    edition: Edition = field(default_factory=current)
    edition_before: Edition = field(default_factory=current)


def roll_forward(recalculated: Recalculated, name: str) -> RolledForward:
    """Begin the return of the next pay year, with the newest edition of the package.

    An edition that did not come with the package stays in use until another one is given.

    Args:
        recalculated: this year's return, found sound by
            :func:`vsm_xl.annual_return.integrity.structure.check_structure`.
        name: what messages call the new one.

    Raises:
        UnusableInput: the old return does not state which pay year it is for, or has no people.
    """
    roll = _Roll(recalculated)
    before = current()
    with using(before if before.origin else newest()):
        rolled = roll.result(name)
    rolled.edition_before = before
    return rolled


class _Roll:
    def __init__(self, recalculated: Recalculated) -> None:
        self._recalculated = recalculated
        self._file = recalculated.source.name
        self._layout = layout_of(recalculated.source)
        self._old = read_inputs(recalculated.source, self._layout)
        self._says = read_results(recalculated)
        self._last_day, self._pay_year = self._years()
        self._new = Inputs({}, {})
        self.carried: list[str] = []
        self.undetermined: list[str] = []

    def _years(self) -> tuple[date, str]:
        old = self._old.lines.get("pay_year")
        if old is None or not self._old.rows["people"]:
            place = self._layout.places["organisation" if old is None else "people"]
            cell = place.line_cell("pay_year") if old is None else place.cell("post")
            missing = "the pay year is not entered" if old is None else "no person is entered"
            raise UnusableInput(
                f"{self._file}, sheet {place.sheet.title}, cell {cell}: {missing}, so there is nothing "
                "to carry into the next year. To begin without last year: vsm-xl build template"
            )
        year = pay_year_from_cell(str(old))
        return pay_year_days(year)[1], pay_year_name(year + 1)

    def result(self, name: str) -> RolledForward:
        self._organisation()
        self._staff_pay()
        self._people()
        return RolledForward(
            new_return(self._new, name), self._new, self._pay_year, self.carried,
            self._anew(), self.undetermined,
        )  # fmt: skip

    def _organisation(self) -> None:
        old, new = self._old.lines, self._new.lines
        new |= {key: old[key] for key in _LINES if key in old}
        ends = old.get("programme_to")
        if old.get("programme") == "Yes" and not self._is_over(ends):
            new |= {key: old[key] for key in _PROGRAMME if key in old}
        if self._pay_year in choices_of("vsm_list_pay_years"):
            new["pay_year"] = self._pay_year
        else:
            self.undetermined.append(
                f"The pay year {self._pay_year} is not known to this edition of the data: install a "
                "newer version of vsm-xl, then choose it in Organisation."
            )
        self.carried.append(f"Organisation: {self._labels(new)}.")

    def _staff_pay(self) -> None:
        year, wanted = self._old.lines.get("staff_pay_year"), self._old.lines["pay_year"]
        if year is not None and year != wanted:
            self.undetermined.append(
                f"Staff pay: last year's figures are left empty, because this year's are for {year}, "
                f"not for {wanted}."
            )
            self._earlier()
            return
        before = dict(self._new.lines)
        known = {line.key for place in input_places(self._layout) for line in place.table.lines}
        for key in sorted(known):
            if f"{key}{_LAST_YEAR}" in known and (value := self._this_year(key)) is not None:
                self._new.lines[f"{key}{_LAST_YEAR}"] = value
        self._earlier()
        if added := {key: value for key, value in self._new.lines.items() if key not in before}:
            self.carried.append(f"Staff pay, from this year to last year: {self._labels(added)}.")

    def _earlier(self) -> None:
        """Carry the ratios of earlier years, newest first: last year now is one of them."""
        place = self._layout.places["earlier"]
        rows = [*self._old.rows["earlier"]]
        ratios = rows_of(self._recalculated, self._layout.places["fair_pay"])
        year = self._old.lines.get("staff_pay_year_last_year")
        new: Entries = {} if year is None else {"year": year}
        for name, ratio in zip(_FAIR_PAY, ratios, strict=True):
            if isinstance(last := ratio["last_ratio"], int | float):
                new[f"ratio_{name}"] = last
        if year is not None and len(new) > 1 and year not in {row.get("year") for row in rows}:
            rows.insert(0, new)
        if rows:
            self._new.rows["earlier"] = rows[: place.table.height]
            years = ", ".join(str(row.get("year", "?")) for row in self._new.rows["earlier"])
            self.carried.append(f"Staff pay, ratios of earlier years: {years}.")

    def _this_year(self, key: str) -> Entry:
        if key in self._old.lines or key not in _WORKED_OUT:
            return self._old.lines.get(key)
        # Rows of the measures stand in this order, whether entered or counted from the list.
        place = self._layout.places["pay_range"]
        ref = place.cell("pay", _WORKED_OUT.index(key))
        amount = value_of(self._recalculated, place, ref, MONEY)
        return amount if isinstance(amount, int | float) else None

    def _people(self) -> None:
        rows = self._new.rows.setdefault("people", [])
        gone: list[str] = []
        # One total for each person, in the row of the first post: the others have none of their own.
        totals = rows_of(self._recalculated, self._layout.places["single"])
        bands = iter(rows_of(self._recalculated, self._layout.places["single_total"]))
        carried: dict[object, object] = {}
        old = [row for row in self._old.rows["people"] if row.get("post") is not None]
        for row, post, single in zip(old, self._says.posts, totals, strict=True):
            if single["first"] == 1:
                carried[single["person"]] = next(bands)["total"]
            total = carried.get(single["person"])
            words = str(row.get("post"))
            if self._is_over(row.get("in_post_to")):
                gone.append(words)
                continue
            rows.append(self._person(row, post, total))
        self.carried.append(
            f"People: {len(rows)} in post after {self._last_day.isoformat()}, with post, role, "
            "full-time equivalent, days in post, the new salary as salary at 31 March, and the band "
            "of this year's single total as last year's."
        )
        if gone:
            self.carried.append(f"Not carried, because they had left: {', '.join(gone)}.")

    def _person(self, row: Entries, decided: dict[str, object], total: object) -> Entries:
        new: Entries = {key: row[key] for key in _PERSON if key in row}
        post, salary = row.get("post"), decided["new_salary"]
        if isinstance(salary, int | float) and not isinstance(salary, bool):
            new["salary"] = salary
        else:
            why = f"this year's is {salary}" if salary else "none was decided"
            reason = decided.get("reason") if salary else ""
            self.undetermined.append(
                f"People, {post}: the salary at 31 March is left empty, because {why}. {reason or ''}".strip()
            )
        if isinstance(total, str) and not total.startswith("#"):
            new["last_total"] = total
        else:
            why = "it is " + total if isinstance(total, str) else "not every part of it is entered"
            self.undetermined.append(
                f"People, {post}: the single total of last year is left empty, because {why}."
            )
        if row.get("premium_percent") is not None and not self._is_over(row.get("premium_to")):
            new |= {key: row[key] for key in _PREMIUM if key in row}
            self.carried.append(f"People, {post}: the premium, which runs on after the year.")
        return new

    def _is_over(self, last: Entry) -> bool:
        return isinstance(last, date) and last <= self._last_day

    def _anew(self) -> list[str]:
        """Name what is empty in the new return, sheet by sheet."""
        found = []
        for sheet in self._layout.sheets:
            if sheet.purpose != "input":
                continue
            empty: list[str] = []
            for table in sheet.tables:
                names = {line.key: line.label for line in table.lines if not line.formula}
                if not names:
                    rows = self._new.rows.get(table.key, [])
                    done = {key for row in rows for key in row}
                    names = {one.key: one.header for one in table.columns if not one.formula}
                else:
                    done = set(self._new.lines)
                empty += [name for key, name in names.items() if key not in done]
            whole = sum(len(table.lines) or len(table.columns) for table in sheet.tables)
            if len(empty) == whole:
                found.append(f"{sheet.title}: everything.")
            elif empty:
                found.append(f"{sheet.title}: {', '.join(empty)}.")
        return found

    def _labels(self, entries: Entries) -> str:
        labels = {
            line.key: line.label
            for place in input_places(self._layout)
            for line in place.table.lines
        }
        return ", ".join(labels[key] for key in labels if key in entries)
