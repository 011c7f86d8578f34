"""Meanings of exported values for which the workbook has no words that stand alone."""

from __future__ import annotations

from typing import Final

_MEASURE: Final = "What the row is of, as the report names it."
_AGAINST: Final = "divided by that of last year, less 1; empty where there was none."
_SIGN: Final = "Left for name, signature and date."
_BAND: Final = "as the disclosure band in thousands of pounds."
_FULL_TIME: Final = "divided by the full-time equivalent."

#: Meanings by table and key, where the workbook has none in words that stand alone.
MEANINGS: Final = {
    ("decisions", "fte"): "Share of full time as in People; 1 where that is empty.",
    ("decisions", "eligible"): "Yes where the annual award of the pay year may be paid to the post.",
    ("decisions", "arrears"):
        "Back pay of the award from its first day until it is first paid, within the pay year.",
    ("decisions", "minimum"): "Lower end of the pay range of the role; #N/A without a range.",
    ("decisions", "operational_maximum"):
        "Upper end of the pay range of the role that needs no case; #N/A without a range.",
    ("decisions", "midpoint"): "Middle between minimum and operational maximum.",
    ("decisions", "new_salary"):
        "Salary at 31 March, award and other change added up; empty while there is none.",
    ("decisions", "position"):
        "Where the new salary, at full time, stands in the pay range of the role.",
    ("decisions", "approval"): "Who decides when the salary is set.",
    ("decisions", "earn_back"): "Pay at risk in a full year that was not earned back.",
    ("decisions", "award_cost"):
        "Award with employer's National Insurance, pension and levy in a full year, at the rates of "
        "the end of the pay year.",
    ("decisions", "salary_paid"): "Salary before any change for the days in post in the pay year.",
    ("decisions", "award_paid"): "Award for the days from its first day to the last in post.",
    ("decisions", "change_paid"):
        "Other change of salary for the days from its first day to the last in post.",
    ("decisions", "premium_paid"): "Premium for its days within the time in post.",
    ("decisions", "forgone_paid"): "Pay at risk of the pay paid that was not earned back.",
    ("decisions", "change_from"):
        "First day of the other change of salary: as in People, or the effective date.",
    ("decisions", "cases"):
        "Running number of the posts changed by more than the award and decided nationally.",
    ("decisions", "total"):
        "New salary, bonus and premium of a full year, less pay forgone.",
    ("decisions", "award_from"): "The effective date, or the first day in post if that is later.",
    ("decisions", "premium_from"):
        "First day of the premium, or first day in post in the pay year if that is later.",
    ("decisions", "fees"): "Salary, award, other change and premium paid, less pay forgone.",
    ("decisions", "remuneration"): "Total without pension benefit, and pension-related benefit.",
    ("decisions", "departure_award"):
        "Sentence where an award was paid that the framework withholds; otherwise empty.",
    ("decisions", "departure_salary"):
        "Sentence where a salary beyond the committee's powers was not approved first.",
    ("decisions", "departure_bonus"): "Sentence where a bonus is over its limit.",
    ("decisions", "departure_premium"): "Sentence where a premium is over its limit.",
    ("decisions", "departure"): "Every departure of the post, one sentence each.",
    ("decisions", "reason"): "Reason code of the award and a sentence that explains it.",
    ("decisions", "open"):
        "Reason code and sentence where the position in the pay range cannot be determined.",
    ("decisions", "same"):
        "How many rows of People have this post and first day; 1 where there is no other.",
    ("decisions", "row"): "Row of the sheet People in which the entries of the post stand.",
    ("return_facts", "master"): "Result of all checks together: Pass, Fail or Not complete.",
    ("return_facts", "organisation"): "Full name of the organisation.",
    ("return_facts", "complies"): "Whether the organisation complies with the framework.",
    ("return_facts", "group"):
        "Group of the pay-range table in which the organisation lies by its size.",
    ("return_facts", "segment"):
        "Segment of the league table, or that of the national improvement programme.",
    ("return_facts", "posts"): "How many posts the return has.",
    ("return_facts", "awarded"): "How many posts have an award of more than nothing.",
    ("return_facts", "national"): "How many new salaries NHS England decides on.",
    ("return_facts", "cases"): "How many salaries need a pay case.",
    ("return_facts", "departures"): "How many posts have a departure from the framework.",
    ("return_facts", "software"): "Software that last stamped the audit trail, with its version.",
    ("return_facts", "edition"): "Edition of the framework's data at the last stamp.",
    ("return_facts", "engine"): "What computed the formulas at the last stamp.",
    ("return_facts", "recalculated"): "Day of the last stamp of the audit trail.",
    ("return_facts", "fingerprint"):
        "SHA-256 of everything entered, as it was at the last stamp.",
    ("returned", "departure"):
        "Title of the post, its departures, and the explanation given in People.",
    ("highest", "staff_pay_year"): "The year entered for this year's figures of Staff pay.",
    ("highest", "staff_pay_year_last_year"):
        "The year entered for last year's figures of Staff pay.",
    ("highest", "highest_paid"):
        "Total of this year's highest-paid director without pension benefits, in its band.",
    ("highest", "highest_paid_midpoint"): "Middle of that band, this year's.",
    ("highest", "highest_paid_last_year"):
        "Total of last year's highest-paid director without pension benefits, in its band.",
    ("highest", "highest_paid_last_year_midpoint"): "Middle of that band, last year's.",
    ("highest", "highest_paid_change"): f"This year's mid-point {_AGAINST}",
    ("highest", "band_end"):
        "Upper end of this year's band in pounds; empty where an amount was entered.",
    ("highest", "band_start"):
        "Lower end of this year's band in pounds; empty without a list of everybody's pay.",
    ("highest", "in_band"): "How many people of that list are paid from lower to upper end.",
    ("highest", "against_list"):
        "The amount entered for the highest-paid director, or a penny below the band's upper end.",
    ("highest", "paid_more"):
        "How many people of the list are paid more; #N/A where more than one lies in the band.",
    ("highest", "found"):
        "Largest total without pension benefit in Decisions, to compare with what was entered.",
    ("highest", "found_midpoint"): "Middle of the disclosure band of that largest total.",
    ("fair_pay", "measure"): _MEASURE,
    ("fair_pay", "pay"): "Total pay of staff at that percentile, this year.",
    ("fair_pay", "ratio"): "Mid-point of the highest-paid director's band divided by that pay.",
    ("fair_pay", "last_pay"): "Total pay of staff at that percentile, last year.",
    ("fair_pay", "last_ratio"): "The same of last year's mid-point and pay.",
    ("fair_pay", "pay_change"): f"Pay this year {_AGAINST}",
    ("fair_pay", "ratio_change"): f"Ratio this year {_AGAINST}",
    ("salary_pay", "measure"): _MEASURE,
    ("salary_pay", "pay"): "Salary of staff at that percentile, as entered for this year.",
    ("salary_pay", "ratio"): "The highest-paid director's salary divided by that salary.",
    ("salary_pay", "last_pay"): "Salary of staff at that percentile, as entered for last year.",
    ("salary_pay", "last_ratio"): "The same of last year's salaries.",
    ("salary_pay", "pay_change"): f"Salary this year {_AGAINST}",
    ("salary_pay", "ratio_change"): f"Ratio this year {_AGAINST}",
    ("pay_range", "measure"): _MEASURE,
    ("pay_range", "entered"): "The measure as entered in Staff pay for this year.",
    ("pay_range", "pay"):
        "The measure this year: from the list of everybody's pay, or else as entered.",
    ("pay_range", "last_pay"): "The measure as entered in Staff pay for last year.",
    ("pay_range", "change"): f"The measure this year {_AGAINST}",
    ("changes", "measure"): _MEASURE,
    ("changes", "pay"): "The amount as entered in Staff pay for this year.",
    ("changes", "last_pay"): "The amount as entered in Staff pay for last year.",
    ("changes", "change"): f"The amount this year {_AGAINST}",
    ("single_total", "salary"): f"Salary and fees of the year from Decisions, {_BAND}",
    ("single_total", "expenses"):
        "Taxable expenses and benefits from People, rounded as the annual accounts round them.",
    ("single_total", "bonus"): f"Bonus from Decisions, {_BAND}",
    ("single_total", "other"): f"Other payments from People, {_BAND}",
    ("single_total", "pension"):
        f"Pension-related benefit from People, {_BAND.removesuffix('.')}, of the width for pensions.",
    ("single_total", "total"): f"Total remuneration of the year from Decisions, {_BAND}",
    ("single_total", "in_post"): "First and last day in post in the pay year, in words.",
    ("case", "case"): "Number of the pay case.",
    ("case", "row"): "Which post of Decisions the case is about, counted from 1.",
    ("case", "organisation"): "Full name of the organisation, and the pay year.",
    ("case", "post"): "Title of the post; No case where the page is not in use.",
    ("case", "rise"): "Salary proposed, less the salary before.",
    ("case", "rise_percent"): "The increase divided by the salary before; empty for a new post.",
    ("case", "size"): "Segment in force and size group of the organisation.",
    ("case", "position_before"):
        "Where the salary before, at full time, stands in the pay range of the role.",
    ("case", "rewards"): "Bonus and premium of the post added up.",
    ("case", "cost"): "Increase with employer's National Insurance, pension and levy, full year.",
    ("case", "why"): "Reason code and sentence that say why the case is decided there.",
    ("case", "committee"): "The day of the committee's meeting, as in Organisation.",
    ("case", "approved"): "Day of NHS England's approval; Not yet where none was entered.",
    ("case", "chair"): _SIGN,
    ("case", "officer"): _SIGN,
    ("case", "national"): _SIGN,
    ("positions", "salary"): f"Salary at 31 March from Decisions, {_FULL_TIME}",
    ("positions", "new_salary"): f"New salary from Decisions, {_FULL_TIME}",
    ("costs", "element"): "Part of what the awards cost, or the total.",
    ("costs", "cost"): "Sum of the awards, or a rate of Parameters times it, or the sum of all.",
    ("ratios", "year"): "Pay year: the two of the report, and the earlier ones entered.",
    ("ratios", "p25"): "Ratio of the top mid-point to the 25th percentile of staff pay.",
    ("ratios", "median"): "Ratio of the top mid-point to the median of staff pay.",
    ("ratios", "p75"): "Ratio of the top mid-point to the 75th percentile of staff pay.",
    ("master", "master"): "Fail if any check fails, else Not complete if any is, else Pass.",
    ("master", "failed"): "How many checks have the result Fail.",
    ("master", "waiting"): "How many checks have the result Not complete.",
    ("checks", "code"): "Code by which the check is cited; it never changes.",
    ("checks", "number"): "Number in that code.",
    ("checks", "applies"): "How many posts, ranges or entries of its kind there are to check.",
    ("checks", "outcome"): "The result before it is asked whether there was anything to check.",
    ("checks", "sheet"): "Sheet that holds the cell to look at.",
    ("checks", "place"): "How many checks are outstanding up to this row of the list.",
    ("findings", "finding"): "What a chart shows in one sentence, which is its title.",
    ("findings", "chart"): "The chart that the sentence is about.",
    ("positions", "increase"): "New salary less salary at 31 March, both at full time.",
    ("positions", "operational_maximum"): "Upper end of the range that needs no case.",
    ("positions", "exception_maximum"): "Upper end of the range with a case; empty where there is none.",
    ("positions", "threshold"): "Salary above which a provider asks NHS England for approval.",
    ("positions", "position"): "Where the new salary stands on its range, or that it is not determined.",
    ("positions", "above"): "New salary of a post above the operational maximum, else empty.",
    ("positions", "part_above"): "How far that salary is above the operational maximum.",
    ("positions", "line"): "Right edge of the upright line that the chart draws at the threshold.",
    ("positions", "maximum_below"): "The lower of operational maximum and threshold, for the chart.",
    ("positions", "midpoint_below"): "The lower of midpoint and threshold, for the chart.",
    ("positions", "minimum_below"): "The lower of minimum and threshold, for the chart.",
    ("positions", "label"): "Post, and in words where its new salary stands if not within the range.",
    ("checks", "what"): "What must hold.",
    ("checks", "where"): "Sheet and cell to look at.",
    ("checks", "result"): "Fail for any fault, Not complete where something is missing, or Pass.",
    ("checks", "action"): "How to put right what the check found.",
    ("checks", "faults"): "How many faults the check found.",
    ("checks", "missing"): "How many entries or answers are missing for it.",
    ("checks", "tolerance"): "How many faults it lets pass.",
    ("checks", "row"): "First row of People with a fault; 0 where there is none.",
}  # fmt: skip
