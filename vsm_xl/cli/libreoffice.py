"""Installing the add-in into LibreOffice, and removing it."""

from __future__ import annotations

from vsm_xl.cli import output
from vsm_xl.libreoffice import installations
from vsm_xl.libreoffice.install import install, uninstall


def change_libreoffice(*, remove: bool, shared: bool) -> None:
    """Install the add-in into the LibreOffice of this computer, or remove it.

    Args:
        remove: whether it is removed.
        shared: for everybody on this computer; otherwise for the person who asks.

    Raises:
        UnusableInput: there is no LibreOffice, it lacks something, or it refuses.
    """
    found = installations.find()
    whom = "everybody on this computer" if shared else "you"
    where = f"for {whom} in LibreOffice {found.version} ({found.program})"
    if not remove:
        install(found, shared=shared)
        output.line(
            f"Installed the functions {where}. Start LibreOffice again, and type =VSM_VERSION() into a "
            "cell: it shows the version."
        )
    elif uninstall(found, shared=shared):
        output.line(f"Removed the functions {where}. Open windows of LibreOffice keep them.")
    else:
        output.line(f"The functions are not installed {where}; nothing was changed.")
