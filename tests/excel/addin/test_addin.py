"""The add-in file: read back by readers that others wrote, rebuilt, checked in, changed."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import olefile  # type: ignore[import-untyped]
import pytest
import pyvbaanalysis
from openpyxl import load_workbook

import vsm_xl
from vsm_xl.errors import UnusableInput
from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import build, intellisense, ovba, vba_project, xlam_package
from vsm_xl.zip_file import zipped

WORKBOOK = Path(__file__).parents[3] / "workbook"


@pytest.fixture(scope="module")
def built() -> bytes:
    return build.build()


def test_it_is_built_byte_for_byte_the_same(built: bytes) -> None:
    assert build.build() == built


def test_olevba_reads_every_module_as_it_was_written(olevba: Any, built: bytes) -> None:
    parser = olevba.VBA_Parser("vsm.xlam", data=built)
    found = {
        Path(name).stem: code.replace("\r\n", "\n").rstrip("\n")
        for _, _, name, code in parser.extract_macros()
    }

    written = {module.name: module.source.rstrip("\n") for module in build.modules()}
    # It leaves the attributes in where a module has no code.
    bare = {
        name: "\n".join(line for line in code.split("\n") if not line.startswith("Attribute VB_"))
        for name, code in found.items()
    }
    assert bare == written
    assert parser.detect_vba_stomping() is False


@pytest.mark.parametrize("with_dll", [True, False])
def test_an_analyser_of_vba_finds_nothing_that_does_not_compile(
    *, with_dll: bool, tmp_path: Path
) -> None:
    file = tmp_path / shared_names.ADD_IN
    file.write_bytes(build.build(with_dll=with_dll))

    found = pyvbaanalysis.analyze_office_file(str(file))

    assert set(found) >= {module.name for module in build.modules() if module.source}
    assert [
        (module, problem.code, problem.message)
        for module, problems in found.items()
        for problem in problems
        if problem.severity.value in {"error", "warning"}
    ] == []


def test_olefile_finds_the_streams_without_complaint(built: bytes) -> None:
    project = xlam_package.parts(built)["xl/vbaProject.bin"]
    with olefile.OleFileIO(io.BytesIO(project), raise_defects=olefile.DEFECT_POTENTIAL) as seen:
        streams = {"/".join(path) for path in seen.listdir()}
        text = seen.openstream("PROJECT").read().decode("cp1252")
        cache = seen.openstream("VBA/_VBA_PROJECT").read()
        directory = ovba.decompress(seen.openstream("VBA/dir").read())

    modules = build.modules()
    assert streams == {
        "PROJECT", "PROJECTwm", "VBA/_VBA_PROJECT", "VBA/dir", *(f"VBA/{m.name}" for m in modules)
    }  # fmt: skip
    # Without compiled code: [MS-OVBA] 2.3.4.1.
    assert cache[:4] == bytes.fromhex("cc61ffff")
    for module in modules:
        kind = {"document": "Document", "class": "Class", "standard": "Module"}[module.kind]
        assert re.search(rf"^{kind}={module.name}(/&H0+)?\r$", text, re.MULTILINE)
    assert f'Name="{shared_names.PROJECT}"' in text
    assert shared_names.PROJECT.encode() in directory


def test_the_macros_of_the_template_stay_out(built: bytes) -> None:
    modules = vba_project.read(xlam_package.parts(built)["xl/vbaProject.bin"])

    assert "RunPython" not in "".join(modules.values())
    assert "ActiveWorkbook.FullName" not in "".join(modules.values())


def test_each_sheet_has_the_module_that_its_code_name_says(built: bytes) -> None:
    parts = xlam_package.parts(built)
    modules = vba_project.read(parts["xl/vbaProject.bin"])
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        code_name = re.search(rb'codeName="(\w+)"', parts[part])
        assert code_name is not None
        assert code_name[1].decode() in modules


def test_every_part_has_a_type_and_every_reference_a_part(built: bytes) -> None:
    parts = xlam_package.parts(built)
    types = parts["[Content_Types].xml"].decode()
    for part, content in parts.items():
        if part.endswith(".rels"):
            folder = part.partition("_rels/")[0]
            for target in re.findall(r'Target="([^"]+)"', content.decode()):
                assert folder + target in parts
        if part.endswith((".xml", ".rels")):
            ET.fromstring(content)  # noqa: S314 - our own
        elif part != "[Content_Types].xml":
            assert f'PartName="/{part}"' in types


def test_nothing_in_it_says_where_or_when_it_was_built(built: bytes) -> None:
    parts = xlam_package.parts(built)
    everything = (
        b"".join(parts.values())
        + "".join(vba_project.read(parts["xl/vbaProject.bin"]).values()).encode()
    )

    assert re.search(rb"Users|felix|/home/|/tmp/", everything, re.IGNORECASE) is None
    with zipfile.ZipFile(io.BytesIO(built)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def _as_workbook(parts: dict[str, bytes]) -> bytes:
    """Give the add-in as a workbook that openpyxl reads."""
    kinds = parts["[Content_Types].xml"]
    for old in (b"vnd.ms-excel.addin.macroEnabled.main", b"vnd.ms-office.vbaProject"):
        kinds = kinds.replace(old, b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main")
    return zipped({**parts, "[Content_Types].xml": kinds}, compressed=False)


def test_no_cell_holds_a_text_of_its_own(built: bytes) -> None:
    """Excel writes shared texts only; an auditor of Open XML predicts a repair for other forms."""
    parts = xlam_package.parts(built)

    assert b"inlineStr" not in b"".join(parts.values())
    book = load_workbook(io.BytesIO(_as_workbook(parts)))
    rows = [[cell.value for cell in row if cell.value] for row in book[shared_names.SETTINGS_SHEET]]
    assert {row[0]: (row[1:] or [""])[0] for row in rows} == build.default_settings()
    assert [cell.value for cell in book[intellisense.SHEET]["A"]] == [
        row[0] for row in intellisense.sheet_rows()
    ]


def test_settings_are_changed_and_the_rest_stays(built: bytes) -> None:
    path = "C:\\Users\\Zoë & <Co>\\python\\pythonw.exe"

    changed = build.build(settings={shared_names.INTERPRETER: path})

    assert build.described(changed).settings[shared_names.INTERPRETER] == path
    assert build.described(built).settings[shared_names.INTERPRETER] == ""
    before, after = xlam_package.parts(built), xlam_package.parts(changed)
    assert [part for part in before if before[part] != after[part]] == [
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
    ]  # fmt: skip
    assert load_workbook(io.BytesIO(_as_workbook(before)))[intellisense.SHEET]["A2"].value == (
        load_workbook(io.BytesIO(_as_workbook(after)))[intellisense.SHEET]["A2"].value
    )


def test_it_says_its_versions(built: bytes) -> None:
    told = build.described(built)

    assert told.version == vsm_xl.__version__
    assert told.xlwings == shared_names.xlwings_version()


@pytest.mark.parametrize("damage", [b"", b"no zip", b"cut", b"another"])
def test_a_file_that_is_no_add_in_of_ours_is_refused(damage: bytes, built: bytes) -> None:
    if damage == b"cut":
        damage = built[: len(built) // 2]
    if damage == b"another":
        parts = xlam_package.parts(built)
        parts["xl/vbaProject.bin"] = parts["xl/vbaProject.bin"][:512]
        damage = zipped(parts, compressed=False)

    with pytest.raises(UnusableInput, match=r"vsm\.xlam.*vsm-xl build addin"):
        build.described(damage)


def test_a_template_of_another_form_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "quickstart_addin.xlam").write_bytes(zipped({"xl/workbook.xml": b""}))

    class Spec:
        origin = str(tmp_path / "__init__.py")

    monkeypatch.setattr(build, "find_spec", lambda _: Spec)
    with pytest.raises(UnusableInput, match="another form"):
        build.build()
    (tmp_path / "quickstart_addin.xlam").unlink()
    with pytest.raises(UnusableInput, match="ships no quickstart_addin"):
        build.build()


@pytest.mark.component
@pytest.mark.parametrize("version", ["Microsoft365", "Office2016"])
def test_the_open_xml_validator_finds_nothing(version: str, built: bytes, tmp_path: Path) -> None:
    program = shutil.which("ooxml-validate")
    if program is None:
        pytest.fail("ooxml-validate is not on the PATH; .ci/run installs it")
    file = tmp_path / shared_names.ADD_IN
    file.write_bytes(built)
    run = subprocess.run(
        [program, str(file), "--output-format", "json", "--office-version", version],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip

    assert json.loads(run.stdout) == []
