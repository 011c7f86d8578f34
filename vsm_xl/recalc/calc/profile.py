"""A LibreOffice profile of our own, with the add-in in it, where nothing from a file is run.

The profile is prepared once and kept in the user's cache; every process works on a copy, so
that two of them do not disturb each other and nothing of one run is left for the next.  The
user's own profile is never touched.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice.addin import build_addin
from vsm_xl.libreoffice.installations import environment, run_unopkg
from vsm_xl.programs import unrestrained
from vsm_xl.xml_text import DECLARATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsm_xl.libreoffice.installations import Installation

#: The two folders that a profile has: the user's, and that of extensions for everybody.  The
#: add-in goes into the second, because LibreOffice lets root install nowhere else.
USER: Final = "user"
SHARED: Final = "shared"
_PATIENCE: Final = 600
#: A folder in which a profile is made is left behind only by a process that was killed meanwhile.
_LEFT_BEHIND: Final = 3600
_MAKING: Final = "making-"
#: LibreOffice takes a moment to die.
_ATTEMPTS: Final = 40
_A_SECOND: Final = 20
_SETTINGS: Final[tuple[tuple[str, str, str], ...]] = (
    # Macros, and whatever else a file may want to have run or fetched.
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Calc/Content/Update", "Link", "2"),
    # A proxy that no computer has: what asks for something all the same gets no further.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    # Every formula is computed when a file is opened, whatever values it has stored.
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    # The results must not depend on whose computer it is.
    ("Setup/L10N", "ooSetupSystemLocale", "en-GB"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Save/Document", "AutoSave", "false"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
)


def new_folder() -> Path:
    """Make the temporary folder for a profile."""
    return Path(tempfile.mkdtemp(prefix="vsm-xl-"))


def fill(folder: Path, installation: Installation) -> None:
    """Make a profile in a folder."""
    shutil.copytree(_prepared(installation), folder, dirs_exist_ok=True)


def remove_profile(folder: Path, sockets: Iterable[str] = ()) -> None:
    """Remove a profile, and the sockets, of a LibreOffice that was ended and may still be dying."""
    for _ in range(_ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(1 / _A_SECOND)
    for socket in sockets:
        with suppress(OSError):
            Path(socket).unlink()


def _prepared(installation: Installation) -> Path:
    addin = build_addin(recalculation=True)
    program = installation.program
    mark = f"{program} {program.stat().st_mtime_ns} {installation.python} {_SETTINGS}"
    key = hashlib.sha256(addin + mark.encode()).hexdigest()[:20]
    kept = _cache() / f"libreoffice-{key}"
    if kept.is_dir():
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    for left in kept.parent.glob(f"{_MAKING}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=kept.parent))
    try:
        _make(making, addin, installation)
        # Of two that prepare it at once, the first one's is kept.
        with suppress(OSError):
            making.rename(kept)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return kept


def _make(folder: Path, addin: bytes, installation: Installation) -> None:
    extension = folder / "vsm.oxt"
    extension.write_bytes(addin)
    harden(folder)
    words = run_unopkg(
        installation,
        folder,
        ["add", "--force", "--shared", str(extension)],
        [f"-env:UserInstallation={(folder / USER).as_uri()}", shared_packages(folder)],
    )
    extension.unlink()
    if words:
        raise UnusableInput(
            f"LibreOffice ({installation.program}) did not take the add-in: {words}. Check with "
            f"vsm-xl doctor, and try again."
        )
    # Compiled now, the add-in's Python files need not be compiled in every copy.
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603 - a program found by us
            [installation.python, "-I", "-m", "compileall", "-q", folder / SHARED],
            capture_output=True, timeout=_PATIENCE, check=False, cwd=folder,
            env=environment(installation.python, folder), preexec_fn=unrestrained(),
        )  # fmt: skip


def harden(folder: Path) -> None:
    """Write the settings into an empty profile, which is all that a conversion needs.

    Active content is not switched off here: to LibreOffice a chart is some, and would be printed as
    an empty frame.  What is printed is a copy that holds charts and no other objects.
    """
    settings = folder / USER / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    printing = tuple(one for one in _SETTINGS if one[1] != "DisableActiveContent")
    settings.write_text(_settings(printing), encoding="utf-8")


def shared_packages(folder: Path) -> str:
    """Return the option that makes LibreOffice look for extensions in the profile alone."""
    return f"-env:UNO_SHARED_PACKAGES={(folder / SHARED).as_uri()}"


def _cache() -> Path:
    if named := os.environ.get("XDG_CACHE_HOME"):
        return Path(named) / "vsm-xl"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "vsm-xl/cache"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/vsm-xl"
    return Path.home() / ".cache" / "vsm-xl"


def _settings(settings: tuple[tuple[str, str, str], ...] = _SETTINGS) -> str:
    items = "\n".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in settings
    )
    return (
        f'{DECLARATION}<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        f"{items}\n</oor:items>\n"
    )
