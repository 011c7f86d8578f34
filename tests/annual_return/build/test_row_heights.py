"""Heights of rows against those that LibreOffice itself finds best for the same text."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]
from openpyxl import load_workbook

from vsm_xl.annual_return.template.font_metrics import height_of, lines_needed
from vsm_xl.annual_return.template.layout import guidance_text
from vsm_xl.annual_return.template.sheets import people

if TYPE_CHECKING:
    from pathlib import Path

#: How far a row may be from the best height, and how many rows may break a line elsewhere.
_NEAR = 0.05
_BROKEN_ELSEWHERE = 0.03


def test_lines_break_as_in_a_cell() -> None:
    cases = (
        ("Post", 34, 1), ("", 10, 1), ("Salary at 31 March", 12, 2), ("one\ntwo", 40, 2),
        ("Supercalifragilistic", 8, 3), ("well-known", 8, 2), ("££££", 40, 1),
    )  # fmt: skip
    wrong = [
        (text, width, lines, lines_needed(text, width))
        for text, width, lines in cases
        if lines_needed(text, width) != lines
    ]

    assert wrong == []
    assert lines_needed("Kind of decision", 14, bold=True) >= lines_needed("Kind of decision", 14)


@pytest.mark.component
def test_fixed_heights_are_those_that_libreoffice_finds_best(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program, "soffice (libreoffice-calc-nogui) has to be installed for this test"
    built = blank_template(5, "template.xlsx")
    free = built
    for part in built.sheets().values():
        free = free.replace(part, re.sub(rb' (?:ht|customHeight)="[^"]*"', b"", free.parts[part]))
    source = tmp_path / "free.xlsx"
    source.write_bytes(free.to_bytes())
    made = tmp_path / "made"
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx", "--outdir", str(made), str(source)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    best = load_workbook(made / "free.xlsx")
    judged, far = 0, []
    for sheet in load_workbook(io.BytesIO(built.to_bytes())).worksheets:
        for row in sheet.iter_rows(min_row=4):
            number = row[0].row or 1
            height = sheet.row_dimensions[number].height
            fixed = all(cell.data_type != "f" and cell.style != "VSM Input" for cell in row)
            words = any(isinstance(cell.value, str) and "Heading" not in cell.style for cell in row)
            signed = any("signature" in str(cell.value) for cell in row)
            if not (height and fixed and words) or signed:
                continue
            judged += 1
            optimum = best[sheet.title].row_dimensions[number].height or height_of(1)
            if abs(height / optimum - 1) > _NEAR:
                far.append(f"{sheet.title} row {number}: {height}, best {optimum}")

    assert judged > 120
    assert len(far) <= judged * _BROKEN_ELSEWHERE, far


def test_what_stands_above_the_columns_of_people_takes_two_lines_at_most() -> None:
    high = [
        (column.key, guidance_text(column))
        for column in people.COLUMNS
        if lines_needed(guidance_text(column), column.width) > 2
    ]
    assert high == []
    # The rest is said where the cell is chosen: nothing that was asked is lost.
    assert all(
        column.guidance and len(column.guidance) > len(column.brief) for column in people.COLUMNS
    )
