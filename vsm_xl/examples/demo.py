"""An annual return made from published figures of a real trust.

The figures are those of Leeds Teaching Hospitals NHS Trust for 2024/25, carried into the pay
year 2025/26; the pay ranges are made up.  What is published, what is derived from it and what
is illustrative is kept apart here and said wherever the demonstration is shown.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from vsm_xl import call, money
from vsm_xl.dates import (
    MONTH_PARTS,
    MONTHS,
    month_parts,
    pay_year_days,
    pay_year_from_cell,
    pay_year_name,
)
from vsm_xl.framework.edition import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Published roles that are not directors reporting to the chief executive.
_ROLES: Final = {"Chief Executive": "Chief executive"}
_DIRECTOR: Final = "Director"
_A_DAY: Final = timedelta(days=1)
_NOT_PUBLISHED: Final = "n/a"

WORKBOOK: Final = "vsm-annual-return-RR8-2025-26.xlsx"
ORGANISATION_CSV: Final = "rr8-organisation.csv"
PEOPLE_CSV: Final = "rr8-people.csv"
RANGES_CSV: Final = "rr8-ranges.csv"


@dataclass(frozen=True)
class Provenance:
    """Where a group of figures comes from: published, derived, illustrative, or left empty."""

    status: str
    what: str
    source: str


def annual_salary(paid: float, first: date, last: date) -> float:
    """Give the yearly salary of which ``paid`` is the pay for a period in office.

    The inverse of ``VSM_PRORATA``: whole calendar months are twelfths of a year, part months
    count by the calendar days of that month; to the nearest penny.

    Args:
        paid: pay for the period, in pounds.
        first: first day in office.
        last: last day in office, which counts.

    >>> annual_salary(94451.61, date(2024, 8, 5), date(2025, 3, 31))
    144000.0
    """
    parts = month_parts(first, last + _A_DAY)
    return float(money.to_pounds(money.times(money.to_pence(paid), MONTHS * MONTH_PARTS, parts)))


def input_files() -> dict[str, str]:
    """Give the three CSV files from which the return is filled, by their names.

    >>> sorted(input_files())
    ['rr8-organisation.csv', 'rr8-people.csv', 'rr8-ranges.csv']
    """
    return {
        ORGANISATION_CSV: _csv([("item", "value"), *_organisation().items()]),
        PEOPLE_CSV: _people_csv(),
        RANGES_CSV: _text("illustrative-provider-ranges.csv"),
    }


def provenance() -> list[Provenance]:
    """Say of each group of figures what it is and where it comes from."""
    pay, segment, fair = _remuneration()[0], _segment(), _fair_pay()
    report = pay["source"]
    first, _ = pay_year_days(_pay_year())
    carried = ", ".join(post["role"] for post in _part_year(_carried()))
    left_out = ", ".join(post["role"] for post in _remuneration() if post not in _carried())
    return [
        Provenance("Published", "posts, days in office, salary bands, expenses, other payments, "
                   "pension benefits and totals of 2024/25", report),
        Provenance("Published", f"turnover £{int(fair['turnover']):,}, highest-paid director in "
                   f"the band {fair['highest_paid_director_band_k']}, percentiles of staff pay; "
                   f"the trust itself published a median ratio of {fair['ratio_median']}",
                   fair["source"]),
        Provenance("Published", f"segment {segment['league_segment']}, {segment['pay_year']} "
                   f"{segment['quarter']}; not in the national improvement programme",
                   segment["source"]),
        Provenance("Derived", "salary at 31 March: the mid-point of the published band, because "
                   "salaries themselves are not published", "VSM_BAND_MIDPOINT"),
        Provenance("Derived", f"yearly salary of a post held for part of the year ({carried}): "
                   "that mid-point, annualised by months and days", "the inverse of VSM_PRORATA"),
        Provenance("Derived", f"posts filled on {day_in_words(first - _A_DAY)} carried into "
                   f"{pay_year_name(_pay_year())}, in post from its first day, full time assumed, "
                   "decision: annual award only; the role of each in the range table",
                   f"not carried, because they had left: {left_out}"),
        Provenance("Derived", "eligibility, awards, new salaries, positions, approval routes, "
                   "bands and ratios", "the workbook's formulas; each has its reason and source"),
        Provenance("Illustrative", "every pay range, and so every position and compa-ratio: the "
                   "figures of the official annex are not part of this software",
                   "made up for the demonstration"),
        Provenance("Left empty", "day of publication of the segment, committee's meeting, "
                   "compliance statement, payments of 2025/26, fair pay figures of the year "
                   "before: not published, and nobody's answers are invented here", ""),
    ]  # fmt: skip


def _organisation() -> dict[str, str]:
    fair, segment = _fair_pay(), _segment()
    first = pay_year_days(_pay_year())[0].isoformat()
    return {
        "ods_code": fair["ods_code"],
        "organisation": fair["organisation"],
        "kind": "Provider",
        "pay_year": segment["pay_year"],
        "date": first,
        "size": fair["turnover"],
        "size_date": first,
        "league_segment": segment["league_segment"],
        "programme": "No",
        "staff_pay_year": fair["pay_year"],
        "highest_paid": fair["highest_paid_director_band_k"],
        "p25": fair["percentile_25"],
        "median": fair["median"],
        "p75": fair["percentile_75"],
    }


def _people_csv() -> str:
    columns = (
        "post", "role", "decision", "in_post_from", "salary", "salary_basis", "last_total",
        "justification",
    )  # fmt: skip
    first = pay_year_days(_pay_year())[0].isoformat()
    rows = [
        (
            post["role"], _ROLES.get(post["role"], _DIRECTOR), "Annual award only", first,
            f"{_salary(post):.2f}", "Derived", post["total_band_k"], _basis(post),
        )
        for post in _carried()
    ]  # fmt: skip
    return _csv([columns, *rows])


def _salary(post: Mapping[str, str]) -> float:
    midpoint = float(call("VSM_BAND_MIDPOINT", post["salary_band_k"]))
    if _whole_year(post):
        return midpoint
    return annual_salary(midpoint, *_days(post))


def _basis(post: Mapping[str, str]) -> str:
    """Say how the salary was derived, and what else was published of the post."""
    first, last = map(day_in_words, _days(post))
    words = f"Salary: mid-point of the band published for {post['pay_year']} (£000: {post['salary_band_k']})"
    if not _whole_year(post):
        words += (
            f", in office from {first} to {last} only, and therefore annualised by whole months "
            "and, in part months, by days"
        )
    context = [
        f"taxable expenses £{int(post['expenses_100s']) * 100:,}",
        f"other payments {_band(post['other_payments_band_k'])}",
        f"pension benefit {_band(post['pension_benefit_band_k'])}",
    ]
    return f"{words}. Also published for {post['pay_year']}: {', '.join(context)}."


def _band(published: str) -> str:
    if published == _NOT_PUBLISHED:
        return "not applicable"
    return "nil" if published == "0" else f"in the band {published} (£000)"


def _carried() -> list[dict[str, str]]:
    """Give the posts filled on the day before the pay year."""
    last = pay_year_days(_pay_year())[0] - _A_DAY
    return [post for post in _remuneration() if _days(post)[1] == last]


def _part_year(posts: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return [post for post in posts if not _whole_year(post)]


def _whole_year(post: Mapping[str, str]) -> bool:
    return _days(post) == pay_year_days(pay_year_from_cell(post["pay_year"]))


def _days(post: Mapping[str, str]) -> tuple[date, date]:
    return date.fromisoformat(post["in_office_from"]), date.fromisoformat(post["in_office_to"])


def _pay_year() -> int:
    return pay_year_from_cell(_segment()["pay_year"])


def _remuneration() -> list[dict[str, str]]:
    return _records("rr8-2024-25-remuneration.csv")


def _segment() -> dict[str, str]:
    return _records("rr8-2025-26-segment.csv")[0]


def _fair_pay() -> dict[str, str]:
    return _records("rr8-2024-25-fair-pay.csv")[0]


def _records(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_text(name), newline="")))


def _text(name: str) -> str:
    return (files("vsm_xl") / "examples" / name).read_text(encoding="utf-8")


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
