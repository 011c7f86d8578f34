"""Python, what it needs for Excel, and the DLL beside it."""

from __future__ import annotations

import struct
import sys
from typing import TYPE_CHECKING, Final

from vsm_xl.excel import shared_names
from vsm_xl.excel.doctor.finding import fault, good

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vsm_xl.excel.addin.build import AddIn
    from vsm_xl.excel.desktop.machine import Machine
    from vsm_xl.excel.doctor.finding import Finding
    from vsm_xl.excel.doctor.tools import Tools

_LEAST: Final = (3, 11)
_NEEDED: Final = (("xlwings", "XLWINGS_MISSING"), ("pywin32", "PYWIN32_MISSING"))


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
    for package, code in _NEEDED:
        if (version := tools.version(package)) is None:
            yield fault(package, code, f"The package {package} is not installed in this Python.")
        else:
            yield good(package, f"{package} {version}.")


def interpreter(path: Path) -> Finding:
    """Report whether the Python is there that the add-in starts."""
    if path.is_file():
        return good("Python of the add-in", f"The add-in starts {path}.")
    return fault(
        "Python of the add-in", "PYTHON_GONE", f"The add-in starts {path}; it is not there."
    )


def find_dll(path: Path, name: str) -> Path | None:
    """Find the DLL where the add-in looks for it."""
    for folder in (path.parent, path.parent.parent):
        if (folder / name).is_file():
            return folder / name
    return None


def dll(path: Path, version: str, bits: int) -> Finding:
    """Report whether the DLL is there that Excel loads."""
    name = shared_names.dll_name(bits, version)
    if (found := find_dll(path, name)) is not None:
        return good("DLL", f"{found}.")
    others = sorted(
        other.name
        for folder in (path.parent, path.parent.parent)
        for other in folder.glob(f"xlwings{bits}-*.dll")
    )
    if others:
        words = f"The add-in wants {name}; beside Python there is {', '.join(others)}."
        return fault("DLL", "VERSIONS_DIFFER", words)
    words = f"{name} is neither in {path.parent} nor one folder up."
    return fault("DLL", "DLL_MISSING", words)


def versions(tools: Tools, described: AddIn) -> Finding:
    """Report whether the add-in was built for the xlwings that is installed."""
    installed = tools.version("xlwings")
    if installed == described.xlwings:
        return good("Versions of xlwings", f"Add-in, DLL and Python have {installed}.")
    return fault(
        "Versions of xlwings",
        "VERSIONS_DIFFER",
        f"The add-in was built for {described.xlwings}; Python has {installed or 'none'}.",
    )
