"""Whether the server starts as the add-in starts it, and answers without Excel."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import vsm_xl
from vsm_xl.excel import names
from vsm_xl.excel.desktop import manifest
from vsm_xl.excel.doctor import pythons
from vsm_xl.excel.doctor.finding import fault, good, note
from vsm_xl.excel.doctor.tools import PATIENCE
from vsm_xl.functions.registry import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vsm_xl.excel.desktop.machine import Machine
    from vsm_xl.excel.doctor.finding import Finding
    from vsm_xl.excel.doctor.tools import Tools

_SUBJECT: Final = "Server"
#: How much of what was written down is shown.
_LAST_LINES: Final = 12


def check(tools: Tools, interpreter: Path, version: str) -> Iterator[Finding]:
    """Start the server through the DLL and ask it; without a DLL there is nothing to start."""
    # The one that this Python can load; the one that Excel loads was looked for before.
    name = names.dll_name(struct.calcsize("P") * 8, version)
    dll = pythons.find_dll(interpreter, name)
    if dll is not None:
        yield _started(tools, interpreter, dll)


def _started(tools: Tools, interpreter: Path, dll: Path) -> Finding:
    probed = tools.probe(interpreter, dll, names.server_command(str(interpreter)))
    if not probed.in_time:
        words = f"The server did not answer within {PATIENCE} seconds. {probed.said}".strip()
        return fault(_SUBJECT, "SERVER_SLOW", words)
    if not probed.answers:
        return fault(_SUBJECT, "SERVER_FAILED", f"The server does not start.\n{probed.said}")
    wrong = [
        f"{name} is {given!r} instead of {expected!r}"
        for name, given in probed.answers.items()
        if given != (expected := vsm_xl.call(name, *FUNCTIONS[name].example))
    ]
    if wrong:
        return fault(_SUBJECT, "SERVER_WRONG", f"The server answers otherwise: {'; '.join(wrong)}.")
    return good(_SUBJECT, f"Started as Excel starts it; {len(probed.answers)} test calls right.")


def broken_off(machine: Machine) -> Iterator[Finding]:
    """Show what the server wrote down when a call failed."""
    log = manifest.data_folder(machine) / names.FAULTS_FILE
    try:
        lines = log.read_text("utf-8", errors="replace").rstrip().splitlines()
    except OSError:
        return
    if lines:
        last = "\n".join(lines[-_LAST_LINES:])
        words = f"Calls failed in the past; {log} says, at the end:\n{last}"
        yield note("Faults of the server", "SERVER_BROKE_OFF", words)
