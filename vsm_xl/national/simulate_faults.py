"""What is planted in simulated returns: pay that is not justified, and damaged files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.template.sheets.parameters import choices_of
from vsm_xl.dates import pay_year_from_cell
from vsm_xl.national.simulated import (
    MARK,
    REVIEW,
    Simulated,
    happens,
    justified,
    percent,
    range_of,
    settings,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_CHIEF: Final = "Chief executive"


def plant_unjustified(made: Simulated, chance: random.Random) -> None:
    """Plants pay that is not justified in some returns, of one kind each."""
    if happens(chance, "unjustified"):
        plant_kind(made, chance.choice(UNJUSTIFIED))


def plant_kind(made: Simulated, kind: str) -> None:
    """Plants pay of one kind that is not justified.

    Args:
        made: the return.
        kind: the key of the criterion that is to find it, one of :data:`UNJUSTIFIED`.
    """
    _PLANTED[kind](made)
    post = "" if kind in _OF_THE_RETURN else made.chief["post"]
    made.plant(kind, f"{post or 'The return'}: {kind.replace('_', ' ')}.", post)


def _no_approval(made: Simulated) -> None:
    most = int(range_of(made, _CHIEF)["operational_maximum"])
    above = max(most, int(made.limit("approval.provider_threshold")))
    made.chief.update(
        decision=REVIEW,
        salary_set=str(above + settings()["amounts"]["above_limit"]),
        set_from=made.day(),
    )
    made.chief.pop("approved_on", None)
    justified(made.chief, "the market for chief executives moved.")
    made.chief["departure"] = f"{MARK}: approval was sought late and is outstanding."
    made.lines.update(complies="No", explanation=f"{MARK}: one salary awaits approval.")


def _award_withheld(made: Simulated) -> None:
    made.lines.update(programme="Yes", programme_from=made.day(-90))
    made.chief.pop("exempt", None)
    for person in made.people:
        person.pop("award_given", None)
    made.chief.update(
        award_given="1%",
        salary_set=str(round(int(made.chief["salary"]) * 1.01)),
        decision=REVIEW,
        approved_on=made.day(-10),
        departure=f"{MARK}: the committee wished to recognise the year's work.",
    )
    justified(made.chief, "recognition of the year's work.")
    made.lines.update(complies="No", explanation=f"{MARK}: an award was given although withheld.")


def _paid_before_committee(made: Simulated) -> None:
    met = date.fromisoformat(made.lines["committee_date"])
    made.lines["first_paid"] = (met - timedelta(days=1)).isoformat()


def _paid_before_segment(made: Simulated) -> None:
    published = date.fromisoformat(made.lines["segment_date"])
    made.lines["first_paid"] = (published - timedelta(days=30)).isoformat()
    made.lines["committee_date"] = (published - timedelta(days=45)).isoformat()


def _below_minimum(made: Simulated) -> None:
    least = int(range_of(made, _CHIEF)["minimum"])
    made.chief["salary"] = str(least - settings()["amounts"]["below_minimum"])


def _above_exception(made: Simulated) -> None:
    row = range_of(made, _CHIEF)
    most = int(row["exception_maximum"] or row["operational_maximum"])
    made.chief["salary"] = str(most + settings()["amounts"]["above_exception"])
    made.chief["approved_on"] = made.day(-20)


def _complies_with_departure(made: Simulated) -> None:
    made.chief.update(
        bonus_percent=_over(made, "bonus.limit"),
        bonus_achievement=f"{MARK}: theatres ran at weekends.",
        departure=f"{MARK}: as the committee saw fit.",
    )


def _no_achievement(made: Simulated) -> None:
    made.chief.update(bonus_percent=percent(made.limit("bonus.limit") / 2), bonus_achievement="")


def _bonus_over_limit(made: Simulated) -> None:
    made.chief.update(
        bonus_percent=_over(made, "bonus.limit"),
        bonus_achievement=f"{MARK}: the deficit was closed a year early.",
    )
    made.lines.update(complies="No", explanation=f"{MARK}: one bonus is above the limit.")


def _premium_over_limit(made: Simulated) -> None:
    made.chief.update(
        premium_percent=_over(made, "premium.limit"),
        premium_from=made.day(),
        premium_to=made.day(364),
        premium_grounds=f"{MARK}: two rounds of recruitment failed.",
    )
    made.lines.update(
        challenged="Yes", complies="No", explanation=f"{MARK}: one premium is above the limit."
    )


def _later(_: Simulated) -> None:
    """Does nothing yet: what is planted stands in Staff pay (:func:`plant_in_staff_pay`)."""


def _over(made: Simulated, name: str) -> str:
    return percent(made.limit(name) + settings()["amounts"]["over_limit"])


#: How pay that is not justified is planted, by the key of the criterion that finds it.
_PLANTED: Final[dict[str, Callable[[Simulated], None]]] = {
    "above_maximum_unapproved": _no_approval,
    "award_withheld_given": _award_withheld,
    "paid_before_segment": _paid_before_segment,
    "paid_before_committee": _paid_before_committee,
    "below_minimum": _below_minimum,
    "above_exception_maximum": _above_exception,
    "complies_with_departure": _complies_with_departure,
    "bonus_no_achievement": _no_achievement,
    "bonus_over_limit": _bonus_over_limit,
    "premium_over_limit": _premium_over_limit,
    "ratio_moved": _later,
    "missing_disclosure": _later,
}
_OF_THE_RETURN: Final = frozenset(
    ("paid_before_segment", "paid_before_committee", "ratio_moved", "missing_disclosure")
)
#: What is planted by itself; payment before the segment has a chance of its own.
UNJUSTIFIED: Final = tuple(kind for kind in _PLANTED if kind != "paid_before_segment")
#: The amounts of Staff pay that the ratios of a year are made from.
_PERCENTILES: Final = ("p25", "median", "p75")


def plant_in_staff_pay(made: Simulated) -> None:
    """Changes Staff pay where something was planted that shows there."""
    kinds = {planted.what for planted in made.planted}
    if "missing_disclosure" in kinds:
        for key in _PERCENTILES:
            made.lines[key] = ""
    if "ratio_moved" in kinds:
        # Last year's staff were paid so much more that the ratio has risen by more than the step.
        for key in ("p25", "median", "p75", "salary_p25", "salary_median", "salary_p75"):
            before = float(made.lines[f"{key}_last_year"])
            made.lines[f"{key}_last_year"] = str(round(before * settings()["staff"]["moved"]))
        made.lines["ratios_explained"] = ""


#: What can be done to finished files, in the order in which it is planted.
DAMAGE: Final = (
    ("truncated", "The file ends in the middle."),
    ("protected", "The file is protected by a password."),
    ("not_a_workbook", "The file is a page of text with the name of a workbook."),
    ("edited_formula", "A formula of Decisions was typed over with a number."),
    ("script", "Texts hold markup, script and formulas."),
    ("person_named", "The title of a post holds the name of a person."),
    ("older_copy", "An older copy of the return lies beside it."),
    ("code_twice", "A second organisation uses the same code."),
    ("wrong_year", "The return is for another pay year."),
    ("macros", "The workbook carries macros."),
)


def _another_year(pay_year: str) -> str:
    """Return the pay year after one, or the one before it where a return knows none after it."""
    year = pay_year_from_cell(pay_year)
    after, before = (f"{one}/{(one + 1) % 100:02}" for one in (year + 1, year - 1))
    return after if after in choices_of("vsm_list_pay_years") else before


def plant_damage(found: list[Simulated], chance: random.Random) -> None:
    """Chooses the returns that are damaged, one for each damage, where there are enough."""
    if len(found) < 2 * len(DAMAGE):
        return
    clean = [made for made in found if not made.planted]
    for (what, sentence), made in zip(DAMAGE, chance.sample(clean, len(DAMAGE)), strict=True):
        made.damage = what
        made.plant(what, sentence)
        if what == "script":
            made.people[1]["post"] = "<script>alert(1)</script> Director of Finance"
            justified(
                made.people[1],
                '=HYPERLINK("http://example.org","look") <img src=x onerror=alert(2)>',
            )
        elif what == "code_twice":
            other = next(one for one in found if one is not made and not one.damage)
            made.lines["ods_code"] = other.organisation.code
        elif what == "wrong_year":
            made.lines["pay_year"] = _another_year(made.pay_year)
        elif what == "person_named":
            made.people[1]["post"] = "Director of Finance (Dr Jane Sample)"
