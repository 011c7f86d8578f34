"""Instructions: the steps in order, what is needed, how to read what the cells say."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from vsm_xl.annual_return.template.description import Sheet, words_table

_STEPS: Final = (
    ("Organisation", ("Enter the organisation, the pay year and the effective date, the size, the "
     "segment from the league table, and the answers on the improvement programme and compliance.")),
    ("Pay ranges", ("Enter or import the official table. It is the annex of pay ranges that NHS "
     "England publishes with the framework; this template contains none.")),
    ("People", ("Enter one row for each very senior manager in post at any time in the pay year. The "
     "annual award needs no entry. A salary that was set in another way is entered whole, with its "
     "first day and the reason.")),
    ("Staff pay", ("Enter the measures of staff pay and the highest-paid director for this year and "
     "last year, or list everybody's pay at the foot of the sheet.")),
    ("Local policy", "Leave it empty unless something was settled locally or by a later circular."),
    ("Checks", ("Work through what is outstanding, from the top: each line leads to the cell and says "
     "what to do. The Cover then reads Ready to sign.")),
    ("Decisions", ("Compare the decision and the reason for each person with the committee's "
     "minutes.")),
    ("Committee paper", ("Print it with Decisions in brief for the committee, or make the whole paper "
     "as PDF with vsm-xl export. Working sheets print when asked: in Excel, choose Ignore Print Area.")),
    ("Pay cases", ("Print a page for each salary that needs national approval, have it signed, and "
     "send it before anything is agreed or announced.")),
    ("Return", ("Send it to NHS England, and keep the workbook for the auditors: each label leads to "
     "where its figure comes from, and vsm-xl trace FILE CELL follows a figure to its paragraph.")),
    ("Remuneration report", "Carry the bands and ratios into the annual accounts."),
    ("Charts", "Show the committee where each salary stands on its range and what the awards cost."),
)  # fmt: skip

_NEEDED: Final = (
    ("Payroll", ("The actual full-year salary of each very senior manager at 31 March, full-time "
     "equivalents, dates in post, and the payments and taxable benefits of the year.")),
    ("Committee", ("The minutes of the remuneration committee: awards lowered, exemptions, bonuses, "
     "premiums, and the grounds for each.")),
    ("NHS England", ("The annex of pay ranges, the segment of the organisation, and any circular on "
     "the award.")),
    ("Accounts", "The percentiles of staff pay, and the total of the highest-paid director."),
)  # fmt: skip

_ANSWERS: Final = (
    ("#N/A", "This cannot be determined yet: something is missing, pending or not loaded.",
     "Read the reason in Decisions, and enter what it names."),
    ("#NUM!", "A number is outside what is allowed.", "Read the reason, and correct the number."),
    ("#VALUE!", "An entry is of the wrong kind, such as text where a number is needed.",
     "Read the reason, and type the entry again."),
    ("#NAME?", "The VSM functions do not answer.",
     "See the foot of the Cover: what to do when they do not answer."),
    ("Empty", "The row is not used.", "Nothing."),
    ("NHS England, or another national body, as the one who approves",
     "If this salary were set now, the committee could not decide alone.",
     "A pay case is needed where the decision is not Annual award only."),
    ("Annual award only",
     ("In the earlier published rules a national award was never a case for central approval. The "
      "text of 2025 is not confirmed on this."),
     "Who approves is shown for information."),
)  # fmt: skip


def sheet() -> Sheet:
    """Describe the sheet."""
    steps = words_table(
        "steps", "Steps", {"step": "Sheet", "what": "What to do, in this order"}, _STEPS,
        heading="Steps",
    )  # fmt: skip
    needed = words_table(
        "needed", "Needed", {"from": "From", "what": "What is needed beforehand"}, _NEEDED,
        heading="What to have to hand",
    )  # fmt: skip
    answers = words_table(
        "answers", "Answers",
        {"shown": "What a cell shows", "means": "What it means", "do": "What to do"}, _ANSWERS,
        heading="How to read the answers",
    )  # fmt: skip
    return Sheet(
        "Instructions",
        "about",
        "How to complete the return, what you need for it, and what the answers mean.",
        (replace(steps, links="step"), needed, replace(answers, page=True)),
        widths=(34, 80, 50),
        about="The steps in order, what you need, how to read the answers",
    )
