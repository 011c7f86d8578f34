"""What is installed: Excel, Python and its packages, the DLL beside it, and their releases."""

from __future__ import annotations

import struct
import sys
from typing import TYPE_CHECKING, Final

import vsm_xl
from vsm_xl.excel import shared_names
from vsm_xl.excel.doctor.finding import fault, good, note
from vsm_xl.functions.registry import FUNCTIONS
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vsm_xl.excel.addin.build import AddIn
    from vsm_xl.excel.desktop.excel_setup import Excel
    from vsm_xl.excel.desktop.machine import Machine
    from vsm_xl.excel.doctor.finding import Finding
    from vsm_xl.excel.doctor.tools import Tools

_LEAST: Final = (3, 11)


def excel(found: Excel | None) -> Finding:
    """Report which Excel there is."""
    if found is None:
        return fault("Excel", "NO_EXCEL", "No desktop edition of Excel was found.")
    bits = f"{found.bits}-bit" if found.bits else "of unknown bitness"
    version = f" {found.version}" if found.version else ""
    words = f"Excel{version}, {bits}, {found.program}"
    if found.from_store:
        return note("Excel", "EXCEL_FROM_STORE", f"{words}: the Microsoft Store's edition.")
    if found.bits == 32:  # noqa: PLR2004 - as people say it
        return note("Excel", "EXCEL_32_BIT", f"{words}. Python may stay a 64-bit one.")
    return good("Excel", f"{words}.")


def python(machine: Machine) -> Finding:
    """Report which Python this runs on."""
    bits = struct.calcsize("P") * 8
    words = f"Python {sys.version.split()[0]}, {bits}-bit, {machine.python}"
    if "windowsapps" in str(machine.python).lower():
        return fault("Python", "PYTHON_FROM_STORE", f"{words}: the Microsoft Store's edition.")
    if sys.version_info < _LEAST:
        return fault("Python", "PYTHON_TOO_OLD", f"{words}.")
    return good("Python", f"{words}.")


def packages(tools: Tools) -> Iterator[Finding]:
    """Report whether the packages are there that connect Python with Excel."""
    for package, code in (("xlwings", "XLWINGS_MISSING"), ("pywin32", "PYWIN32_MISSING")):
        if (version := tools.version(package)) is None:
            yield fault(package, code, f"The package {package} is not installed in this Python.")
        else:
            yield good(package, f"{package} {version}.")


def without_excel(machine: Machine, tools: Tools) -> Iterator[Finding]:
    """Report what works where there is no Excel for Windows: building, recalculation."""
    yield note("Excel", "NOT_WINDOWS", f"This is not Windows ({machine.system}).")
    yield python(machine)
    for subject, package, code, use in (
        ("xlwings", "xlwings", "XLWINGS_MISSING", "the add-in can be built here"),
        ("Engine", "formualizer", "ENGINE_MISSING", "returns are recalculated without Excel"),
    ):
        if (version := tools.version(package)) is None:
            yield fault(subject, code, f"The package {package} is not installed.")
        else:
            yield good(subject, f"{package} {version}: {use}.")
    if (program := tools.program("soffice") or tools.program("libreoffice")) is None:
        yield note("LibreOffice", "NO_LIBREOFFICE", "LibreOffice is not installed.")
    else:
        yield good("LibreOffice", f"{program}.")


def interpreter(path: Path) -> Finding:
    """Report whether the Python is there that the add-in starts."""
    subject = "Python of the add-in"
    if path.is_file():
        return good(subject, f"The add-in starts {path}.")
    return fault(subject, "PYTHON_GONE", f"The add-in starts {path}; it is not there.")


def find_dll(path: Path, name: str) -> Path | None:
    """Find the DLL where the add-in looks for it."""
    places = (folder / name for folder in path.parents[:2])
    return next((place for place in places if place.is_file()), None)


def dll(path: Path, version: str, bits: int) -> Finding:
    """Report whether the DLL is there that Excel loads."""
    name = shared_names.dll_name(bits, version)
    if (found := find_dll(path, name)) is not None:
        return good("DLL", f"{found}.")
    others = sorted(
        other.name for folder in path.parents[:2] for other in folder.glob(f"xlwings{bits}-*.dll")
    )
    if others:
        words = f"The add-in wants {name}; beside Python there is {', '.join(others)}."
        return fault("DLL", "VERSIONS_DIFFER", words)
    return fault("DLL", "DLL_MISSING", f"{name} is neither in {path.parent} nor one folder up.")


def versions(tools: Tools, described: AddIn) -> Finding:
    """Report whether the add-in was built for the xlwings that is installed."""
    subject, installed = "Versions of xlwings", tools.version("xlwings")
    if installed == described.xlwings:
        return good(subject, f"Add-in, DLL and Python have {installed}.")
    words = f"The add-in was built for {described.xlwings}; Python has {installed or 'none'}."
    return fault(subject, "VERSIONS_DIFFER", words)


def functions() -> Finding:
    """Report whether the functions answer in this Python."""
    example = FUNCTIONS["VSM_AWARD"].example
    answer = vsm_xl.call("VSM_AWARD", *example)
    if isinstance(answer, float):
        edition = vsm_xl.call("VSM_EDITION")
        return good("Functions", f"vsm_xl {__version__}, data edition {edition}.")
    words = f"VSM_AWARD{example} gives {answer}: {getattr(answer, 'message', '')}"
    return fault("Functions", "FUNCTIONS_FAIL", words)


def release(described: AddIn) -> Finding:
    """Report whether the add-in is of the software's release."""
    subject = "Release of the add-in"
    if described.version == __version__:
        return good(subject, f"Add-in and software are {__version__}.")
    words = f"The add-in is {described.version}, the software {__version__}."
    return fault(subject, "RELEASES_DIFFER", words)
