"""Our functions as files spell them, and what is left alone."""

from __future__ import annotations

import pytest

from vsm_xl.ooxml.formula_parts import Call, calls_in
from vsm_xl.ooxml.formulas import calls, external_reference, respell

FUNCTIONS = ("VSM_AWARD", "VSM_NEW_SALARY")


@pytest.mark.parametrize(
    "formula",
    [
        "[1]!VSM_AWARD(A1)",
        r"'C:\Users\a b\vsm.xlam'!VSM_AWARD(A1)",
        r"'https://x.example/d/vsm.xlam'!VSM_AWARD(A1)",
        "vsm.xlam!VSM_AWARD(A1)",
        "'it''s.xlam'!VSM_AWARD(A1)",
        "_xll.VSM_AWARD(A1)",
        "_xlfn.VSM_AWARD(A1)",
        "_xludf.VSM_AWARD(A1)",
        "_xldudf_VSM_AWARD(A1)",
        "_xlfn._xldudf_VSM_AWARD(A1)",
        "VSM.AWARD(A1)",
        "_xldudf_VSM.AWARD(A1)",
        "ORG.VSM.ADDIN.VSM.VSM_AWARD(A1)",
        "ORG.VSM.ADDIN.VSM.VSMAWARD(A1)",
        "org.vsm.addin.Vsm.vsmAward(A1)",
        "vsm_award(A1)",
        "VSM_AWARD(A1)",
    ],
)
def test_every_spelling_of_a_function_becomes_the_plain_one(formula: str) -> None:
    assert respell(formula, FUNCTIONS) == "VSM_AWARD(A1)"
    assert respell(f"SUM(1,{formula})*2", FUNCTIONS) == "SUM(1,VSM_AWARD(A1))*2"


@pytest.mark.parametrize(
    "formula",
    [
        '"_xll.VSM_AWARD(A1)"',
        '"say ""[1]!VSM_AWARD(""" & A1',
        "'_xll.VSM_AWARD('!A1",
        "[1]!OTHER(A1)",
        "'[b.xlsx]S'!A1+1",
        "NORM.DIST(A1,0,1,TRUE)",
        "MY_VSM_AWARD(A1)",
        "VSM_AWARD",
        "Table1[[#This Row],[VSM_AWARD]]",
        "",
    ],
)
def test_everything_else_stays_as_it_is(formula: str) -> None:
    assert respell(formula, FUNCTIONS) == formula


def test_marks_of_newer_functions_are_taken_off() -> None:
    assert respell("_xlfn._xlws.SORT(_xlfn.UNIQUE(A1:A9))", FUNCTIONS) == "SORT(UNIQUE(A1:A9))"


def test_calls_inside_calls_are_respelt() -> None:
    formula = 'IF([1]!VSM_AWARD(A1)=_xll.VSM_NEW_SALARY(B1),"[1]!VSM_AWARD(","x")'
    plain = 'IF(VSM_AWARD(A1)=VSM_NEW_SALARY(B1),"[1]!VSM_AWARD(","x")'
    assert respell(formula, FUNCTIONS) == plain
    assert respell(plain, FUNCTIONS) == plain


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("[1]Sheet1!A1", "[1]Sheet1!"),
        ("SUM(A1,[2]!Total)", "[2]!"),
        ("1-[1]S!A1", "[1]S!"),
        ("'[1]My sheet'!A1", "'[1]My sheet'!"),
        (r"'C:\x\[b.xlsx]S'!A1", r"'C:\x\[b.xlsx]S'!"),
        (r"'C:\x\b.xlsx'!Total", r"'C:\x\b.xlsx'!"),
        ("[b.xlsx]S!A1", "[b.xlsx]S!"),
        ("'My sheet'!A1", None),
        ('"[1]S!A1"', None),
        ("Table1[Amount]+S!A1", None),
        ("SUM(Table1[[#This Row],[a]:[b]])*S!A1", None),
        ("S!A1+Two!B2", None),
    ],
)
def test_references_to_other_workbooks_are_seen(formula: str, found: str | None) -> None:
    assert external_reference(formula) == found


def test_called_functions_are_listed_without_texts_and_sheet_names() -> None:
    assert calls("""sum(A1,"MAX(",'MIN('!A1)+VSM_AWARD(1)""") == {"SUM", "VSM_AWARD"}


def test_the_arguments_of_each_call_are_its_own() -> None:
    found = calls_in('G(A1,{1,2},"a)"&F(B1,C1),)+H()')

    assert found == [
        Call("G", ("A1", "{1,2}", '"a)"&F(B1,C1)', "")),
        Call("F", ("B1", "C1")),
        Call("H", ()),
    ]
