"""Commands on the LibreOffice add-in: build and install it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from vsm_xl.cli import output
from vsm_xl.errors import UnusableInput
from vsm_xl.functions import NAMES
from vsm_xl.libreoffice import installations
from vsm_xl.libreoffice.addin import OLDEST, build_addin
from vsm_xl.libreoffice.install import install, uninstall
from vsm_xl.ooxml import write_file

_DEFAULT_NAME: Final = Path("vsm.oxt")


def build_libreoffice(out: Path | None) -> None:
    """Build the add-in for LibreOffice Calc.

    Raises:
        UnusableInput: the name is a folder, or does not end in .oxt.
    """
    target = out or _DEFAULT_NAME
    if target.is_dir():
        raise UnusableInput(f"{target} is a folder. Give the name of a file to write.")
    if target.suffix.lower() != ".oxt":
        raise UnusableInput(
            f"{target}: the name of a LibreOffice extension ends in .oxt, or LibreOffice will not "
            f"take it. Write {target.name}.oxt, for example."
        )
    write_file(target, build_addin())
    output.line(f"Wrote {target}: {len(NAMES)} functions for LibreOffice {OLDEST} or newer.")


def install_libreoffice(*, shared: bool) -> None:
    """Install the add-in into the LibreOffice of this computer.

    Args:
        shared: for everybody on this computer; otherwise for the person who asks.

    Raises:
        UnusableInput: there is no LibreOffice, it lacks something, or it refuses.
    """
    found = installations.find()
    install(found, shared=shared)
    output.line(
        f"Installed the functions for {_whom(shared=shared)} in LibreOffice {found.version} ({found.program}). Start "
        f"LibreOffice again, and type =VSM_VERSION() into a cell: it shows the version."
    )


def uninstall_libreoffice(*, shared: bool) -> None:
    """Remove the add-in from the LibreOffice of this computer.

    Args:
        shared: the one for everybody on this computer; otherwise that of the person who asks.

    Raises:
        UnusableInput: there is no LibreOffice, or it refuses.
    """
    found = installations.find()
    there = uninstall(found, shared=shared)
    where = f"for {_whom(shared=shared)} in LibreOffice {found.version} ({found.program})"
    if there:
        output.line(f"Removed the functions {where}. Open windows of LibreOffice keep them.")
    else:
        output.line(f"The functions are not installed {where}; nothing was changed.")


def _whom(*, shared: bool) -> str:
    return "everybody on this computer" if shared else "you"
