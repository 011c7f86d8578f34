"""Cover: what the workbook is, whose, whether it is complete, and where everything stands."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Column, Named, Sheet, Table
from vsm_xl.annual_return.template.field_types import SHORT_TEXT, WORDS
from vsm_xl.version import __version__

TITLE: Final = "Annual return on very senior managers' pay"
TEMPLATE_VERSION: Final = __version__

_FACTS: Final = (
    ("Purpose", ("To record what a remuneration committee decided on the pay of very senior managers "
     "under the NHS very senior managers pay framework, and to report it.")),
    ("Who completes it", ("The pay or governance team of an NHS trust, NHS foundation trust or "
     "integrated care board, for its remuneration committee.")),
    ("Framework", "NHS very senior managers pay framework, in force from 1 April 2025."),
    ("Organisation", '=IF(vsm_organisation="","Not entered yet",vsm_organisation)'),
    ("Pay year", '=IF(vsm_pay_year="","Not entered yet",vsm_pay_year)'),
    ("Date", '=IF(vsm_committee_date="","Not entered yet",TEXT(vsm_committee_date,"yyyy-mm-dd"))'),
    ("Contact", "The team that completed it: see Organisation."),
    ("Master check", "=vsm_master"),
    ("Template version", TEMPLATE_VERSION),
    ("Software version", "=VSM_VERSION()"),
    ("Data edition", "=VSM_EDITION()"),
    ("Do the VSM functions answer?",
     '=IF(ISERROR(VSM_VERSION()),"No: the figures are the stored ones. Install the add-in.","Yes")'),
    ("Template fits the software?",
     '=IF(VSM_VERSION()=vsm_template_version,"Yes","No: build a new template and fill it.")'),
    ("Programs", ("Excel 2016 or later, LibreOffice 25.2 or later, with the VSM functions installed; "
     "without them the stored figures can be read, not changed.")),
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
    facts = Table(
        "cover",
        "Cover",
        (
            Column("item", "Item", SHORT_TEXT, entry=False),
            Column("value", "Value", WORDS, entry=False),
        ),
        tuple({"item": item, "value": value} for item, value in _FACTS),
        names=(Named("vsm_template_version", "value", rows=_row("Template version")),),
        varies=("value",),
    )
    contents = Table(
        "contents",
        "Contents",
        (
            Column("sheet", "Sheet", SHORT_TEXT, entry=False),
            Column("about", "Content", WORDS, entry=False),
            Column("purpose", "Kind of sheet", SHORT_TEXT, entry=False),
        ),
        tuple(
            {"sheet": other.title, "about": other.about, "purpose": _KINDS[other.purpose]}
            for other in others
        ),
        heading="Contents",
        links="sheet",
    )
    colours = Table(
        "colours",
        "Colours",
        (
            Column("look", "Look", SHORT_TEXT, entry=False),
            Column("meaning", "Meaning", WORDS, entry=False),
        ),
        tuple({"look": look, "meaning": meaning} for look, meaning in _COLOURS),
        heading="What the colours mean, in words",
    )
    return Sheet(
        "Cover",
        TITLE,
        "about",
        "Start with Instructions, then fill in the input sheets from left to right.",
        (facts, contents, colours),
        widths=(34, 90, 16),
        landscape=False,
        about="What this workbook is",
    )


def _row(item: str) -> tuple[int, int]:
    at = [name for name, _ in _FACTS].index(item)
    return at, at
