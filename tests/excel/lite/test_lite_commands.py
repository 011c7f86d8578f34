"""The commands of Lite's Run menu, in Pyodide with the real xlwings, on a stand-in for Excel's objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import lite_host  # type: ignore[import-not-found,unused-ignore]
import pytest

from vsm_xl.excel.lite import commands
from vsm_xl.excel.lite.code import digest, main_py

if TYPE_CHECKING:
    from pathlib import Path

AWARD = '=IF(A2="","",VSM_AWARD(A2,vsm_year,\'Pay cases\'!$B$1,N(3),,,))'
CONNECTED = ("D2", "D3", "D5")


def book() -> dict[str, Any]:
    """A workbook: a sheet of decisions, one of checks, one locked with a password."""
    return {
        "selection": ["Decisions", "D2"],
        "names": {"vsm_year": "='Pay cases'!$A$1"},
        "computed": {"=N(3)": 3, "='Decisions'!A2*2": 300_000},
        "sheets": [
            {
                "name": "Decisions", "protected": True, "options": {"allowFormatRows": True},
                "cells": {
                    "A2": {"value": 150_000}, "B2": {"value": "text VSM_AWARD("},
                    "C2": {"formula": "=SUM(A2:A3)", "value": 1},
                    "D2": {"formula": AWARD, "value": "#NAME?"},
                    "D3": {"formula": "=_xldudf_VSM_BAND(A3)", "value": "#NAME?"},
                    "D4": {"formula": '="VSM_BAND(" & A3', "value": "VSM_BAND("},
                    "D5": {"formula": '=VSM_AWARD(A2*2,"2025/26","Provider",5)', "value": "#NAME?"},
                },
            },
            {"name": "Pay cases", "cells": {"A1": {"value": "2025/26"}, "B1": {"value": "Provider"}}},
            {
                "name": "Locked", "protected": True, "password": True,
                "cells": {"A1": {"formula": "=VSM_VERSION()", "value": "#NAME?"}},
            },
            {
                "name": "Checks",
                "cells": {
                    ref: {"value": value}
                    for row, line in enumerate((
                        ("Number", "What is checked", "Where", "Result", "What to do"),
                        (1, "Every award is approved", "People", "Pass", "Nothing"),
                        (2, "Salaries are entered", "People!C8", "Not complete", "Enter the salary"),
                        (3, "Dates are in the year", "People!D9", "Fail", "Correct the date"),
                    ), 6)
                    for ref, value in zip((f"{letter}{row}" for letter in "ABCDE"), line, strict=True)
                },
            },
        ],
    }  # fmt: skip


@pytest.mark.component
def test_the_commands_say_and_do_what_they_promise(tmp_path: Path) -> None:
    names = ["explain_this_cell", "what_is_outstanding", "connect_the_formulas", "about"]

    ran = lite_host.in_node(
        tmp_path, {"code": main_py(), "book": book(), "commands": names}
    )["commands"]  # fmt: skip

    explained = "\n".join(ran["said"]["explain_this_cell"])
    assert f"Decisions!D2  {AWARD}" in explained
    assert "VSM_AWARD = 4875.00: SEGMENT_ELIGIBLE" in explained
    assert "3.25" in explained
    # The sheet on which Excel computed an argument is gone again.
    assert ran["log"].count("addSheet") == ran["log"].count("sheetDelete") == 1
    sheets = {sheet["name"]: sheet for sheet in ran["book"]["sheets"]}
    assert list(sheets) == ["Decisions", "Pay cases", "Locked", "Checks"]

    outstanding = ran["said"]["what_is_outstanding"]
    assert outstanding[0] == "2 checks do not pass."
    assert [line for line in outstanding if line.startswith(("Fail", "Not complete"))] == [
        "Not complete: Salaries are entered (People!C8)",
        "Fail: Dates are in the year (People!D9)",
    ]
    assert any("Correct the date" in line and "Checks!A9" in line for line in outstanding)
    assert (ran["book"]["active"], ran["book"]["selected"]) == ("Checks", "A8")

    connected = ran["said"]["connect_the_formulas"]
    assert connected[0] == "3 formulas with VSM functions were entered again."
    assert "The sheet Locked is protected" in connected[1]
    cells = sheets["Decisions"]["cells"]
    assert {ref for ref, cell in cells.items() if cell.get("entered")} == set(CONNECTED)
    assert cells["D2"]["formula"] == AWARD
    assert cells["D3"]["formula"] == "=VSM_BAND(A3)"
    # Protected again, with what was allowed on it.
    assert sheets["Decisions"]["protected"] is True
    assert sheets["Decisions"]["options"] == {"allowFormatRows": True}

    assert any(digest() in line for line in ran["said"]["about"])


@pytest.mark.component
def test_without_excels_objects_what_is_locked_is_named_and_the_rest_is_done(
    tmp_path: Path,
) -> None:
    """Where Lite runs Python beside Excel's objects rather than among them."""
    given = book() | {"worker": True, "selection": ["Pay cases", "A1"]}
    given["sheets"][1]["cells"]["C1"] = {"formula": "=VSM_VERSION()", "value": "#NAME?"}

    ran = lite_host.in_node(
        tmp_path,
        {
            "code": main_py(),
            "book": given,
            "commands": ["connect_the_formulas", "explain_this_cell"],
        },
    )["commands"]

    said = ran["said"]["connect_the_formulas"]
    assert said[0] == "1 formulas with VSM functions were entered again."
    assert [line.split(" is protected")[0] for line in said[1:]] == [
        "The sheet Decisions", "The sheet Locked",
    ]  # fmt: skip
    assert ran["said"]["explain_this_cell"][-1].startswith("There is no VSM function in this cell.")


def test_references_without_a_sheet_get_theirs_and_texts_stay() -> None:
    cases = {
        "A1": "'S'!A1", "$B$2:C3": "'S'!$B$2:C3", "Return!C4": "Return!C4", "'Pay cases'!A1:B2": "'Pay cases'!A1:B2",
        'IF(A1="A1",B1,vsm_x)': "IF('S'!A1=\"A1\",'S'!B1,vsm_x)", "LOG10(A1)": "LOG10('S'!A1)", "SUM(1,2)": "SUM(1,2)",
    }  # fmt: skip
    assert {formula: commands.qualified(formula, "S") for formula in cases} == cases


def test_formulas_of_ours_are_told_from_others() -> None:
    cases = {
        "=VSM_AWARD(A1)": True, "=_xldudf_VSM_AWARD(A1)": True, "=1+vsm_band(A1)": True,
        '="VSM_BAND(1)"': False, "=SUM(A1)": False, "=vsm_band_width": False, "=MY_VSM_BAND(1)": False,
    }  # fmt: skip
    assert {formula: commands.is_ours(formula) for formula in cases} == cases
