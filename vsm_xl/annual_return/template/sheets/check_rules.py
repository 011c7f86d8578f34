"""The checks themselves: what each asks, how it counts faults and what is missing, the remedy.

A check of rows counts those for which a condition holds, and finds the last of them, so that
its line can name the cell.  Conditions multiply comparisons of whole columns, which every
spreadsheet program computes alike inside SUMPRODUCT.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter

from vsm_xl.annual_return.template.sheets import people

_NONE: Final = "=0"
_REBUILD: Final = "A formula was changed: build a new template and carry the inputs over."


@dataclass(frozen=True)
class Check:
    """A check of the whole return: formulas that count, where to look, and what to do.

    ``where`` is a reference to a cell, put into words by the layout, or a formula that uses
    ``row``: a formula for the row of People concerned, 0 where there is none.
    """

    key: str
    what: str
    where: str
    action: str
    faults: str = _NONE
    missing: str = _NONE
    row: str = _NONE


def _rows(
    key: str, what: str, column: str, action: str, fault: str = "", *, missing: str = ""
) -> Check:
    """Give a check of the rows of People; ``column`` is where the remedy is typed."""
    condition = fault or missing
    letter = get_column_letter([one.key for one in people.COLUMNS].index(column) + 1)
    return Check(
        key, what, f'=IF([row]=0,"People, column {letter}","People, {letter}"&[row])', action,
        f"=SUMPRODUCT({fault})" if fault else _NONE,
        f"=SUMPRODUCT({missing})" if missing else _NONE,
        f"=SUMPRODUCT(MAX({condition}*vsm_rows))",
    )  # fmt: skip


def _all(key: str) -> str:
    return f"[people.{key}:all]"


def _blank(*names: str) -> str:
    return "=" + "+".join(f'IF({name}="",1,0)' for name in names)


def _outside(day: str) -> str:
    return f'=IF({day}="",0,IF(OR({day}<vsm_year_start,{day}>vsm_year_end),1,0))'


def _filled(key: str) -> str:
    return f'({_all(key)}<>"")'


def _empty(key: str) -> str:
    return f'({_all(key)}="")'


_POST: Final = _filled("post")

_GENERAL: Final = (
    Check("identity", "The organisation, its kind, the pay year and the effective date are given",
          "[organisation@ods_code]", "Enter what is empty in the first five lines.",
          missing="=COUNTBLANK(vsm_identity)"),
    Check("day", "The effective date lies in the pay year", "[organisation@date]",
          "Correct the effective date, or the pay year above it.", _outside("vsm_date")),
    Check("first_paid", "Awards were first paid on a day after they took effect",
          "[organisation@first_paid]", "Enter the payroll day of the first payment.",
          '=IF(OR(vsm_first_paid="",vsm_first_paid>=vsm_date),0,1)', _blank("vsm_first_paid")),
    Check("size", "The size is given and used from a day in the pay year", "[organisation@size]",
          "Enter the size and, in the line below, the day in the pay year from which it is used.",
          _outside("vsm_size_date"), _blank("vsm_size", "vsm_size_date")),
    Check("segment", "The segment is given and was published in the pay year",
          "[organisation@league_segment]",
          "Enter the segment and, in the line below, the day in the pay year of its publication.",
          _outside("vsm_segment_date"),
          '=IF(vsm_segment_used="",1,0)+IF(AND(ISNUMBER(vsm_league_segment),vsm_segment_date=""),1,0)'),
    Check("programme", "Membership of the improvement programme is answered and dated",
          "[organisation@programme]",
          "Answer Yes or No; with Yes enter the first day, and the last day after it.",
          '=IF(AND(vsm_programme_to<>"",vsm_programme_to<vsm_programme_from),1,0)',
          '=IF(OR(vsm_programme="",AND(vsm_programme="Yes",vsm_programme_from="")),1,0)'),
    Check("committee", "The committee's meeting is dated", "[organisation@committee_date]",
          "Enter the day on which the remuneration committee decided.",
          missing=_blank("vsm_committee_date")),
    Check("explained", "An organisation that does not comply explains why",
          "[organisation@explanation]",
          "With No in the line above, write in what you depart, why, and until when.",
          '=IF(AND(vsm_complies="No",vsm_explanation=""),1,0)'),
    Check("complies", "Compliance is answered, and not with Yes where a post departs",
          "[organisation@complies]",
          "Answer Yes or No; with a departure in the Return the answer is No.",
          '=IF(AND(vsm_complies="Yes",vsm_departures>0),1,0)', _blank("vsm_complies")),
)  # fmt: skip


def _status(status: str, words: str) -> Check:
    return Check(
        status, f"No pay range is {status}", "[ranges.status]",
        f"{words}: replace them with the official ones in force.",
        f'=COUNTIF([ranges.status:all],"{status}")',
    )  # fmt: skip


_RANGES: Final = (
    Check("ranges", "A pay-range table is loaded", "[ranges.scheme]",
          "Enter the official pay ranges, or import them with vsm-xl ranges import.",
          missing="=IF(COUNTA([ranges.role:all])=0,1,0)"),
    Check("ranges_status", "Each row of the pay-range table states its status", "[ranges.status]",
          "Enter the status of each row.",
          '=SUMPRODUCT(([ranges.role:all]<>"")*([ranges.status:all]=""))'),
    _status("illustrative", "Illustrative ranges were made up for a demonstration"),
    _status("derived", "Derived ranges were worked out, not published"),
    _status("superseded", "Superseded ranges are no longer in force"),
)  # fmt: skip

_PEOPLE: Final = (
    Check("people", "At least one post is entered", "[people.post]",
          "Enter one row for each very senior manager.",
          missing="=IF(COUNTA([people.post:all])=0,1,0)"),
    _rows("posts", "Every row in use names its post", "post",
          "Enter the post, or clear the row.",
          f'{_empty("post")}*([people.role:salary:all]<>"")'),
    _rows("kinds", "Each row states its kind of decision", "decision",
          "Choose the kind of decision.", missing=f"{_POST}*{_empty('decision')}"),
    _rows("starts", "Each first day in post is given", "in_post_from",
          "Enter the first day in the post.", missing=f"{_POST}*{_empty('in_post_from')}"),
    _rows("dates", "Everybody was in post in the pay year, first day before last", "in_post_to",
          "Correct the first or last day in post, or clear the row.",
          f"{_POST}*([decisions.paid_from:all]>[decisions.paid_to:all])"),
    _rows("duplicates", "No two rows have the same post and first day", "post",
          "Clear one of the two rows, or tell the posts apart.", "([decisions.same:all]>1)*" + _POST),
    _rows("grounds", "Each exemption has its grounds", "exempt_grounds",
          "Enter the grounds of the exemption, or take the exemption away.",
          f'({_all("exempt")}="Yes")*{_empty("exempt_grounds")}'),
    _rows("national", "No award given as such is above the national award", "decision",
          "A larger rise is no annual award: choose another kind of decision.",
          '([people.decision:all]=vsm_annual)*([people.salary_set:all]<>"")'
          '*([decisions.departure_award:all]="")'),
    _rows("justified", "Each decision beyond the annual award is justified", "justification",
          "Write why this was decided.",
          f"{_filled('decision')}*({_all('decision')}<>vsm_annual)*{_empty('justification')}"),
    _rows("set_days", "Each salary set otherwise is paid from a day in the pay year", "set_from",
          "Enter the first day of that salary, which lies in the pay year of the return.",
          "((vsm_set_from>0)*(vsm_set_from<vsm_year_start)+(vsm_set_from>vsm_year_end))"),
    _rows("achievement", "Each bonus has the achievement it is for", "bonus_achievement",
          "Write what was achieved, with its evidence.",
          f"({_all('bonus_percent')}>0)*{_empty('bonus_achievement')}"),
    _rows("premium_days", "Each premium has its first and last day in order", "premium_to",
          "Enter the first day of the premium, and a last day after it.",
          f"({_all('premium_percent')}>0)*({_empty('premium_from')}+"
          f"({_all('premium_to')}<{_all('premium_from')})>0)"),
    _rows("premium_year", "Each premium is paid on days of the pay year", "premium_from",
          "Correct the first and last day of the premium, or clear a premium of another year.",
          "((vsm_premium_to>0)*(vsm_premium_to<vsm_year_start)+(vsm_premium_from>vsm_year_end))"),
    _rows("premium_grounds", "Each premium has its grounds", "premium_grounds",
          "Write why the organisation is challenged and the premium needed.",
          f"({_all('premium_percent')}>0)*{_empty('premium_grounds')}"),
    _rows("terms", "Each earn-back has its terms", "earn_back_terms",
          "Write which objectives were agreed, and who judged them.",
          f"({_all('at_risk')}>0)*{_empty('earn_back_terms')}"),
    _rows("achieved", "Each earn-back is judged", "achieved",
          "Enter the share of the objectives that was met.",
          missing=f"({_all('at_risk')}>0)*{_empty('achieved')}"),
    _rows("rest_of_pay", "Other payments, expenses and pension benefit of each post are given",
          "other_payments", "Enter all three; enter 0 where there was none.",
          missing=f'{_POST}*([people.other_payments:pension_benefit:all]="")'),
)  # fmt: skip


def _departure(key: str, what: str, condition: str) -> Check:
    return _rows(key, f"{what} is explained", "departure",
                 "Explain the departure here; the Return then drafts the sentence for the annual "
                 "report.", f"{condition}*{_empty('departure')}")  # fmt: skip


_DEPARTURES: Final = (
    _departure("withheld", "Each award paid where it is withheld",
               '([decisions.departure_award:all]<>"")'),
    _departure("unapproved", "Each salary above the limit that was not first approved nationally",
               '([decisions.departure_salary:all]<>"")'),
    _departure("bonus", "Each bonus over the limit", f"({_all('bonus_percent')}>vsm_bonus_limit)"),
    _departure("premium", "Each premium over the limit",
               f"({_all('premium_percent')}>vsm_premium_max)"),
)  # fmt: skip

_DECISIONS: Final = (
    _rows("decided", "A new salary is decided for every person", "salary",
          "Enter the salary at 31 March, or the salary set otherwise; the reason in Decisions says "
          "what else is missing.", missing=f"{_POST}*(1-ISNUMBER([decisions.new_salary:all]))"),
    Check("routes", "The approval route of each post is determined", "[decisions.approval]",
          "Read in Decisions what is missing for range and approval, and enter it.",
          missing="=IF(COUNTA([ranges.role:all])=0,0,"
          "SUMPRODUCT(ISNUMBER([decisions.new_salary:all])*ISNA([decisions.approval:all])))"),
    Check("measured", "The position of each post on its range is determined", "[decisions.position]",
          "Read in Decisions what is missing for range and approval, and enter it.",
          missing="=IF(COUNTA([ranges.role:all])=0,0,"
          "SUMPRODUCT(ISNUMBER([decisions.new_salary:all])*ISNA([decisions.position:all])))"),
    Check("errors", "No cell of Decisions holds an error other than #N/A", "[decisions.post]",
          "Read the reasons in Decisions: they say which entry is wrong, and what to do.",
          # A range table without statuses is an error in every row; its own check says so.
          "=IF(COUNTA([ranges.role:all])>COUNTA([ranges.status:all]),0,"
          "SUMPRODUCT(ISERR([decisions.salary:remuneration:all])*1))"),
    Check("eligible", "Awards only where the function finds the post eligible", "[decisions.award]",
          _REBUILD, '=COUNTIFS([decisions.award:all],">0",[decisions.eligible:all],"No")'),
    Check("threshold", "No provider's salary above the limit is decided locally",
          "[decisions.approval]", _REBUILD,
          '=IF(vsm_threshold_used="",0,COUNTIFS([decisions.new_salary:all],">"&vsm_threshold_used,'
          "[decisions.approval:all],vsm_local_body))"),
)  # fmt: skip

_OUTPUTS: Final = (
    Check("in_out", "The Return has as many posts as People", "[returned.post]", _REBUILD,
          "=ABS(COUNTA([people.post:all])-vsm_posts_returned)"),
    Check("cast", "Salaries, awards and other changes add up to the new salaries",
          "[return_facts@total_new_salary]", _REBUILD,
          "=IFERROR(IF(ABS(vsm_total_salary+vsm_total_award+vsm_total_change-vsm_total_new_salary)"
          ">=1/100,1,0),0)"),
    Check("returned", "Each row of the Return is that of Decisions", "[returned.award]", _REBUILD,
          "=IFERROR(SUMPRODUCT(([returned.approval:all]<>[decisions.approval:all])+"
          "([returned.new_salary:all]<>[decisions.new_salary:all])),0)"),
    Check("rewards", "Bonuses and premiums of the Return are those of Decisions",
          "[returned.bonus]", _REBUILD,
          "=IFERROR(IF(ABS(vsm_total_bonus+vsm_total_premium-SUM([decisions.bonus:all])"
          "-SUM([decisions.premium:all]))>=1/100,1,0),0)"),
    Check("bands", "Each total in the remuneration report is the band of its amount",
          "[single_total.total]", _REBUILD,
          "=IFERROR(SUMPRODUCT((VSM_BAND([decisions.remuneration:all],vsm_band_width)"
          "<>[single_total.total:all])*1),0)"),
    Check("costs", "The elements of the cost add up to the costs of the posts, within a penny a post",
          "[costs.cost]", _REBUILD,
          "=IFERROR(IF(ABS(vsm_cost_total-SUM([decisions.award_cost:all]))>"
          "(vsm_posts_returned+1)/100,1,0),0)"),
    Check("cases", "Every pay case has its page", "[case_1@case]",
          "There are more cases than pages: enter some of the posts in a second workbook.",
          "=IF(vsm_cases>vsm_case_pages,1,0)"),
    Check("printed", "The print areas cover every post and pay case", "[audit@people]",
          "More were entered than the print areas cover: vsm-xl recalc FILE fits them anew.",
          "=IF(OR(COUNTA([people.post:all])>vsm_audit_people,vsm_cases>vsm_audit_cases),1,0)"),
)  # fmt: skip


def _percentiles(key: str, words: str, suffix: str, year: str, top: str) -> Check:
    of = f"vsm_percentiles{suffix}"
    return Check(key, f"{words} percentiles of staff pay are given and in order",
                 f"[staff_pay@p25{suffix and '_last_year'}]",
                 "Enter the year, the highest-paid director and the three percentiles, each at least "
                 "the one before.",
                 f"=IF(COUNT({of})<ROWS({of}),0,"
                 f"SUMPRODUCT((vsm_lower_two{suffix}>vsm_upper_two{suffix})*1))",
                 f'=COUNTIF({of},"")+IF({year}="",1,0)'
                 f'+IF({top}="",1,0)')  # fmt: skip


_STAFF_PAY: Final = (
    _percentiles("percentiles", "This year's", "", "vsm_staff_pay_year", "vsm_highest_paid"),
    _percentiles("percentiles_last_year", "Last year's", "_last", "vsm_staff_pay_year_last",
                 "vsm_highest_paid_last"),
    Check("staff_pay_year", "This year's figures of staff pay are for the pay year",
          "[staff_pay@staff_pay_year]",
          "Replace them with the figures of the pay year when the accounts are drawn up.",
          missing='=IF(AND(vsm_staff_pay_year<>"",vsm_staff_pay_year<>vsm_pay_year),1,0)'),
    Check("two_sources", "Staff pay is given by a list or by measures, not by both",
          "[staff_pay@p25]", "Clear the seven measures, or the list.",
          "=IF(AND(COUNT(vsm_staff_list)>0,COUNT([pay_range.entered:all])>0),1,0)"),
    Check("paid_more", "It is known how many of the list are paid more than that director",
          "[staff_pay@highest_paid]",
          "Several are paid within the director's band: enter the director's pay in pounds instead.",
          missing="=IF(AND(COUNT(vsm_staff_list)>0,ISNA(vsm_paid_more)),1,0)"),
    Check("highest_paid", "No post is paid more than the highest-paid director entered",
          "[staff_pay@highest_paid]",
          "Enter the highest total of the report without pension benefits, or correct People.",
          '=IFERROR(IF(OR(vsm_staff_pay_year<>vsm_pay_year,vsm_top_pay="",vsm_top_found=""),0,'
          "IF(vsm_top_found>vsm_top_pay,1,0)),0)"),
)  # fmt: skip

CHECKS: Final = (*_GENERAL, *_RANGES, *_PEOPLE, *_DEPARTURES, *_DECISIONS, *_OUTPUTS, *_STAFF_PAY)
