"""The checks themselves: what each asks, how it counts faults and what is missing, the remedy.

A check of rows counts those for which a condition holds, and finds the first of them, so that
its line can name the cell.  Conditions multiply comparisons of whole columns, which every
spreadsheet program computes alike inside SUMPRODUCT.
"""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.sheets import people
from vsm_xl.annual_return.template.sheets.check_codes import NONE, Check
from vsm_xl.annual_return.template.sheets.check_staff_pay import STAFF_PAY
from vsm_xl.ooxml.references import column_letters

_REBUILD: Final = (
    "Two places that hold the same figure differ. Recalculate with vsm-xl recalc; if it stays, "
    "vsm-xl repair carries what you entered into a new workbook."
)


def _rows(
    key: str, what: str, column: str, action: str, fault: str = "", *, missing: str = ""
) -> Check:
    """Return a check of the rows of People; ``column`` is where the remedy is typed.

    What is counted must be numbers: Excel's SUMPRODUCT takes a truth for 0, hence ``*1``.
    """
    condition = f"({fault}+{missing})" if fault and missing else fault or missing
    letter = column_letters([one.key for one in people.COLUMNS].index(column) + 1)
    return Check(
        key, what,
        f'=IFERROR("People, {letter}"&(vsm_people_end-IF([row]=0,#N/A,[row])),'
        f'"People, column {letter}")',
        action,
        f"=SUMPRODUCT({fault})" if fault else NONE,
        f"=SUMPRODUCT({missing})" if missing else NONE,
        f"=SUMPRODUCT(MAX({condition}*vsm_rows))",
        column,
    )  # fmt: skip


def _all(key: str) -> str:
    return f"[people.{key}:all]"


def _blank(*names: str) -> str:
    return "=" + "+".join(f'IF({name}="",1,0)' for name in names)


def _outside(day: str) -> str:
    return f'=IF({day}="",0,IF(OR({day}<vsm_year_start,{day}>vsm_year_end),1,0))'


def _found(key: str) -> str:
    """Return a condition for rows in which Decisions found something; an error there is none."""
    return f"([decisions.found_{key}:all]=1)"


def _filled(key: str) -> str:
    return f'({_all(key)}<>"")'


def _empty(key: str) -> str:
    return f'({_all(key)}="")'


_POST: Final = _filled("post")

_GENERAL: Final = (
    Check("identity", "The organisation, its kind, the pay year and the effective date are given",
          "[organisation@ods_code]", "Enter what is empty in the first five lines.",
          missing="=COUNTBLANK(vsm_identity)"),
    Check("framework", "The framework was in force on the effective date", "[organisation@date]",
          "The framework began on 1 April 2025: a return for an earlier year cannot be completed. "
          "Choose a later pay year and date.",
          '=IF(OR(vsm_day="",ISNUMBER(vsm_bonus_limit)),0,1)'),
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
          '=IF(vsm_league_segment="",1,0)'
          '+IF(AND(ISNUMBER(vsm_league_segment),vsm_segment_date=""),1,0)'),
    Check("segment_first", "The segment was published before the award was paid",
          "[organisation@segment_date]",
          "An award is paid on the strength of a published segment: correct the day of publication "
          "or the day of the first payment.",
          "=IF(AND(ISNUMBER(vsm_league_segment),vsm_first_paid>=vsm_date,"
          'vsm_first_paid<>"",vsm_segment_date>vsm_first_paid),1,0)'),
    Check("programme", "Membership of the improvement programme is answered and dated",
          "[organisation@programme]",
          "Answer Yes or No; with Yes enter the first day, and the last day after it. With No, no day "
          "of the programme lies in the pay year.",
          '=IF(AND(vsm_programme_to<>"",vsm_programme_to<vsm_programme_from),1,0)'
          "+vsm_programme_wrong",
          '=IF(OR(vsm_programme="",AND(vsm_programme="Yes",vsm_programme_from="")),1,0)'),
    Check("programme_counts",
          "A change of the improvement programme within the pay year is answered",
          "[organisation@programme_counts]",
          "The programme began or ended within the pay year: ask NHS England whether the "
          "organisation counts as in it for this year's award, and enter Yes or No.",
          missing='=IF(AND(vsm_programme_used="",vsm_programme_from<>""),1,0)'),
    Check("pending", "Who receives the award of the pay year is settled", "[organisation@pay_year]",
          "Nothing is to be corrected: the criteria of this year's award are not published. Use "
          "Planning meanwhile. When the circular comes, update vsm-xl, or enter it in Local policy.",
          missing="=N(vsm_award_open)"),
    Check("committee", "The committee's meeting is dated", "[organisation@committee_date]",
          "Enter the day on which the remuneration committee decided.",
          missing=_blank("vsm_committee_date")),
    Check("committee_first", "The committee decided before anything was paid",
          "[organisation@committee_date]",
          "Correct the day of the meeting, or the day of the first payment.",
          '=IF(AND(vsm_first_paid<>"",vsm_first_paid>=vsm_date,'
          "vsm_committee_date>vsm_first_paid),1,0)"),
    Check("explained", "An organisation that does not comply explains why",
          "[organisation@explanation]",
          "With No in the line above, write in what you depart, why, and until when.",
          '=IF(AND(vsm_complies="No",vsm_explanation=""),1,0)'),
    Check("complies", "Compliance is answered, and not with Yes where a post departs",
          "[organisation@complies]",
          "Answer Yes or No; with a departure in the Return the answer is No.",
          '=IF(AND(vsm_complies="Yes",COUNTIF([returned.departure:all],"?*")>0),1,0)',
          _blank("vsm_complies")),
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
    _rows("roles", "Each role is one of the pay ranges", "role",
          "Choose one of them from the list in the cell, or add its row to Pay ranges.",
          f"{_found('role')}*1")._replace(
        says='=IF([found]="","","\'"&[found]&"\' is not a role of your pay ranges: "&vsm_roles_known&". ")',
    ),
    _rows("kinds", "Each row states its kind of decision", "decision",
          "Choose the kind of decision.",
          missing=f"{_POST}*([decisions.in_year:all]=1)*{_empty('decision')}"),
    _rows("starts", "Each first day in post is given", "in_post_from",
          "Enter the first day in the post.", missing=f"{_POST}*{_empty('in_post_from')}"),
    _rows("dates", "Everybody was in post in the pay year, first day before last", "in_post_to",
          "Correct the first or last day in post, or clear the row.",
          f"(({_found('order')}+{_found('outside')})>0)*1"),
    _rows("last_year_only", "A post held last year only ended in that year, and has last year's total",
          "last_total",
          "Enter the band published for last year, and the last day in post; clear the row where it "
          "ended earlier.",
          f"{_found('earlier')}*1"),
    _rows("duplicates", "Rows with the same post and first day share it: at most full time in all",
          "post",
          "Clear one of the rows, name the posts apart, or enter the full-time equivalents of a job "
          "share.", "([decisions.same:all]>1)*" + _POST),
    _rows("grounds", "Each exemption has its grounds", "exempt_grounds",
          "Enter the grounds of the exemption, or take the exemption away.",
          f'({_all("exempt")}="Yes")*{_empty("exempt_grounds")}'),
    _rows("national", "No award given as such is above the national award", "decision",
          "A larger rise is no annual award: choose another kind of decision.",
          '([people.decision:all]=vsm_annual)*([people.salary_set:all]<>"")'
          f"*(1-{_found('award')})"),
    _rows("over_award", "An award given although it is withheld is the national award at most",
          "decision", "A larger rise is no annual award: choose another kind of decision.",
          f"{_found('award')}*([people.salary_set:all]>"
          f"{_all('salary')}*(1+vsm_award_rate)+1/100)"),
    _rows("justified", "Each decision beyond the annual award is justified", "justification",
          "Write why this was decided.",
          f"{_filled('decision')}*({_all('decision')}<>vsm_annual)*{_empty('justification')}"),
    _rows("below_minimum", "Each new salary below the minimum is justified", "justification",
          "Write why the salary lies below the range, or correct salary, role or full-time "
          "equivalent.",
          f"{_found('below')}*{_empty('justification')}"),
    _rows("fte_salary", "Each part-time salary is the one that is paid, not that of full time", "fte",
          "Enter the salary that is paid for the part of full time, or correct the full-time "
          "equivalent; if both are right, write so under Justification.",
          f"([decisions.fte_doubt:all]=1)*{_empty('justification')}"),
    _rows("set_days", "Each salary set otherwise is paid from a day in the pay year", "set_from",
          "Enter the first day of that salary, which lies in the pay year of the return.",
          "((vsm_set_from>0)*(vsm_set_from<vsm_year_start)+(vsm_set_from>vsm_year_end))"),
    _rows("achievement", "Each bonus has the achievement it is for", "bonus_achievement",
          "Write what was achieved, with its evidence.",
          f"(({_all('bonus_percent')}+{_all('bonus_amount')})>0)*{_empty('bonus_achievement')}"),
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
          missing='([decisions.in_year:all]=1)*([people.other_payments:pension_benefit:all]="")'),
    _rows("persons", "The letters of persons hold no *, ? or ~", "person",
          "Write a letter or a number that stands in each row of that person.",
          "([single.wild:all]=1)*1"),
    _rows("bonus_once", "Each bonus is a percentage or an amount, of a salary", "bonus_amount",
          "Clear the percentage or the amount; a bonus needs a salary.",
          f"({_all('bonus_amount')}>0)*({_filled('bonus_percent')}"
          "+(1-ISNUMBER([decisions.bonus:all]))>0)"),
    _rows("day_rates", "Days, rate and contract of each interim by day rate are given", "days",
          "Enter all three, with Interim by day rate as kind of decision and no salary.",
          f"{_filled('days')}*({_all('decision')}<>vsm_interim)",
          missing=f"{_found('day_rate')}*1"),
    _rows("severance", "Each leaver's other payments are kept apart from payments for loss of office",
          "severance",
          "Payments for loss of office are reported apart: enter them here and take them out of the "
          "other payments, or enter 0 where there were none.",
          missing=f"(vsm_to>0)*(vsm_to<vsm_year_end)*({_all('other_payments')}>0)"
          f"*{_empty('severance')}"),
    _rows("shared", "Each shared post names share and body", "shared_with",
          "Enter the share of the cost that is borne here, and the other body.",
          f"({_filled('share_here')}<>{_filled('shared_with')})*1"),
    _rows("last_total", "Each single total of last year is n/a or a band as published", "last_total",
          "Write the band as 285-290, or n/a. 05-Oct is what Excel makes of the band 5-10: format "
          "the column as text, and write 5-10 again.",
          "ISERROR(VSM_BAND_MIDPOINT([people.last_total:all],vsm_band_width))"
          f'*({_all("last_total")}<>"n/a")'),
)  # fmt: skip


def _departure(key: str, what: str, condition: str) -> Check:
    return _rows(key, f"{what} is explained", "departure",
                 "Explain the departure here; the Return then drafts the sentence for the annual "
                 "report.", f"{condition}*{_empty('departure')}")  # fmt: skip


_DEPARTURES: Final = (
    _departure("withheld", "Each award paid where it is withheld", _found("award")),
    _departure("unapproved", "Each salary above the limit that was not first approved nationally",
               _found("salary")),
    _departure("bonus", "Each bonus over the limit",
               _found("bonus")),
    _departure("premium", "Each premium over the limit",
               _found("premium")),
)  # fmt: skip

_DECISIONS: Final = (
    _rows("decided", "A new salary is decided for every person", "salary",
          "Enter the salary at 31 March, or the salary set otherwise; the reason in Decisions says "
          "what else is missing.",
          missing=f"{_found('open')}*(vsm_programme_used<>'')*(N(vsm_award_open)=0)".replace("''", '""')),
    Check("routes", "The approval route of each post is determined", "[decisions.approval]",
          "Read in Decisions what is missing for range and approval, and enter it.",
          missing="=vsm_measurable*SUMPRODUCT(ISNUMBER([decisions.new_salary:all])"
          "*ISNA([decisions.approval:all])*(vsm_unknown_role=0))"),
    Check("measured", "The position of each post on its range is determined", "[decisions.position]",
          "Read in Decisions what is missing for range and approval, and enter it.",
          missing='=IF(vsm_roles_known="",0,SUMPRODUCT(ISNUMBER([decisions.new_salary:all])'
          "*ISNA([decisions.position:all])*(vsm_unknown_role=0)))"),
    Check("errors", "No cell of Decisions holds an error other than #N/A", "[decisions.post]",
          "Read the reasons in Decisions: they say which entry is wrong, and what to do.",
          # A range table without statuses is an error in every row; its own check states so.
          "=IF(COUNTA([ranges.role:all])>COUNTA([ranges.status:all]),0,"
          "SUMPRODUCT(ISERR([decisions.salary:remuneration:all])*1))"),
    Check("eligible", "Awards only where the function finds the post eligible", "[decisions.award]",
          _REBUILD, '=COUNTIFS([decisions.award:all],">0",[decisions.eligible:all],"No")'),
    Check("threshold", "No provider's salary above the limit is decided locally",
          "[decisions.approval]", _REBUILD,
          '=IFERROR(COUNTIFS([decisions.new_salary:all],">"&1*vsm_threshold_used,'
          "[decisions.approval:all],vsm_local_body),0)"),
)  # fmt: skip

_OUTPUTS: Final = (
    Check("in_out", "The Return has as many posts as People", "[returned.post]", _REBUILD,
          "=ABS(COUNTA([people.post:all])-vsm_posts_returned)"),
    Check("cast", "Salaries, awards, other changes and appointments add up to the new salaries",
          "[return_totals@total_new_salary]", _REBUILD,
          "=IFERROR(N(ABS(vsm_total_salary+vsm_total_award+vsm_total_change+vsm_total_appointed"
          "-vsm_total_new_salary)>=1/100),0)"),
    Check("returned", "Each row of the Return is that of Decisions", "[returned.award]", _REBUILD,
          "=IFERROR(SUMPRODUCT(([returned.approval:all]<>[decisions.approval:all])+"
          "([returned.new_salary:all]<>[decisions.new_salary:all])),0)"),
    Check("rewards", "Bonuses and premiums of the Return are those of Decisions",
          "[returned.bonus]", _REBUILD,
          "=IFERROR(IF(ABS(vsm_total_bonus+vsm_total_premium-SUM([decisions.bonus:all])"
          "-SUM([decisions.premium:all]))>=1/100,1,0),0)"),
    Check("bands", "Each total in the remuneration report is the band of its amount",
          "[single_total.total]", _REBUILD,
          "=IFERROR(SUMPRODUCT((vsm_totals<>0)*(VSM_BAND(vsm_totals,vsm_band_width)"
          "<>[single_total.total:all])),0)"),
    Check("outputs", "No cell of the outputs holds an error other than #N/A",
          '=IF(vsm_output_place="","Remuneration report",vsm_output_place)', _REBUILD,
          "=IF(vsm_explained_errors>0,0,SUM(vsm_output_errors))"),
    Check("costs", "The elements of the cost add up to the costs of the posts, within a penny a post",
          "[costs.cost]", _REBUILD,
          "=IFERROR(IF(ABS(vsm_cost_total-SUM([decisions.award_cost:all]))>"
          "(vsm_posts_returned+1)/100,1,0),0)"),
    Check("cases", "Every pay case has its page", "[case_1@case]",
          "There are more cases than pages: enter some of the posts in a second workbook.",
          "=IF(COUNT([decisions.cases:all])>vsm_case_pages,1,0)"),
    Check("printed", "The print areas cover every post and pay case", "[audit@people]",
          "More were entered than the print areas cover: vsm-xl recalc FILE fits them again.",
          "=IF(OR(COUNTA([people.post:all])>vsm_audit_people,COUNT([decisions.cases:all])>vsm_audit_cases),1,0)"),
    Check("edition", "The functions compute with the data edition that the return names",
          "[audit@data_edition]",
          "Excel computes with the newest edition of the installed software. With its "
          "own edition: vsm-xl recalc FILE. To move it to the newest: vsm-xl repair FILE -o NEW.xlsx.",
          '=IF(OR(vsm_audit_data_edition="",vsm_audit_data_edition=VSM_EDITION()),0,1)'),
)  # fmt: skip


CHECKS: Final = (*_GENERAL, *_RANGES, *_PEOPLE, *_DEPARTURES, *_DECISIONS, *_OUTPUTS, *STAFF_PAY)
