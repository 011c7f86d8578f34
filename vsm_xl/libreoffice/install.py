"""The add-in put into LibreOffice, and taken out again, for one person or for everybody."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice.addin import build_addin
from vsm_xl.libreoffice.installations import run_unopkg
from vsm_xl.libreoffice.uno_names import IDENTIFIER

if TYPE_CHECKING:
    from vsm_xl.libreoffice.installations import Installation

_ROOT_WORDS = "as root"
_RUNNING_WORDS = ("lock file", "already running")
_NOT_WRITABLE = ("could not be created", "write permissions", "ACCESS_DENIED")
_NOT_THERE = "no such extension"


def install(installation: Installation, *, shared: bool) -> None:
    """Install the add-in, in place of another version.

    Args:
        installation: the LibreOffice that takes it.
        shared: for everybody on this computer, which needs an administrator; otherwise for the
            person who asks, in LibreOffice's own profile of that person.

    Raises:
        UnusableInput: LibreOffice lacks something that the add-in needs, or refuses it.
    """
    problems = installation.lacking()
    if problems:
        raise UnusableInput(problems)
    with tempfile.TemporaryDirectory(prefix="vsm-xl-") as folder:
        extension = Path(folder) / "vsm.oxt"
        extension.write_bytes(build_addin())
        complaint = run_unopkg(
            installation,
            Path(folder),
            ["add", "--force", *_whose(shared=shared), str(extension)],
            [],
        )
    if complaint:
        raise UnusableInput(_refusal(complaint, "install", shared=shared))


def uninstall(installation: Installation, *, shared: bool) -> bool:
    """Remove the add-in, of whatever version; return whether it was there.

    Args:
        installation: the LibreOffice that has it.
        shared: the one for everybody on this computer; otherwise that of the person who asks.

    Raises:
        UnusableInput: LibreOffice refuses.
    """
    with tempfile.TemporaryDirectory(prefix="vsm-xl-") as folder:
        words = ["remove", *_whose(shared=shared), IDENTIFIER]
        complaint = run_unopkg(installation, Path(folder), words, [])
    if complaint and _NOT_THERE not in complaint:
        raise UnusableInput(_refusal(complaint, "remove", shared=shared))
    return not complaint


def _whose(*, shared: bool) -> list[str]:
    return ["--shared"] if shared else []


def _refusal(complaint: str, what: str, *, shared: bool) -> str:
    said = f"LibreOffice did not {what} the add-in: {complaint}."
    if _ROOT_WORDS in complaint:
        return (
            "LibreOffice installs nothing for root alone. Install the add-in as yourself, or with "
            "--shared for everybody on this computer."
        )
    if any(words in complaint for words in _RUNNING_WORDS):
        return f"{said} Close all windows of LibreOffice, and try again."
    if shared:
        return f"{said} For everybody it needs an administrator (on Linux: sudo)."
    if any(words in complaint for words in _NOT_WRITABLE):
        return (
            f"{said} LibreOffice may not write to the folder in which it keeps your settings (on "
            f"Linux usually .config/libreoffice in your home folder). Have it made writable for "
            f"you, or let an administrator install the add-in for everybody with --shared."
        )
    return f"{said} Close LibreOffice, and try again."
