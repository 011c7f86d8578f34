"""Commands on workbooks that carry the functions for xlwings Lite."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.returns import Return
from vsm_xl.annual_return.targets import workbook_target
from vsm_xl.cli import output
from vsm_xl.errors import UnusableInput
from vsm_xl.excel.lite import convert as conversion
from vsm_xl.framework import edition
from vsm_xl.ooxml.write import write_file

if TYPE_CHECKING:
    from vsm_xl.excel.lite.convert import Route

CODE: Final = Path("main.py")
_PUT_BACK: Final = (
    "note: {file}: the functions for xlwings Lite were lost when another program saved it; they were "
    "put back."
)


def read(file: Path, *, noted: bool = True) -> Return:
    """Open a return with the edition that is given or, left out, that it names, and put that into use.

    Args:
        file: the return.
        noted: whether a line names an edition that the return chose.

    Raises:
        UnusableInput: it is not a usable return.
    """
    found = Return.open(file)
    if noted and found.edition is not edition.current():
        label = found.edition.label
        output.complain(f"note: computed with data edition {label}, which the return names.")
    # What the command does with it is done with its edition; whoever runs the command puts it back.
    edition.use(found.edition)
    return found


def opened(file: Path, *, noted: bool = True) -> Return:
    """Open a return whose code for xlwings Lite, if it carries any, is that of this release.

    Raises:
        UnusableInput: it is not a usable return, or its code was changed.
    """
    found = read(file, noted=noted)
    conversion.check_code(found.package)
    return found


def for_route(change: Return, route: Route | None, file: Path) -> None:
    """Make a return one for the route asked for; left open, put back what another program lost.

    Args:
        change: the return.
        route: ``lite`` or ``add-in``, None for the one that it is for.
        file: what messages call it.
    """
    if route is not None:
        change.rewritten(lambda package: conversion.converted(package, route))
    elif conversion.has_lost_its_code(change.package):
        change.rewritten(conversion.to_lite)
        output.complain(_PUT_BACK.format(file=file))


def route_of(old: Return, route: Route | None) -> Route | None:
    """Return the route of a return that is made from another one: that of the old one unless asked."""
    return "lite" if route is None and conversion.is_for_lite(old.package) else route


def convert(file: Path, route: Route, out: Path, *, replace: bool) -> None:
    """Write a return for the other route; entries and stored results stay as they are."""
    target = workbook_target(out, replace=replace, own=file)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        found = read(file)
        step("Converting")
        found.rewritten(lambda package: conversion.converted(package, route))
        step(f"Writing {target.name}")
        write_file(target, found.package.to_bytes())
    words = {
        "lite": "with the functions inside, for the add-in xlwings Lite",
        "add-in": "for the VSM add-in, without any code inside",
    }
    output.line(f"Wrote {target}: the return {words[route]}.")


def build_code(out: Path | None) -> None:
    """Write the code that a workbook for xlwings Lite carries, and say its digest."""
    # Made only when it is asked for.
    from vsm_xl.excel.lite.code import digest, main_py  # noqa: PLC0415

    target = out or CODE
    if out is None and target.exists():
        raise UnusableInput(
            f"{target} exists already. Give another name with -o, or -o {target} to replace it."
        )
    write_file(target, main_py().encode())
    output.line(f"Wrote {target}: the code of a workbook for xlwings Lite.")
    output.line(f"Digest (SHA-256): {digest()}")
