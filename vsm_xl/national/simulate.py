"""Realistic returns that are clearly invented, to try a collation and its report on.

Codes, names, segments and incomes are real where :mod:`.organisations` holds them; every salary,
decision and explanation is made up and states so in its return.  What was planted (departures, pay
that is not justified, damage) is listed, so that a report can be held against it.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from vsm_xl import call
from vsm_xl.annual_return.template.sheets.parameters import choices_of
from vsm_xl.dates import pay_year_days, pay_year_from_cell
from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.framework.kinds_and_roles import NOT_SEGMENTED
from vsm_xl.national.organisations import Organisation, known_organisations
from vsm_xl.national.simulate_faults import (
    plant_damage,
    plant_in_staff_pay,
    plant_kind,
    plant_unjustified,
)
from vsm_xl.national.simulate_staff_pay import enter_staff_pay
from vsm_xl.national.simulated import (
    MARK,
    RANGE_SOURCE,
    REVIEW,
    Simulated,
    happens,
    justified,
    percent,
    range_of,
    settings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_ANNUAL: Final = "Annual award only"
_APPOINTMENT: Final = "New appointment"
_TEMPORARY: Final = "Temporary promotion"
_CHIEF: Final = "Chief executive"
_DIRECTOR: Final = "Director"
_BELOW: Final = "Director below executive level"
#: The limits up to which, and past which, decisions are simulated.
_LIMITS: Final = ("approval.provider_threshold", "bonus.limit", "premium.limit")
_POSTS: Final = (
    ("Chief Executive", _CHIEF),
    ("Director of Finance", _DIRECTOR),
    ("Medical Director", _DIRECTOR),
    ("Chief Nurse", _DIRECTOR),
    ("Chief Operating Officer", _DIRECTOR),
    ("Director of People", _DIRECTOR),
    ("Director of Strategy and Partnerships", _DIRECTOR),
    ("Chief Digital Officer", _DIRECTOR),
    ("Director of Corporate Affairs", _DIRECTOR),
    ("Director of Estates and Facilities", _BELOW),
    ("Managing Director, Planned Care", _BELOW),
    ("Director of Communications", _BELOW),
    ("Director of Improvement", _BELOW),
    ("Director of Research and Innovation", _BELOW),
)


def simulated_organisations(count: int) -> list[Organisation]:
    """Returns so many organisations: the known ones first, then invented boards and trusts.

    Args:
        count: how many, at least 1.

    >>> [o.invented for o in simulated_organisations(157)][-3:]
    [False, True, True]
    """
    if count < 1:
        raise ValueError("simulate at least one organisation")
    known = list(known_organisations().values())
    if count <= len(known):
        # Every n-th, so that few organisations still come from everywhere.
        step = len(known) / count
        return [known[int(at * step)] for at in range(count)]
    made = []
    for at in range(count - len(known)):
        board = at % 2 == 0
        made.append(
            Organisation(
                f"ZQ{at:03}" if board else f"ZR{at:03}",
                f"{MARK} Integrated Care Board {at // 2 + 1}"
                if board
                else f"{MARK} NHS Trust {at // 2 + 1}",
                "ICB" if board else "Provider",
                "Integrated care board" if board else "Acute trust",
                segment=None if board else at % 4 + 1,
                income=None
                if board
                else settings()["smallest_income"] + at * settings()["income_step"],
                invented=True,
            )
        )
    return known + made


def simulate(count: int, seed: int, pay_year: str | None = None) -> list[Simulated]:
    """Return the inputs of simulated returns; the same seed gives the same returns.

    Args:
        count: how many organisations, at least 1.
        seed: any whole number.
        pay_year: the pay year of the returns; the one of the settings unless given.

    Raises:
        UnusableInput: the framework's limits of that year are not known.

    >>> len(simulate(3, 1)[0].people) > 5
    True
    """
    pay_year = pay_year or settings()["pay_year"]
    years = [year for year in choices_of("vsm_list_pay_years") if _has_limits(str(year))]
    if pay_year not in years:
        raise UnusableInput(
            f"Returns of {pay_year} cannot be simulated: choose {' or '.join(map(str, years))}, the "
            "pay years of which the limits of the framework are known."
        )
    found = [
        simulate_one(organisation, seed, pay_year)
        for organisation in simulated_organisations(count)
    ]
    plant_damage(found, random.Random(f"{seed}:damage:{pay_year}"))  # noqa: S311 - repeatable
    return found


def _has_limits(pay_year: str) -> bool:
    first = pay_year_days(pay_year_from_cell(pay_year))[0].isoformat()
    return not any(isinstance(call("VSM_RATE", name, first), XlError) for name in _LIMITS)


def simulate_one(
    organisation: Organisation, seed: int, pay_year: str, unjustified: str | None = None
) -> Simulated:
    """Return the inputs of one simulated return, without damage.

    Args:
        organisation: whose return it is.
        seed: any whole number.
        pay_year: the pay year.
        unjustified: the key of the criterion that is to find something in it; left to chance
            when not given, and nothing where it is empty.
    """
    made = Simulated(organisation, pay_year)
    # The posts of an organisation follow from the seed alone, so that a second year knows them.
    constant = random.Random(f"{seed}:{organisation.code}")  # noqa: S311 - repeatable
    yearly = random.Random(f"{seed}:{organisation.code}:{pay_year}")  # noqa: S311 - repeatable
    size = organisation.income or constant.randrange(*settings()["sizes"][organisation.kind])
    _organisation_lines(made, yearly, size)
    made.ranges = list(_ranges(made))
    _posts(made, constant, size)
    for plant in _kinds_of_decisions(organisation.kind, by_chance=unjustified is None):
        plant(made, yearly)
    if unjustified:
        plant_kind(made, unjustified)
    enter_staff_pay(made, constant, yearly)
    plant_in_staff_pay(made)
    return made


def _organisation_lines(made: Simulated, chance: random.Random, size: int) -> None:
    organisation = made.organisation
    board = organisation.kind == "ICB"
    worst = max(o.segment or 1 for o in known_organisations().values())
    challenged = organisation.segment in {None, worst}
    in_programme = challenged and happens(chance, "programme")
    published = made.first + timedelta(days=settings()["days_to_segment"])
    made.lines = {
        "ods_code": organisation.code,
        "organisation": organisation.name,
        "kind": organisation.kind,
        "pay_year": made.pay_year,
        "date": made.day(),
        "first_paid": (published + timedelta(days=chance.randrange(30, 110))).isoformat(),
        "size": str(size),
        "size_date": made.day(),
        "league_segment": NOT_SEGMENTED if board else str(organisation.segment or worst - 1),
        "segment_date": "" if board else published.isoformat(),
        "programme": "Yes" if in_programme else "No",
        "programme_from": made.day(-400) if in_programme else "",
        "challenged": "Yes" if in_programme or organisation.segment == worst else "No",
        "exemption_policy": f"{MARK}: the committee decides case by case and records its grounds.",
        "committee_date": (published + timedelta(days=chance.randrange(5, 28))).isoformat(),
        "committee_chair": "Chair of the remuneration committee",
        "contact": f"{MARK.lower()}@example.org",
        "complies": "Yes",
    }


def _ranges(made: Simulated) -> Iterator[dict[str, str]]:
    kind = made.organisation.kind
    edges = settings()["edges"][kind]
    last = made.first.replace(year=made.first.year + 1) - timedelta(days=1)
    for role, (lowest, width, step, exception) in settings()["ranges"].items():
        for at, edge in enumerate(edges):
            minimum = lowest + at * step
            maximum = minimum + width + at * step // 2
            yield {
                "scheme": f"{MARK} {kind}",
                "org_kind": kind,
                "group": f"Group {at + 1}",
                "size_from": str(edge),
                "size_to": str(edges[at + 1]) if at + 1 < len(edges) else "",
                "role": role,
                "minimum": str(minimum),
                "operational_maximum": str(maximum),
                "exception_maximum": str(maximum + exception) if exception else "",
                "effective_from": made.day(),
                "effective_to": last.isoformat(),
                "source": RANGE_SOURCE,
                "status": "illustrative",
            }


def _posts(made: Simulated, chance: random.Random, size: int) -> None:
    kept = settings()["posts"]
    large = size >= settings()["large"][made.organisation.kind]
    count = chance.randint(kept["fewest"], kept["most"]) + (1 if large else 0)
    for post, role in _POSTS[:count]:
        row = range_of(made, role)
        low, high = int(row["minimum"]), int(row["operational_maximum"])
        # Most lie within the range, a few just below it or above it.
        share = chance.gauss(kept["share_mean"], kept["share_spread"])
        share = min(max(share, kept["share_least"]), kept["share_most"])
        step = kept["rounded_to"]
        salary = round((low + share * (high - low)) / step) * step
        made.people.append(
            {
                "post": post,
                "role": role,
                "decision": _ANNUAL,
                "in_post_from": made.day(-chance.randrange(40, 3_000)),
                "salary": str(max(salary, low)),
                "salary_basis": "Payroll",
                "other_payments": str(chance.choice(kept["other_payments"])),
                "expenses": str(chance.choice(kept["expenses"])),
                "pension_benefit": str(
                    chance.randrange(0, kept["pension_most"], kept["pension_step"])
                ),
                "last_total": "n/a",
            }
        )


def _kinds_of_decisions(
    kind: str, *, by_chance: bool
) -> Sequence[Callable[[Simulated, random.Random], None]]:
    always = (
        _lower_awards, _exemptions, _appointments, _reviews, _bonuses, _premiums, _earn_backs,
        _part_time, _leavers,
    )  # fmt: skip
    if not by_chance:
        return always
    return (*always, *(() if kind == "ICB" else (_late_segments,)), plant_unjustified)


def _some(made: Simulated, chance: random.Random, what: str) -> dict[str, str] | None:
    """Returns a post other than the chief executive, with the chance given."""
    free = [person for person in made.people[1:] if person["decision"] == _ANNUAL]
    return chance.choice(free) if free and happens(chance, what) else None


def _lower_awards(made: Simulated, chance: random.Random) -> None:
    if person := _some(made, chance, "lower_award"):
        lower = chance.choice(settings()["amounts"]["lower_awards"])
        # Where the award is withheld, a lower one would be one that is not due.
        if made.lines["programme"] == "No":
            person["award_given"] = lower


def _exemptions(made: Simulated, chance: random.Random) -> None:
    if made.lines["programme"] == "Yes" and happens(chance, "exemption"):
        chief = made.chief
        chief["exempt"] = "Yes"
        chief["exempt_grounds"] = (
            f"{MARK}: appointed to turn the organisation around; committee of "
            f"{made.lines['committee_date']}."
        )
        chief["in_post_from"] = made.day(-120)


def _appointments(made: Simulated, chance: random.Random) -> None:
    if person := _some(made, chance, "appointment"):
        row = range_of(made, person["role"])
        start = made.first + timedelta(days=chance.randrange(20, 200))
        person.update(
            decision=_APPOINTMENT,
            salary="",
            salary_basis="",
            in_post_from=start.isoformat(),
            set_from=start.isoformat(),
            salary_set=str(
                min(
                    int(row["minimum"]) + 1_000 * chance.randrange(2, 20),
                    _local_most(made, row),
                )
            ),
        )
        justified(person, "appointed after national advertising, within the range for the post.")


def _local_most(made: Simulated, row: dict[str, str]) -> int:
    """Return the highest salary that the committee may set by itself, with some room."""
    most = int(row["operational_maximum"])
    if made.organisation.kind == "ICB":
        return most
    room: int = settings()["amounts"]["below_local_limit"]
    return min(most, int(made.limit("approval.provider_threshold")) - room)


def _reviews(made: Simulated, chance: random.Random) -> None:
    if person := _some(made, chance, "review"):
        row = range_of(made, person["role"])
        raised = int(person["salary"]) + 1_000 * chance.randrange(
            settings()["amounts"]["raise_least"], settings()["amounts"]["raise_most"]
        )
        person.update(decision=REVIEW, salary_set=str(raised), set_from=made.day())
        justified(person, "the portfolio grew by a second division; benchmarked against the range.")
        if raised > _local_most(made, row):
            person["approved_on"] = made.day(-10)
    if person := _some(made, chance, "acting_up"):
        row = range_of(made, person["role"])
        person.update(
            decision=_TEMPORARY,
            salary_set=str(int(person["salary"]) + settings()["amounts"]["acting_up"]),
            set_from=made.day(60),
        )
        justified(person, "acts up while the post above is vacant.")
        if int(person["salary_set"]) > _local_most(made, row):
            person["approved_on"] = made.day(50)


def _bonuses(made: Simulated, chance: random.Random) -> None:
    if person := _some(made, chance, "bonus"):
        share = chance.choice(settings()["amounts"]["bonuses_of_limit"])
        person["bonus_percent"] = percent(share * made.limit("bonus.limit"))
        person["bonus_achievement"] = (
            f"{MARK}: the 62-day cancer standard was met in every quarter, from the bottom fifth."
        )


def _premiums(made: Simulated, chance: random.Random) -> None:
    if made.lines["challenged"] == "Yes" and (person := _some(made, chance, "premium")):
        share = chance.choice(settings()["amounts"]["premiums_of_limit"])
        person["premium_percent"] = percent(share * made.limit("premium.limit"))
        person["premium_from"] = made.day()
        person["premium_to"] = made.day(364)
        person["premium_grounds"] = (
            f"{MARK}: two rounds of recruitment failed; the trust is in segment 4."
        )


def _earn_backs(made: Simulated, chance: random.Random) -> None:
    if person := _some(made, chance, "earn_back"):
        person["at_risk"] = settings()["amounts"]["at_risk"]
        person["achieved"] = chance.choice(settings()["amounts"]["achieved"])
        person["earn_back_terms"] = f"{MARK}: four objectives agreed in April, judged by the chair."


def _part_time(made: Simulated, chance: random.Random) -> None:
    if person := _some(made, chance, "part_time"):
        part = settings()["amounts"]["part_time"]
        person["fte"] = f"{part:g}"
        person["salary"] = str(round(int(person["salary"]) * part))


def _leavers(made: Simulated, chance: random.Random) -> None:
    if person := _some(made, chance, "leaver"):
        person["severance"] = "0"
        person["in_post_to"] = made.day(chance.randrange(60, 320))


def _late_segments(made: Simulated, chance: random.Random) -> None:
    if happens(chance, "paid_before_segment"):
        plant_kind(made, "paid_before_segment")
