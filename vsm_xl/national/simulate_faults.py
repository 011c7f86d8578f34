"""What is planted in simulated returns: pay that is not justified, and damaged files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from vsm_xl.dates import pay_year_from_cell
from vsm_xl.national.simulated import (
    MARK,
    REVIEW,
    Simulated,
    happens,
    justified,
    limit,
    percent,
    range_of,
    settings,
)

if TYPE_CHECKING:
    import random
    from datetime import date

_CHIEF: Final = "Chief executive"


def plant_unjustified(made: Simulated, chance: random.Random, first: date) -> None:
    """Plants pay that is not justified in some returns, of one kind each."""
    if not happens(chance, "unjustified"):
        return
    chief = made.people[0]
    row = range_of(made, _CHIEF)
    amounts = settings()["amounts"]
    over = percent(limit("bonus.limit", first) + amounts["over_limit"])
    kind = chance.choice(
        ("no_approval", "bonus_over_limit", "bonus_no_achievement", "below_minimum",
         "award_withheld", "complies_with_departure", "missing_disclosure", "above_exception")
    )  # fmt: skip
    if kind == "no_approval":
        most = int(row["operational_maximum"])
        chief.update(
            decision=REVIEW,
            salary_set=str(
                max(most, int(limit("approval.provider_threshold", first))) + amounts["above_limit"]
            ),
            set_from=first.isoformat(),
        )
        chief.pop("approved_on", None)
        justified(chief, "the market for chief executives moved.")
        chief["departure"] = f"{MARK}: approval was sought late and is outstanding."
        made.lines.update(complies="No", explanation=f"{MARK}: one salary awaits approval.")
    elif kind == "bonus_over_limit":
        chief.update(
            bonus_percent=over,
            bonus_achievement=f"{MARK}: the deficit was closed a year early.",
        )
        made.lines.update(complies="No", explanation=f"{MARK}: one bonus is above the limit.")
    elif kind == "bonus_no_achievement":
        chief.update(bonus_percent=percent(limit("bonus.limit", first) / 2), bonus_achievement="")
    elif kind == "below_minimum":
        chief["salary"] = str(int(row["minimum"]) - amounts["below_minimum"])
    elif kind == "award_withheld":
        made.lines.update(programme="Yes", programme_from=(first - timedelta(days=90)).isoformat())
        chief.pop("exempt", None)
        chief.update(
            award_given="1%",
            salary_set=str(round(int(chief["salary"]) * 1.01)),
            decision=REVIEW,
            departure=f"{MARK}: the committee wished to recognise the year's work.",
        )
        justified(chief, "recognition of the year's work.")
        made.lines.update(
            complies="No", explanation=f"{MARK}: an award was given although withheld."
        )
    elif kind == "complies_with_departure":
        chief.update(
            bonus_percent=over,
            bonus_achievement=f"{MARK}: theatres ran at weekends.",
            departure=f"{MARK}: as the committee saw fit.",
        )
    elif kind == "missing_disclosure":
        for key in ("p25", "median", "p75"):
            made.lines[key] = ""
    else:
        most = int(row["exception_maximum"] or row["operational_maximum"])
        chief["salary"] = str(most + amounts["above_exception"])
        chief["approved_on"] = (first - timedelta(days=20)).isoformat()
    made.plant(kind, f"{chief['post']}: {kind.replace('_', ' ')}.", chief["post"])


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
            year = pay_year_from_cell(made.pay_year)
            made.lines["pay_year"] = f"{year + 1}/{(year + 2) % 100:02}"
        elif what == "person_named":
            made.people[1]["post"] = "Director of Finance (Dr Jane Sample)"
