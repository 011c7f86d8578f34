"""The demonstration from end to end, and the figures it rests on."""

from __future__ import annotations

import contextlib
import csv
import io
import shlex
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vsm_xl
from vsm_xl.cli import main
from vsm_xl.examples import demo
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from pathlib import Path

# Published for 2024/25, but for the new salaries: 3.25 % on the mid-point of the band, by hand.
EXPECTED = {
    "Chief Executive": (277500, 9018.75, 286518.75, "NHS England"),
    # 142,500 for 7 months and 27 of 31 days of a year: times 12 by 7.870967 is 217,254.10
    "Director of Finance": (217254.10, 7060.76, 224314.86, "NHS England"),
    "Chief Medical Officer": (257500, 8368.75, 265868.75, "NHS England"),
    "Chief Digital and Information Officer": (187500, 6093.75, 193593.75, "NHS England"),
    "Director of Human Resources and Organisational Development": (
        192500, 6256.25, 198756.25, "NHS England",
    ),
    "Director of Estates and Facilities": (
        162500, 5281.25, 167781.25, "Remuneration committee",
    ),
    "Chief Operating Officer and Deputy Chief Executive": (
        202500, 6581.25, 209081.25, "NHS England",
    ),
    "Chief Nurse": (172500, 5606.25, 178106.25, "NHS England"),
}  # fmt: skip


class Shown(NamedTuple):
    folder: Path
    out: str


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = tmp_path_factory.mktemp("made") / "not there yet"
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["demo", "--out", str(folder)]) == 0
    return Shown(folder, out.getvalue())


def rows(sheet: Any, first_header: str) -> list[dict[str, Any]]:
    """Read a table as any reader would: from its header down to the first empty row."""
    cells = list(sheet.iter_rows(values_only=True))
    at = next(at for at, row in enumerate(cells) if row[0] == first_header)
    found = []
    for row in cells[at + 1 :]:
        if not row[0]:
            break
        found.append(dict(zip(cells[at], row, strict=True)))
    return found


@pytest.fixture(scope="session")
def book(shown: Shown) -> Any:
    return openpyxl.load_workbook(shown.folder / demo.WORKBOOK, data_only=True)


def test_the_stored_decisions_are_those_expected(book: Any) -> None:
    found = {
        row["Post"]: (
            row["Salary at 31 March"], row["Award"], row["New salary"], row["Approval route"],
        )
        for row in rows(book["Decisions"], "Post")
    }  # fmt: skip

    assert found == EXPECTED


def test_the_stored_median_pay_ratio_is_the_one_expected(book: Any) -> None:
    found = {row["Percentile of staff pay"]: row for row in rows(
        book["Remuneration report"], "Percentile of staff pay"
    )}  # fmt: skip

    assert found["Median"]["Ratio this year"] == pytest.approx(282500 / 36622, abs=1e-12)
    assert round(found["25th percentile"]["Ratio this year"], 2) == 10.65
    assert round(found["75th percentile"]["Ratio this year"], 2) == 5.74


def test_of_the_stored_checks_only_the_illustrative_ranges_fail(book: Any) -> None:
    failing = [row for row in rows(book["Checks"], "Code") if row["Result"] == "Fail"]

    assert [row["What is outstanding"] for row in failing] == ["No pay range is illustrative"]


def test_no_error_stands_in_it_and_the_arrears_are_open_as_no_day_of_payment_is_published(
    book: Any,
) -> None:
    errors = [
        (sheet.title, cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]

    # Of four years no ratio is known: the lines of chart 3 are drawn from #N/A there.
    assert errors == [("Charts", "#N/A")] * 12
    decided = rows(book["Decisions"], "Post")
    assert len(decided) == len(EXPECTED)
    assert {row["Arrears of the award"] for row in decided} <= {None, ""}


def test_every_salary_says_that_it_is_derived_and_the_part_year_one_how(book: Any) -> None:
    people = {row["Post"]: row for row in rows(book["People"], "Post")}

    assert {row["Basis of the salary"] for row in people.values()} == {"Derived"}
    for post, row in people.items():
        said = "annualised" in row["Justification"]
        assert said == (post == "Director of Finance")
    assert "5 August 2024 to 31 March 2025" in people["Director of Finance"]["Justification"]


def test_what_is_shown_names_the_figures_the_checks_and_what_they_rest_on(shown: Shown) -> None:
    for words in (
        "277,500.00", "9,018.75", "286,518.75", "NHS England", "7.71", "SEGMENT_ELIGIBLE: ",
        "Master check: Fail", "fails, and rightly",
        "Leeds Teaching Hospitals NHS Trust, Annual Report 2024/25",
        "NHS England, Segmentation and league tables 2025/26, Q3",
    ):  # fmt: skip
        assert words in shown.out
    assert len(shown.out.splitlines()) <= 26
    starts = {line.partition(":")[0] for line in shown.out.splitlines()}
    assert {"Published", "Derived", "Illustrative", "Left empty"} <= starts


def test_the_commands_shown_work_and_the_files_make_the_same_workbook(shown: Shown) -> None:
    commands = [line for line in shown.out.splitlines() if line.startswith("  vsm-xl ")]
    with contextlib.redirect_stdout(io.StringIO()):
        codes = [main(shlex.split(command)[1:]) for command in commands]
    assert codes == [1]

    blank, mine = shown.folder / "blank.xlsx", shown.folder / "my-return.xlsx"
    with contextlib.redirect_stdout(io.StringIO()):
        main(["build", "template", "-o", str(blank)])
        main([
            "fill", str(blank), "--organisation", str(shown.folder / demo.ORGANISATION_CSV),
            "--people", str(shown.folder / demo.PEOPLE_CSV),
            "--ranges", str(shown.folder / demo.RANGES_CSV), "-o", str(mine),
        ])  # fmt: skip
    made = parts_of(mine)
    assert made == parts_of(shown.folder / demo.WORKBOOK)


def parts_of(file: Path) -> dict[str, bytes]:
    """Return the parts of a workbook; an empty value is spelt in two ways that mean the same."""
    parts = Package.open(file).parts
    return {name: data.replace(b"<v/>", b"<v></v>") for name, data in parts.items()}


def test_a_file_in_place_of_the_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"kept")

    code = main(["demo", "--out", str(place)])

    assert code == 2
    assert str(place) in capsys.readouterr().err
    assert place.read_bytes() == b"kept"


def test_posts_whose_holders_had_left_are_not_carried() -> None:
    people = csv.DictReader(io.StringIO(demo.input_files()[demo.PEOPLE_CSV]))

    assert [row["post"] for row in people] == list(EXPECTED)


def test_the_predecessor_and_the_director_who_left_are_named() -> None:
    told = " ".join(f"{group.what} {group.source}" for group in demo.provenance())

    assert "Director of Planning and Strategy" in told
    assert "Director of Finance (predecessor)" in told


def test_the_ranges_are_the_illustrative_ones_in_every_row() -> None:
    ranges = csv.DictReader(io.StringIO(demo.input_files()[demo.RANGES_CSV]))

    assert {row["status"] for row in ranges} == {"illustrative"}


def test_the_part_year_salary_by_hand() -> None:
    # The contract's case the other way round: 94,451.61 is paid for these days of £144,000.
    assert demo.annual_salary(94451.61, date(2024, 8, 5), date(2025, 3, 31)) == 144000.0
    assert demo.annual_salary(142500, date(2024, 8, 5), date(2025, 3, 31)) == 217254.10
    assert demo.annual_salary(100000, date(2024, 4, 1), date(2025, 3, 31)) == 100000.0


@given(
    pence=st.integers(1_000_00, 500_000_00),
    first=st.dates(date(2024, 4, 1), date(2025, 3, 31)),
    days=st.integers(0, 364),
)
def test_annualising_is_the_inverse_of_prorata_to_the_penny(
    pence: int, first: date, days: int
) -> None:
    last = min(first + timedelta(days=days), date(2025, 3, 31))

    yearly = demo.annual_salary(pence / 100, first, last)

    assert vsm_xl.call("VSM_PRORATA", yearly, first, last) == pence / 100
