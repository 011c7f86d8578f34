"""An annual return made from published figures of a real trust.

The figures are those of Leeds Teaching Hospitals NHS Trust for 2024/25, carried into the pay
year 2025/26; the pay ranges are made up.  What is published, what is derived from it and what
is illustrative is kept apart here and said wherever the demonstration is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from vsm_xl import call, money
from vsm_xl.csv_reader import csv_dicts
from vsm_xl.csv_text import csv_text
from vsm_xl.dates import (
    MONTH_PARTS,
    MONTHS,
    day_in_words,
    month_parts,
    pay_year_days,
    pay_year_from_cell,
    pay_year_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    """Return the yearly salary of which ``paid`` is the pay for a period in office.

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
    """Return the three CSV files from which the return is filled, by their names.

    >>> sorted(input_files())
    ['rr8-organisation.csv', 'rr8-people.csv', 'rr8-ranges.csv']
    """
    return {
        ORGANISATION_CSV: csv_text([("item", "value"), *_organisation().items()]),
        PEOPLE_CSV: _people_csv(),
        RANGES_CSV: _text("illustrative-provider-ranges.csv"),
    }


def published_median_ratio() -> str:
    """Return the median pay ratio that the trust itself published.

    >>> published_median_ratio()
    '7.7'
    """
    return _fair_pay()["ratio_median"]


def provenance() -> list[Provenance]:
    """Return what each group of figures is and where it comes from."""
    segment, fair = _segment(), _fair_pay()
    first, _ = pay_year_days(_pay_year())
    carried = ", ".join(post["role"] for post in _part_year(_carried()))
    left_out = ", ".join(post["role"] for post in _remuneration() if post not in _carried())
    return [
        Provenance("Published", "posts, days in office, pay bands, turnover and percentiles of staff "
                   f"pay of {fair['pay_year']}; segment {segment['league_segment']} of "
                   f"{segment['pay_year']} {segment['quarter']}",
                   f"{fair['source']}; {segment['source']}"),
        Provenance("Derived", "salaries are mid-points of the published bands (annualised: "
                   f"{carried}); posts filled on {day_in_words(first - _A_DAY)} are carried into "
                   f"{pay_year_name(_pay_year())} (not {left_out}, who had left); the rest are the "
                   "workbook's formulas", ""),
        Provenance("Illustrative", "every pay range, and so every position: the official ranges are "
                   "not part of this software", ""),
        Provenance("Left empty", "committee, compliance, payments of 2025/26 and last year's fair pay "
                   "were not published, and are not invented here", ""),
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
    return csv_text([columns, *rows])


def _salary(post: Mapping[str, str]) -> float:
    midpoint = float(call("VSM_BAND_MIDPOINT", post["salary_band_k"]))
    if _whole_year(post):
        return midpoint
    return annual_salary(midpoint, *_days(post))


def _basis(post: Mapping[str, str]) -> str:
    """Return how the salary was derived, and what else was published of the post."""
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
    """Return the posts filled on the day before the pay year."""
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
    return csv_dicts(_text(name))


def _text(name: str) -> str:
    return (files("vsm_xl") / "examples" / name).read_text(encoding="utf-8")
