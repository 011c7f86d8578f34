"""Checks: what must hold for the return, with the result in words."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import (
    Column,
    Content,
    Line,
    Named,
    Sheet,
    Table,
    lines_table,
)
from vsm_xl.annual_return.template.field_types import ANY, COUNT, SHORT_TEXT, WORDS
from vsm_xl.annual_return.template.sheets.check_rules import CHECKS

# An #N/A is an answer that waits for something; any other error is a fault.
_RESULT: Final = (
    '=IFERROR(IF([faults]>[tolerance],"Fail",IF([missing]>0,"Not complete","Pass")),'
    'IF(ISNA([faults]+[missing]),"Not complete","Fail"))'
)

_COLUMNS: Final = (
    Column("number", "Number", COUNT, entry=False),
    Column("what", "What is checked", WORDS, entry=False),
    Column("where", "Where", SHORT_TEXT, entry=False),
    Column("result", "Result", ANY, formula=_RESULT),
    Column("action", "What to do", WORDS, entry=False),
    Column("faults", "Faults", COUNT, entry=False),
    Column("missing", "Missing", COUNT, entry=False),
    Column("tolerance", "Tolerance", COUNT, entry=False),
    Column("row", "Row of People", COUNT, entry=False),
)

_MASTER: Final = (
    Line("master", "Master check", ANY, "text", "",
         '=IF(COUNTIF(vsm_results,"Fail")>0,"Fail",'
         'IF(COUNTIF(vsm_results,"Not complete")>0,"Not complete","Pass"))',
         name="vsm_master"),
    Line("failed", "Checks that fail", COUNT, "number", "", '=COUNTIF(vsm_results,"Fail")'),
    Line("waiting", "Checks not complete", COUNT, "number", "",
         '=COUNTIF(vsm_results,"Not complete")'),
)  # fmt: skip


def sheet() -> Sheet:
    """Describe the sheet."""
    rows: tuple[dict[str, Content], ...] = tuple(
        {
            "number": number,
            "what": check.what,
            "where": check.where if check.where.startswith("=") else f"@{check.where}",
            "tolerance": 0,
            "faults": check.faults,
            "missing": check.missing,
            "row": check.row,
            "action": check.action,
        }
        for number, check in enumerate(CHECKS, start=1)
    )
    return Sheet(
        "Checks",
        "Checks",
        "check",
        "Calculated, nothing to enter. Fail: something is wrong. Not complete: something is still "
        "to be entered or cannot be determined yet. Pass: nothing found.",
        (
            lines_table("master", "MasterCheck", _MASTER, value_header="Result", guidance=False),
            Table("checks", "Checks", _COLUMNS, rows, heading="Checks of the return",
                  names=(Named("vsm_results", "result"),), varies=("faults", "missing", "where", "row")),
        ),
        widths=(20, 56, 24, 16, 60, 10, 11, 12, 11),
        about="What must hold, with the result in words; the master check",
    )  # fmt: skip
