"""The checks of the Staff pay sheet: years, order, thousands, and what must be disclosed."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.sheets.check_codes import Check


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


def _of_a_year(last: str) -> tuple[Check, ...]:
    """Return the checks of one year's staff pay; ``last`` is "_last" for last year's."""
    year = "_last_year" if last else ""
    words = "last year" if last else "this year"

    def check(key: str, what: str, line: str, action: str, faults: str) -> Check:
        return Check(
            f"{key}{year}", f"{what}, {words}", f"[staff_pay@{line}{year}]", action, faults
        )

    return (
        check("top_band", "The highest-paid director is an amount, or a band of the report",
              "highest_paid",
              "Enter the total in pounds, or its band as published, such as 280-285: bands are 5 wide "
              "and begin at a multiple of 5.",
              f"=IF(ISERROR(vsm_top_pay{last}),1,0)"),
        check("thousands", "Percentiles of staff pay are in pounds, not in thousands", "p25",
              "Enter pounds per year, such as 28500, for the percentiles of pay and of salary.",
              f'=COUNTIF(vsm_quartiles{last},"<"&vsm_band_width)'
              f'+COUNTIF(vsm_salaries{last},"<"&vsm_band_width)'),
        check("range_order", "Lowest pay, percentiles and highest pay of staff are in order", "lowest",
              "The lowest is at most the 25th percentile, and the highest at least the 75th: correct "
              "what was entered.",
              f'=COUNTIF(vsm_quartiles{last},"<"&N(vsm_low{last}))+IF(vsm_high{last}="",0,'
              f'COUNTIF(vsm_quartiles{last},">"&vsm_high{last}))'),
        check("salary_order", "Percentiles of salary are in order", "salary_p25",
              "Each is at least the one before: correct what was entered.",
              f'=SUMPRODUCT((vsm_salary_upper{last}<>"")*(vsm_salary_lower{last}>'
              f"vsm_salary_upper{last}))"),
        check("counts", "Fewer are paid more than the director than there are people", "paid_more",
              "Correct the number of people, or how many of them are paid more.",
              f"=IF(COUNT(vsm_staff{last},vsm_more{last})<1+1,0,"
              f"IF(vsm_more{last}>=vsm_staff{last},1,0))"),
        check("above", "How many are paid more agrees with the highest pay", "paid_more",
              "With a highest pay above the director's there is at least one, with one below there "
              "is none: correct the number, the highest pay, or the director's.",
              f"=IF(COUNT(vsm_high{last},vsm_more{last})<1+1,0,"
              f"IF(vsm_over{last}*(N(vsm_more{last}>0)*(1+1)-1)<0,1,0))"),
    )  # fmt: skip


def _disclosed(key: str, what: str, line: str, why: str, names: tuple[str, ...]) -> Check:
    counted = "+".join(f'COUNTIF({name}{last},"")' for name in names for last in ("", "_last"))
    return Check(
        key, f"{what}, or it is said why not", f"[staff_pay@{line}]",
        "Enter the figures of both years, or write at the foot of the figures why they are not "
        "disclosed.",
        missing=f'=IF({why}<>"",0,{counted})',
    )  # fmt: skip


#: The checks in the order of the sheet.
STAFF_PAY: Final = (
    _percentiles("percentiles", "This year's", "", "vsm_staff_pay_year", "vsm_highest_paid"),
    _percentiles("percentiles_last_year", "Last year's", "_last", "vsm_staff_pay_year_last",
                 "vsm_highest_paid_last"),
    *_of_a_year(""),
    *_of_a_year("_last"),
    Check("staff_pay_year", "This year's figures of staff pay are for the pay year",
          "[staff_pay@staff_pay_year]",
          "Replace them with the figures of the pay year when the accounts are drawn up.",
          missing='=IF(AND(vsm_staff_pay_year<>"",vsm_staff_pay_year<>vsm_pay_year),1,0)'),
    Check("staff_pay_last_year", "Last year's figures of staff pay are for the year before",
          "[staff_pay@staff_pay_year_last_year]",
          "Enter the year before this year's, and its figures.",
          '=IF(OR(vsm_staff_pay_year="",vsm_staff_pay_year_last=""),0,'
          "IF(vsm_staff_pay_year_last<>vsm_year_before,1,0))"),
    Check("earlier_years", "Earlier years of the pay ratios are given once each, newest first",
          "[earlier.year]",
          "Enter each year before last year's once, the newest in the first row.",
          '=SUMPRODUCT((vsm_earlier_older<>"")*(vsm_earlier_older>=vsm_earlier_newer))'
          "+vsm_earlier_wrong"),
    _disclosed("changes_given", "Percentage changes can be disclosed", "top_salary", "vsm_no_changes",
               ("vsm_pay_changes",)),
    _disclosed("range_given", "The range of staff remuneration can be disclosed", "lowest",
               "vsm_no_range", ("vsm_ends",)),
    _disclosed("salaries_given", "The ratios of salary can be disclosed", "salary_p25",
               "vsm_no_salaries", ("vsm_salaries",)),
    Check("ratios_why", "A median pay ratio that moved by more than the step is explained",
          "[staff_pay@ratios_explained]",
          "Write why the ratio differs from last year's: the director's pay, that of staff, or who is "
          "counted. The step is in Parameters.",
          missing='=IF(AND(vsm_ratio_moved=1,vsm_ratios_explained=""),1,0)'),
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
