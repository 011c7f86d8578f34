"""Goes through everything in order, from Windows to the answer of the server."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput
from vsm_xl.excel import shared_names
from vsm_xl.excel.desktop import manifest, registration
from vsm_xl.excel.desktop.excel_setup import find_excel
from vsm_xl.excel.doctor import addins, installed, policies, servers
from vsm_xl.excel.doctor.finding import fault
from vsm_xl.excel.doctor.tools import real_tools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.excel.desktop.machine import Machine
    from vsm_xl.excel.doctor.finding import Finding
    from vsm_xl.excel.doctor.tools import Tools


def examine(machine: Machine, tools: Tools | None = None) -> Iterator[Finding]:
    """Examine a computer; each finding is yielded as soon as it is made.

    Args:
        machine: the computer.
        tools: this computer's own, unless a test passes others.
    """
    tools = tools or real_tools()
    if machine.is_windows:
        yield from _windows(machine, tools)
    else:
        yield from installed.without_excel(machine, tools)
    yield installed.functions()


def _windows(machine: Machine, tools: Tools) -> Iterator[Finding]:
    excel = find_excel(machine)
    yield installed.excel(excel)
    yield installed.python(machine)
    yield from installed.packages(tools)
    try:
        put_there = manifest.read(machine)
    except UnusableInput as problem:
        yield fault("Installation", "NOT_INSTALLED", str(problem))
        return
    place = addins.find(machine, put_there)
    yield (found := addins.registered(machine, place, put_there))
    if place is None:
        return
    yield from addins.loaded(machine, place)
    described = addins.described(place)
    if described is None and found.code:
        return
    if described is None:
        yield fault("Add-in", "ADDIN_CHANGED", f"{place} is not the add-in of this software.")
        return
    command = registration.command(machine)
    yield servers.registered(command, described)
    python = (
        servers.interpreter(command) if command else addins.interpreter(machine, place, described)
    )
    yield from policies.check(machine, python, described, registered=command is not None)
    if command is None and not described.uses_dll:
        return
    yield (found := installed.interpreter(python))
    if found.code:
        return
    dll = None
    if command is None:
        bits = excel.bits if excel and excel.bits else 64
        yield installed.dll(python, described.xlwings, bits)
        yield installed.versions(tools, described)
        # The one that this Python can load; the one that Excel loads was looked for before.
        name = shared_names.dll_name(struct.calcsize("P") * 8, described.xlwings)
        dll = installed.find_dll(python, name)
    yield installed.release(described)
    if command is not None or dll is not None:
        yield servers.answers(tools, python, dll)
    yield from servers.broken_off(machine)
