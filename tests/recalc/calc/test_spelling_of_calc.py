"""Formulas as Calc is given them."""

from __future__ import annotations

import pytest

from vsm_xl.libreoffice.values import MARK
from vsm_xl.recalc.calc.spelling import CalcSpelling

SPELLING = CalcSpelling(
    ("VSM_AWARD", "VSM_ELIGIBLE", "VSM_LIST", "VSM_WHY"),
    frozenset(("VSM_ELIGIBLE",)),
    frozenset(("VSM_LIST",)),
    {"year": "S!$B$1", "ranges": "S!$A$1:$C$9"},
    {"VSM_AWARD": frozenset((5,)), "VSM_ELIGIBLE": frozenset(), "VSM_LIST": frozenset((1,))},
)
SERVICE = "ORG.VSMXL.CALC.FUNCTIONS."


def truth(text: str, otherwise: str) -> str:
    return f'IF(ISLOGICAL({text}),IF({text},"{MARK}TRUE","{MARK}FALSE"),{otherwise})'


def cell(ref: str) -> str:
    return truth(ref, f"{SERVICE}VSMCELLS({ref})")


@pytest.mark.parametrize(
    ("formula", "spelt"),
    [
        ("SUM(A1,2)", "SUM(A1,2)"),
        ('VSM_AWARD(5,"a,)",,TRUE)', f'{SERVICE}VSMAWARD(5,"a,)",,"{MARK}TRUE")'),
        ("_xll.vsm_award(A1)", f"{SERVICE}VSMAWARD({cell('A1')})"),
        ("VSM_AWARD('My (s)'!$A$1)", f"{SERVICE}VSMAWARD({cell(chr(39) + 'My (s)' + chr(39) + '!$A$1')})"),
        ("VSM_AWARD(year)", f"{SERVICE}VSMAWARD({SERVICE}VSMCELLS(year))"),
        ("VSM_AWARD(1,2,3,4,5,ranges)", f"{SERVICE}VSMAWARD(1,2,3,4,5,{SERVICE}VSMCELLS(ranges))"),
        ("VSM_AWARD(A1*2)", f'{SERVICE}VSMAWARD(IF(ISERROR(A1*2),"{MARK}"&ERRORTYPE(A1*2),{truth("A1*2", "A1*2")}))'),
        ("_xlfn.XLOOKUP(1,A1:A2,B1:B2)", "_xlfn.XLOOKUP(1,A1:A2,B1:B2)"),
        ('COUNTIF(A1:A9,"?*")', 'SUMPRODUCT(ISTEXT(A1:A9)*(IFERROR(A1:A9,"")<>""))'),
        ('COUNTIF(A1:A9,"x*")', 'COUNTIF(A1:A9,"x*")'),
        ('"VSM_AWARD(A1)"&A2', '"VSM_AWARD(A1)"&A2'),
        ("VSM_AWARD(A1", f"{SERVICE}VSMAWARD({cell('A1')})"),
    ],
)  # fmt: skip
def test_a_formula_is_spelt_for_calc(formula: str, spelt: str) -> None:
    assert SPELLING.spelt(formula) == spelt


def test_what_is_true_or_false_becomes_a_truth_again_and_a_blank_stays_blank() -> None:
    call = f"{SERVICE}VSMELIGIBLE(1)"
    assert SPELLING.spelt("VSM_ELIGIBLE(1)") == f"IF(ISNUMBER({call}),{call}=1,{call})"


@pytest.mark.parametrize(
    ("formula", "array", "rows"),
    [
        ("VSM_AWARD(A1,2)", False, False),
        ("VSM_AWARD(A1,2)", True, True),
        ("SUMPRODUCT(VSM_AWARD(A1:A9,2)*1)", False, True),
        ("VSM_AWARD(A1,2,3,4,5,A1:B9)", False, False),
        ('VSM_WHY("VSM_AWARD",A1,2,3,4,5,ranges)', False, False),
        ('VSM_WHY("VSM_AWARD",A1:A9,2)', False, True),
    ],
)
def test_a_call_on_columns_asks_for_rows(formula: str, array: bool, rows: bool) -> None:  # noqa: FBT001
    assert ("_ROWS(" in SPELLING.spelt(formula, array).replace("ROWS(", "_ROWS(")) is rows


@pytest.mark.parametrize(
    "name", ["WEBSERVICE", "_xlfn.WEBSERVICE", "dde", "RTD", "CALL", "_xlfn.IMAGE"]
)
def test_what_reaches_out_of_the_workbook_is_given_as_an_unknown_function(name: str) -> None:
    assert (
        SPELLING.spelt(f'1+{name}("http://127.0.0.1/")')
        == '1+VSMXL.NOT.COMPUTED.HERE("http://127.0.0.1/")'
    )
