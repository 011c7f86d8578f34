"""Where a return may be written: by name, never in place of what is read or of another file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Iterable


def workbook_target(
    out: Path, inputs: Iterable[object] = (), *, replace: bool = False, own: Path | None = None
) -> Path:
    """Check that a workbook may be written under a name.

    Args:
        out: the name.
        inputs: files that are read and must not be written over; what is not a path is ignored.
        replace: whether an existing file may be replaced.
        own: the file that is meant to be written again, which needs no ``replace``.

    Raises:
        UnusableInput: it is a folder, does not end in .xlsx, is one of the inputs, or exists.
    """
    if out.is_dir():
        raise UnusableInput(f"{out} is a folder. Give the name of a file to write.")
    _not_special(out)
    if out.suffix.lower() != ".xlsx":
        raise UnusableInput(
            f"{out}: the name of a workbook ends in .xlsx, or Excel will not open it. "
            f"Write {out.name}.xlsx, for example."
        )
    for given in inputs:
        if isinstance(given, Path) and same_file(out, given):
            raise UnusableInput(
                f"{out} is read by this command and would be written over. Give another name."
            )
    if own is None or not same_file(out, own):
        not_existing(out, replace=replace)
    return out


def export_target(form: str, file: Path, out: Path | None, *, replace: bool = False) -> Path:
    """Return where an export goes: beside the return and named after it, unless another is named.

    Args:
        form: the format, such as ``csv``, which is a folder.
        file: the return.
        out: the name that was given.
        replace: whether an existing file or folder may be replaced.

    Raises:
        UnusableInput: it is the return itself, of the wrong kind, or exists.
    """
    name = file.with_suffix("").name
    target = out or file.with_name(f"{name}-csv" if form == "csv" else f"{name}.{form}")
    _not_special(target)
    if same_file(target, file):
        raise UnusableInput(f"{target} is the return itself. Give another name with -o.")
    if form == "csv" and target.exists() and not target.is_dir():
        raise UnusableInput(f"{target} is a file. The CSV files go into a folder: give its name.")
    if form != "csv" and target.is_dir():
        raise UnusableInput(f"{target} is a folder. Give the name of a file to write.")
    not_existing(target, replace=replace)
    return target


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where there is none yet.

    Raises:
        UnusableInput: it is a file, or cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UnusableInput(f"{folder} is a file. Give a folder for the files.") from None
    except OSError as problem:
        raise UnusableInput(
            f"The folder {folder} cannot be made: {problem.strerror or problem}."
        ) from None


def _not_special(target: Path) -> None:
    """Check that a name is not that of something other than a file or a folder.

    Raises:
        UnusableInput: it is a link, or a pipe or device.
    """
    if target.is_symlink():
        raise UnusableInput(
            f"{target} is a link to {os.path.realpath(target)}. Give the name of that file, or "
            "another name."
        )
    if target.exists() and not target.is_file() and not target.is_dir():
        raise UnusableInput(f"{target} is not an ordinary file. Give the name of a file to write.")


def not_existing(target: Path, *, replace: bool) -> None:
    """Check that nothing is replaced that was not meant to be.

    Raises:
        UnusableInput: there is a file, or a folder that is not empty.
    """
    if replace or not target.exists():
        return
    if target.is_dir() and not any(target.iterdir()):
        return
    raise UnusableInput(
        f"{target} exists already and may hold someone's entries. Give another name with -o, or "
        "add --replace to replace it."
    )


def same_file(one: Path, other: Path) -> bool:
    """Return whether two names are the same file, through links as well."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)
