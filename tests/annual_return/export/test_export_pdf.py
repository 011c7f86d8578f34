"""The committee paper: only results, only what is in use, and LibreOffice kept in hand."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conformance import EXAMPLE, workbook  # type: ignore[import-not-found,unused-ignore]
from sample_return import PEOPLE  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.export.pdf_export import committee_paper, every_sheet, export_pdf
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice.installations import VARIABLE
from vsm_xl.ooxml.package import Package

if TYPE_CHECKING:
    from vsm_xl.recalc import Recalculated


def stand_in(folder: Path, script: str) -> Path:
    """A program in the place of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def is_gone(number: int) -> bool:
    """Wait for the end of a process; one that nobody waits for any more counts as ended."""
    for _ in range(600):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{number}/stat")
        if state.exists() and ") Z " in state.read_text(encoding="utf-8"):
            return True
        time.sleep(0.1)
    return False


def test_the_paper_computes_nothing_itself(complete: Recalculated) -> None:
    paper = committee_paper(complete)

    Package.from_bytes(paper.to_bytes(), "paper.xlsx")
    for title, part in paper.sheets().items():
        assert not re.search(rb"<f[ >]", paper.parts[part]), title
    assert b"<v>286518.75</v>" in paper.parts[paper.sheets()["Return"]]


def test_only_output_sheets_are_printed(complete: Recalculated) -> None:
    paper = committee_paper(complete)
    xml = paper.parts[paper.workbook_part()]
    titles = list(paper.sheets())
    areas = {
        titles[int(number)]: area
        for told, area in re.findall(rb"<definedName ([^>]*Print_Area[^>]*)>([^<]*)", xml)
        for number in re.findall(rb'localSheetId="(\d+)"', told)
    }

    assert areas["Decisions"].endswith(b"$XFD$1048576")
    assert areas["People"].endswith(b"$XFD$1048576")
    assert areas["Return"].endswith(b"$XFD$1048576")
    assert not areas["Committee paper"].endswith(b"$XFD$1048576")
    assert not areas["Decisions in brief"].endswith(b"$XFD$1048576")
    assert not areas["Remuneration report"].endswith(b"$XFD$1048576")


def test_what_a_sheet_says_to_its_user_is_not_printed(complete: Recalculated) -> None:
    paper = committee_paper(complete)
    before = complete.package.sheets()

    for title in ("Decisions in brief", "Remuneration report", "Pay cases", "Charts", "Notes"):
        assert _hidden_rows(complete.package.parts[before[title]]).isdisjoint({2, 3}), title
        hidden = _hidden_rows(paper.parts[paper.sheets()[title]])
        assert {2, 3} <= hidden, title
        # Title and the empty row below stay: they set the table off.
        assert hidden.isdisjoint({1, 4}), title
    # The second row of the front page is its status.
    front = _hidden_rows(paper.parts[paper.sheets()["Committee paper"]])
    assert front & {1, 2, 3, 4} == {3}


def _hidden_rows(xml: bytes) -> set[int]:
    tags = re.findall(rb"<row [^>]*>", xml)
    return {int(re.findall(rb' r="(\d+)"', tag)[0]) for tag in tags if b'hidden="1"' in tag}


def test_without_libreoffice_the_message_says_what_to_do(
    complete: Recalculated, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nothing"))

    with pytest.raises(UnusableInput, match="LibreOffice") as refused:
        export_pdf(complete)
    assert "save the output sheets as PDF" in str(refused.value)


def test_a_libreoffice_that_hangs_is_stopped_with_what_it_started(
    complete: Recalculated, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    number = tmp_path / "number"
    program = stand_in(tmp_path, f"sleep 999 & echo $! > {number}; sleep 999")
    monkeypatch.setenv(VARIABLE, str(program))

    with pytest.raises(UnusableInput, match="did not finish within 5 seconds and was stopped"):
        export_pdf(complete, time_limit=5)
    assert is_gone(int(number.read_text(encoding="utf-8")))


def test_a_libreoffice_that_makes_nothing_is_quoted(
    complete: Recalculated, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(stand_in(tmp_path, "echo no space left; exit 1")))

    with pytest.raises(UnusableInput, match="made no PDF: no space left"):
        export_pdf(complete)


def test_it_runs_with_a_profile_of_its_own(
    complete: Recalculated, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    monkeypatch.setenv(VARIABLE, str(stand_in(tmp_path, f'echo "$@" > {said}')))

    with pytest.raises(UnusableInput):
        export_pdf(complete)
    assert "-env:UserInstallation=file://" in said.read_text(encoding="utf-8")


#: Points: what a committee can read on paper.
SMALLEST = 9


@pytest.mark.component
def test_the_committee_paper_is_a_pdf_of_the_output_sheets(
    complete: Recalculated, tmp_path: Path
) -> None:
    reader = shutil.which("pdftotext")
    assert reader, "pdftotext (poppler-utils) has to be installed for this test"
    path = tmp_path / "paper.pdf"
    path.write_bytes(export_pdf(complete))
    text = subprocess.run(
        [reader, "-layout", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout

    pages = text.split("\f")[:-1]
    assert "The committee is asked to" in pages[0]
    assert "DRAFT" not in text
    # The chart is drawn, not left as an empty frame, and its title is the finding.
    assert "£100,000" in text
    assert re.search(r"\d of 3 new salaries (is|are) above the operational maximum", text)
    for number, page in enumerate(pages, start=1):
        foot = page.strip().splitlines()[-1]
        assert foot.startswith("Example NHS Trust, 2025/26: "), foot
        assert foot.endswith(f"Page {number} of {len(pages)}"), foot
    assert "Audit trail" in pages[-1]
    assert "Single total figure of remuneration" in text
    assert "286,518.75" in text
    assert "#NAME?" not in text
    assert "###" not in text
    assert "Weighted population" not in text
    assert "othing to enter" not in text
    assert "Back to the Cover" not in text
    # With a pay case, which has a page of its own.
    assert len(pages) <= 6
    assert "I confirm that the committee considered this case" in text
    small = {size: words for size, words in _sizes(path).items() if size < SMALLEST}
    assert small == {}


def test_every_sheet_is_printed_as_far_as_it_is_filled(complete: Recalculated) -> None:
    printed = every_sheet(complete)
    xml = printed.parts[printed.workbook_part()].decode()
    titles = list(printed.sheets())
    areas = {
        titles[int(number)]: area
        for number, area in re.findall(
            r'<definedName [^>]*Print_Area[^>]*localSheetId="(\d+)"[^>]*>([^<]*)', xml
        )
        or re.findall(r'<definedName [^>]*localSheetId="(\d+)"[^>]*Print_Area[^>]*>([^<]*)', xml)
    }
    assert set(areas) == set(titles)
    assert [title for title, area in areas.items() if area.endswith("$1048576")] == []
    places = layout_of(complete.source).places
    # Three posts, of the thirty that there is room for.
    for key in ("people", "decisions", "single"):
        last = places[key].first_row + len(PEOPLE) - 1
        assert f"${last}" in areas[places[key].sheet.title].split(",")[0], key
    for title, part in printed.sheets().items():
        assert not re.search(rb"<f[ >]", printed.parts[part]), title


@pytest.mark.component
def test_the_option_all_prints_every_sheet(tmp_path: Path) -> None:
    file, path = tmp_path / "return.xlsx", tmp_path / "all.pdf"
    example = workbook(EXAMPLE).result
    file.write_bytes(example.package.to_bytes())
    made = subprocess.run(
        [sys.executable, "-m", "vsm_xl", "export", file, "--format", "pdf", "--all", "-o", path],
        check=False, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    # The example has a failing check, and is printed all the same.
    assert (made.returncode, made.stdout.splitlines()[0]) == (1, f"Wrote {path}."), made.stderr
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = text.split("\f")[:-1]
    feet = [re.split(r"  +", page.strip().splitlines()[-1]) for page in pages]
    whose = "Leeds Teaching Hospitals NHS Trust, 2025/26: "
    printed = {foot[0].removeprefix(whose) for foot in feet}
    assert printed == set(example.package.sheets()) - {"Pay cases"}
    assert [foot[-1] for foot in feet] == [
        f"DRAFT, Page {number} of {len(pages)}" for number in range(1, len(pages) + 1)
    ]
    assert [number for number, page in enumerate(pages, start=1) if "###" in page] == []
    assert "Ask vsm-xl check" not in text
    assert "Chief Digital and Information Officer" in text


@pytest.mark.component
def test_the_paper_of_eight_posts_has_five_pages_at_most(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(export_pdf(workbook(EXAMPLE).result))
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = text.split("\f")[:-1]

    assert 4 <= len(pages) <= 5
    last = pages[-1]
    assert last.index("Notes to marks") < last.index("Audit trail") < last.index("Page 5 of 5")
    # The reason is the same for all, and stands once.
    assert " ".join(text.split()).count("withheld only in segment 5") == 1
    assert {size: words for size, words in _sizes(path).items() if size < SMALLEST} == {}


def _sizes(path: Path) -> dict[float, str]:
    """Return each size of type in a PDF, in points, with words that are set in it."""
    reader = shutil.which("pdftohtml")
    assert reader, "pdftohtml (poppler-utils) has to be installed for this test"
    # Sizes are whole numbers there: three times as large (its limit), thirds of a point.
    xml = subprocess.run(
        [reader, "-xml", "-stdout", "-i", "-zoom", "3", str(path)],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    sizes = dict(re.findall(r'<fontspec id="(\d+)" size="(-?\d+)"', xml))
    texts = re.findall(r'font="(\d+)">(.*?)</text>', xml)
    return {int(sizes[font]) / 3: words for font, words in texts}
