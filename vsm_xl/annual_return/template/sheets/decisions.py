"""Decisions: what the functions make of each person, one column for each step."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Column, Named, Sheet, Table, copied
from vsm_xl.annual_return.template.field_types import (
    ANY,
    COUNT,
    DATE,
    FRACTION,
    MONEY,
    RATIO_OF_PAY,
    SHORT_TEXT,
    WHOLE_POUNDS,
    WTE,
)  # fmt: skip

#: In which row of People the first person stands; a test holds it against the layout.
FIRST_PERSON_ROW: Final = 8

# Arguments that many calls share, in the order in which the functions take them.
_ELIGIBILITY: Final = "vsm_pay_year,vsm_kind,vsm_seg_used,[people.exempt],vsm_policy"
_AWARD: Final = f"[salary],{_ELIGIBILITY},[award_given]"
RANGE: Final = "[people.role],vsm_kind,vsm_size"
WHERE: Final = "vsm_day,vsm_ranges"


#: What a salary set otherwise adds, or the award that is given although it is withheld.
_ABOVE: Final = 'IF([people.salary_set]="",[salary]*[award_given],[people.salary_set]-[salary])'


def _if_post(formula: str) -> str:
    return f'=IF([post]="","",{formula})'


def if_filled(key: str, formula: str) -> str:
    """Return a formula that is empty while another column of its row is."""
    return f'=IF([{key}]="","",{formula})'


def _to_the_penny(amounts: str) -> str:
    """Add amounts; binary addition drifts in the last place, whole pence do not."""
    return f"ROUND(({amounts})*100,0)/100"


_AWARDED: Final = (
    copied("people.post", "Post", SHORT_TEXT, 34, unit="text", guidance="from People."),
    Column("in_year", "In post in the year", COUNT, "number",
           "0 for a post held last year only, which has no pay this year.", 10,
           _if_post('IF(OR([people.in_post_to]="",[people.in_post_to]>=vsm_year_start,'
                    '[people.salary]&[people.salary_set]<>""),1,0)')),
    Column("on_terms", "Under the framework's award", COUNT, "number",
           "0 for another national agreement, a day rate, or a post of last year only.", 11,
           '=IF([post]="","",IF(OR([in_year]=0,[people.decision]=vsm_agreement,'
           "[people.decision]=vsm_interim),0,1))"),
    copied("people.salary", "Salary at 31 March", MONEY, 16, unit="£ per year",
           guidance="from People."),
    Column("fte", "Full-time equivalent", WTE, "WTE", "from People; 1 where empty.", 12,
           _if_post('IF([people.fte]="",1,[people.fte])'),
           meaning="Share of full time as in People; 1 where that is empty."),
    copied("people.award_given", "Award given if lower", FRACTION, 12, unit="%",
           guidance="from People."),
    Column("eligible", "Eligible", ANY, "list", "VSM_ELIGIBLE.", 11,
           f'=IF(N([on_terms])=0,"",IF(VSM_ELIGIBLE({_ELIGIBILITY}),"Yes","No"))',
           meaning="Yes where the annual award of the pay year may be paid to the post."),
    Column("award", "Award", MONEY, "£ per year", "VSM_AWARD; empty without a salary at 31 March.",
           15, f'=IF([salary]="","",IF([eligible]="","",VSM_AWARD({_AWARD})))',
           meaning=("The annual award: salary times the national percentage, 0 where it is "
                    "withheld or not given. Empty without a salary at 31 March.")),
    Column("change", "Other change of salary", MONEY, "£ per year",
           "salary set otherwise, less salary and award; or an award given although it is withheld.",
           16,
           '=IF(OR([salary]="",[people.salary_set]&[departure_award]=""),"",'
           f'ROUND({_ABOVE}-N([award]),1+1))'),
    Column("appointed", "Salary of an appointment", MONEY, "£ per year",
           "salary set where nobody was in the post before.", 16,
           '=IF(AND([salary]="",[people.salary_set]<>""),[people.salary_set],"")'),
    Column("new_salary", "New salary", MONEY, "£ per year",
           "the four before; empty while there is none.", 16,
           '=IF(AND([salary]="",[appointed]=""),"",'
           + _to_the_penny("N([salary])+N([award])+N([change])+N([appointed])") + ")",
           meaning=("Salary at 31 March, award and other change added up; empty while there is "
                    "none.")),
    Column("arrears_to", "Award first paid", DATE, "date",
           "day of first payment, or the day after the last in post.", 13,
           '=IF([award_from]="","",IF(vsm_first_paid="","",MIN([paid_to]+1,vsm_first_paid)))'),
    Column("arrears", "Arrears of the award", MONEY, "£",
           "VSM_ARREARS until first paid, within the year.", 15,
           '=IF([arrears_to]="","",IF([arrears_to]<=[award_from],"",'
           "VSM_ARREARS([award],[award_from],[arrears_to])))",
           meaning=("Back pay of the award from its first day until it is first paid, within the "
                    "pay year.")),
)  # fmt: skip

_MEASURED: Final = (
    Column("minimum", "Minimum", WHOLE_POUNDS, "£ per year", "VSM_BENCHMARK.", 14,
           _if_post(f'VSM_BENCHMARK({RANGE},"Minimum",{WHERE})'), page=True,
           meaning="Lower end of the pay range of the role; #N/A without a range."),
    Column("midpoint", "Midpoint", WHOLE_POUNDS, "£ per year", "of minimum and operational maximum.",
           14, if_filled("minimum", "AVERAGE([minimum],[operational_maximum])"),
           meaning="Middle between minimum and operational maximum."),
    Column("operational_maximum", "Operational maximum", WHOLE_POUNDS, "£ per year",
           "VSM_BENCHMARK.", 14, _if_post(f'VSM_BENCHMARK({RANGE},"Operational maximum",{WHERE})'),
           meaning=("Upper end of the pay range of the role that needs no case; #N/A without a "
                    "range.")),
    Column("position", "Position of the new salary", SHORT_TEXT, "text",
           "VSM_POSITION of the new salary at full time.", 27,
           if_filled("new_salary", f"VSM_POSITION([new_salary]/[fte],{RANGE},{WHERE})"),
           meaning="Where the new salary, at full time, stands in the pay range of the role."),
    Column("compa_ratio", "Compa-ratio at 31 March", RATIO_OF_PAY, "ratio",
           "full-time salary divided by midpoint.", 13,
           '=IF(OR([salary]="",[midpoint]=""),"",[salary]/[fte]/[midpoint])'),
    Column("new_compa_ratio", "Compa-ratio of the new salary", RATIO_OF_PAY, "ratio",
           "full-time new salary divided by midpoint.", 13,
           '=IF(OR([new_salary]="",[midpoint]=""),"",[new_salary]/[fte]/[midpoint])'),
    Column("approval", "Approval route", SHORT_TEXT, "text",
           "VSM_APPROVAL: who decides when the salary is set.", 26,
           if_filled("new_salary", f"VSM_APPROVAL([new_salary],{RANGE},[fte],{WHERE},vsm_policy)"),
           meaning="Who decides when the salary is set."),
    Column("is_case", "Needs a pay case", COUNT, "number",
           "1 where more than the award was decided and the approval route is national.", 13,
           '=IF(OR(N([on_terms])=0,[people.decision]=vsm_annual),"",'
           '([approval]=vsm_national_body)*IF([people.decision]="",#N/A,1))'),
    Column("cases", "Number of the pay case", COUNT, "number", "in the order of People.", 13,
           '=IF([is_case]="","",IF([is_case]=1,'
           'SUMPRODUCT(([row:all]<=[row])*1,[is_case:all]),""))',
           meaning=("Running number of the posts changed by more than the award and decided "
                    "nationally.")),
)  # fmt: skip

_REWARDED: Final = (
    Column("bonus_percent", "Bonus given", FRACTION, "%",
           "the percentage of People, or its amount divided by the new salary.", 11,
           '=IF([people.bonus_percent]<>"",[people.bonus_percent],IF(OR([people.bonus_amount]="",'
           'N([new_salary])=0),"",[people.bonus_amount]/[new_salary]))', page=True),
    Column("bonus", "Bonus", MONEY, "£",
           "VSM_BONUS; over the limit, as it was given.", 15,
           '=IF([bonus_percent]="","",IF([bonus_percent]>vsm_bonus_limit,'
            "ROUND([new_salary]*[bonus_percent]*100,0)/100"
            ",VSM_BONUS([new_salary],[bonus_percent],vsm_day)))",
           meaning=("The bonus for exceptional performance, within the framework's limit. Over "
                    "the limit, as it was given.")),
    copied("people.premium_percent", "Premium given", FRACTION, 11, unit="%",
           guidance="from People."),
    Column("premium", "Premium", MONEY, "£ per year",
           "VSM_PREMIUM; over the limit, as it was given.", 15,
           '=IF([premium_percent]="","",IF([premium_percent]>vsm_premium_max,'
            "ROUND([new_salary]*[premium_percent]*100,0)/100"
            ",VSM_PREMIUM([new_salary],[premium_percent],vsm_challenged,vsm_day)))",
           meaning=("The temporary premium for leaders of challenged organisations, per year, "
                    "within the limit. Over the limit, as it was given.")),
    Column("earn_back", "Pay forgone", MONEY, "£ per year",
           "VSM_EARN_BACK: pay at risk that was not earned back.", 14,
           if_filled("people.at_risk",
               'VSM_EARN_BACK([new_salary],[people.at_risk],[people.achieved],"Forgone")'),
           meaning="Pay at risk in a full year that was not earned back."),
    Column("total", "New salary, bonus and premium, less pay forgone", MONEY, "£ per year",
           "the decision in a full year.", 22,
           if_filled("new_salary",
               _to_the_penny("N([new_salary])+N([bonus])+N([premium])-N([earn_back])")),
           meaning="New salary, bonus and premium of a full year, less pay forgone."),
    Column("award_cost", "Cost of the award", MONEY, "£ per year",
           "VSM_AWARD_COST in a full year, at the rates of the end of the pay year.", 15,
           if_filled("award", "VSM_AWARD_COST([award],vsm_year_end)"),
           meaning=("Award with employer's National Insurance, pension and levy in a full year, "
                    "at the rates of the end of the pay year.")),
)  # fmt: skip

_PAID: Final = (
    Column("paid_from", "Paid from", DATE, "date", "first day in post in the pay year.", 13,
           '=IF(N([in_year])=0,"",IF([people.in_post_from]="",#N/A,'
           "MAX([people.in_post_from],vsm_year_start)))"),
    # An empty cell among others is passed over by MIN and MAX in every program.
    Column("paid_to", "Paid to", DATE, "date", "last day in post in the pay year.", 13,
           '=IF(N([in_year])=0,"",MIN([people.in_post_to],vsm_year_end))'),
    Column("salary_paid", "Salary paid before changes", MONEY, "£", "VSM_PRORATA, time in post.", 16,
           if_filled("salary", "VSM_PRORATA([salary],[paid_from],[paid_to])"),
           meaning="Salary before any change for the days in post in the pay year."),
    Column("award_from", "Award paid from", DATE, "date", "the effective date, within that time.", 13,
           '=IF([award]="","",IF([paid_to]<vsm_day,"",MAX([paid_from],vsm_day)))', page=True,
           meaning="The effective date, or the first day in post if that is later."),
    Column("award_paid", "Award paid", MONEY, "£", "VSM_PRORATA from that day.", 15,
           if_filled("award_from", "VSM_PRORATA([award],[award_from],[paid_to])"),
           meaning="Award for the days from its first day to the last in post."),
    Column("change_from", "Change or appointment paid from", DATE, "date",
           "as in People, or the effective date.", 13,
           '=IF([change]&[appointed]="","",'
           'MAX([paid_from],IF([people.set_from]="",vsm_day,[people.set_from])))',
           meaning="First day of the other change of salary: as in People, or the effective date."),
    Column("change_paid", "Change or appointment paid", MONEY, "£", "VSM_PRORATA from that day.", 15,
           if_filled("change_from", "IF([change_from]>[paid_to],0,SIGN(SUM([change:appointed]))"
               "*VSM_PRORATA(ABS(SUM([change:appointed])),[change_from],[paid_to]))"),
           meaning="Other change of salary for the days from its first day to the last in post."),
    Column("premium_from", "Premium paid from", DATE, "date", "within the time in post.", 13,
           if_filled("premium", "MAX([people.premium_from],[paid_from])"),
           meaning=("First day of the premium, or first day in post in the pay year if that is "
                    "later.")),
    Column("premium_paid", "Premium paid", MONEY, "£", "VSM_PRORATA within the time in post.", 15,
           if_filled("premium", "IF(MIN([people.premium_to],[paid_to])<[premium_from],0,"
               "VSM_PRORATA([premium],[premium_from],MIN([people.premium_to],[paid_to])))"),
           meaning="Premium for its days within the time in post."),
    Column("forgone_paid", "Pay forgone in the year", MONEY, "£", "VSM_EARN_BACK of the pay paid.",
           14, if_filled("earn_back",
                   "VSM_EARN_BACK(SUM([salary_paid],[award_paid],[change_paid]),[people.at_risk],"
                   '[people.achieved],"Forgone")'),
           meaning="Pay at risk of the pay paid that was not earned back."),
    Column("interim_paid", "Paid by day rate", MONEY, "£", "days by rate.", 14,
           '=IF(OR([people.days]="",[people.day_rate]=""),"",'
           "ROUND([people.days]*[people.day_rate]*100,0)/100)"),
    Column("fees", "Salary and fees of the year", MONEY, "£",
           "the four paid, less pay forgone; or by day rate.", 16,
           '=IF([new_salary]="",[interim_paid],'
           + _to_the_penny("SUM([salary_paid],[award_paid],[change_paid],[premium_paid])"
                           "-N([forgone_paid])") + ")",
           meaning="Salary, award, other change and premium paid, less pay forgone."),
    Column("pay_total", "Total without pension benefit", MONEY, "£",
           "salary and fees, bonus, other payments and expenses; empty until all are entered.", 17,
           '=IF(OR([fees]="",COUNT([people.other_payments:expenses])<1+1),"",'
           + _to_the_penny("[fees]+N([bonus])+SUM([people.other_payments:expenses])") + ")"),
    Column("remuneration", "Total remuneration of the year", MONEY, "£",
           "with pension-related benefit; empty until all of it is entered.", 17,
           '=IF(OR([pay_total]="",[people.pension_benefit]=""),"",'
           + _to_the_penny("[pay_total]+[people.pension_benefit]") + ")",
           meaning="Total without pension benefit, and pension-related benefit."),
)  # fmt: skip

# What the entries say, not the change worked out of them, which itself asks for the departure.
_PAID_ALTHOUGH: Final = (
    "N([salary])*N([award_given])"
    "+([people.decision]=vsm_annual)*([people.salary_set]>N([salary]))>0"
)

_WORDS: Final = (
    Column("departure_award", "Departure: award", SHORT_TEXT, "text",
           "an award that the framework withholds was paid.", 21,
           f'=IF({_PAID_ALTHOUGH},IF([eligible]="No",vsm_says_award,""),"")', page=True,
           meaning=("Sentence where an award was paid that the framework withholds; otherwise "
                    "empty.")),
    Column("departure_salary", "Departure: salary", SHORT_TEXT, "text",
           "a salary beyond the committee's powers was not approved first.", 21,
           '=IF(N([is_case])=0,"",IF([people.approved_on]="",vsm_says_unapproved,'
           "REPT(vsm_says_late,N([people.approved_on]>[change_from]))))",
           meaning="Sentence where a salary beyond the committee's powers was not approved first."),
    Column("departure_bonus", "Departure: bonus", SHORT_TEXT, "text", "a bonus over its limit.", 21,
           '=IF([bonus_percent]="","",REPT(vsm_says_bonus,N([bonus_percent]>vsm_bonus_limit)))',
           meaning="Sentence where a bonus is over its limit."),
    Column("departure_premium", "Departure: premium", SHORT_TEXT, "text",
           "a premium over its limit.", 21,
           '=IF([premium_percent]="","",REPT(vsm_says_premium,N([premium_percent]>vsm_premium_max)))',
           meaning="Sentence where a premium is over its limit."),
    Column("departure", "Departures", SHORT_TEXT, "text",
           "those four, one sentence after another.", 23,
           '=TRIM([departure_award]&" "&[departure_salary]&" "&[departure_bonus]&" "'
           "&[departure_premium])", meaning="Every departure of the post, one sentence each."),
    Column("reason", "Reason for the award", SHORT_TEXT, "text", "VSM_WHY of the award; else the kind of decision.", 86,
           f'=IF([on_terms]=1,VSM_WHY("VSM_AWARD",{_AWARD}),[people.decision]&"")', page=True,
           meaning="Reason code of the award and a sentence that explains it."),
    Column("open", "What is missing for range and approval", SHORT_TEXT, "text",
           "VSM_WHY of the position, where it cannot be determined.", 100,
           f'=IF(ISERROR([position]),VSM_WHY("VSM_POSITION",[new_salary]/[fte],{RANGE},{WHERE}),"")', page=True,
           meaning=("Reason code and sentence where the position in the pay range cannot be "
                    "determined.")),
    Column("same", "Full time in this post from this day", WTE, "WTE",
           "of all its rows; above 1 where they are more than a job share.", 20,
           _if_post("SUMPRODUCT(([people.post:all]=[post])*([people.in_post_from:all]="
                    "[people.in_post_from]),[fte:all])"), page=True,
           meaning=("How many rows of People have this post and first day; 1 where there is no "
                    "other.")),
    Column("row", "Row of People", COUNT, "number", "where the entries stand.", 10, entry=False,
           meaning="Row of the sheet People in which the entries of the post stand."),
    Column("from_end", "Rows to the end of People", COUNT, "number",
           "by which a check finds the first row with a fault.", 12, entry=False, helper=True),
    *(
        Column(f"found_{key}", f"Found: {words}", COUNT, "number", "1 where it is so.", 20,
               f"=IFERROR(N({condition}),0)", helper=True, page=key == "outside")
        for key, words, condition in (
            ("award", "withheld award paid", '[departure_award]<>""'),
            ("salary", "salary not approved first", '[departure_salary]<>""'),
            ("bonus", "bonus over its limit", "N([bonus_percent])>vsm_bonus_limit"),
            ("premium", "premium over its limit", "N([premium_percent])>vsm_premium_max"),
            ("order", "last day in post before the first",
             'AND([people.in_post_to]<>"",[people.in_post_to]<[people.in_post_from])'),
            ("outside", "in post outside the pay year",
             ('OR(AND([in_year]=1,[people.in_post_to]<>"",[people.in_post_to]<vsm_year_start),'
             "[people.in_post_from]>vsm_year_end)")),
            ("earlier", "post of last year only without its total, or ended before",
             'AND([in_year]=0,OR([people.last_total]="",[people.in_post_to]<vsm_last_year_start))'),
            ("open", "no new salary decided",
             "AND([in_year]=1,[people.decision]<>vsm_interim,NOT(ISNUMBER([new_salary])))"),
            ("day_rate", "interim without days, rate or contract",
             ("AND([people.decision]=vsm_interim,COUNT([people.days:contract_value])"
              "<COLUMNS([people.days:contract_value]))")),
            ("below", "new salary below the minimum", '[position]="Below minimum"'),
            ("role", "role that the pay ranges lack",
             ('AND(ISERROR([position]),[people.role]<>"",vsm_roles_known<>"",'
             "SUMPRODUCT((vsm_range_roles=[people.role])*1)=0)")),
        )
    ),
    Column("fte_doubt", "Salary at odds with the full-time equivalent", COUNT, "number",
           "1 where a part-time salary is above the range only when raised to full time.", 14,
           "=IFERROR(IF(AND([fte]<1,[salary]>=[minimum],[salary]/[fte]>[operational_maximum]),1,0),0)",
           helper=True),
)  # fmt: skip

#: From this column on the sheet holds what only the checks read; it is not printed.
_FOR_THE_CHECKS: Final = "same"
#: Width of a capital letter, in units of column width.
_CAPITAL: Final = 1.3


def _wide_enough(column: Column) -> Column:
    """Widen a column whose guidance names a function, so that the name is not broken."""
    names = [word for word in column.guidance.split() if word.startswith("VSM_")]
    longest = max((len(name) for name in names), default=0)
    return column._replace(width=max(column.width, round(longest * _CAPITAL) + 2))


COLUMNS: Final = tuple(map(_wide_enough, (*_AWARDED, *_MEASURED, *_REWARDED, *_PAID, *_WORDS)))


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    return Sheet(
        "Decisions",
        "calculated",
        "Calculated: nothing to enter.",
        (
            Table(
                "decisions", "Decisions", COLUMNS,
                tuple({"row": FIRST_PERSON_ROW + at, "from_end": people - at} for at in range(people)),
                guided=True, lines_high=3, people=(0, people),
                print_columns=[column.key for column in COLUMNS].index(_FOR_THE_CHECKS),
                names=(Named("vsm_person_rows", "row"), Named("vsm_rows", "from_end"),
                       Named("vsm_unknown_role", "found_role")),
            ),
        ),
        scale=61,
        about="What was decided for each person, step by step, with the reason",
    )  # fmt: skip
