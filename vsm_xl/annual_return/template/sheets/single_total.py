"""Single total: the pay of the year of each post, and of each person who held several.

What the remuneration report shows in bands is added up here: the share that this organisation
bears, one row for each person, and nothing until every part is entered.
"""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Column, Named, Sheet, Table
from vsm_xl.annual_return.template.field_types import COUNT, FRACTION, MONEY, SHORT_TEXT
from vsm_xl.annual_return.template.sheets import remuneration


def _here(key: str, header: str, given: str, amount: str, guidance: str) -> Column:
    """Return the column of one part of the total, at the share that is borne here.

    ``+0`` turns the minus nought of a negative share into nought, which programs count alike.
    """
    return Column(key, header, MONEY, "£", guidance, 15,
                  f'=IF({given}="","",ROUND({amount}*[share]*100,0)/100+0)',
                  meaning=f"{header} of the post in the year, at the share borne here.")  # fmt: skip


def _of_person(key: str, header: str, of: str) -> Column:
    """Return the column that adds up a part over all posts of a person; blank while one is open.

    Its numbers are counted, because not every program lets an error through SUMIFS.
    """
    return Column(key, header, MONEY, "£", "all posts of the person; empty while one is open.", 14,
                  f'=IF([posts_paid]<>COUNTIFS(vsm_persons,[person],[{of}:all],">=0",'
                  f'[in_year:all],1),"",SUMIFS([{of}:all],vsm_persons,[person]))',
                  meaning=f"{header}: all posts in the year added up; empty while one is open.")  # fmt: skip


def _added(key: str, header: str, parts: str) -> Column:
    """Return the column that adds up the parts of a person; blank while one of them is."""
    return Column(key, header, MONEY, "£", "those parts; empty while one is open.", 14,
                  f'=IF(COUNT([{parts}])<COLUMNS([{parts}]),"",ROUND(SUM([{parts}])*100,0)/100)',
                  meaning=f"{header}: its parts added up; empty while one is open.")  # fmt: skip


def _text(
    key: str, header: str, guidance: str, formula: str, width: float = 30, *, same_as: str = ""
) -> Column:
    return Column(key, header, SHORT_TEXT, "text", guidance, width, formula, same_as=same_as)


def _joined(key: str, header: str, of: str) -> Column:
    """Return a text of a row followed by those of the person's later rows."""
    later = f"INDEX([{key}+1:end],MATCH([person],[person+1:end],0))"
    return _text(key, header, "of this post and the person's later ones, one after another.",
                 f'=IF([post]="","",[{of}]&IFERROR("; "&{later},""))',
               )  # fmt: skip


_POST: Final = (
    _text("post", "Post", "from People.", "=[decisions.post]", 34, same_as="decisions.post"),
    _text("person", "Person", "as in People; a post of its own where that is empty.",
          '=IF([post]="","",IF([people.person]="","Row "&[decisions.row],"Person "&[people.person]))', 13),
    Column("wild", "Person with a wildcard", COUNT, "number", "1 where the letter of the person holds * ? or ~, which stand for others.", 13,
           '=IF([post]="","",N(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE([person],"*",""),"?",""),"~","")'
           "<>[person]))"),
    Column("first", "First row of the person", COUNT, "number", "1 in the first row of each person, 0 in the others.", 13,
           '=IF([post]="","",IF(COUNTIFS(vsm_persons,[person],vsm_person_rows,"<"&[decisions.row])'
           "=0,1,0))"),
    Column("in_year", "In post in the year", COUNT, "number", "0 for a post held last year only.", 13,
           "=[decisions.in_year]"),
    Column("posts_paid", "Posts of the person in the year", COUNT, "number",
           "in the first row of the person.", 13,
           '=IF(N([first])=0,"",IF(COUNTIFS([in_year:all],1,vsm_persons,[person])=0,"",'
           "COUNTIFS([in_year:all],1,vsm_persons,[person])))"),
    Column("share", "Share borne here", FRACTION, "%", "share of the cost that this organisation bears; all where nothing is entered.", 13,
           '=IF([post]="","",IF([people.share_here]="",1,[people.share_here]))'),
)  # fmt: skip

_PARTS: Final = (
    _here("fees", "Salary and fees", "[decisions.fees]", "[decisions.fees]",
          "from Decisions.")._replace(page=True),
    _here("expenses", "Taxable expenses and benefits", "[people.expenses]", "[people.expenses]",
          "from People."),
    _here("bonus", "Performance pay and bonuses", "[decisions.fees]", "N([decisions.bonus])",
          "from Decisions; nil for none."),
    _here("other", "Other payments", "[people.other_payments]", "[people.other_payments]",
          "from People."),
    Column("pay_total", "Total without pension benefit", MONEY, "£", "at the share borne here; empty until every part is entered.",
           15, '=IF(COUNT([fees:other])<COLUMNS([fees:other]),"",'
           "ROUND(SUM([fees:other])*100,0)/100)"),
    _here("pension", "Pension-related benefit", "[people.pension_benefit]",
          "[people.pension_benefit]", "from People."),
    Column("total", "Total", MONEY, "£", "at the share borne here; empty until every part is entered.", 15,
           '=IF(COUNT([pay_total:pension])<COLUMNS([pay_total:pension]),"",'
           "ROUND(([pay_total]+[pension])*100,0)/100)"),
    Column("in_all", "Total in all, where the post is shared", MONEY, "£",
           "with the share that others bear.", 15,
           '=IF(OR([people.share_here]="",[total]=""),"",[decisions.remuneration])'),
)  # fmt: skip

_PERSON: Final = (
    _joined("posts", "Posts of the person", "post")._replace(page=True),
    _joined("periods", "In post in the year, all posts", "period"),
    *(
        _of_person(f"all_{key}", f"{words}, person", key)
        for key, words in (
            ("fees", "Salary and fees"), ("expenses", "Expenses and benefits"), ("bonus", "Bonuses"),
            ("other", "Other payments"), ("pension", "Pension benefit"),
        )
    ),
    _added("all_pay_total", "Total without pension, person", "all_fees:all_other"),
    _added("all_total", "Total, person", "all_fees:all_pension"),
)  # fmt: skip

_SHOWN: Final = (
    Column("shown_expenses", "Expenses and benefits, rounded", MONEY, "£",
           "as the annual accounts round them.", 14,
           '=IF([all_expenses]="","",'
           "ROUND([all_expenses]/vsm_expenses_rounding,0)*vsm_expenses_rounding)"),
)  # fmt: skip

_NOTES: Final = (
    _text("days", "Days in post", "in words.",
          '=IF([in_year]=1,TEXT([decisions.paid_from],"d mmm yyyy")&" to "'
          '&TEXT([decisions.paid_to],"d mmm yyyy"),"")')._replace(page=True),
    Column("whole", "Whole year", COUNT, "number", "1 where in post on every day of the pay year.", 10,
           "=IF([in_year]=1,([decisions.paid_from]=vsm_year_start)"
           '*([decisions.paid_to]=vsm_year_end),"")'),
    _text("period", "Period in post", "in words.",
          '=IF([in_year]=1,IF([whole]=1,"Whole year",[days]),IF([post]="","","Last year"))'),
    _text("note_shared", "Note: shared", "with whom, and the total in all.",
          '=IF([in_all]="","","Shared with "&[people.shared_with]&"; in all £000 "'
          '&VSM_BAND([in_all],vsm_band_width)&". ")'),
    _text("note_interim", "Note: by day rate", "days, rate and value of the contract.",
          '=IF([people.days]="","",TEXT([people.days],"0.0")&" days at £"'
          '&TEXT([people.day_rate],"#,##0")&"; contract "&[contract]&". ")'),
    _text("contract", "Value of the contract", "in words.",
          '=IF([people.contract_value]="","not entered",'
          '"£"&TEXT([people.contract_value],"#,##0"))', 14),
)  # fmt: skip

COLUMNS: Final = (*_POST, *_NOTES, *_PARTS, *_PERSON, *_SHOWN)


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    return Sheet(
        "Single total",
        "calculated",
        "Calculated: nothing to enter. The Remuneration report shows these amounts in bands.",
        (
            Table(
                "single", "SingleTotalWorking", COLUMNS, people, guided=True, people=(0, people),
                lines_high=2, names=(Named("vsm_persons", "person"), Named("vsm_totals", "all_total")),
            ),
            *remuneration.worked(),
        ),
        scale=61,
        traced=True,
        heading="Single total: pay of the year of each post and person",
        about="Pay of the year of each post and person, part by part, in pounds",
    )  # fmt: skip
