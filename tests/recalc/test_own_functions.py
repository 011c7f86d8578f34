"""The functions of the registry, called from the cells of a workbook."""

from __future__ import annotations

import io

import openpyxl

from vsm_xl.ooxml import Package
from vsm_xl.recalc import recalculate


def test_without_stand_ins_the_registry_is_called() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "People"
    sheet["A1"] = 150000
    sheet["B1"] = '=VSM_AWARD(A1,"2025/26","Provider",3)'
    sheet["B2"] = '=VSM_AWARD(A1,"2026/27","Provider",3)'
    sheet["B3"] = '=VSM_AWARD(A9,"2025/26","Provider",3)'
    sheet["B4"] = '=LEFT(VSM_WHY("VSM_AWARD",A1,"2026/27","Provider",3),16)'
    file = io.BytesIO()
    workbook.save(file)
    result = recalculate(Package.from_bytes(file.getvalue(), "return.xlsx"))
    assert list(result.values["People"].values()) == [4875.0, "#N/A", "", "CRITERIA_PENDING"]
    assert result.unknown_functions == {}
