"""Whatever is stored or entered comes back from another reader, and nothing else changes."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from typing import TYPE_CHECKING

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from vsm_xl.errors import XlError
from vsm_xl.ooxml import CellValue, Package, enter_values, store_results
from vsm_xl.ooxml.markup import named, parse

if TYPE_CHECKING:
    from collections.abc import Collection

SHEET = "xl/worksheets/sheet1.xml"
FORMULAS = ("B2", "C2", "B4", "E9")
INPUTS = ("A1", "A2", "D2", "A3", "F4", "AA30", "B1")


def workbook() -> Package:
    book = openpyxl.Workbook()
    active = book.worksheets[0]
    for ref in FORMULAS:
        active[ref] = "=A1&A2"
    active["A2"] = "old text"
    active["D2"] = 5
    active["G2"] = "stays"
    file = io.BytesIO()
    book.save(file)
    return Package.from_bytes(file.getvalue(), "book.xlsx")


BOOK = workbook()
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=40
).filter(lambda text: not re.search("_x[0-9A-Fa-f]{4}_", text))
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
values = st.one_of(
    numbers,
    st.booleans(),
    texts,
    st.sampled_from(["=1+1", "+x", "-x", "@x", " lead", "a\nb", "#N/A ", "TRUE", "1"]),
    st.sampled_from([XlError("#N/A"), XlError("#DIV/0!"), XlError("#VALUE!")]),
    st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31)),
    st.none(),
)


def read_back(xml: bytes, ref: str) -> object:
    book = openpyxl.load_workbook(io.BytesIO(BOOK.replace(SHEET, xml).to_bytes()), data_only=True)
    return book.worksheets[0][ref].value


def agrees(found: object, value: CellValue) -> bool:
    if isinstance(value, dt.date):
        value = (value - dt.date(1899, 12, 30)).days
    if value is None or value == "":
        return found is None or found == ""
    if isinstance(value, XlError):
        value = str(value)
    if isinstance(value, str | bool):
        return type(found) is type(value) and found == value
    assert isinstance(found, int | float)
    return math.isclose(float(found), float(value), rel_tol=0, abs_tol=0)


def without(xml: bytes, refs: Collection[str]) -> bytes:
    """The canonical form of a sheet without these cells."""
    root = parse(xml)
    for cell in list(named(root, "c")):
        row = cell.getparent()
        if cell.get("r") in refs and row is not None:
            row.remove(cell)
    return etree.tostring(root, method="c14n")


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(FORMULAS), values, min_size=1))
def test_a_stored_result_comes_back_and_touches_nothing_else(
    results: dict[str, CellValue],
) -> None:
    xml = BOOK.parts[SHEET]
    done = store_results(xml, results)
    for ref, value in results.items():
        assert agrees(read_back(done, ref), value)
    assert without(done, results) == without(xml, results)
    assert store_results(done, results) == done


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(INPUTS), values, min_size=1))
def test_an_entered_value_comes_back_and_formulas_stay(entered: dict[str, CellValue]) -> None:
    done = enter_values(BOOK.parts[SHEET], entered)
    for ref, value in entered.items():
        assert agrees(read_back(done, ref), value)
    assert enter_values(done, entered) == done
    book = openpyxl.load_workbook(io.BytesIO(BOOK.replace(SHEET, done).to_bytes()))
    active = book.worksheets[0]
    assert all(active[ref].value == "=A1&A2" for ref in FORMULAS)
    assert active["G2"].value == "stays"
    assert all(active[ref].data_type != "f" for ref in INPUTS)
