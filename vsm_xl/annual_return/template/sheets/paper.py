"""Committee paper: what the remuneration committee is asked to approve, on two pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from vsm_xl.annual_return.template.description import (
    Column,
    Line,
    Sheet,
    Table,
    given,
    numbered,
    values_table,
)
from vsm_xl.annual_return.template.field_types import (
    COUNT,
    MONEY,
    SHORT_TEXT,
    WHOLE_POUNDS,
    WORDS,
    FieldType,
)
from vsm_xl.annual_return.template.sheets.cover import HEADING

#: How many exceptions and how many different reasons the paper lists.
EXCEPTIONS: Final = 12
REASONS: Final = 6

_STATUS: Final = (
    '=IF(vsm_master="Pass","Committee paper","DRAFT, not ready: "&vsm_failed&" failing, "'
    '&vsm_waiting&" outstanding")'
)


def _total(key: str, label: str, name: str) -> Line:
    """Return a line for a total; what is not known yet is said in words."""
    return Line(key, label, WHOLE_POUNDS, "", "", '=IF([paper_figures@posts]=0,'
                f'"No post is entered yet",IFERROR({name},"Not known yet"))')  # fmt: skip


_FIGURES: Final = (
    Line("committee", "Remuneration committee", SHORT_TEXT, "", "",
         '=IF(vsm_committee_date="","Date not entered yet",TEXT(vsm_committee_date,"d mmmm yyyy"))'),
    Line("posts", "Posts in this paper", COUNT, "", "", "=COUNTA([people.post:all])"),
    _total("salaries", "Salaries at 31 March (£ a year)", "vsm_total_salary"),
    _total("awards", "Annual awards (£ a year)", "vsm_total_award"),
    _total("changes", "Other changes of salary (£ a year)", "vsm_total_change"),
    _total("appointed", "Salaries of appointments (£ a year)", "vsm_total_appointed"),
    _total("new_salaries", "New salaries (£ a year)", "vsm_total_new_salary"),
    _total("cost", "Cost of the awards in a full year, with on-costs (£)", "vsm_cost_total"),
    Line("positions", "Where the new salaries stand", SHORT_TEXT, "", "", "=vsm_finding_salaries"),
    Line("ratio", "Highest-paid director to median pay of staff", SHORT_TEXT, "", "",
         '=IF(ISNUMBER(vsm_ratio_median),TEXT(vsm_ratio_median,"0.0")&" to 1","Not known yet")'),
    Line("ratios_why", "Why the ratio changed from last year", WORDS, "", "",
         '=IF(vsm_ratios_explained="","Not entered yet",vsm_ratios_explained)', lines_high=4),
    Line("complies", "Complies with the framework", SHORT_TEXT, "", "",
         '=IF(vsm_complies="","Not answered yet",vsm_complies)'),
)  # fmt: skip

_ASKED: Final = (
    ('=IF([paper_figures@posts]=0,"No post is entered yet.","Approve the decisions on "'
     '&[paper_figures@posts]&" posts, shown with their reasons overleaf.")'),
    '="Decide on the exceptions listed below ("&MAX([paper_worked.place:all])&")."',
    ('="Approve the pay cases that need national approval ("'
     '&IFERROR([return_counts@cases],"not known yet")&")."'),
    ('="Confirm that the framework was followed, or approve the explanation. Complies: "'
     '&[paper_figures@complies]&"."'),
)  # fmt: skip

_SIGNED: Final = "Name, signature, date:\n"
_SIGNATORIES: Final = (
    "Chair of the remuneration committee",
    "Chief executive, or chair of the board",
)


def _exceptions() -> Table:
    def of(key: str) -> str:
        return f'=IF([at]="","",INDEX([paper_worked.{key}:all],[at]))'

    columns = (
        Column("post", "Post", SHORT_TEXT, formula=of("post")),
        Column("words", "Exception", WORDS, formula=of("words")),
        given("nth", "Place in this list", COUNT),
        Column("at", "Row of the posts below", COUNT,
               formula='=IFERROR(MATCH([nth],[paper_worked.place:all],0),"")'),
    )  # fmt: skip
    return Table(
        "paper_exceptions", "PaperExceptions", columns, numbered(EXCEPTIONS), lines_high=2,
        print_columns=2, heading=f"Exceptions by post (the first {EXCEPTIONS})", exported=False,
    )  # fmt: skip


def _decisions(people: int) -> Table:
    def of(key: str, header: str, kind: FieldType = SHORT_TEXT) -> Column:
        return Column(key, header, kind, formula=f"=[decisions.{key}]")

    columns = (
        of("post", "Post"),
        Column("decision", "Decision", SHORT_TEXT,
               formula='=IF([people.decision]="","",[people.decision])'),
        of("salary", "Salary at 31 March (£)", MONEY),
        of("award", "Award (£)", MONEY),
        of("change", "Other change (£)", MONEY),
        of("new_salary", "New salary (£)", MONEY),
        of("position", "Position on the range"),
        of("approval", "Who sets this salary"),
        Column("reason", "Reason", COUNT,
               formula='=IF([post]="","",INDEX([paper_worked.groups:all],[paper_worked.first]))'),
    )  # fmt: skip
    return Table(
        "paper_decisions", "PaperDecisions", columns, people, people=(0, people), lines_high=2,
        heading="What was decided", exported=False,
    )  # fmt: skip


def _reasons() -> Table:
    columns = (
        Column("reason", "Reason for the award", WORDS,
               formula='=IF([at]="","",IF([whole]="","No decision is entered yet.",IFERROR('
                       'SUBSTITUTE([whole],LEFT([whole],FIND(":",[whole])+1),""),[whole])))'),
        Column("posts", "Number of the reason, and for how many posts", SHORT_TEXT,
               formula='=IF([at]="","",[number]&", for "&COUNTIF([paper_worked.key:all],[key])'
                       '&" of "&[paper_figures@posts]&" posts")'),
        given("number", "Number", COUNT),
        Column("at", "Row of the posts below", COUNT,
               formula='=IFERROR(MATCH([number],[paper_worked.groups:all],0),"")'),
        Column("key", "Reason, shortened", SHORT_TEXT,
               formula='=IF([at]="","",INDEX([paper_worked.key:all],[at]))'),
        Column("whole", "Reason with its code", SHORT_TEXT,
               formula='=IF([at]="","",INDEX([decisions.reason:all],[at]))'),
    )  # fmt: skip
    return Table(
        "paper_reasons", "PaperReasons", columns, numbered(REASONS, "number"), lines_high=4,
        heading="Reasons for the awards, by their number in Decisions in brief", print_columns=2,
        exported=False,
    )  # fmt: skip


def _worked(people: int) -> Table:
    """Return the working behind exceptions and reasons, one row for each post."""
    columns = (
        Column("post", "Post", SHORT_TEXT, formula="=[decisions.post]"),
        Column("about", "About the salary", SHORT_TEXT,
               formula='=IF(IFERROR(FIND("Above",[decisions.position]),0)>0,[decisions.position]&". ","")'),
        Column("kind", "About the decision", SHORT_TEXT,
               formula='=IF(OR([people.decision]="",[people.decision]=vsm_annual),"",'
                       '[people.decision]&". ")'),
        Column("exempt", "About the award", SHORT_TEXT,
               formula='=IF([people.exempt]="Yes","Exempt from withholding. ","")'
                       '&IF([people.award_given]="","","Award lower than the national one. ")'),
        Column("words", "Exception", WORDS,
               formula='=TRIM([about]&[kind]&[exempt]&IFERROR([decisions.departure],""))'),
        Column("place", "Exceptions so far", COUNT, formula='=N([place-1])+IF([words]="",0,1)'),
        # Excel looks up no text of more than 255 characters.
        Column("key", "Reason, shortened", SHORT_TEXT,
               formula='=IF([decisions.post]="","",LEFT([decisions.reason],100)&LEN([decisions.reason]))'),
        given("nth", "Place of the post", COUNT),
        Column("first", "First such post", COUNT,
               formula='=IF([key]="","",MATCH([key],[key:all],0))'),
        Column("groups", "Reasons so far", COUNT, formula="=N([groups-1])+N([first]=[nth])"),
    )  # fmt: skip
    return Table(
        "paper_worked", "PaperWorking", columns, numbered(people), printed=False, exported=False,
        people=(0, people), heading="Working behind exceptions and reasons",
    )  # fmt: skip


def sheet() -> Sheet:
    """Describe the front of the paper."""
    asked = Table(
        "paper_asked", "PaperAsked",
        (given("asked", "The committee is asked to", WORDS), given("answer", "Decision")),
        tuple({"asked": asked, "answer": "Agreed / not agreed"} for asked in _ASKED),
        lines_high=2, exported=False,
    )  # fmt: skip
    signatures = Table(
        "paper_signatures", "PaperSignatures",
        (given("role", "Signed by"), given("signature", "Signature")),
        tuple({"role": role, "signature": _SIGNED} for role in _SIGNATORIES),
        heading="Signatures", lines_high=2, exported=False,
    )  # fmt: skip
    figures = values_table("paper_figures", "PaperFigures", _FIGURES, "", item_header="Key figure")
    return Sheet(
        "Committee paper",
        "output",
        _STATUS,
        (replace(figures, exported=False), asked, _exceptions(), _reasons(), signatures),
        widths=(54, 50, 24, 24, 60, 60),
        landscape=False,
        heading=HEADING,
        about="What the committee is asked to approve: key figures, exceptions, signatures",
    )  # fmt: skip


def decisions_sheet(people: int) -> Sheet:
    """Describe the page of the paper that shows every decision in a row."""
    return Sheet(
        "Decisions in brief",
        "output",
        "Calculated: nothing to enter. The reasons are in the Committee paper.",
        (_decisions(people), _worked(people)),
        widths=(37, 20, 14, 12, 12, 14, 20, 17, 9, 24),
        about="One row for each post, with the number of its reason",
    )
