"""Installing the add-in into LibreOffice, and removing it."""

from __future__ import annotations

from vsm_xl.cli import output
from vsm_xl.libreoffice import installations
from vsm_xl.libreoffice.install import install, uninstall


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
