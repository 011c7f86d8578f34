"""Instructions: the steps in order, what is needed, how to read what the cells say."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Column, Sheet, Table
from vsm_xl.annual_return.template.field_types import SHORT_TEXT, WORDS

_STEPS: Final = (
    ("Organisation", ("Enter the organisation, the pay year and the effective date, the size, the "
     "segment from the league table, and the answers on the improvement programme and compliance.")),
    ("Pay ranges", ("Enter or import the official table: it is the annex of pay ranges that NHS "
     "England publishes with the framework. This template contains no ranges.")),
    ("People", ("Enter one row for each very senior manager in post at any time in the pay year. The award "
     "needs no entry; a salary set in another way is entered whole, with its day and its reasons.")),
    ("Staff pay", ("Enter the measures of staff pay and the highest-paid director, for this year and last "
     "year; or list everybody's pay at the foot of the sheet instead of this year's measures.")),
    ("Local policy", "Leave it empty unless something was settled locally or by a later circular."),
    ("Checks", ("Work through every line that reads Fail or Not complete, until the master check "
     "reads Pass.")),
    ("Decisions", ("Read the decision and the reason for each person, and compare them with the "
     "committee's minutes.")),
    ("Return", "Send it to NHS England; keep the workbook for the auditors."),
    ("Remuneration report", "Carry the bands and ratios into the annual accounts."),
    ("Pay cases", ("Print a page for each salary that is decided nationally and changed by more than the "
     "award, have it signed, and send it before anything is agreed or announced.")),
    ("Charts", "Show the committee where each salary stands and what the awards cost."),
)  # fmt: skip

_NEEDED: Final = (
    ("Payroll", ("Actual full-year salary of each very senior manager at 31 March, full-time "
     "equivalent, dates in post, payments and taxable benefits of the year.")),
    ("Committee", ("Minutes of the remuneration committee: awards lowered, exemptions, bonuses, "
     "premiums, their grounds.")),
    ("NHS England", "The pay-range annex, the segment of the organisation, any circular on the award."),
    ("Accounts", "Percentiles of staff pay and the total of the highest-paid director."),
)  # fmt: skip

_ANSWERS: Final = (
    ("#N/A", "Cannot be determined yet: something is missing, pending or not loaded.",
     "Read the reason in Decisions; enter what it names."),
    ("#NUM!", "A number is outside what is allowed.", "Read the reason; correct the number."),
    ("#VALUE!", "An entry is of the wrong kind, such as text where a number is needed.",
     "Read the reason; type the entry anew."),
    ("#NAME?", "The VSM functions do not answer.", "Install the add-in and open the workbook again."),
    ("Empty", "The row is not used.", "Nothing."),
    ("NHS England as approval route",
     "The salary, when it is set, is beyond what the committee may decide alone.",
     "A pay case is needed where the kind of decision is not Annual award only."),
    ("Annual award only",
     ("A national award as such was no case for central approval in the earlier published regimes; "
     "the text of 2025 is not confirmed on this."),
     "The route is shown for information."),
)  # fmt: skip


def sheet() -> Sheet:
    """Describe the sheet."""
    steps = Table(
        "steps",
        "Steps",
        (
            Column("step", "Sheet", SHORT_TEXT, entry=False),
            Column("what", "What to do, in this order", WORDS, entry=False),
        ),
        tuple({"step": step, "what": what} for step, what in _STEPS),
        heading="Steps",
        links="step",
    )
    needed = Table(
        "needed",
        "Needed",
        (
            Column("from", "From", SHORT_TEXT, entry=False),
            Column("what", "What is needed beforehand", WORDS, entry=False),
        ),
        tuple({"from": source, "what": what} for source, what in _NEEDED),
        heading="What to have at hand",
    )
    answers = Table(
        "answers",
        "Answers",
        (
            Column("shown", "What a cell shows", SHORT_TEXT, entry=False),
            Column("means", "What it means", WORDS, entry=False),
            Column("do", "What to do", WORDS, entry=False),
        ),
        tuple({"shown": shown, "means": means, "do": do} for shown, means, do in _ANSWERS),
        heading="How to read the answers",
        page=True,
    )
    return Sheet(
        "Instructions",
        "Instructions",
        "about",
        "How to complete the return, what is needed for it, and what the answers mean.",
        (steps, needed, answers),
        widths=(34, 80, 50),
        landscape=True,
        about="Steps in order, what is needed, how to read errors",
    )
