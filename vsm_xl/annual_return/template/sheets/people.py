"""People: one row per very senior manager, with what is asked for each."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Column, Named, Sheet, Table
from vsm_xl.annual_return.template.field_types import (
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
           "actual full-year salary on the day before the pay year begins; empty if nobody was in post.", 16),
    Column("salary_basis", "Basis of the salary", CHOICE, "list",
           "where the amount comes from.", 16, choices="vsm_list_bases"),
    Column("exempt", "Exempt", CHOICE, "list",
           "Yes where the committee exempts the post.", 11,
           choices="vsm_list_switch"),
    Column("exempt_grounds", "Grounds of exemption", WORDS, "text",
           "why, with the date of the decision.", 44),
    Column("award_given", "Award given if lower", AWARD_GIVEN, "%",
           "a percentage below the national award, or none; empty for the national award.", 16,
           page=True),
    Column("salary_set", "Salary set otherwise", MONEY, "£ per year",
           "the whole new salary, award included, where more than the award was decided or nobody "
           "was in the post before.", 18),
    Column("set_from", "Salary set from", DATE, "date",
           "first day of that salary, in the pay year; empty for the effective date.", 14),
    Column("approved_on", "Approved nationally on", DATE, "date",
           "day of NHS England's approval, where the route is not local; before the salary is paid.", 15),
    Column("bonus_percent", "Bonus", FRACTION, "%", "share of the full-year new salary, also for part of a year; empty for none.", 14),
    Column("bonus_achievement", "Achievement the bonus is for", WORDS, "text",
           "the exceptional performance, in evidence.", 30),
    Column("premium_percent", "Premium", FRACTION, "%",
           "temporary increase for a challenged organisation; empty for none.", 14),
    Column("premium_from", "Premium from", DATE, "date", "first day.", 13),
    Column("premium_to", "Premium to", DATE, "date", "last day.", 13),
    Column("premium_grounds", "Grounds of the premium", WORDS, "text",
           "why the organisation is challenged and the premium needed.", 29),
    Column("at_risk", "Pay at risk", FRACTION, "%",
           "share of basic pay to be earned back; empty for none.", 11, page=True),
    Column("achieved", "Objectives achieved", FRACTION, "%",
           "share of the objectives met.", 13),
    Column("earn_back_terms", "Terms of the earn-back", WORDS, "text",
           "the objectives, agreed beforehand, and who judged them.", 44),
    Column("other_payments", "Other payments", MONEY, "£", "in the pay year; 0 for none.", 16),
    Column("expenses", "Taxable expenses and benefits", MONEY, "£", "in the pay year; 0 for none.",
           16),
    Column("pension_benefit", "Pension-related benefit", MONEY, "£",
           "as worked out for the single total figure; 0 for none.", 16),
    Column("last_total", "Single total last year", SHORT_TEXT, "£000 band",
           "the band published for last year, such as 285-290; n/a if not in post.", 16),
    Column("justification", "Justification", WORDS, "text",
           "why this decision, for every kind but annual award only.", 86, page=True),
    Column("departure", "Explanation of a departure", WORDS, "text",
           "why the framework was not followed, where Decisions shows a departure.", 86),
)  # fmt: skip


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    return Sheet(
        "People",
        "People",
        "input",
        "Enter one row for each manager.",
        (
            Table(
                "people",
                "People",
                COLUMNS,
                people,
                guided=True,
                people=(0, people),
                names=(
                    Named("vsm_set_from", "set_from"),
                    Named("vsm_premium_from", "premium_from"),
                    Named("vsm_premium_to", "premium_to"),
                ),
            ),
        ),
        scale=60,
        about="One row for each very senior manager",
    )
