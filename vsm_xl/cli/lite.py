"""Commands on workbooks that carry the functions for xlwings Lite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.returns import Return
from vsm_xl.cli import output
from vsm_xl.excel.lite.parts import carried
from vsm_xl.framework import edition

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.excel.lite.parts import Route

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
    if carried(found.package) is not None:
        from vsm_xl.excel.lite.convert import check_code  # noqa: PLC0415 - few carry any

        check_code(found.package)
    return found


def for_route(change: Return, route: Route | None, file: Path) -> None:
    """Make a return one for the route asked for; left open, put back what another program lost.

    Args:
        change: the return.
        route: ``lite`` or ``add-in``, None for the one that it is for.
        file: what messages call it.
    """
    from vsm_xl.excel.lite import convert as conversion  # noqa: PLC0415 - where a return is written

    if route is not None:
        change.rewritten(lambda package: conversion.converted(package, route))
    elif conversion.has_lost_its_code(change.package):
        change.rewritten(conversion.to_lite)
        output.complain(_PUT_BACK.format(file=file))


def route_of(old: Return, route: Route | None) -> Route | None:
    """Return the route of a return that is made from another one: that of the old one unless asked."""
    from vsm_xl.excel.lite.convert import is_for_lite  # noqa: PLC0415 - where a return is written

    return "lite" if route is None and is_for_lite(old.package) else route
