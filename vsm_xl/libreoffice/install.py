"""The add-in put into LibreOffice, for one person or for everybody on the computer."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice.addin import build_addin
from vsm_xl.libreoffice.profile import run_unopkg

if TYPE_CHECKING:
    from vsm_xl.libreoffice.programs import Installation

_ROOT_WORDS = "as root"
_RUNNING_WORDS = ("lock file", "already running")


def install(installation: Installation, *, shared: bool) -> None:
    """Install the add-in, in place of an older one.

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
        words = ["add", "--force", *(["--shared"] if shared else []), str(extension)]
        complaint = run_unopkg(installation, words, [])
    if complaint:
        raise UnusableInput(_refusal(complaint, shared=shared))


def _refusal(complaint: str, *, shared: bool) -> str:
    said = f"LibreOffice did not install the add-in: {complaint}."
    if _ROOT_WORDS in complaint:
        return (
            "LibreOffice installs nothing for root alone. Install the add-in as yourself, or with "
            "--shared for everybody on this computer."
        )
    if any(words in complaint for words in _RUNNING_WORDS):
        return f"{said} Close all windows of LibreOffice, and try again."
    if shared:
        return f"{said} Installing for everybody needs an administrator (on Linux: sudo)."
    return f"{said} Close LibreOffice, and try again."
