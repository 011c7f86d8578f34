"""Cover: what the workbook is, whose, whether it is complete, and where everything stands."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import (
    Column,
    Named,
    Sheet,
    Table,
    given,
    words_table,
)
from vsm_xl.annual_return.template.field_types import COUNT, SHORT_TEXT, WORDS
from vsm_xl.version import TEMPLATE_VERSION

TITLE: Final = "Annual return on very senior managers' pay"
#: The title of the sheet: whose return it is, as soon as a person has entered that.
HEADING: Final = f'=IF(vsm_organisation="","{TITLE}",vsm_organisation&", "&vsm_pay_year)'
#: The status in large type below the title; it leads to Checks.
STATUS: Final = (
    '=IF(vsm_master="Pass","Ready to sign","Not ready: "&vsm_failed&" failing, "'
    '&vsm_waiting&" outstanding")'
)

_FACTS: Final = (
    ("Organisation", '=IF(vsm_organisation="","Not entered yet",vsm_organisation)'),
    ("Pay year", '=IF(vsm_pay_year="","Not entered yet",vsm_pay_year)'),
    ("Date", ('=IF(vsm_committee_date="","Not entered yet",'
     '"Remuneration committee of "&TEXT(vsm_committee_date,"d mmmm yyyy"))')),
    ("Master check", "=vsm_master"),
    ("Purpose", (f"{TITLE}: records what the remuneration committee decided under the NHS very "
     "senior managers pay framework, and reports it.")),
    ("Who completes it", ("The pay or governance team of an NHS trust, NHS foundation trust or "
     "integrated care board, for its remuneration committee.")),
    ("Contact", "The team that completed it: see Organisation."),
)  # fmt: skip

_VERSIONS: Final = (
    ("Framework", "NHS very senior managers pay framework, in force from 1 April 2025."),
    ("Template version", TEMPLATE_VERSION),
    ("Software version", "=VSM_VERSION()"),
    ("Data edition", "=VSM_EDITION()"),
    ("Does the template fit the software?",
     ('=IF(LEFT(VSM_VERSION()&".",LEN(vsm_template_version)+1)=vsm_template_version&".","Yes",'
      '"Ask vsm-xl check FILE.")')),
    ("Do the VSM functions answer?",
     '=IF(ISERROR(VSM_VERSION()),"No: see the next line.","Yes")'),
    ("If they do not answer", ("You can read the return as it was last calculated. With xlwings Lite: "
     "choose Home, Add-ins, xlwings Lite, then Trust and Continue; if #NAME? stays, run Connect the "
     "formulas there. Otherwise use Excel 2016 or later with the VSM add-in, or vsm-xl recalc.")),
    ("If Excel warns of links", ("A return saved in Excel refers to the add-in that holds the VSM "
     "functions. Choose not to update the links, and make sure that the add-in is installed.")),
    ("LibreOffice", ("To read; recalculate with vsm-xl.")),
    ("Licence", "MIT licence. Provided without warranty; not an NHS England publication."),
)  # fmt: skip

_COLOURS: Final = (
    ("Input cell", ("Pale yellow fill and a border; the column or its guidance says Input. "
     "Only these cells can be changed.")),
    ("Calculated cell", "White, locked. Nothing is to be entered."),
    ("Header", "White words on blue."),
    ("Pass", "The word Pass, white on green: nothing was found."),
    ("Fail", "The word Fail, white on red: something is wrong."),
    ("Not complete", "The words Not complete, black on grey: something is missing or pending."),
    ("Nothing to check", "The words Nothing to check, in grey: the form holds nothing of the kind yet."),
)  # fmt: skip

_KINDS: Final = {
    "about": "About",
    "input": "Input",
    "calculated": "Calculated",
    "output": "Output",
    "check": "Check",
    "reference": "Reference",
}


def sheet(others: tuple[Sheet, ...]) -> Sheet:
    """Describe the sheet, with a contents table of the others."""
    contents = Table(
        "contents",
        "Contents",
        (
            given("sheet", "Sheet"),
            given("about", "What it holds", WORDS),
            Column("state", "State", SHORT_TEXT, formula=_STATE),
            Column("fails", "Fails", COUNT, formula=_counted("Fail")),
            Column("open", "Not complete", COUNT, formula=_counted("Not complete")),
            Column("checked", "Pass", COUNT, formula=_counted("Pass")),
            given("purpose", "Kind of sheet"),
        ),
        tuple(
            {"sheet": other.title, "about": other.about, "purpose": _KINDS[other.purpose]}
            for other in others
        ),
        heading="Contents, with the state of each sheet",
        links="sheet",
    )
    items = {"item": "Item", "value": "Value"}
    at = [item for item, _ in _VERSIONS].index("Template version")
    return Sheet(
        "Cover",
        "about",
        STATUS,
        (
            words_table("cover", "Cover", items, _FACTS),
            contents,
            words_table("colours", "Colours", {"item": "Look", "value": "Meaning"}, _COLOURS,
                        heading="What the colours mean, in words"),
            words_table("versions", "Versions", items, _VERSIONS, heading="Versions and programs",
                        names=(Named("vsm_template_version", "value", rows=(at, at)),)),
        ),
        widths=(36, 84, 16, 9, 12, 9, 14),
        heading=HEADING,
        about="Whose return this is, and whether it is ready to sign",
    )  # fmt: skip


_STATE: Final = '=IF([fails]>0,"Fail",IF([open]>0,"Not complete",REPT("Pass",SIGN([checked]))))'


def _counted(result: str) -> str:
    return f'=COUNTIFS(vsm_check_sheets,[sheet],vsm_results,"{result}")'
