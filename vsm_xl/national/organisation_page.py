"""What the page of one organisation holds: the same in the national report and on its own website."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vsm_xl import call
from vsm_xl.errors import REASONS, XlError
from vsm_xl.national.blocks import UNKNOWN, shown
from vsm_xl.national.names import seems_to_name
from vsm_xl.national.simulated import MARK
from vsm_xl.text_fields import number_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Record = Mapping[str, Any]
    Rows = Mapping[str, Sequence[Record]]

_POST_COLUMNS: Final = (
    "Post", "Role", "Decision", "Salary before", "Award", "Salary after", "Position on the range",
    "Approval needed",
)  # fmt: skip
_TOTAL_COLUMNS: Final = (
    "Post", "Salary", "Expenses (£)", "Bonus", "Other payments", "Pension benefit", "Total",
    "Total last year",
)  # fmt: skip
_NIL: Final = "–"
_RATIOS: Final = (
    ("25th percentile of staff pay", "ratio_p25", "ratio_p25_last_year"),
    ("Median of staff pay", "ratio_median", "ratio_median_last_year"),
    ("75th percentile of staff pay", "ratio_p75", "ratio_p75_last_year"),
)
#: The figures that a return shows, as people call them.
FIGURES: Final = {
    "award.percent": "Annual award",
    "bonus.limit": "Most that a bonus may be, of the salary",
    "premium.limit": "Most that a premium may be, of the salary",
    "approval.provider_threshold": "Salary above which a trust needs national approval",
    "approval.local_body": "Who decides within the limits",
    "approval.national_body": "Who decides above them",
    "band.width": "Width of the bands of pay",
    "band.width.pension": "Width of the bands of pension benefit",
    "disclosure.expenses_rounding": "Rounding of expenses",
    "report.ratio_step": "Change of the median ratio that needs a reason",
    "ni.rate": "Employer's National Insurance",
    "pension.employer": "Employer's pension contribution",
    "levy.rate": "Apprenticeship levy",
}
_DEPARTURES: Final = {
    "award": "an award that is withheld was given",
    "salary": "a salary above the limit of the committee was not approved before it was paid",
    "bonus": "a bonus above the limit was given",
    "premium": "a premium above the limit was given",
}


@dataclass(slots=True)
class Page:
    """The content of an organisation's page; every text of it is plain text.

    Attributes:
        code: The organisation's code.
        name: Its name.
        pay_year: The pay year.
        marks: Words in a frame beside the title, such as *Illustrative pay ranges*.
        facts: Labels with their words.
        posts: The table of posts, in the order of ``post_columns``.
        reasons: A sentence for each reason, with its posts: why the award was given or not.
        departures: A sentence for each departure, with its explanation.
        departures_open: For how many posts it is not determined; empty where it is for all.
        rewards: A sentence for each bonus and premium, with its grounds.
        totals: The single total figure table, in the order of ``total_columns``.
        ratios: Label, this year's ratio, last year's.
        ratio_words: The explanation of the ratios, empty where there is none.
        figures: Name, value and source of each figure that the page rests on.
    """

    code: str
    name: str
    pay_year: str
    marks: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    posts: list[tuple[str, ...]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    departures: list[str] = field(default_factory=list)
    departures_open: str = ""
    rewards: list[str] = field(default_factory=list)
    totals: list[tuple[str, ...]] = field(default_factory=list)
    ratios: list[tuple[str, str, str]] = field(default_factory=list)
    ratio_words: str = ""
    figures: list[tuple[str, str, str]] = field(default_factory=list)
    post_columns: tuple[str, ...] = _POST_COLUMNS
    total_columns: tuple[str, ...] = _TOTAL_COLUMNS


def page_of(rows: Rows) -> Page:
    """Return the content of the page of one organisation in one year.

    Args:
        rows: the rows of that return by table of the collation, ``texts`` included.
    """
    told = rows["returns"][0]
    texts = {(row["post_number"], row["item"]): row["words"] for row in rows.get("texts", ())}
    for post in rows.get("posts", ()):
        key = (post["post_number"], "post")
        if seems_to_name(texts.get(key, "")):
            texts[key] = f"{post['role'] or UNKNOWN} (title not shown: it seems to name a person)"
    page = Page(
        told["code"] or UNKNOWN, told["organisation"] or UNKNOWN, told["pay_year"] or UNKNOWN
    )
    if told["simulated"]:
        page.marks.append(MARK)
    if told["range_status"] and told["range_status"] != "official":
        page.marks.append(f"Pay ranges: {told['range_status']}")
    page.facts = _facts(told, texts)
    said: dict[str, list[str]] = {}
    against = {
        row["post_number"] for row in rows.get("departures", ()) if row["departure"] == "award"
    }
    for post in rows.get("posts", ()):
        number = post["post_number"]
        title = texts.get((number, "post")) or post["role"] or UNKNOWN
        page.posts.append(_post(post, title, against=number in against))
        if reason := texts.get((number, "reason")):
            said.setdefault(_reason(reason), []).append(title)
    for reason, titles in said.items():
        whom = "All posts" if len(titles) == len(page.posts) > 1 else "; ".join(titles)
        page.reasons.append(f"{whom}: {reason}")
    page.departures = [_departure(row, texts) for row in rows.get("departures", ())]
    page.departures_open = _open_departures(rows.get("posts", ()))
    for row in rows.get("bonuses_and_premiums", ()):
        page.rewards.append(_reward(row, texts))
    page.totals = [
        _total(row, texts.get((row["post_number"], "post")) or row["role"] or UNKNOWN)
        for row in rows.get("remuneration", ())
    ]
    page.ratios = [
        (label, shown(told[now], "ratio"), shown(told[before], "ratio"))
        for label, now, before in _RATIOS
    ]
    page.ratio_words = texts.get((0, "narrative"), "")
    page.figures = [
        (FIGURES.get(row["figure"]) or row["figure"], row["value"], row["source"])
        for row in rows.get("figures", ())
    ]
    return page


def _facts(told: Record, texts: Mapping[tuple[int, str], str]) -> list[tuple[str, str]]:
    size = shown(told["size"], "pounds" if told["kind"] == "Provider" else "count")
    complies = {True: "Yes", False: "No", None: "Not answered"}[told["complies"]]
    facts = [
        ("Complies with the framework", complies),
        ("Kind of organisation", told["kind"] or UNKNOWN),
        ("Turnover" if told["kind"] == "Provider" else "Weighted population", size),
        ("Segment in force", told["segment"] or UNKNOWN),
        ("Remuneration committee met", shown(told["committee_date"], "date")),
        ("Awards first paid", shown(told["first_paid"], "date")),
    ]
    if words := texts.get((0, "explanation")):
        facts.insert(1, ("Explanation", words))
    return facts


def band(amount: float | None) -> str:
    """Return the band of an amount in £000, words where the amount is not known.

    >>> band(282000.0), band(None)
    ('280-285', 'not known')
    """
    if amount is None:
        return UNKNOWN
    found = call("VSM_BAND", amount)
    return UNKNOWN if isinstance(found, XlError) else str(found)


def _departure(row: Record, texts: Mapping[tuple[int, str], str]) -> str:
    title = texts.get((row["post_number"], "post")) or row["role"]
    words = texts.get((row["post_number"], "departure"))
    said = f"Explanation: {words}" if words else "No explanation is given."
    return f"{title}: {_DEPARTURES.get(row['departure'], row['departure'])}. {said}"


def _open_departures(posts: Sequence[Record]) -> str:
    """Return for how many posts it is not determined whether their decision departs."""
    count = sum(post["departs"] is None for post in posts)
    posts_of = number_of(count, "post")
    return f"For {posts_of} it is not determined whether the decision departs." if count else ""


def _reason(words: str) -> str:
    """Return why an award was given or not, without its code and what the organisation was to do.

    >>> _reason("SEGMENT_WITHHELD: It is withheld there. Pay no award; the salary stays as it is.")
    'It is withheld there.'
    """
    code, _, said = words.partition(": ")
    for reason in REASONS:
        if reason.code == code and said.endswith(f" {reason.remedy}"):
            return said.removesuffix(f" {reason.remedy}")
    return said or words


def _post(post: Record, title: str, *, against: bool) -> tuple[str, ...]:
    before = band(post["salary"]) if post["salary"] is not None else _NIL
    award = UNKNOWN
    if post["eligible"] == "No":
        award = "given, though withheld" if against else "withheld"
    elif post["award"] is not None:
        award = "given" if post["award"] > 0 else "not given"
        if post["exempt"]:
            award = "given, exempt"
    elif post["salary"] is None:
        award = _NIL
    return (
        title, post["role"] or UNKNOWN, post["decision"] or UNKNOWN, before, award,
        band(post["new_salary"]), _sure(post["position"]), _approval(post),
    )  # fmt: skip


def _approval(post: Record) -> str:
    """Returns who had to approve the decision; an award alone needs no one above the committee."""
    if not post["case_needed"]:
        return "Committee" if _sure(post["approval"]) != UNKNOWN else UNKNOWN
    day = (
        f", given {shown(post['approved_on'], 'date')}" if post["approved_on"] else ", no day given"
    )
    return _sure(post["approval"]) + day


def _sure(words: str | None) -> str:
    return UNKNOWN if words is None or words.startswith("#") else words


def _reward(row: Record, texts: Mapping[tuple[int, str], str]) -> str:
    item = "bonus_achievement" if row["reward"] == "Bonus" else "premium_grounds"
    title = texts.get((row["post_number"], "post")) or row["role"]
    words = texts.get((row["post_number"], item))
    share = shown(row["percent"], "percent")
    return f"{title}: {row['reward'].lower()} of {share}. " + (
        f"Grounds: {words}" if words else "No grounds are given."
    )


def _total(row: Record, title: str) -> tuple[str, ...]:
    expenses = row["expenses"]
    if expenses and expenses.isdecimal():
        expenses = f"{int(expenses):,}"
    bands = (row["salary_band"], expenses, row["bonus_band"], row["other_band"],
             row["pension_band"], row["total_band"], row["last_total_band"])  # fmt: skip
    return (title, *(_NIL if words == "0" else _sure(words) for words in bands))
