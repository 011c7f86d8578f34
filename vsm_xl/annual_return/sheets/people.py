"""People: one row per very senior manager, with what is asked for each."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.description import Column, Sheet, Table
from vsm_xl.annual_return.kinds import (
    AWARD_GIVEN,
    CHOICE,
    DATE,
    FRACTION,
    MONEY,
    SHORT_TEXT,
    WORDS,
    WTE,
)  # fmt: skip

COLUMNS: Final = (
    Column("post", "Post", SHORT_TEXT, "text", "title of the post, no name of a person.", 34),
    Column("role", "Role", SHORT_TEXT, "text",
           "the role in the pay-range table that the post is measured by.", 26),
    Column("decision", "Kind of decision", CHOICE, "list",
           "annual award only, or what else was decided.", 22,
           choices="vsm_list_decisions"),
    Column("fte", "Full-time equivalent", WTE, "WTE", "1 for full time; empty counts as 1.", 13),
    Column("in_post_from", "In post from", DATE, "date", "first day in the post.", 13),
    Column("in_post_to", "In post to", DATE, "date",
           "last day in the post; empty if still in it.", 13),
    Column("salary", "Salary at 31 March", MONEY, "£ per year",
           "actual full-year salary on the day before the pay year begins.", 16),
    Column("salary_basis", "Basis of the salary", CHOICE, "list",
           "where the amount comes from.", 16, choices="vsm_list_bases"),
    Column("exempt", "Exempt", CHOICE, "list",
           "Yes where the committee exempts the post from withholding.", 11,
           choices="vsm_list_switch"),
    Column("exempt_grounds", "Grounds of exemption", WORDS, "text",
           "why, with the date of the decision.", 44),
    Column("award_given", "Award given if lower", AWARD_GIVEN, "%",
           "a percentage below the national award, or none; empty for the national award.", 16),
    Column("bonus_percent", "Bonus", FRACTION, "%", "share of salary; empty for none.", 11),
    Column("bonus_achievement", "Achievement the bonus is for", WORDS, "text",
           "the exceptional performance, in evidence.", 44),
    Column("premium_percent", "Premium", FRACTION, "%",
           "temporary increase for a challenged organisation; empty for none.", 14),
    Column("premium_from", "Premium from", DATE, "date", "first day.", 13),
    Column("premium_to", "Premium to", DATE, "date", "last day.", 13),
    Column("premium_grounds", "Grounds of the premium", WORDS, "text",
           "why the organisation is challenged and the premium needed.", 44),
    Column("other_payments", "Other payments", MONEY, "£", "in the pay year.", 16),
    Column("expenses", "Taxable expenses and benefits", MONEY, "£", "in the pay year.", 16),
    Column("pension_benefit", "Pension-related benefit", MONEY, "£",
           "as worked out for the single total figure.", 16),
    Column("justification", "Justification", WORDS, "text",
           "why this decision, for every kind but annual award only.", 60),
)  # fmt: skip


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    return Sheet(
        "People",
        "People",
        "input",
        "Enter one row for each very senior manager. Units stand in row 5, guidance in row 6. "
        "Input cells are pale yellow with a border.",
        (Table("people", "People", COLUMNS, people, guided=True, lines_high=3),),
        about="One row for each very senior manager",
    )
