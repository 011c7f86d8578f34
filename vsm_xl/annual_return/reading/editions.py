"""Which data edition a return names, so that none is computed with another without a word."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, Protocol, TypeVar

from vsm_xl.errors import UnusableInput
from vsm_xl.framework import edition
from vsm_xl.framework.fitness import find
from vsm_xl.ooxml.cell_values import contents

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from vsm_xl.framework.edition import Edition
    from vsm_xl.ooxml.package import Package

#: The defined name of the cell that names the edition of the figures.
NAME: Final = "vsm_audit_data_edition"
_LONGEST: Final = 120


class _Computed(Protocol):
    @property
    def edition(self) -> Edition:
        """The edition that it is computed with."""


_Own = TypeVar("_Own", bound=_Computed)
_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def with_its_edition(
    method: Callable[Concatenate[_Own, _Given], _Answer],
) -> Callable[Concatenate[_Own, _Given], _Answer]:
    """Have a method of a return compute with the edition of that return, whichever is in use."""

    @functools.wraps(method)
    def computed(self: _Own, /, *args: _Given.args, **more: _Given.kwargs) -> _Answer:
        with edition.using(self.edition):
            return method(self, *args, **more)

    return computed


class OtherEdition(UnusableInput):
    """A return names another edition than the one in use; ``label`` is what it names."""

    def __init__(self, name: str, label: str) -> None:
        self.name, self.label = name, label
        super().__init__(
            f"{name} is computed with data edition {label}, and the one in use is "
            f"{edition.current().label}. {_by_its_own(label)}; or move the return to the edition in "
            f"use, with its inputs, by: vsm-xl repair {name} -o NEW.xlsx (vsm-xl edition impact shows "
            "first what that changes)."
        )

    def __reduce__(self) -> tuple[type[OtherEdition], tuple[str, str]]:
        """Let it come back from the process that met it."""
        return type(self), (self.name, self.label)


def _by_its_own(label: str) -> str:
    if known := packaged_as(label):
        return f"Compute it with its own, by --edition {known.name}"
    return "Give the folder or zip file of the return's own edition with --edition"


def edition_named(package: Package, names: Mapping[str, str]) -> str:
    """Return the label of the edition that a return names; empty where it names none.

    Args:
        package: the workbook.
        names: its defined names with what they refer to.
    """
    sheet, _, ref = names.get(NAME, "").replace("$", "").rpartition("!")
    title = sheet.strip("'")
    if title not in package.sheets():
        return ""
    held = contents(package, {title}).get(title, {}).get(ref)
    return " ".join(held.split())[:_LONGEST] if isinstance(held, str) else ""


def check_edition(package: Package, names: Mapping[str, str]) -> None:
    """Make sure that a return names the edition in use, or none.

    Raises:
        OtherEdition: it names another.
    """
    named = edition_named(package, names)
    if named and named != edition.current().label:
        raise OtherEdition(package.name, named)


def edition_for(
    package: Package, names: Mapping[str, str], given: str | Path | Edition | None = None
) -> Edition:
    """Return the edition that a return is to be computed with.

    Args:
        package: the workbook.
        names: its defined names with what they refer to.
        given: an edition, or its name, folder or zip file; left out, it is the one that was put
            into use, or else that of the package that the return names, or else the newest.

    Raises:
        UnusableInput: there is no such edition, or it is not sound.
    """
    if isinstance(given, edition.Edition):
        return given
    if given is not None:
        return find(given)
    if edition.chosen():
        return edition.current()
    return packaged_as(edition_named(package, names)) or edition.current()


def packaged_as(label: str) -> Edition | None:
    """Return the edition of the package that has a label, or None.

    >>> packaged_as("2026-11 of 1 November 2026").name
    '2026-11'
    """
    for name in edition.names():
        if label.startswith(f"{name} ") and edition.packaged(name).label == label:
            return edition.packaged(name)
    return None
