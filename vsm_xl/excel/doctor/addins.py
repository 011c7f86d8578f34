"""Whether the add-in lies where Excel opens it, and whether Excel lets it run."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput
from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import build
from vsm_xl.excel.desktop import excel_setup
from vsm_xl.excel.doctor.finding import fault, good, note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.excel.addin.build import AddIn
    from vsm_xl.excel.desktop.machine import Machine
    from vsm_xl.excel.desktop.manifest import Manifest
    from vsm_xl.excel.doctor.finding import Finding

_SUBJECT = "Add-in"


def find(machine: Machine, installed: Manifest | None) -> Path | None:
    """Find the add-in: where it was installed, or where IT may have put it."""
    places = [installed.addin] if installed else []
    with suppress(UnusableInput):
        places.append(excel_setup.start_folder(machine) / shared_names.ADD_IN)
    excel = excel_setup.find_excel(machine)
    if excel is not None:
        places.append(excel.program.parent / "XLSTART" / shared_names.ADD_IN)
    places += [folder / shared_names.ADD_IN for folder in excel_setup.startup_folders(machine)]
    places += excel_setup.opened_at_start(machine, shared_names.ADD_IN)
    return next((place for place in places if place.is_file()), None)


def registered(machine: Machine, place: Path | None, installed: Manifest | None) -> Finding:
    """Report whether the add-in is where it was put, and is what was put there."""
    if place is None:
        if installed is None:
            return fault(_SUBJECT, "NOT_INSTALLED", "The add-in is not installed for you.")
        words = f"{installed.addin} was installed, and is not there any more."
        return fault(_SUBJECT, "ADDIN_MISSING", words)
    if installed is not None and place == installed.addin and not installed.unchanged(place):
        words = f"{place} is not the file that was installed: it was changed or replaced since."
        return fault(_SUBJECT, "ADDIN_CHANGED", words)
    if not excel_setup.opens_by_itself(machine, place):
        return fault(_SUBJECT, "ADDIN_NOT_LOADED", f"Excel does not open {place} by itself.")
    return good(_SUBJECT, f"Excel opens {place} when it starts.")


def loaded(machine: Machine, place: Path) -> Iterator[Finding]:
    """Report whether Excel runs the add-in that lies there."""
    if excel_setup.disabled_by_excel(machine, place):
        words = f"Excel has disabled {place.name}: it was open when Excel crashed."
        yield fault("Disabled items", "ADDIN_DISABLED", words)
    others = [
        other
        for other in excel_setup.opened_at_start(machine, shared_names.ADD_IN)
        if os.path.normcase(other) != os.path.normcase(place)
    ]
    if others:
        words = f"Excel also opens {', '.join(map(str, others))}."
        yield fault("Other copies", "ADDIN_TWICE", words)
    why = excel_setup.distrust(machine, place)
    if why is None:
        yield good("Trust", "Excel runs the macros of the add-in without asking.")
    elif why.code == "ADDIN_ON_NETWORK":
        yield note("Trust", why.code, f"Excel may not trust the add-in: {why.setting}.")
    else:
        yield fault("Trust", why.code, f"Excel does not run the add-in's macros: {why.setting}.")


def described(place: Path) -> AddIn | None:
    """Read what the add-in says of itself; ``None`` where it is none of ours."""
    try:
        return build.described(place.read_bytes())
    except (OSError, UnusableInput):
        return None


def interpreter(machine: Machine, place: Path, described: AddIn) -> Path:
    """Return the Python that an add-in starts, as its macros find it."""
    text = excel_setup.expanded(machine, described.settings.get(shared_names.INTERPRETER, ""))
    return (
        Path(text) if text else place.parent.joinpath(*shared_names.BUNDLED_INTERPRETER.split("\\"))
    )
