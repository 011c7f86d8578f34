"""Programs of this computer, by name: never from the current folder, where a received file may lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: Whether this process may map only so much memory (see vsm_xl.ooxml.supervision).
held_back = False
_WINDOWS_ENDINGS: Final = (".exe", ".com", ".cmd", ".bat")


def which(name: str) -> Path | None:
    """Return the program that a name stands for; None where there is none.

    Only the absolute folders of the search path are looked at.  Windows, and ``shutil.which``
    there, look in the current folder first, and a search path may hold ``.`` or an empty entry.
    """
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if not Path(folder).is_absolute():
            continue
        for ending in _WINDOWS_ENDINGS if sys.platform == "win32" else ("",):
            found = Path(folder) / f"{name}{ending}"
            if found.is_file() and os.access(found, os.X_OK):
                return found
    return None


def windows_program(name: str) -> str:
    """Return a program of Windows itself by its full name."""
    root = Path(os.environ.get("SYSTEMROOT", "C:/Windows"))
    return str(root / "System32" / f"{name}.exe")


def unrestrained() -> Callable[[], None] | None:
    """Return what a program does first that a watched process starts: its limits are not the file's.

    None where there is nothing to do.
    """
    if not held_back or sys.platform != "linux":
        return None
    import resource  # noqa: PLC0415 - not there on Windows

    most = resource.getrlimit(resource.RLIMIT_DATA)[1]
    return lambda: resource.setrlimit(resource.RLIMIT_DATA, (most, most))
