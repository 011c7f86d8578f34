"""What the workbook looks like on paper, drawn by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from conformance import (  # type: ignore[import-not-found,unused-ignore]
    BLANK,
    EXAMPLE,
    workbook,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.component


def pages_of(name: str, folder: Path) -> list[str]:
    """Print a workbook, and give the text of each page."""
    for program, package in (("soffice", "libreoffice-calc-nogui"), ("pdftotext", "poppler-utils")):
        if shutil.which(program) is None:
            pytest.fail(
                f"{program} is not on the PATH. It comes with {package}; .ci/run installs it."
            )
    file = folder / "book.xlsx"
    file.write_bytes(workbook(name).result.package.to_bytes())
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), str(file)],
        check=True, capture_output=True, timeout=6000,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", "-layout", str(folder / "book.pdf"), "-"],
        check=True, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    return text.stdout.split("\f")[:-1]


@pytest.mark.parametrize("name", [BLANK, EXAMPLE])
def test_no_printed_page_shows_a_cell_that_is_too_narrow(name: str, tmp_path: Path) -> None:
    pages = pages_of(name, tmp_path)

    # Printed with the workbook are the outputs and the notes to them; working sheets are when asked.
    assert 12 <= len(pages) <= {BLANK: 30, EXAMPLE: 20}[name]
    titles = {re.split(r"  +", page.strip().splitlines()[-1])[0] for page in pages}
    # Nobody in the example has a pay case.
    assert titles == {
        "Committee paper", "Decisions in brief", "Return", "Charts", "Remuneration report", "Notes",
        *({"Pay cases"} if name == BLANK else ()),
    }  # fmt: skip
    assert [number for number, page in enumerate(pages, start=1) if "###" in page] == []


def test_the_example_prints_no_page_without_content(tmp_path: Path) -> None:
    pages = pages_of(EXAMPLE, tmp_path)
    feet = [page.strip().splitlines()[-1] for page in pages]

    assert [page for page in pages if len(page.split()) < 20] == []
    # Eight posts: the rows of the other fifty-two take no paper.
    assert sum(foot.startswith("Return") for foot in feet) == 4
    # What is empty on the committee paper takes one line, and so the paper a page.
    assert sum(foot.startswith("Committee paper") for foot in feet) == 1
