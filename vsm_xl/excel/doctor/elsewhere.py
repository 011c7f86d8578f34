"""The checks on a computer that has no Excel for Windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.excel.doctor import pythons
from vsm_xl.excel.doctor.finding import fault, good, note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.excel.desktop.machine import Machine
    from vsm_xl.excel.doctor.finding import Finding
    from vsm_xl.excel.doctor.tools import Tools


def check(machine: Machine, tools: Tools) -> Iterator[Finding]:
    """Check what works without Excel: Python, building the add-in, recalculation."""
    yield note("Excel", "NOT_WINDOWS", f"This is not Windows ({machine.system}).")
    yield pythons.python(machine)
    if (version := tools.version("xlwings")) is None:
        yield fault("xlwings", "XLWINGS_MISSING", "The package xlwings is not installed.")
    else:
        yield good("xlwings", f"xlwings {version}: the add-in can be built here.")
    if (version := tools.version("formualizer")) is None:
        yield fault("Engine", "ENGINE_MISSING", "The package formualizer is not installed.")
    else:
        yield good("Engine", f"formualizer {version}: returns are recalculated without Excel.")
    if (program := tools.program("soffice") or tools.program("libreoffice")) is None:
        yield note("LibreOffice", "NO_LIBREOFFICE", "LibreOffice is not installed.")
    else:
        yield good("LibreOffice", f"{program}.")
