"""Who may receive the annual award: the framework's rule on segments, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl import dates, money
from vsm_xl.columns import cached, flag, map_numbers
from vsm_xl.framework import edition
from vsm_xl.framework.criteria import Criteria, rating_key, read_criteria
from vsm_xl.framework.kinds_and_roles import NOT_SEGMENTED
from vsm_xl.rules.segment import programme_segment
from vsm_xl.rules.table import DecisionTable, table_row
from vsm_xl.rules.working import Outcome, Working, cite, figure_on

if TYPE_CHECKING:
    from vsm_xl.rules.policy import Policy

YES, NO, UNDETERMINED = "TRUE", "FALSE", "#N/A"

TABLE: Final = DecisionTable(
    "Is the annual award payable?",
    {
        "pay year": (
            "no award held",
            "criteria not settled",
            "before the framework",
            "under the framework",
        ),
        "on the national list": ("no", "yes"),
        "segments that withhold": ("known", "not known"),
        "ICB in a year without ICB segments": ("no", "yes"),
        "segment": (
            "award not withheld",
            "award withheld",
            "award depends on the capability rating",
            NOT_SEGMENTED,
            "blank",
        ),
        "exempt": ("no", "yes"),
    },
    (
        table_row(
            {"pay year": "no award held"},
            UNDETERMINED,
            "YEAR_NOT_COVERED",
            "This data edition ({edition}) holds awards for {first_year} to {last_year}, and {pay_year} is not among them.",
            "Check the pay year, or install a data edition that covers it.",
            ("award.percent",),
        ),
        table_row(
            {"pay year": "criteria not settled"},
            UNDETERMINED,
            "CRITERIA_PENDING",
            "Who receives the {pay_year} award is not settled nationally, so it cannot be said whether it is payable.",
            "Pay nothing yet; when the circular is out, enter award.criteria = settled and award.withheld_segments as local policy.",
            ("award.criteria", "award.withheld_segments"),
        ),
        table_row(
            {"pay year": "before the framework"},
            YES,
            "BEFORE_FRAMEWORK",
            "The award of {pay_year} came before the framework, which has withheld awards only since {framework_start}.{pool}",
            "Pay as the committee decided.",
            ("award.percent", "framework.start"),
        ),
        table_row(
            {"on the national list": "yes", "exempt": "no"},
            NO,
            "ORGANISATION_WITHHELD",
            "The organisation is on the national list of those that must not pay the {pay_year} award (local policy: award.withheld).",
            "Pay no award, unless the committee records an exemption.",
            ("award.withheld_segments",),
        ),
        table_row(
            {"segments that withhold": "not known"},
            UNDETERMINED,
            "SEGMENTS_PENDING",
            "Local policy says that the criteria of the {pay_year} award are settled, but neither it nor this data edition says in which segments the award is withheld, and nothing is carried over from an earlier year.",
            "Enter award.withheld_segments from the circular as local policy too, such as 5 or 4,5.",
            ("award.withheld_segments",),
        ),
        table_row(
            {"ICB in a year without ICB segments": "yes", "segment": NOT_SEGMENTED},
            YES,
            "ICB_NOT_SEGMENTED",
            "Integrated care boards have no segment in {pay_year}, so no segment withholds the award; but an ICB in the Recovery Support Programme counts as segment {programme}.",
            'Pay it once the committee has decided. An ICB in the programme is entered so (VSM_SEGMENT("Not segmented",TRUE)); one on the national no-pay list enters award.withheld = yes as local policy.',
            ("award.icb_segmented", "segment.programme"),
        ),
        table_row(
            {"segment": ("blank", NOT_SEGMENTED)},
            UNDETERMINED,
            "SEGMENT_UNKNOWN",
            "The award of {pay_year} depends on the organisation's segment, and no segment is given.",
            "Enter the published segment (1 to 5) before anything is paid.",
            ("award.withheld_segments",),
        ),
        table_row(
            {"segment": "award depends on the capability rating"},
            UNDETERMINED,
            "CAPABILITY_UNKNOWN",
            "Whether the award of {pay_year} is withheld in segment {segment} depends on the organisation's capability rating (withheld: {withheld}), and no rating of the year's scale is given.",
            "Enter the published rating as local policy: award.capability.",
            ("award.withheld_segments",),
        ),
        table_row(
            {"segment": "award withheld", "exempt": "yes"},
            YES,
            "EXEMPT",
            "The organisation is in segment {segment}{rated}, whose award is withheld for {pay_year}, but an exemption is recorded for this leader.",
            "Pay the award, and keep the grounds of the exemption and who decided on it with the decision: who may decide is not confirmed nationally.",
            ("award.withheld_segments",),
        ),
        table_row(
            {"segment": "award withheld"},
            NO,
            "SEGMENT_WITHHELD",
            "The organisation is in segment {segment}{rated}, and the award of {pay_year} is withheld there.",
            "Pay no award; the salary stays as it is.",
            ("award.withheld_segments",),
        ),
        table_row(
            {},
            YES,
            "SEGMENT_ELIGIBLE",
            "The organisation is in segment {segment}{rated}, and the award of {pay_year} is withheld {where}.",
            "Pay it once the committee has decided.",
            ("award.percent", "award.withheld_segments"),
        ),
    ),
)
_ELIGIBLE: Final = tuple(int(row.outcome == YES) for row in TABLE.rows)


def decide(pay_year: Any, org_kind: Any, segment: Any, exempt: Any, policy: Policy) -> Any:
    """Return the number of the row of :data:`TABLE` that decides.

    Args:
        pay_year: first calendar year.
        org_kind: Provider or ICB.
        segment: 1 to 5, Not segmented, or None.
        exempt: whether an exemption is recorded.
        policy: the local policy.
    """
    return TABLE.decide(
        map_numbers(lambda year: _year(year, policy), pay_year),
        flag(policy.withheld),
        map_numbers(lambda year: int(withheld_criteria(year, policy) is None), pay_year),
        map_numbers(_unsegmented, pay_year, org_kind),
        map_numbers(lambda year, number: _segment(year, number, policy), pay_year, segment),
        map_numbers(int, exempt),
    )


def eligible(pay_year: Any, org_kind: Any, segment: Any, exempt: Any, policy: Policy) -> Outcome:
    """Return whether the award is payable.

    >>> from vsm_xl.rules.policy import NO_POLICY
    >>> eligible(2025, "Provider", 3, False, NO_POLICY).value
    1
    """
    return _answer(pay_year, org_kind, segment, exempt, policy)


@cached
def _answer(pay_year: Any, org_kind: Any, segment: Any, exempt: Any, policy: Policy) -> Outcome:
    decided = decide(pay_year, org_kind, segment, exempt, policy)
    return Outcome(TABLE.per_row(_ELIGIBLE, decided), TABLE.per_row(TABLE.reasons, decided))


def withheld_criteria(pay_year: int, policy: Policy) -> Criteria | None:
    """Return in which segments the award is withheld in a pay year; None where that is not known.

    A policy names them only for a year whose criteria the edition does not hold as settled.
    Nothing is carried over from an earlier year.
    """
    settled_here = figure_on("award.criteria", _first_day(pay_year)) is None
    if settled_here and policy.withheld_segments is not None:
        return Criteria(
            policy.withheld_segments, (), " and ".join(map(str, policy.withheld_segments))
        )
    named = figure_on("award.withheld_segments", _first_day(pay_year))
    return None if named is None else read_criteria(named.value)


def _rating(pay_year: int, policy: Policy) -> str | None:
    """Return the capability rating of a policy, where it is on the year's scale."""
    if policy.capability is None or "award.capability_scale" not in edition.current().names:
        return None
    scale = figure_on("award.capability_scale", _first_day(pay_year))
    known = {rating_key(word): word.strip() for word in scale.text.split(",")} if scale else {}
    return known.get(rating_key(policy.capability))


def _first_day(pay_year: int) -> Any:
    return dates.pay_year_days(pay_year)[0]


def _year(pay_year: int, policy: Policy) -> int:
    values = TABLE.facts["pay year"]
    day = _first_day(pay_year)
    if figure_on("award.percent", day) is None:
        return values.index("no award held")
    if day < framework_start():
        return values.index("before the framework")
    if figure_on("award.criteria", day) is None and not policy.settled:
        return values.index("criteria not settled")
    return values.index("under the framework")


def _unsegmented(pay_year: int, org_kind: str) -> int:
    segmented = figure_on("award.icb_segmented", _first_day(pay_year))
    return int(org_kind == "ICB" and segmented is not None and segmented.value is False)


def _segment(pay_year: int, segment: Any, policy: Policy) -> int:
    values = TABLE.facts["segment"]
    if segment is None:
        return values.index("blank")
    if segment == NOT_SEGMENTED:
        return values.index(NOT_SEGMENTED)
    known = withheld_criteria(pay_year, policy)
    withheld = known.withheld(segment, _rating(pay_year, policy)) if known else False
    if withheld is None:
        return values.index("award depends on the capability rating")
    return values.index("award withheld" if withheld else "award not withheld")


def framework_start() -> Any:
    """Return the day from which the framework is in force."""
    return edition.current().dated("framework.start")[0].value


def working(
    pay_year: int,
    org_kind: str,
    segment: Any,
    exempt: bool,  # noqa: FBT001 - the order is the contract's
    policy: Policy,
) -> Working:
    """Show how one decision came about."""
    current = edition.current()
    day = _first_day(pay_year)
    first, last = current.coverage("award.percent")
    held = withheld_criteria(pay_year, policy)
    withheld = held.text if held else "not known"
    working = Working(
        {
            "edition": current.name,
            "first_year": dates.pay_year_name(dates.pay_year_of(first)),
            "last_year": dates.pay_year_name(dates.pay_year_of(last or current.date)),
            "framework_start": framework_start().isoformat(),
            "withheld": withheld,
            "where": held.where if held else "",
            "programme": str(programme_segment()),
            "pool": "",
            "rated": "",
        }
    )
    working.step("Pay year", dates.pay_year_name(pay_year))
    working.step("Kind of organisation", org_kind)
    working.step("Segment in force", "none given" if segment is None else str(segment))
    if (pool := figure_on("award.anomaly_pool", day)) is not None:
        share = money.percent_in_words(pool.ratio)
        working.facts["pool"] = (
            f" A further {share} of the pay bill could be used against anomalies; it is not part "
            "of this award."
        )
        working.step("Further sum against anomalies, of the pay bill", share, cite(pool))
    criteria = figure_on("award.criteria", day)
    if criteria is not None:
        working.step("Criteria of the award", str(criteria.value), cite(criteria))
        working.step(
            "Award withheld in segment", withheld, cite(figure_on("award.withheld_segments", day))
        )
    decided_nationally = criteria is not None or day < framework_start()
    if decided_nationally and policy.withheld_segments is not None:
        working.local("award.withheld_segments is ignored in a year that is settled nationally")
    if policy.settled and not decided_nationally:
        known = f"award withheld in segment {withheld}" if held else "segments not named"
        working.local(f"Criteria settled, {known}")
    if org_kind == "ICB" and (segmented := figure_on("award.icb_segmented", day)) is not None:
        working.step("ICBs are segmented", str(segmented.value).upper(), cite(segmented))
    if policy.withheld and day >= framework_start() and (policy.settled or decided_nationally):
        working.local("On the national list of organisations that must not pay the award")
    if held is not None and held.rated:
        rating = _rating(pay_year, policy) or "no rating of the year's scale given"
        working.step("Capability rating", rating, "local policy of the organisation")
        if _rating(pay_year, policy):
            working.facts["rated"] = f" with the capability rating {rating}"
    working.step("Exemption recorded", "yes" if exempt else "no")
    return working
