"""A check of the return, and the code by which people cite it."""

from __future__ import annotations

from typing import Final, NamedTuple

NONE: Final = "=0"


class Check(NamedTuple):
    """A check of the whole return: formulas that count, where to look, and what to do.

    ``where`` is a reference to a cell, put into words by the layout, or a formula that uses
    ``row``: a formula for the first row of People concerned, counted from the last row (1), or 0
    where there is none.  ``column`` is the key of the column of People where the remedy is typed.
    """

    key: str
    what: str
    where: str
    action: str
    faults: str = NONE
    missing: str = NONE
    row: str = NONE
    column: str = ""
    #: What is said of the value that stands there, before what is to be done; ``found`` is the value.
    says: str = '=IF([found]="","","\'"&[found]&"\': ")'

    @property
    def number(self) -> int:
        """The number by which people cite the check; it never changes."""
        return ADOPTED.index(self.key) + 1

    @property
    def code(self) -> str:
        """Its code, such as ``C012``."""
        return f"C{self.number:03}"


#: Every check in the order of adoption, from which its code follows: only ever add at the end.
ADOPTED: Final = (
    "identity", "day", "first_paid", "size", "segment", "programme", "committee", "explained",
    "complies", "ranges", "ranges_status", "illustrative", "derived", "superseded", "people", "posts",
    "kinds", "starts", "dates", "duplicates", "grounds", "national", "justified", "set_days",
    "achievement", "premium_days", "premium_year", "premium_grounds", "terms", "achieved",
    "rest_of_pay", "withheld", "unapproved", "bonus", "premium", "decided", "routes", "measured",
    "errors", "eligible", "threshold", "in_out", "cast", "returned", "rewards", "bands", "costs",
    "cases", "printed", "percentiles", "percentiles_last_year", "staff_pay_year", "two_sources",
    "paid_more", "highest_paid",
    # Adopted with the second edition.
    "framework", "segment_first", "programme_counts", "committee_first", "last_year_only",
    "over_award", "below_minimum", "fte_salary", "last_total", "outputs",
    "top_band", "thousands", "range_order", "salary_order", "counts", "above",
    "top_band_last_year", "thousands_last_year", "range_order_last_year", "salary_order_last_year",
    "counts_last_year", "above_last_year", "staff_pay_last_year", "earlier_years", "changes_given",
    "range_given", "salaries_given", "persons", "bonus_once", "day_rates", "severance", "shared",
    "pending", "edition", "ratios_why", "roles",
)  # fmt: skip
