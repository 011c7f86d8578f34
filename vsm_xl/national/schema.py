"""The tables of a collation: every field with its type, unit, meaning and where it comes from.

The data dictionary, the tables of the database, the files and the reader of returns all follow this
one description.  Names of people and free text are in no table but ``texts``, which stays in the
database and leaves it only into the page of the organisation that wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

FieldType = Literal["VARCHAR", "DOUBLE", "DECIMAL(18,2)", "BIGINT", "BOOLEAN", "DATE"]


@dataclass(frozen=True, slots=True)
class StoreField:
    """A field of a table.

    Attributes:
        name: Its name, lower case.
        type: Its type in the database.
        unit: Its unit, empty where it has none.
        meaning: What it holds, one sentence.
        origin: Where in a return it stands, or how it is worked out.
    """

    name: str
    type: FieldType
    unit: str
    meaning: str
    origin: str


@dataclass(frozen=True, slots=True)
class StoreTable:
    """A table of the collation.

    Attributes:
        name: Its name, which is also that of its files.
        meaning: What a row is.
        fields: Its fields in order.
        key: The fields that tell its rows apart.
        public: Whether it is written as a file; the other tables stay in the database.
    """

    name: str
    meaning: str
    fields: tuple[StoreField, ...]
    key: tuple[str, ...]
    public: bool = True


def _text(name: str, meaning: str, origin: str) -> StoreField:
    return StoreField(name, "VARCHAR", "", meaning, origin)


def _day(name: str, meaning: str, origin: str) -> StoreField:
    return StoreField(name, "DATE", "date", meaning, origin)


def _pounds(name: str, meaning: str, origin: str, unit: str = "£ a year") -> StoreField:
    return StoreField(name, "DECIMAL(18,2)", unit, meaning, origin)


def _count(name: str, meaning: str, origin: str) -> StoreField:
    return StoreField(name, "BIGINT", "number", meaning, origin)


def _ratio(name: str, meaning: str, origin: str) -> StoreField:
    return StoreField(name, "DOUBLE", "ratio", meaning, origin)


def _share(name: str, meaning: str, origin: str) -> StoreField:
    return StoreField(name, "DOUBLE", "fraction", meaning, origin)


def _yes(name: str, meaning: str, origin: str) -> StoreField:
    return StoreField(name, "BOOLEAN", "yes or no", meaning, origin)


_CODE: Final = _text("code", "Code of the organisation.", "Organisation: ODS code")
_YEAR: Final = _text("pay_year", "Pay year of the return.", "Organisation: pay year")
_FILE: Final = _text("file", "Name of the file that was read.", "the file")
_ORIGIN: Final = (_CODE, _YEAR)

RETURNS: Final = StoreTable(
    "returns",
    "One return: an organisation in a pay year.",
    (
        *_ORIGIN,
        _text("organisation", "Name of the organisation.", "Organisation: organisation"),
        _text("kind", "Provider or ICB.", "Organisation: kind of organisation"),
        _text("region", "NHS region, where it is known.", "published list of organisations"),
        _text("type", "Type of organisation, where it is known.", "published list of organisations"),
        StoreField("size", "DOUBLE", "£ or people", "Yearly turnover, or weighted population.",
              "Organisation: size"),
        _text("size_group", "Group of the pay ranges that the size falls into.",
              "Return: size group (VSM_GROUP)"),
        _text("segment_entered", "Segment as entered.", "Organisation: segment in the league table"),
        _text("segment", "Segment in force, the improvement programme included.",
              "Return: segment in force (VSM_SEGMENT)"),
        _text("segment_published", "Segment as published, where it is known.",
              "published list of organisations"),
        _yes("programme", "In the national improvement programme.", "Organisation"),
        _day("segment_date", "Day on which the segment was published.", "Organisation"),
        _day("committee_date", "Day on which the remuneration committee decided.", "Organisation"),
        _day("first_paid", "Day from which the awards were paid.", "Organisation"),
        _yes("complies", "Whether the organisation states that it complies.", "Organisation"),
        _count("posts", "Posts in the return.", "rows of People"),
        _pounds("total_salary", "Salaries before the decisions.", "Return: totals"),
        _pounds("total_award", "Annual awards.", "Return: totals"),
        _pounds("total_new_salary", "Salaries after the decisions.", "Return: totals"),
        _pounds("award_cost", "Cost of the awards with on-costs, a full year.",
                "sum over posts (VSM_AWARD_COST)"),
        _text("fair_pay_year", "Pay year of the fair pay figures.", "Staff pay"),
        _pounds("highest_paid", "Mid-point of the band of the highest-paid director.",
                "Remuneration report"),
        _pounds("staff_median", "Median pay of staff.", "Remuneration report"),
        _ratio("ratio_p25", "Highest-paid director against the 25th percentile.", "Remuneration report"),
        _ratio("ratio_median", "Highest-paid director against the median.", "Remuneration report"),
        _ratio("ratio_p75", "Highest-paid director against the 75th percentile.", "Remuneration report"),
        _ratio("ratio_median_last_year", "The ratio to the median of the year before.",
               "Remuneration report"),
        _ratio("ratio_p25_last_year", "The ratio to the 25th percentile of the year before.",
               "Remuneration report"),
        _ratio("ratio_p75_last_year", "The ratio to the 75th percentile of the year before.",
               "Remuneration report"),
        _yes("ratio_explained", "Whether the change of the ratios is explained in words.",
             "Remuneration report: explanation"),
        _text("range_table", "Fingerprint of the pay-range table used, 12 digits.",
              "Pay ranges, canonical text"),
        _text("range_status", "Status of the rows of that table.", "Pay ranges: status"),
        _yes("simulated", "Whether the return is simulated, so that its figures are invented.",
             "Pay ranges: source"),
        _text("master_check", "What the checks come to.", "Checks: master check"),
        _count("checks_failed", "Checks that fail.", "Checks"),
        _count("checks_waiting", "Checks that are not complete.", "Checks"),
        _text("template", "Version of the template.", "the workbook"),
        _text("edition", "Edition of the framework data it was computed with.", "audit trail"),
        _text("software", "Software that computed it last.", "audit trail"),
        _day("recalculated_on", "Day of that computation, as stamped.", "audit trail"),
        _text("fingerprint", "Fingerprint of the inputs.", "audit trail, worked out again"),
    ),
    ("code", "pay_year"),
)  # fmt: skip

POSTS: Final = StoreTable(
    "posts",
    "One post of a return.",
    (
        *_ORIGIN,
        _count("post_number", "Number of the post in its return, from 1.", "order of People"),
        _text("role", "Role by which the post is measured.", "People: role"),
        _text("decision", "Kind of decision.", "People: kind of decision"),
        StoreField("fte", "DOUBLE", "WTE", "Full-time equivalent.", "Decisions"),
        _day("in_post_from", "First day in the post.", "People"),
        _day("in_post_to", "Last day in the post, empty while it lasts.", "People"),
        _pounds("salary", "Salary before the decision.", "Decisions"),
        _text("eligible", "Yes, No, or the error.", "Decisions (VSM_ELIGIBLE)"),
        _text("reason", "Code of the reason of the award.", "Decisions: reason (VSM_WHY)"),
        _yes("exempt", "Exempt from the withholding of the award.", "People"),
        _pounds("award", "Annual award.", "Decisions (VSM_AWARD)"),
        _pounds("change", "Other change of the salary.", "Decisions"),
        _pounds("new_salary", "Salary after the decision.", "Decisions"),
        _pounds("minimum", "Minimum of the pay range.", "Decisions (VSM_BENCHMARK)"),
        _pounds("operational_maximum", "Operational maximum of the pay range.", "Decisions"),
        _pounds("exception_maximum", "Exception maximum of the pay range, where there is one.",
                "VSM_BENCHMARK on the return's pay ranges"),
        _text("position", "Position of the new salary on the range.", "Decisions (VSM_POSITION)"),
        _ratio("compa_ratio", "New salary at full time against the mid-point of the range.",
               "Decisions"),
        _text("approval", "Who decides a salary of this height.", "Decisions (VSM_APPROVAL)"),
        _yes("case_needed", "Whether the decision needs a national pay case.",
             "approval not local, and more than the annual award"),
        _day("approved_on", "Day of the national approval, where given.", "People"),
        _pounds("bonus", "Bonus.", "Decisions (VSM_BONUS)", "£"),
        _share("bonus_percent", "Bonus as a share of the new salary.", "People"),
        _yes("bonus_explained", "Whether the achievement is stated.", "People"),
        _pounds("premium", "Temporary premium.", "Decisions (VSM_PREMIUM)"),
        _share("premium_percent", "Premium as a share of the new salary.", "People"),
        _yes("premium_explained", "Whether the grounds are stated.", "People"),
        _pounds("forgone", "Pay at risk that was not earned back.", "Decisions (VSM_EARN_BACK)"),
        _pounds("award_cost", "Cost of the award with on-costs, a full year.",
                "Decisions (VSM_AWARD_COST)"),
        _yes("departs", "Whether the decision departs from the framework.", "Decisions"),
        _yes("departure_explained", "Whether the departure is explained.", "People"),
        _text("salary_cell", "Cell of the salary in the return.", "the workbook"),
    ),
    ("code", "pay_year", "post_number"),
)  # fmt: skip

CHECKS: Final = StoreTable(
    "checks",
    "A check of a return that does not pass.",
    (
        *_ORIGIN,
        _text("check_code", "Code of the check.", "Checks"),
        _text("what", "What is checked.", "Checks"),
        _text("where_found", "Where the first fault stands.", "Checks"),
        _text("result", "Fail or Not complete.", "Checks"),
        _text("settles_it", "What settles it.", "Checks"),
    ),
    ("code", "pay_year", "check_code"),
)

DEPARTURES: Final = StoreTable(
    "departures",
    "A departure from the framework (comply or explain), of one kind in one post.",
    (
        *_ORIGIN,
        _count("post_number", "Number of the post.", "order of People"),
        _text("role", "Role of the post.", "People"),
        _text("departure", "Kind: award, salary, bonus or premium.", "Decisions"),
        _yes("explained", "Whether it is explained.", "People"),
    ),
    ("code", "pay_year", "post_number", "departure"),
)

CASES: Final = StoreTable(
    "pay_cases",
    "A decision that needs approval above the committee.",
    (
        *_ORIGIN,
        _count("post_number", "Number of the post.", "order of People"),
        _text("role", "Role of the post.", "People"),
        _text("decision", "Kind of decision.", "People"),
        _pounds("new_salary", "Salary after the decision.", "Decisions"),
        _text("approval", "Who decides.", "Decisions"),
        _day("approved_on", "Day of approval, empty while it is outstanding.", "People"),
    ),
    ("code", "pay_year", "post_number"),
)

EXEMPTIONS: Final = StoreTable(
    "exemptions",
    "A post exempt from the withholding of the award.",
    (
        *_ORIGIN,
        _count("post_number", "Number of the post.", "order of People"),
        _text("role", "Role of the post.", "People"),
        _pounds("award", "Award that was paid.", "Decisions"),
        _yes("explained", "Whether grounds are stated.", "People"),
    ),
    ("code", "pay_year", "post_number"),
)

REWARDS: Final = StoreTable(
    "bonuses_and_premiums",
    "A bonus or a temporary premium.",
    (
        *_ORIGIN,
        _count("post_number", "Number of the post.", "order of People"),
        _text("role", "Role of the post.", "People"),
        _text("reward", "Bonus or Premium.", "People"),
        _share("percent", "Share of the new salary.", "People"),
        _pounds("amount", "Amount.", "Decisions", "£"),
        _yes("explained", "Whether achievement or grounds are stated.", "People"),
    ),
    ("code", "pay_year", "post_number", "reward"),
)

REMUNERATION: Final = StoreTable(
    "remuneration",
    "The single total figure of a post, in bands as the accounts publish it.",
    (
        *_ORIGIN,
        _count("post_number", "Number of the post.", "order of People"),
        _text("role", "Role of the post.", "People"),
        _text("salary_band", "Salary and fees, £000.", "Remuneration report"),
        _text("expenses", "Taxable expenses and benefits, £, rounded.", "Remuneration report"),
        _text("bonus_band", "Performance pay and bonuses, £000.", "Remuneration report"),
        _text("other_band", "Other payments, £000.", "Remuneration report"),
        _text("pension_band", "Pension-related benefits, £000.", "Remuneration report"),
        _text("total_band", "Total, £000; empty until every part is known.", "Remuneration report"),
        _text("last_total_band", "Total of last year, £000.", "Remuneration report"),
    ),
    ("code", "pay_year", "post_number"),
)

FIGURES: Final = StoreTable(
    "figures",
    "A figure of the framework that a return was computed with.",
    (
        *_ORIGIN,
        _text("figure", "Name of the figure.", "Parameters"),
        _text("value", "Its value, as shown.", "Parameters"),
        _text("source", "Document and place.", "Parameters"),
    ),
    ("code", "pay_year", "figure"),
)

#: Whether the award of a post ``p`` is not determined: it is due, was not withheld, and is not known.
#: Who was appointed in the year has no salary at 31 March, and no award is due.
OPEN_AWARD: Final = (
    "(p.eligible <> 'No' AND (p.award IS NULL AND (p.salary IS NOT NULL OR coalesce("
    "p.in_post_from < make_date(CAST(left(p.pay_year, 4) AS INTEGER), 4, 1), true)) "
    "OR p.award_cost IS NULL AND p.award IS NOT NULL))"
)
MANIFEST: Final = StoreTable(
    "manifest",
    "A file that was given, and what became of it.",
    (
        _FILE,
        _text("sha256", "SHA-256 of its bytes.", "the file"),
        _text("outcome", "Taken, taken with warnings, or refused.", "this collation"),
        _text("why", "Why, in words.", "this collation"),
        StoreField("code", "VARCHAR", "", "Code of the organisation, where it could be read.",
              "Organisation: ODS code"),
        StoreField("pay_year", "VARCHAR", "", "Pay year, where it could be read.",
              "Organisation: pay year"),
        _text("fingerprint", "Fingerprint of the inputs, where they could be read.", "audit trail"),
        _text("results", "Whether its stored results were each confirmed, or it was recalculated.",
              "this collation"),
        _day("read_on", "Day on which it was read.", "this collation"),
        _yes("counted", "Whether it is the return that counts for its organisation and year.",
             "this collation"),
    ),
    ("file",),
)  # fmt: skip

DIFFERENCES: Final = StoreTable(
    "differences",
    "Something about a return that a collector must see.",
    (
        *_ORIGIN,
        _FILE,
        _text("difference", "Kind of difference.", "this collation"),
        _text("in_words", "What differs, from what.", "this collation"),
    ),
    ("file", "difference"),
)

TEXTS: Final = StoreTable(
    "texts",
    "Words of a return: for the page of its organisation only.",
    (
        *_ORIGIN,
        _count("post_number", "Number of the post, 0 for the return.", "order of People"),
        _text("item", "What the words are.", "key of the entry"),
        _text("words", "The words as entered.", "People, Organisation"),
    ),
    ("code", "pay_year", "post_number", "item"),
    public=False,
)

TABLES: Final = (
    RETURNS, POSTS, CHECKS, DEPARTURES, CASES, EXEMPTIONS, REWARDS, REMUNERATION, FIGURES, DIFFERENCES,
    MANIFEST, TEXTS,
)  # fmt: skip
