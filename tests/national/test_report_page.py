"""The report in headless Chromium: no network, by keyboard alone, judged by axe, printed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vsm_xl.national.publish import write_report

if TYPE_CHECKING:
    from vsm_xl.national.collate import Collated

PROGRAM = Path(__file__).parent / "parts" / "open_page.cjs"
ALLOWED_SECONDS = 900

pytestmark = pytest.mark.component


def test_the_page_works_by_keyboard_without_a_network(
    collated: tuple[Path, Collated, list[str]], tmp_path: Path
) -> None:
    node = shutil.which("node")
    assert node, "node is missing: .ci/run installs it"
    page, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    write_report(collated[0], page, None, None)

    ended = subprocess.run(
        [node, PROGRAM, page, pdf],
        capture_output=True,
        text=True,
        timeout=ALLOWED_SECONDS,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    seen = json.loads(ended.stdout)
    assert seen["console"] == []
    assert seen["requests"] == [page.as_uri()]
    assert seen["charts"] >= 5
    assert seen["searched"] == seen["organisations"][:1]
    assert seen["cleared"] == seen["organisations"]
    assert 0 < len(seen["filtered"]) <= len(seen["organisations"])
    assert seen["sorted"] == sorted(seen["sorted"])
    assert seen["sortedDown"] == sorted(seen["sorted"], reverse=True)
    assert seen["compared"] == 3
    assert seen["opened"] is True
    assert seen["back"] is True
    assert seen["focused"] == "rgb(255, 235, 59)"
    # Nothing is wider than the window of a telephone or of a computer.
    assert seen["widths"] == [375, 1200]
    assert seen["violations"] == []
    assert pdf.read_bytes()[:5] == b"%PDF-"
