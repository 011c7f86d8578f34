"""The add-in as a workbook whose macros LibreOffice runs, and the Python that drives it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import build, vba_project, xlam_package
from vsm_xl.excel.addin.vba import Module
from vsm_xl.zip_file import zipped

PARTS = Path(__file__).parent / "parts"


def workbook(modules: dict[str, Module], calls: int) -> bytes:
    """Give the add-in as a workbook with these modules, whose cells call CaseResult(0) and on."""
    settings = {shared_names.INTERPRETER: "/bin/sh"}  # any file that is there; nothing is started
    parts = xlam_package.parts(build.build(settings=settings))
    writing = (PARTS / "writing.bas").read_text("utf-8")
    modules = {**modules, "Writing": Module("Writing", "standard", writing)}
    parts["xl/vbaProject.bin"] = vba_project.write(
        parts["xl/vbaProject.bin"], "VSM_XL", tuple(modules.values())
    )
    # LibreOffice runs the macros of workbooks, not of add-ins.
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"vnd.ms-excel.addin.macroEnabled", b"vnd.ms-excel.sheet.macroEnabled"
    )
    for old, new in ((b' visibility="hidden"', b""), (b' state="hidden"', b"")):
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(old, new)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"_IntelliSense_", b"Calls")
    rows = "".join(
        f'<row r="{at + 1}"><c r="A{at + 1}"><f>CaseResult({at})</f></c>'
        f'<c r="B{at + 1}"><v>{(at + 1) * 10}</v></c></row>'
        for at in range(calls)
    )
    empty = xlam_package.sheet([], "HelpSheet", xlam_package.SharedTexts())
    parts["xl/worksheets/sheet2.xml"] = empty.replace(
        b"<sheetData>", b"<sheetData>" + rows.encode()
    )
    return zipped(parts, compressed=False)


def python_with_uno() -> str:
    for python in (sys.executable, "/usr/bin/python3"):
        found = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
        if found.returncode == 0:
            return python
    pytest.fail("no Python has LibreOffice's bridge; Debian's package is python3-uno")
