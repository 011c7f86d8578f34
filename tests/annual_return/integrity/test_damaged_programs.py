"""Returns saved by other programs: computed alike, and still named faults where there are some."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import damage  # type: ignore[import-not-found,unused-ignore]
import pytest

from vsm_xl.annual_return.filling.repair import repair
from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.reading.audit_trail import inputs_sha256
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.inputs import read_inputs
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.package import Package
from vsm_xl.recalc import Recalculated, recalculate

if TYPE_CHECKING:
    from pathlib import Path


def fingerprint(package: Package) -> str:
    return inputs_sha256(read_inputs(package, layout_of(package)))


def computed_alike(saved: Package, complete: Recalculated) -> None:
    check_structure(saved)
    assert fingerprint(saved) == fingerprint(complete.package)
    assert read_results(recalculate(saved)) == read_results(complete)


def test_a_return_from_openpyxl_is_computed_alike(complete: Recalculated) -> None:
    computed_alike(damage.changed(complete.package, lambda _: None), complete)


def test_a_return_from_google_sheets_is_computed_alike(complete: Recalculated) -> None:
    """It has no tables; the sizes are known from the names that span them."""
    saved = damage.as_google_sheets_saves(complete.package)

    assert b"#NAME?" in saved.parts[saved.sheets()["Decisions"]]
    computed_alike(saved, complete)


def test_a_row_inserted_in_google_sheets_is_named(complete: Recalculated) -> None:
    row = layout_of(complete.package).places["people"].first_row + 1
    inserted = damage.changed(complete.package, damage.Move("People", row, 1))
    saved = damage.as_google_sheets_saves(inserted)

    with pytest.raises(UnusableInput, match=f"sheet People, row {row}: a row was inserted"):
        check_structure(saved)
    assert repair(saved, "new.xlsx").left_out == []


def test_a_return_from_google_sheets_without_names_keeps_its_inputs(complete: Recalculated) -> None:
    saved = damage.as_google_sheets_saves(complete.package)
    bare = damage.changed(saved, lambda workbook: workbook.defined_names.clear())

    with pytest.raises(UnusableInput, match="its defined names are gone"):
        check_structure(bare)
    assert fingerprint(repair(bare, "new.xlsx").package) == fingerprint(complete.package)


@pytest.mark.component
def test_a_return_that_libreoffice_saved_is_computed_alike(
    complete: Recalculated, tmp_path: Path
) -> None:
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) has to be installed for this test"
    source = tmp_path / "return.xlsx"
    source.write_bytes(complete.package.to_bytes())
    command = [
        program, "--headless", "--norestore",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(source),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=600)

    computed_alike(Package.open(tmp_path / "out" / "return.xlsx"), complete)
