"""The checks themselves: what each asks, how it counts faults and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Check:
    """A check of the whole return: two formulas that count, and what to do about it."""

    key: str
    what: str
    where: str
    faults: str
    missing: str
    action: str


@dataclass(frozen=True)
class PersonCheck:
    """A check of one person: 1 for a fault, 0 for none."""

    key: str
    header: str
    formula: str


def _each(key: str, header: str, fault: str, guard: str = '[post]=""') -> PersonCheck:
    return PersonCheck(key, header, f"=IF({guard},0,IF({fault},1,0))")


def _decided(key: str, header: str, fault: str, needs: str) -> PersonCheck:
    """Give a check that waits, with 0, while the answer it needs is an error."""
    return PersonCheck(key, header, f"=IF(ISERROR({needs}),0,IF({fault},1,0))")


PERSON_CHECKS: Final = (
    _each("orphan", "Entered without a post", "COUNTA([people.role:justification])>0",
          '[people.post]<>""'),
    _each("undecided", "Not decided", "NOT(ISNUMBER([decisions.award]))"),
    _each("no_route", "No approval route", "NOT(ISTEXT([decisions.approval]))"),
    _decided("not_eligible", "Award without eligibility",
             "AND(N([decisions.award])>0,N([decisions.eligible])=0)",
             "[decisions.award]"),
    _each("no_grounds", "Exempt without grounds",
          'AND([people.exempt]="Yes",[people.exempt_grounds]="")'),
    _decided("over_national", "Award above the national award",
             "N([decisions.award])>N([decisions.salary])*vsm_award_percent+1/100",
             "[decisions.award]"),
    _each("bonus_limit", "Bonus above the limit", "[people.bonus_percent]>vsm_bonus_limit"),
    _each("bonus_words", "Bonus without an achievement",
          'AND([people.bonus_percent]>0,[people.bonus_achievement]="")'),
    _each("premium_limit", "Premium above the limit",
          "[people.premium_percent]>vsm_premium_limit"),
    _each("premium_words", "Premium without dates or grounds",
          "AND([people.premium_percent]>0,COUNTBLANK([people.premium_from:premium_grounds])>0)"),
    _decided("cross_cast", "Salary and award are not the new salary",
             "ABS(N([decisions.salary])+N([decisions.award])-N([decisions.new_salary]))>1/100",
             "[decisions.new_salary]"),
    _decided("route", "Above the limit, not sent for approval",
             "AND([decisions.new_salary]>vsm_threshold_used,[decisions.approval]=vsm_local_body)",
             "[decisions.approval]"),
    _each("dates", "Time in post outside the pay year or reversed",
          "[decisions.paid_from]>[decisions.paid_to]"),
    _each("no_start", "No first day in post", '[people.in_post_from]=""'),
    _each("duplicate", "Same post and dates twice",
          "SUMPRODUCT(([people.post:all]=[people.post])*([people.in_post_from:all]="
          "[people.in_post_from]))>1"),
    _each("no_kind", "No kind of decision", '[people.decision]=""'),
    _each("no_words", "Not justified",
          'AND([people.decision]<>"",[people.decision]<>"Annual award only",'
          '[people.justification]="")'),
    _decided("returned", "Return differs from Decisions",
             "OR([returned.post]<>[decisions.post],[returned.award]<>[decisions.award])",
             "[decisions.award]"),
    PersonCheck("band_midpoint", "Mid-point of the total's band (£)",
                '=IF([post]="",0,VSM_BAND_MIDPOINT([single_total.total],vsm_band_width))'),
    _decided("band", "Total outside its band",
             "ABS([band_midpoint]-N([decisions.remuneration]))"
             "+ABS([band_midpoint]-N([decisions.remuneration]))>vsm_band_width",
             "[band_midpoint]"),
)  # fmt: skip


def _sum(*keys: str) -> str:
    return "=" + "+".join(f"SUM([person_checks.{key}:all])" for key in keys)


def _blank(*names: str) -> str:
    return "=" + "+".join(f'IF({name}="",1,0)' for name in names)


def _outside(day: str) -> str:
    return f'=IF({day}="",0,IF(OR({day}<vsm_year_start,{day}>vsm_year_end),1,0))'


def _rows_of(status: str) -> str:
    return f'=COUNTIF([ranges.status:all],"{status}")'


_IN: Final = "COUNTA([people.post:all])"
_NO: Final = "=0"
_NEED_PEOPLE: Final = f"=IF({_IN}=0,1,0)"

_GENERAL: Final = (
    Check("identity", "The organisation, its kind, the pay year and the effective date are given",
          "Organisation", _NO, "=COUNTBLANK(vsm_identity)",
          "Enter what is empty in the first five lines of Organisation."),
    Check("day", "The effective date lies in the pay year", "Organisation", _outside("vsm_date"),
          _blank("vsm_date"), "Correct the effective date or the pay year."),
    Check("size", "The size is given and used from a day in the pay year", "Organisation",
          _outside("vsm_size_date"), _blank("vsm_size", "vsm_size_date"),
          "Enter the size and the day from which it is used."),
    Check("segment", "The segment is given and was published in the pay year", "Organisation",
          _outside("vsm_segment_date"),
          '=IF(vsm_segment_used="",1,0)+IF(AND(ISNUMBER(vsm_league_segment),vsm_segment_date=""),1,0)',
          "Enter the segment and the day of its publication."),
    Check("programme", "Membership of the improvement programme is answered and dated",
          "Organisation",
          '=IF(AND(vsm_programme_to<>"",vsm_programme_to<vsm_programme_from),1,0)',
          '=IF(OR(vsm_programme="",AND(vsm_programme="Yes",vsm_programme_from="")),1,0)',
          "Answer Yes or No; with Yes enter the days in order."),
    Check("committee", "The committee's meeting is dated", "Organisation", _NO,
          _blank("vsm_committee_date"), "Enter the day on which the committee decided."),
    Check("explained", "An organisation that does not comply explains why", "Organisation",
          '=IF(AND(vsm_complies="No",vsm_explanation=""),1,0)', _blank("vsm_complies"),
          "Answer Yes or No; with No write the explanation."),
)  # fmt: skip

_RANGES: Final = (
    Check("ranges", "A pay-range table is loaded", "Pay ranges", _NO,
          "=IF(COUNTA([ranges.role:all])=0,1,0)", "Enter or import the official pay ranges."),
    Check("ranges_status", "Each row of the pay-range table states its status", "Pay ranges",
          "=COUNTA([ranges.role:all])-COUNTA([ranges.status:all])", _NO,
          "Enter the status of each row."),
    Check("illustrative", "No pay range is illustrative", "Pay ranges", _rows_of("illustrative"), _NO,
          "Illustrative ranges are invented for a demonstration: replace them with official ones."),
    Check("derived", "No pay range is derived", "Pay ranges", _rows_of("derived"), _NO,
          "Derived ranges were worked out, not published: replace them with official ones."),
    Check("superseded", "No pay range is superseded", "Pay ranges", _rows_of("superseded"), _NO,
          "Superseded ranges are no longer in force: replace them with those in force."),
)  # fmt: skip

_PEOPLE: Final = (
    Check("people", "Posts are entered, and every filled row names its post", "People",
          _sum("orphan"), _NEED_PEOPLE, "Enter the post in each row that is in use."),
    Check("in_out", "As many people in the Return as in People", "People, Return",
          f"=ABS({_IN}-vsm_posts_returned)", _NO,
          "A formula was changed: build a new template and fill it."),
    Check("decided", "An award is decided for every person", "Decisions", _NO, _sum("undecided"),
          "Read the reason in Decisions and enter what it says is missing."),
    Check("errors", "No cell of Decisions holds an error", "Decisions", "=SUM(vsm_errors)",
          "=SUM(vsm_undetermined)",
          "Read the reasons in Decisions: they say what is wrong or missing, and what to do."),
    Check("eligible", "Awards only where eligible or exempt", "Decisions", _sum("not_eligible"), _NO,
          "A formula was changed: build a new template and fill it."),
    Check("grounds", "Each exemption has its grounds", "People", _sum("no_grounds"), _NO,
          "Enter the grounds of the exemption, or take the exemption away."),
    Check("national", "No award is above the national award", "Decisions", _sum("over_national"),
          _NO, "A larger rise is a salary review: enter it as one."),
    Check("bonus", "Each bonus is within the limit and has its achievement", "People",
          _sum("bonus_limit", "bonus_words"), _NO,
          "Lower the bonus, or write the achievement it is for."),
    Check("premium", "Each premium is within the limit, dated and has its grounds", "People",
          _sum("premium_limit", "premium_words"), _NO,
          "Lower the premium, or enter its dates and grounds."),
    Check("kinds", "Each row states its kind of decision", "People", _NO, _sum("no_kind"),
          "Choose the kind of decision."),
    Check("justified", "Each decision beyond the annual award is justified", "People",
          _sum("no_words"), _NO, "Write the justification."),
    Check("routes", "The approval route of each post is determined", "Decisions", _NO,
          _sum("no_route"), "Read the reason of the approval route in Decisions."),
    Check("threshold", "Salaries above the limit are sent for approval", "Decisions", _sum("route"),
          _NO, "Look at the basis of approval in Local policy; explain a part-time salary."),
    Check("dates", "Everybody was in post in the pay year, first day before last", "People",
          _sum("dates"), _sum("no_start"), "Correct the dates in post, or take the row away."),
    Check("duplicates", "No two rows have the same post and dates", "People", _sum("duplicate"), _NO,
          "Take one of the two rows away, or correct its dates."),
)  # fmt: skip

_OUTPUTS: Final = (
    Check("cast", "Salary and award make the new salary", "Decisions", _sum("cross_cast"), _NO,
          "A formula was changed: build a new template and fill it."),
    Check("totals", "The totals of the Return cast across", "Return",
          "=IF(ABS(vsm_total_salary+vsm_total_award-vsm_total_new_salary)>1/100,1,0)", _NO,
          "A formula was changed: build a new template and fill it."),
    Check("extras", "Bonuses and premiums of the Return are those of Decisions", "Return",
          "=IF(ISERROR(SUM(vsm_extras)),0,"
          "IF(ABS(vsm_total_bonus+vsm_total_premium-SUM(vsm_extras))>1/100,1,0))", _NO,
          "A formula was changed: build a new template and fill it."),
    Check("returned", "Each row of the Return is that of Decisions", "Return", _sum("returned"), _NO,
          "A formula was changed: build a new template and fill it."),
    Check("bands", "Each band of the remuneration report contains its amount",
          "Remuneration report", _sum("band"), _NO,
          "A formula was changed: build a new template and fill it."),
)  # fmt: skip


def _staff_pay(key: str, words: str, year: str, top: str, suffix: str) -> Check:
    percentiles = f"vsm_percentiles{suffix}"
    p25, median, p75 = (f"vsm_{part}{suffix}" for part in ("p25", "median", "p75"))
    return Check(key, f"{words} percentiles of staff pay are given and in order", "Staff pay",
                 f"=IF(COUNTBLANK({percentiles})>0,0,"
                 f"IF(OR({p25}>{median},{median}>{p75}),1,0))",
                 f'=COUNTBLANK({percentiles})+IF({year}="",1,0)+IF({top}="",1,0)',
                 "Enter the year, the highest-paid director and the three percentiles.")  # fmt: skip


_STAFF_PAY: Final = (
    _staff_pay("percentiles", "This year's", "vsm_staff_pay_year", "vsm_highest_paid", ""),
    _staff_pay("percentiles_last_year", "Last year's", "vsm_staff_pay_year_last",
               "vsm_highest_paid_last", "_last"),
    Check("staff_pay_year", "This year's figures of staff pay are for the pay year", "Staff pay", _NO,
          '=IF(AND(vsm_staff_pay_year<>"",vsm_staff_pay_year<>vsm_pay_year),1,0)',
          "Replace them with the figures of the pay year when the accounts are drawn up."),
)  # fmt: skip

CHECKS: Final = (*_GENERAL, *_RANGES, *_PEOPLE, *_OUTPUTS, *_STAFF_PAY)
