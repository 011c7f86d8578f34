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
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping

_LONGEST_PATH: Final = 32768
#: The module for the registry, on Windows.
_winreg: Any = import_module("winreg") if sys.platform == "win32" else None
#: As Windows numbers them: HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY, KEY_WOW64_32KEY.
_HIVES: Final = {"hkcu": 0x80000001, "hklm": 0x80000002}
_VIEW_64, _VIEW_32 = 0x0100, 0x0200


@dataclass(frozen=True)
class Machine:
    r"""A computer, as far as Excel and Python on it are concerned.

    Args:
        system: as ``sys.platform`` has it.
        environment: the environment variables.
        python: the running interpreter.
        registry: values by key and name; keys in small letters, such as
            ``hkcu\\software\\microsoft``.  That of :func:`this_machine` is the real one: a key that
            is set or deleted here is set or deleted there.
        in_code_page: whether a text can be said in the code page of the country.
        short_path: gives the short form that Windows keeps of a path; empty where there is none.

    >>> machine = Machine("win32", {}, Path("python.exe"), {"hkcu\\a": {"b": 1}})
    >>> machine.value("HKCU\\A", "B"), machine.value("HKCU\\A", "C")
    (1, None)
    """

    system: str
    environment: Mapping[str, str]
    python: Path
    registry: MutableMapping[str, Mapping[str, object]] = field(default_factory=dict)
    in_code_page: Callable[[str], bool] = lambda text: text.isascii()
    short_path: Callable[[Path], str] = lambda _: ""

    @property
    def is_windows(self) -> bool:
        """Whether Excel's desktop edition could be here."""
        return self.system == "win32"

    def values(self, key: str) -> Mapping[str, object]:
        """Return the values of a registry key by their names in small letters; empty if none."""
        return self.registry.get(key.lower(), {})

    def value(self, key: str, name: str = "") -> object:
        """Return one value of a registry key; the nameless one unless another is named."""
        return self.values(key).get(name.lower())

    def subkeys(self, key: str) -> list[str]:
        """Return the keys directly below a registry key."""
        if _winreg and isinstance(self.registry, _WindowsRegistry):
            return _subkeys(key)
        above = key.lower() + "\\"
        return [
            one for one in self.registry if one.startswith(above) and "\\" not in one[len(above) :]
        ]

    def folder(self, variable: str) -> Path:
        """Return a folder that an environment variable names.

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
        """Spell a path so that Excel's macros can pass it on.

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

    def __setitem__(self, key: str, values: Mapping[str, object]) -> None:
        with _winreg.CreateKeyEx(*_place(key), 0, _winreg.KEY_WRITE | _VIEW_64) as opened:
            for name, value in values.items():
                _winreg.SetValueEx(opened, name, 0, _winreg.REG_SZ, str(value))

    def __delitem__(self, key: str) -> None:
        _winreg.DeleteKeyEx(*_place(key), _VIEW_64)


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


def _place(key: str) -> tuple[Any, str]:
    """Return the hive and the path of a key."""
    root, _, path = key.partition("\\")
    return (_HIVES[root], path)


def _views(key: str) -> list[dict[str, object]]:
    """Read a key in the 64-bit and the 32-bit view of the registry."""
    found: list[dict[str, object]] = []
    for view in (_VIEW_64, _VIEW_32) if _winreg else ():
        access = _winreg.KEY_READ | view
        with suppress(OSError), _winreg.OpenKey(*_place(key), 0, access) as opened:
            count = _winreg.QueryInfoKey(opened)[1]
            rows = [_winreg.EnumValue(opened, at) for at in range(count)]
            found.append({name.lower(): value for name, value, _ in rows})
    return found


def _subkeys(key: str) -> list[str]:
    access = _winreg.KEY_READ | _VIEW_64
    with suppress(OSError), _winreg.OpenKey(*_place(key.lower()), 0, access) as opened:
        count = _winreg.QueryInfoKey(opened)[0]
        return [f"{key}\\{_winreg.EnumKey(opened, at)}" for at in range(count)]
    return []


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
