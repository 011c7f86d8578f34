"""Both engines and our functions themselves: three answers to every cell."""

from __future__ import annotations

import csv
import io
import multiprocessing
import re
import tomllib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import three_answers  # type: ignore[import-not-found,unused-ignore]
from openpyxl.workbook.defined_name import DefinedName

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.verify import verify_return
from vsm_xl.cli import main
from vsm_xl.errors import XlError
from vsm_xl.ooxml import Package
from vsm_xl.ooxml.formula_parts import references
from vsm_xl.recalc.verify import agree, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.recalc.verify import Verified

CASES = Path(__file__).parent.parent / "cases"
RETURNS = 200
#: Facts that the edition in use never meets; tests/docs/test_rehearsal.py meets them in another.
OF_ANOTHER_EDITION = [
    {"segment": "award depends on the capability rating"},
    {"kind": "Provider", "limit and bodies": "threshold not held"},
    {"limit": "not held"},
]
#: What the cases say with an omitted argument, said without one.
BESIDES = (
    ('VSM_APPROVAL(200000,"CEO","ICB","Tiny",1,"2025-05-01",boards)', "#N/A"),
    ('VSM_POSITION(200000,"CEO","ICB","Tiny","2025-05-01",boards)', "#N/A"),
)


@pytest.fixture(scope="module")
def workers() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        yield pool


def assert_agreed(found: Verified) -> None:
    assert not found.disagreements, "\n".join(one.words for one in found.disagreements)
    assert found.with_core > found.formulas / 3


@pytest.mark.component
def test_the_blank_template_is_the_same_in_three_ways() -> None:
    assert_agreed(verify_return(Package.from_bytes(build_template(), "template.xlsx")))


@pytest.mark.component
def test_the_filled_example_is_the_same_in_three_ways(tmp_path: Path) -> None:
    assert main(["demo", "--out", str(tmp_path)]) == 0
    (workbook,) = tmp_path.glob("*.xlsx")
    assert_agreed(verify_return(Package.open(workbook)))
    assert main(["recalc", "--verify", str(workbook)]) == 0


def case_workbook() -> tuple[bytes, list[Any]]:
    """Every case of tests/cases that can stand in one cell, as a formula in column A."""
    workbook: Any = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Cases"
    for file in sorted((CASES / "tables").glob("*.csv")):
        table = workbook.create_sheet(file.stem)
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                table.append([number(cell) for cell in row])
        place = f"'{file.stem}'!$A$1:${openpyxl.utils.get_column_letter(table.max_column)}${table.max_row}"
        workbook.defined_names[file.stem] = DefinedName(file.stem, attr_text=place)
    expected = []
    for formula, shown in BESIDES:
        expected.append(shown)
        sheet.cell(len(expected), 1, f"={formula}")
    for file in sorted(CASES.glob("*.toml")):
        for formula, shown, *_ in tomllib.loads(file.read_text(encoding="utf-8"))["cases"]:
            # An omitted argument and an array constant with a gap are no cells.
            if (
                "{" in formula
                or re.search(r"[(,]\s*[,)]", formula.replace("()", ""))
                or isinstance(shown, list)
            ):
                continue
            expected.append(shown)
            sheet.cell(len(expected), 1, f"={formula}")
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue(), expected


def number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text or None


def as_expected(value: Any, expected: Any) -> bool:
    if isinstance(expected, str) and expected.startswith("~"):
        decimals = len(expected.partition(".")[2])
        return bool(round(value, decimals) == float(expected[1:]))
    if isinstance(expected, str) and expected.startswith("#"):
        return isinstance(value, XlError) and value == expected
    return agree(value, float(expected) if type(expected) is int else expected)


@pytest.mark.component
def test_the_published_cases_come_out_as_written_in_both_engines() -> None:
    data, expected = case_workbook()
    found = verify(Package.from_bytes(data, "cases.xlsx"))
    different = [one.words for one in found.disagreements if not three_answers.known(one)]
    assert not different, "\n".join(different)
    values = found.recalculated.values["Cases"]
    wrong = [
        (found.recalculated.formulas["Cases"][f"A{row}"], values[f"A{row}"], shown)
        for row, shown in enumerate(expected, 1)
        if not as_expected(values[f"A{row}"], shown)
    ]
    assert len(expected) > 250
    assert not wrong


@pytest.mark.component
def test_returns_drawn_by_lot_are_the_same_and_reach_every_decision(
    workers: ProcessPoolExecutor,
) -> None:
    half = RETURNS // 2
    running = [
        workers.submit(three_answers.seeds, 0, half),
        workers.submit(three_answers.seeds, half, RETURNS),
        workers.submit(three_answers.files, [("cases.xlsx", case_workbook()[0])]),
    ]
    batches = [future.result() for future in running]
    found = [
        f"{name}: {one.words}"
        for batch in batches
        for name, one in batch.disagreements
        if not three_answers.known(one)
    ]
    assert not found, "\n".join(found)
    formulas = sum(batch.formulas for batch in batches)
    assert sum(batch.with_core for batch in batches) > 350 * RETURNS
    assert sum(batch.explained for batch in batches) < formulas / 50
    for table in three_answers.TABLES:
        reached = set().union(*(batch.reached.get(table.name, set()) for batch in batches))
        missing = [
            dict(table.rows[row].when) for row in sorted(set(range(len(table.rows))) - reached)
        ]
        elsewhere = [dict(row.when) for row in table.rows if dict(row.when) in OF_ANOTHER_EDITION]
        assert missing == elsewhere, f"{table.name}: never decided by {missing}"


def test_cells_that_a_formula_names_are_found_beside_texts_and_functions() -> None:
    assert references("S", 'LOG10(A1)&"B2"&\'My (s)\'!$C$3:D4+T!E5') == [
        ("S", (1, 1, 1, 1)), ("My (s)", (3, 3, 4, 4)), ("T", (5, 5, 5, 5)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1.0, 1.0 + 1e-14, True), (1.0, 1.01, False), (1.0, True, False), (True, True, True),
        ("a", "A", False), ("", None, False), (None, None, True), (XlError("#N/A"), "#N/A", False),
        (XlError("#N/A"), XlError("#NUM!"), False), (XlError("#SPILL!"), XlError("#VALUE!"), True),
        (9018.75, 9018.76, False), (0.0, 1e-10, True),
    ],
)  # fmt: skip
def test_two_answers_agree_only_in_type_and_value(one: Any, other: Any, same: bool) -> None:  # noqa: FBT001
    assert agree(one, other) is same
