"""Where commands may write: workbooks by name, never in place of what they read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path


def workbook_target(out: Path, inputs: tuple[Path | None, ...] = ()) -> Path:
    """Make sure that a workbook may be written under this name.

    Args:
        out: the name.
        inputs: files that the command reads and must not write over.

    Raises:
        UnusableInput: it is a folder, does not end in .xlsx, or is one of the inputs.
    """
    if out.is_dir():
        raise UnusableInput(f"{out} is a folder. Give the name of a file to write.")
    if out.suffix.lower() != ".xlsx":
        raise UnusableInput(
            f"{out}: the name of a workbook ends in .xlsx, or Excel will not open it. "
            f"Write {out.name}.xlsx, for example."
        )
    for given in inputs:
        if given is not None and same_file(out, given):
            raise UnusableInput(
                f"{out} is read by this command and would be written over. Give another name."
            )
    return out


def same_file(one: Path, other: Path) -> bool:
    """Tell whether two names are the same file, through links as well."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)
