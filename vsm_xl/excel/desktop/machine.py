"""The computer as installation and doctor see it: folders, registry, Python.

Both work on a :class:`Machine` that is handed to them, so that every fault of a desktop can be
put in front of them where there is none.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LONGEST_PATH: Final = 32768


@dataclass(frozen=True)
class Machine:
    r"""A computer, as far as Excel and Python on it are concerned.

    Args:
        system: as ``sys.platform`` has it.
        environment: the environment variables.
        python: the running interpreter.
        registry: values by key and name; keys in small letters, such as
            ``hkcu\\software\\microsoft``.  :func:`this_machine` reads the real one.
        in_code_page: whether a text can be said in the code page of the country.
        short_path: gives the short form that Windows keeps of a path; empty where there is none.

    >>> machine = Machine("win32", {}, Path("python.exe"), {"hkcu\\a": {"b": 1}})
    >>> machine.value("HKCU\\A", "B"), machine.value("HKCU\\A", "C")
    (1, None)
    """

    system: str
    environment: Mapping[str, str]
    python: Path
    registry: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    in_code_page: Callable[[str], bool] = lambda text: text.isascii()
    short_path: Callable[[Path], str] = lambda _: ""

    @property
    def is_windows(self) -> bool:
        """Whether Excel's desktop edition could be here."""
        return self.system == "win32"

    def values(self, key: str) -> Mapping[str, object]:
        """Give the values of a registry key by their names in small letters; empty if none."""
        return self.registry.get(key.lower(), {})

    def value(self, key: str, name: str = "") -> object:
        """Give one value of a registry key; the nameless one unless told otherwise."""
        return self.values(key).get(name.lower())

    def folder(self, variable: str) -> Path:
        """Give a folder that an environment variable names.

        Raises:
            UnusableInput: the variable is not set, as in some services and schedulers.
        """
        text = self.environment.get(variable, "").strip()
        if not text:
            raise UnusableInput(
                f"The environment variable {variable} is not set, so the folder that Windows keeps "
                "for you cannot be found. Run the command from your own desktop session."
            )
        return Path(text)

    def spelt_for_excel(self, path: Path) -> str:
        """Spell a path so that Excel's macros can hand it on.

        Macros pass texts to Windows in the code page of the country.  A path with other letters
        is given in its short form, which Windows keeps in plain ones.

        Raises:
            UnusableInput: there is no short form.
        """
        if self.in_code_page(str(path)):
            return str(path)
        if (short := self.short_path(path)) and self.in_code_page(short):
            return short
        raise UnusableInput(
            f"Excel's macros cannot spell the path {path}: it has letters that are not in this "
            "computer's code page, and Windows keeps no short name for it. Install into a folder "
            "with plain letters, such as C:\\VSM Pay, and run vsm-xl install from there."
        )


class _WindowsRegistry(dict[str, "Mapping[str, object]"]):
    """The real registry; a key is read when it is asked for, in both views of the machine."""

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ARG002 - always found, if empty
        found: dict[str, object] = {}
        for values in _views(key):
            # The 64-bit view comes first, and wins.
            found = {**values, **found}
        return found


def this_machine() -> Machine:
    """Describe the computer that this runs on.

    >>> this_machine().system == sys.platform
    True
    """
    return Machine(
        sys.platform,
        dict(os.environ),
        Path(sys.executable),
        _WindowsRegistry(),
        _in_code_page,
        _short_path,
    )


def _views(key: str) -> list[dict[str, object]]:
    """Read a key in the 64-bit and the 32-bit view of the registry."""
    found: list[dict[str, object]] = []
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - there is none elsewhere

        root, _, path = key.partition("\\")
        hive = {"hkcu": winreg.HKEY_CURRENT_USER, "hklm": winreg.HKEY_LOCAL_MACHINE}[root]
        for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
            with suppress(OSError), winreg.OpenKey(hive, path, 0, winreg.KEY_READ | view) as opened:
                count = winreg.QueryInfoKey(opened)[1]
                rows = [winreg.EnumValue(opened, at) for at in range(count)]
                found.append({name.lower(): value for name, value, _ in rows})
    return found


def _short_path(path: Path) -> str:
    if sys.platform != "win32":
        return ""  # short names are a thing of Windows
    letters = ctypes.create_unicode_buffer(_LONGEST_PATH)
    length = ctypes.windll.kernel32.GetShortPathNameW(str(path), letters, len(letters))
    return letters.value if length else ""


def _in_code_page(text: str) -> bool:
    try:
        # Strictly: Windows would otherwise put a similar letter, and the path would not exist.
        return text.encode("mbcs", "strict").decode("mbcs") == text
    except (UnicodeError, LookupError):
        # Other systems know no such encoding, and nothing is spelt for Excel there.
        return False
