"""Whether the server is registered, starts, and answers without Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import vsm_xl
from vsm_xl.excel import shared_names
from vsm_xl.excel.desktop import manifest
from vsm_xl.excel.doctor.finding import fault, good, note
from vsm_xl.excel.doctor.tools import PATIENCE
from vsm_xl.functions.registry import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.excel.addin.build import AddIn
    from vsm_xl.excel.desktop.machine import Machine
    from vsm_xl.excel.doctor.finding import Finding
    from vsm_xl.excel.doctor.tools import Tools

_SUBJECT, _REGISTERED = "Server", "Registration of the server"
#: How much of what was written down is shown.
_LAST_LINES: Final = 12


def registered(command: str | None, described: AddIn) -> Finding:
    """Report whether Windows knows how to start the server."""
    if command is not None:
        return good(_REGISTERED, "Windows starts Python for the functions; Excel does not have to.")
    if described.uses_dll:
        words = "The server is not registered with Windows; Excel starts it through xlwings' DLL."
        return note(_REGISTERED, "NOT_REGISTERED", words)
    words = (
        "The server is not registered with Windows, and this add-in has no other way to start it."
    )
    return fault(_REGISTERED, "REGISTRATION_GONE", words)


def interpreter(command: str) -> Path:
    """Return the Python of the command by which Windows starts the server."""
    return Path(command.removeprefix('"').partition('"')[0])


def answers(tools: Tools, python: Path, dll: Path | None) -> Finding:
    """Start the server and ask it.

    Args:
        tools: of this computer.
        python: the Python that the add-in uses.
        dll: xlwings' DLL; ``None`` where Windows starts the server.
    """
    probed = tools.probe(python, dll, shared_names.server_command(str(python)))
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
    how = "Excel" if dll else "Windows"
    return good(_SUBJECT, f"Started as {how} starts it; {len(probed.answers)} test calls right.")


def broken_off(machine: Machine) -> Iterator[Finding]:
    """Show what the server recorded when a call failed."""
    log = manifest.data_folder(machine) / shared_names.FAULTS_FILE
    try:
        lines = log.read_text("utf-8", errors="replace").rstrip().splitlines()
    except OSError:
        return
    if lines:
        last = "\n".join(lines[-_LAST_LINES:])
        words = f"Calls failed in the past; {log} says, at the end:\n{last}"
        yield note("Faults of the server", "SERVER_BROKE_OFF", words)
