"""Realistic returns that are clearly invented, to try a collation and its report on.

Codes, names, segments and incomes are real where :mod:`.organisations` holds them; every salary,
decision and explanation is made up and states so in its return.  What was planted (departures, pay
that is not justified, damage) is listed, so that a report can be held against it.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vsm_xl import call
from vsm_xl.dates import pay_year_days, pay_year_from_cell
from vsm_xl.national.organisations import Organisation, known_organisations
from vsm_xl.national.simulate_faults import plant_damage, plant_unjustified
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
    from collections.abc import Callable, Iterator, Sequence

#: Where the invented range table states that it comes from.
RANGE_SOURCE: Final = "Simulated pay ranges, invented to try the software; no published pay range"
_ANNUAL: Final = "Annual award only"
_APPOINTMENT: Final = "New appointment"
_TEMPORARY: Final = "Temporary promotion"
_CHIEF: Final = "Chief executive"
_DIRECTOR: Final = "Director"
_BELOW: Final = "Director below executive level"
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

    >>> len(simulate(3, 1)[0].people) > 5
    True
    """
    pay_year = pay_year or settings()["pay_year"]
    found = [
        _simulated(organisation, seed, pay_year) for organisation in simulated_organisations(count)
    ]
    plant_damage(found, random.Random(f"{seed}:damage:{pay_year}"))  # noqa: S311 - repeatable
    return found


def _simulated(organisation: Organisation, seed: int, pay_year: str) -> Simulated:
    first, _ = pay_year_days(pay_year_from_cell(pay_year))
    made = Simulated(organisation, pay_year)
    # The posts of an organisation follow from the seed alone, so that a second year knows them.
    constant = random.Random(f"{seed}:{organisation.code}")  # noqa: S311 - repeatable
    yearly = random.Random(f"{seed}:{organisation.code}:{pay_year}")  # noqa: S311 - repeatable
    size = organisation.income or constant.randrange(*settings()["sizes"][organisation.kind])
    _organisation_lines(made, yearly, first, size)
    made.ranges = list(_ranges(organisation.kind, first))
    _posts(made, constant, first, size)
    for plant in _kinds_of_decisions(organisation.kind):
        plant(made, yearly, first)
    _staff_pay(made, constant, yearly)
    return made


def _organisation_lines(made: Simulated, chance: random.Random, first: date, size: int) -> None:
    organisation = made.organisation
    board = organisation.kind == "ICB"
    worst = max(o.segment or 1 for o in known_organisations().values())
    challenged = organisation.segment in {None, worst}
    in_programme = challenged and happens(chance, "programme")
    published = first + timedelta(days=settings()["days_to_segment"])
    made.lines = {
        "ods_code": organisation.code,
        "organisation": organisation.name,
        "kind": organisation.kind,
        "pay_year": made.pay_year,
        "date": first.isoformat(),
        "first_paid": (published + timedelta(days=chance.randrange(30, 110))).isoformat(),
        "size": str(size),
        "size_date": first.isoformat(),
        "league_segment": "Not segmented" if board else str(organisation.segment or worst - 1),
        "segment_date": "" if board else published.isoformat(),
        "programme": "Yes" if in_programme else "No",
        "programme_from": (first - timedelta(days=400)).isoformat() if in_programme else "",
        "challenged": "Yes" if in_programme or organisation.segment == worst else "No",
        "exemption_policy": f"{MARK}: the committee decides case by case and records its grounds.",
        "committee_date": (published + timedelta(days=chance.randrange(5, 28))).isoformat(),
        "committee_chair": "Chair of the remuneration committee",
        "contact": f"{MARK.lower()}@example.org",
        "complies": "Yes",
    }


def _ranges(kind: str, first: date) -> Iterator[dict[str, str]]:
    edges = settings()["edges"][kind]
    last = first.replace(year=first.year + 1) - timedelta(days=1)
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
                "effective_from": first.isoformat(),
                "effective_to": last.isoformat(),
                "source": RANGE_SOURCE,
                "status": "illustrative",
            }


def _posts(made: Simulated, chance: random.Random, first: date, size: int) -> None:
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
                "in_post_from": (first - timedelta(days=chance.randrange(40, 3_000))).isoformat(),
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


def _kinds_of_decisions(kind: str) -> Sequence[Callable[[Simulated, random.Random, date], None]]:
    return (
        _lower_awards, _exemptions, _appointments, _reviews, _bonuses, _premiums, _earn_backs,
        _part_time, _leavers, *(() if kind == "ICB" else (_late_segments,)), plant_unjustified,
    )  # fmt: skip


def _some(made: Simulated, chance: random.Random, what: str) -> dict[str, str] | None:
    """Returns a post other than the chief executive, with the chance given."""
    free = [person for person in made.people[1:] if person["decision"] == _ANNUAL]
    return chance.choice(free) if free and happens(chance, what) else None


def _lower_awards(made: Simulated, chance: random.Random, first: date) -> None:
    del first
    if person := _some(made, chance, "lower_award"):
        person["award_given"] = chance.choice(settings()["amounts"]["lower_awards"])


def _exemptions(made: Simulated, chance: random.Random, first: date) -> None:
    if made.lines["programme"] == "Yes" and happens(chance, "exemption"):
        chief = made.people[0]
        chief["exempt"] = "Yes"
        chief["exempt_grounds"] = (
            f"{MARK}: appointed to turn the organisation around; committee of "
            f"{made.lines['committee_date']}."
        )
        chief["in_post_from"] = (first - timedelta(days=120)).isoformat()


def _appointments(made: Simulated, chance: random.Random, first: date) -> None:
    if person := _some(made, chance, "appointment"):
        row = range_of(made, person["role"])
        start = first + timedelta(days=chance.randrange(20, 200))
        person.update(
            decision=_APPOINTMENT,
            salary="",
            salary_basis="",
            in_post_from=start.isoformat(),
            set_from=start.isoformat(),
            salary_set=str(
                min(
                    int(row["minimum"]) + 1_000 * chance.randrange(2, 20),
                    _local_most(made, row, first),
                )
            ),
        )
        justified(person, "appointed after national advertising, within the range for the post.")


def _local_most(made: Simulated, row: dict[str, str], first: date) -> int:
    """Return the highest salary that the committee may set by itself, with some room."""
    most = int(row["operational_maximum"])
    if made.organisation.kind == "ICB":
        return most
    room: int = settings()["amounts"]["below_local_limit"]
    return min(most, int(limit("approval.provider_threshold", first)) - room)


def _reviews(made: Simulated, chance: random.Random, first: date) -> None:
    if person := _some(made, chance, "review"):
        row = range_of(made, person["role"])
        raised = int(person["salary"]) + 1_000 * chance.randrange(
            settings()["amounts"]["raise_least"], settings()["amounts"]["raise_most"]
        )
        person.update(decision=REVIEW, salary_set=str(raised), set_from=first.isoformat())
        justified(person, "the portfolio grew by a second division; benchmarked against the range.")
        if raised > _local_most(made, row, first):
            person["approved_on"] = (first - timedelta(days=10)).isoformat()
    if person := _some(made, chance, "acting_up"):
        row = range_of(made, person["role"])
        person.update(
            decision=_TEMPORARY,
            salary_set=str(int(person["salary"]) + settings()["amounts"]["acting_up"]),
            set_from=(first + timedelta(days=60)).isoformat(),
        )
        justified(person, "acts up while the post above is vacant.")
        if int(person["salary_set"]) > _local_most(made, row, first):
            person["approved_on"] = (first + timedelta(days=50)).isoformat()


def _bonuses(made: Simulated, chance: random.Random, first: date) -> None:
    if person := _some(made, chance, "bonus"):
        share = chance.choice(settings()["amounts"]["bonuses_of_limit"])
        person["bonus_percent"] = percent(share * limit("bonus.limit", first))
        person["bonus_achievement"] = (
            f"{MARK}: the 62-day cancer standard was met in every quarter, from the bottom fifth."
        )


def _premiums(made: Simulated, chance: random.Random, first: date) -> None:
    if made.lines["challenged"] == "Yes" and (person := _some(made, chance, "premium")):
        share = chance.choice(settings()["amounts"]["premiums_of_limit"])
        person["premium_percent"] = percent(share * limit("premium.limit", first))
        person["premium_from"] = first.isoformat()
        person["premium_to"] = (first + timedelta(days=364)).isoformat()
        person["premium_grounds"] = (
            f"{MARK}: two rounds of recruitment failed; the trust is in segment 4."
        )


def _earn_backs(made: Simulated, chance: random.Random, first: date) -> None:
    del first
    if person := _some(made, chance, "earn_back"):
        person["at_risk"] = settings()["amounts"]["at_risk"]
        person["achieved"] = chance.choice(settings()["amounts"]["achieved"])
        person["earn_back_terms"] = f"{MARK}: four objectives agreed in April, judged by the chair."


def _part_time(made: Simulated, chance: random.Random, first: date) -> None:
    del first
    if person := _some(made, chance, "part_time"):
        part = settings()["amounts"]["part_time"]
        person["fte"] = f"{part:g}"
        person["salary"] = str(round(int(person["salary"]) * part))


def _leavers(made: Simulated, chance: random.Random, first: date) -> None:
    if person := _some(made, chance, "leaver"):
        person["severance"] = "0"
        person["in_post_to"] = (first + timedelta(days=chance.randrange(60, 320))).isoformat()


def _late_segments(made: Simulated, chance: random.Random, first: date) -> None:
    if happens(chance, "paid_before_segment"):
        published = date.fromisoformat(made.lines["segment_date"])
        made.lines["first_paid"] = (published - timedelta(days=30)).isoformat()
        made.lines["committee_date"] = (published - timedelta(days=45)).isoformat()
        made.plant("paid_before_segment", "Awards were paid before the segment was published.")
    del first


def _limit_of_award(made: Simulated) -> float:
    found = call("VSM_RATE", "award.percent", made.lines["date"])
    return found if isinstance(found, float) else 0.0


def _most_paid(person: dict[str, str], award: float) -> float:
    """Return the most that a post can be paid in the year, without pension benefits."""
    salary = float(person.get("salary_set") or 0) or float(person["salary"] or 0) * (1 + award)
    shares = sum(
        float(person.get(key, "").rstrip("%") or 0) / 100
        for key in ("bonus_percent", "premium_percent")
    )
    other = float(person["other_payments"]) + float(person["expenses"])
    return salary * (1 + shares) + other


def _staff_pay(made: Simulated, constant: random.Random, chance: random.Random) -> None:
    """Enters percentiles of staff pay like the published ones, for two years."""
    kept = settings()["staff"]
    median = constant.randrange(kept["median_least"], kept["median_most"], 10)
    year = pay_year_from_cell(made.pay_year)
    award = _limit_of_award(made)
    top = max(_most_paid(person, award) for person in made.people)
    staff = constant.randrange(kept["count_least"], kept["count_most"])
    for suffix, name, factor in (
        ("", made.pay_year, 1.0),
        ("_last_year", f"{year - 1}/{year % 100:02}", 1 / kept["growth"]),
    ):
        middle = round(median * factor * (1 + chance.uniform(-kept["wobble"], kept["wobble"])))
        band = str(call("VSM_BAND", round(top * factor)))
        made.lines |= {
            f"staff_pay_year{suffix}": name,
            f"highest_paid{suffix}": band,
            f"p25{suffix}": str(round(middle * kept["p25"])),
            f"median{suffix}": str(middle),
            f"p75{suffix}": str(round(middle * kept["p75"])),
            f"lowest{suffix}": str(round(kept["lowest"] * factor)),
            f"highest{suffix}": str(round(top * factor) - kept["below_top"]),
            f"staff_count{suffix}": str(staff),
            f"paid_more{suffix}": "0",
            f"salary_p25{suffix}": str(round(middle * kept["salary_p25"])),
            f"salary_median{suffix}": str(round(middle * kept["salary_median"])),
            f"salary_p75{suffix}": str(round(middle * kept["salary_p75"])),
            f"top_salary{suffix}": f"{call('VSM_BAND_MIDPOINT', band):.0f}",
            f"top_bonus{suffix}": "0",
            f"average_salary{suffix}": str(round(middle * kept["average"])),
            f"average_bonus{suffix}": "0",
        }
