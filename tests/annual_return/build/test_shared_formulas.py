"""Long tables hold each formula once, and every reader finds the same formulas as before."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl

from vsm_xl.annual_return.build import shared_formulas
from vsm_xl.annual_return.build.workbook import build
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.ooxml.moved_formulas import formula_texts
from vsm_xl.ooxml.package import Package
from vsm_xl.ooxml.sheet_reader import read_sheet

if TYPE_CHECKING:
    import pytest


def _formulas(data: bytes) -> dict[str, dict[str, str]]:
    package = Package.from_bytes(data, "template.xlsx")
    return {
        title: formula_texts(read_sheet(package.parts[part]))
        for title, part in package.sheets().items()
    }


def test_a_shared_formula_is_the_same_formula_in_each_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = template_layout(4, 3, 3)
    plain = build(layout)
    monkeypatch.setattr(shared_formulas, "LONG", 3)
    shared = build(layout)

    assert b't="shared"' not in b"".join(Package.from_bytes(plain, "p").parts.values())
    assert b"".join(Package.from_bytes(shared, "s").parts.values()).count(b't="shared"') > 500
    assert _formulas(shared) == _formulas(plain)
    books = [openpyxl.load_workbook(io.BytesIO(data)) for data in (plain, shared)]
    differing = [
        f"{one.title}!{cell.coordinate}: {cell.value} is {other[cell.coordinate].value}"
        for one, other in zip(books[0], books[1], strict=True)
        for row in one.iter_rows()
        for cell in row
        if cell.value != other[cell.coordinate].value
    ]
    assert differing == []
