"""A workbook for xlwings Lite and back: its parts, its formulas, its code, and nothing left behind."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.errors import UnusableInput
from vsm_xl.excel.lite import convert, parts
from vsm_xl.excel.lite.code import main_py
from vsm_xl.functions import NAMES
from vsm_xl.ooxml import Package
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from pathlib import Path

WE = "{http://schemas.microsoft.com/office/webextensions/webextension/2010/11}"
WETP = "{http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FOLDER = "xl/webextensions"


def read(xml: bytes) -> ET.Element:
    return ET.fromstring(xml)  # noqa: S314 - we have just written it


def content(package: Package) -> dict[str, object]:
    """The parts, in the one form that does not depend on who wrote the XML."""
    return {
        name: ET.canonicalize(data.decode()) if name.endswith((".xml", ".rels")) else data
        for name, data in package.parts.items()
    }


@pytest.fixture(scope="module")
def plain() -> Package:
    return recalculate(blank_template(2, "return.xlsx", staff_rows=5)).package


@pytest.fixture(scope="module")
def lite(plain: Package) -> Package:
    return convert.to_lite(plain)


def formulas(package: Package) -> list[str]:
    return [
        text.decode()
        for part in package.sheets().values()
        for text in re.findall(rb"<f(?:\s[^>]*)?>([^<]+)</f>", package.parts[part])
    ]


def test_the_parts_are_those_that_excel_writes(lite: Package) -> None:
    tree = read(lite.parts[f"{FOLDER}/webextension1.xml"])
    assert [child.tag for child in tree] == [
        WE + name for name in ("reference", "alternateReferences", "properties", "bindings", "snapshot", "extLst")
    ]  # fmt: skip
    assert tree[0].attrib == {
        "id": "wa200008175", "version": "1.0.0.0", "store": "en-GB", "storeType": "OMEX"
    }  # fmt: skip
    assert tree[1][0].attrib == {**tree[0].attrib, "id": "WA200008175", "store": "WA200008175"}
    properties = {one.attrib["name"]: json.loads(one.attrib["value"]) for one in tree[2]}
    assert properties == {"main.py": main_py(), "requirements.txt": "xlwings\n"}
    has, ids = tree[5]
    assert (has.tag, has[0].tag) == (A + "ext", WE + "containsCustomFunctions")
    assert has.attrib["uri"] == "{D87F86FE-615C-45B5-9D79-34F1136793EB}"
    assert ids.attrib["uri"] == "{7C84B067-C214-45C3-A712-C9D94CD141B2}"
    assert [one.text for one in ids[0]] == [f"_xldudf_{name}" for name in sorted(NAMES)]

    panes = read(lite.parts[f"{FOLDER}/taskpanes.xml"])
    (pane,) = panes
    # An open pane kept a workbook from being saved where the add-in was gone.
    assert pane.attrib == {"dockstate": "right", "visibility": "0", "width": "438", "row": "3"}
    relations = read(lite.parts[f"{FOLDER}/_rels/taskpanes.xml.rels"])
    assert relations[0].attrib == {
        "Id": pane[0].attrib[R + "id"], "Target": "webextension1.xml",
        "Type": "http://schemas.microsoft.com/office/2011/relationships/webextension",
    }  # fmt: skip
    root = lite.parts["_rels/.rels"].decode()
    assert root.count("/office/2011/relationships/webextensiontaskpanes") == 1
    types = lite.parts["[Content_Types].xml"].decode()
    assert (
        '/xl/webextensions/taskpanes.xml" ContentType="application/vnd.ms-office.webextensiontaskpanes+xml"'
        in types
    )
    assert (
        '/xl/webextensions/webextension1.xml" ContentType="application/vnd.ms-office.webextension+xml"'
        in types
    )


def test_every_call_carries_the_spelling_of_the_route(plain: Package, lite: Package) -> None:
    calls = re.compile(r"(?<![A-Z_])(?:_xldudf_)?VSM_[A-Z_]+\(")
    before = [call for formula in formulas(plain) for call in calls.findall(formula)]
    after = [call for formula in formulas(lite) for call in calls.findall(formula)]

    assert len(before) > 50
    assert after == [f"_xldudf_{call}" for call in before]


def test_converting_back_takes_every_trace_out(plain: Package, lite: Package) -> None:
    back = convert.to_add_in(lite)

    assert content(back) == content(plain)
    assert list(back.parts) == list(plain.parts)
    assert content(convert.to_lite(lite)) == content(lite)
    assert convert.to_add_in(plain).parts == plain.parts


def test_the_engine_and_the_file_reader_take_both(plain: Package, lite: Package) -> None:
    again = recalculate(Package.from_bytes(lite.to_bytes(), "return.xlsx")).package

    assert content(convert.to_add_in(again)) == content(plain)
    assert parts.carried(again) is not None
    convert.check_code(again)


def test_another_add_ins_pane_stays(plain: Package) -> None:
    other = convert.to_lite(plain).parts
    renamed = {
        name: data.replace(b"wa200008175", b"wa1").replace(b"WA200008175", b"WA1")
        for name, data in other.items()
    }
    theirs = convert.to_add_in(replace(plain, parts=renamed))

    both = convert.to_lite(theirs)

    assert parts.carried(theirs) is None
    assert sorted(set(both.parts) - set(theirs.parts)) == [f"{FOLDER}/webextension2.xml"]
    assert both.parts[f"{FOLDER}/taskpanes.xml"].count(b"<wetp:taskpane ") == 2
    Package.from_bytes(both.to_bytes(), "both.xlsx")
    assert content(convert.to_add_in(both)) == content(theirs)


def changed(lite: Package, name: str, text: str | None, slash: str = "/") -> Package:
    """The workbook with another setting of Lite's."""
    part = f"{FOLDER}/webextension1.xml"
    tree = read(lite.parts[part])
    properties = tree[2]
    for one in list(properties):
        if one.attrib["name"] == name:
            properties.remove(one)
    if text is not None:
        ET.SubElement(
            properties, f"{WE}property", name=name, value=json.dumps(text).replace("/", slash)
        )
    return lite.replace(part, ET.tostring(tree))


def test_code_that_is_not_the_releases_is_refused(lite: Package) -> None:
    code = main_py()
    refused = {
        "one letter": changed(lite, "main.py", code.replace("DIGEST = ", "DIGEST  = ")),
        "a line more": changed(lite, "main.py", code + "import os\n"),
        "a line first": changed(lite, "main.py", "import os\n" + code),
        "gone": changed(lite, "main.py", None),
        "another file": changed(lite, "more.py", "print(1)"),
        "a package": changed(lite, "requirements.txt", "xlwings\nevil\n"),
        "from elsewhere": changed(lite, "requirements.txt", "xlwings @ https://example.org/x.whl\n"),
        "an index": changed(lite, "requirements.txt", "--index-url https://example.org\nxlwings\n"),
        "pinned elsewhere": changed(lite, "requirements-pinned.txt", "x @ https://example.org/x.whl"),
        "another version": changed(lite, "main.py", code.replace("# Software: vsm_xl ", "# Software: vsm_xl 9")),
    }  # fmt: skip
    accepted = []
    for what, package in refused.items():
        try:
            convert.check_code(package)
        except UnusableInput as unusable:
            if "carries" in str(unusable):
                continue
        accepted.append(what)
    assert accepted == []


def test_what_excel_and_lite_change_when_they_save_is_no_change_of_the_code(lite: Package) -> None:
    saved = changed(
        lite, "requirements.txt", "xlwings\npython-dotenv # required\nblack>=24  # required"
    )
    for name, text in (
        ("addinVersion", "1.0.0.0-35"),
        ("pyodideVersion", "0.27.5"),
        ("xlwingsWorkbookId", "x"),
    ):
        saved = changed(saved, name, text)
    # Office may write a slash in JSON with a backslash before it.
    saved = changed(saved, "main.py", main_py(), slash="\\/")

    convert.check_code(saved)


def test_a_users_own_code_is_left_alone(plain: Package, lite: Package) -> None:
    own = changed(lite, "main.py", "print('mine')")
    unspelt = replace(
        own, parts={**own.parts, **{part: plain.parts[part] for part in plain.sheets().values()}}
    )

    convert.check_code(unspelt)
    assert convert.to_add_in(unspelt).parts == unspelt.parts
    with pytest.raises(UnusableInput, match="other code"):
        convert.to_lite(unspelt)


def test_a_pane_that_leads_nowhere_is_taken_out(plain: Package, lite: Package) -> None:
    """LibreOffice 25.2 keeps the pane, as application/xml, and leaves out what it refers to."""
    left = {
        name: data.replace(
            b"application/vnd.ms-office.webextensiontaskpanes+xml", b"application/xml"
        )
        for name, data in lite.parts.items()
        if name not in {f"{FOLDER}/webextension1.xml", f"{FOLDER}/_rels/taskpanes.xml.rels"}
    }
    types = left["[Content_Types].xml"]
    left["[Content_Types].xml"] = re.sub(rb"<Override[^>]*webextension1[^>]*/>", b"", types)
    saved = replace(lite, parts=left)

    assert content(convert.to_add_in(saved)) == content(plain)
    assert content(convert.to_lite(saved)) == content(lite)


def test_code_that_another_program_left_out_is_missed(plain: Package, lite: Package) -> None:
    lost = parts.without_code(lite)

    assert convert.has_lost_its_code(lost)
    assert not convert.has_lost_its_code(lite)
    assert not convert.has_lost_its_code(plain)
    assert content(convert.to_lite(lost)) == content(lite)


@pytest.mark.component
def test_the_open_xml_validator_accepts_it(lite: Package, tmp_path: Path) -> None:
    program = shutil.which("ooxml-validate")
    assert program, "ooxml-validate has to be installed for this test"
    file = tmp_path / "lite.xlsx"
    file.write_bytes(lite.to_bytes())
    said = subprocess.run([program, file], capture_output=True, text=True, check=False, timeout=600)
    assert "Found 0 errors" in said.stdout, said.stdout + said.stderr
