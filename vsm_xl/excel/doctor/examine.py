"""Goes through everything in order, from Windows to the answer of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput
from vsm_xl.excel.desktop import manifest
from vsm_xl.excel.doctor import addins, elsewhere, excels, pythons, releases, servers
from vsm_xl.excel.doctor.finding import fault
from vsm_xl.excel.doctor.tools import real_tools

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vsm_xl.excel.desktop.machine import Machine
    from vsm_xl.excel.doctor.finding import Finding
    from vsm_xl.excel.doctor.tools import Tools


def examine(
    machine: Machine, file: Path | None = None, tools: Tools | None = None
) -> Iterator[Finding]:
    """Examine a computer; each finding comes as soon as it is there.

    Args:
        machine: the computer.
        file: an annual return that does not work as it should.
        tools: this computer's own, unless a test gives others.
    """
    tools = tools or real_tools()
    if machine.is_windows:
        yield from _windows(machine, tools)
    else:
        yield from elsewhere.check(machine, tools)
    yield from releases.functions()
    if file is not None:
        yield releases.annual_return(file)


def _windows(machine: Machine, tools: Tools) -> Iterator[Finding]:
    excel = excels.find_excel(machine)
    yield excels.check(excel)
    yield pythons.python(machine)
    yield from pythons.packages(tools)
    try:
        installed = manifest.read(machine)
    except UnusableInput as problem:
        yield fault("Installation", "NOT_INSTALLED", str(problem))
        return
    place = addins.find(machine, installed)
    yield (found := addins.registered(machine, place, installed))
    if place is None:
        return
    yield from addins.loaded(machine, place)
    told = addins.told(place)
    if told is None and found.code:
        return
    if told is None:
        yield fault("Add-in", "ADDIN_CHANGED", f"{place} is not the add-in of this software.")
        return
    interpreter = addins.interpreter(machine, place, told)
    yield (found := pythons.interpreter(interpreter))
    if found.code:
        return
    bits = excel.bits if excel and excel.bits else 64
    yield pythons.dll(interpreter, told.xlwings, bits)
    yield pythons.versions(tools, told)
    yield releases.addin(told)
    yield from servers.check(tools, interpreter, told.xlwings)
    yield from servers.broken_off(machine)
