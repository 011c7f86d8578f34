"""A desktop as finance teams have them, made of folders and a dictionary, to break at will."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

import vsm_xl
from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import vba_project
from vsm_xl.excel.desktop import install
from vsm_xl.excel.desktop.machine import Machine
from vsm_xl.excel.doctor import Finding, examine
from vsm_xl.excel.doctor.tools import Probed, Tools
from vsm_xl.functions.registry import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

APP_PATHS = r"hklm\software\microsoft\windows\currentversion\app paths\excel.exe"


def program(bits: int) -> bytes:
    """The beginning of a Windows program, as far as it says what processor it is for."""
    head = bytearray(128)
    head[:2] = b"MZ"
    struct.pack_into("<I", head, 0x3C, 64)
    head[64:70] = b"PE\0\0" + struct.pack("<H", {32: 0x14C, 64: 0x8664}[bits])
    return bytes(head)


_project = cache(vba_project.write)


@pytest.fixture(autouse=True)
def _macros_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the macros of the add-in once for all desktops: they are the same every time."""
    monkeypatch.setattr(vba_project, "write", _project)


class Registry(dict[str, "Mapping[str, object]"]):
    """A registry that a policy may keep from being written to."""

    refusing = False

    def __setitem__(self, key: str, values: Mapping[str, object]) -> None:
        if self.refusing:
            raise PermissionError(13, "Access is denied")
        super().__setitem__(key, values)


@dataclass
class Desktop:
    """A Windows desktop; its tools answer as a sound one's do."""

    root: Path
    python: Path
    excel: Path
    registry: Registry
    environment: dict[str, str]
    packages: dict[str, str | None] = field(default_factory=dict)
    probed: Probed | None = None
    commands: list[str] = field(default_factory=list)

    @property
    def machine(self) -> Machine:
        return Machine("win32", self.environment, self.python, self.registry, _western)

    @property
    def start_folder(self) -> Path:
        return self.root / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"

    @property
    def addin(self) -> Path:
        return self.start_folder / shared_names.ADD_IN

    def set(self, key: str, name: str, value: object) -> None:
        held = dict(self.registry.get(key.lower(), {}))
        dict.__setitem__(self.registry, key.lower(), {**held, name.lower(): value})

    def refuse_registration(self) -> None:
        """Let a policy refuse the person's own classes: then only the DLL is left."""
        self.registry.refusing = True

    def install(self, **options: Any) -> Any:
        return install.install(self.machine, **options)

    @property
    def tools(self) -> Tools:
        return Tools(self.packages.get, lambda _: None, self._probe)

    def _probe(self, _interpreter: Path, dll: Path | None, command: str) -> Probed:
        self.commands.append(command if dll else "registered")
        if self.probed is not None:
            return self.probed
        asked = ("VSM_VERSION", "VSM_AWARD")
        return Probed({name: vsm_xl.call(name, *FUNCTIONS[name].example) for name in asked}, "")

    def findings(self) -> list[Finding]:
        return list(examine(self.machine, self.tools))

    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings() if finding.code]


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    """A sound desktop, nothing installed yet; blanks and other letters are in its paths."""
    root = tmp_path / "Ren\u00e9e O'Neill £"
    python = root / "NHS VSM Pay" / "python" / "python.exe"
    excel = tmp_path / "Program Files" / "Office16" / "EXCEL.EXE"
    for path in (python, python.with_name("pythonw.exe"), excel):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(program(64))
    for bits in (32, 64):
        python.with_name(shared_names.dll_name(bits)).write_bytes(program(bits))
    environment = {
        "APPDATA": str(root / "AppData" / "Roaming"),
        "LOCALAPPDATA": str(root / "AppData" / "Local"),
    }
    made = Desktop(root, python, excel, Registry({APP_PATHS: {"": str(excel)}}), environment)
    made.packages = {"xlwings": shared_names.xlwings_version(), "pywin32": "312"}
    return made


def _western(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeError:
        return False
    return True


@pytest.fixture
def with_dll(desktop: Desktop) -> Desktop:
    """An installation where Windows refused the registration."""
    desktop.refuse_registration()
    desktop.install()
    return desktop


@pytest.fixture
def installed(desktop: Desktop) -> Desktop:
    desktop.install()
    return desktop
