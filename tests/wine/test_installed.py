"""Installation, doctor, registration and the DLL on a Windows under Wine: everything but Excel itself.

The server is registered for the computer: Wine 8 does not look for classes of the person.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.component

APP_PATHS = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


@pytest.fixture(scope="module")
def start_folder(windows: Any) -> Iterator[Path]:
    """Install with the command; an Excel is only pretended, by a program file and its entry."""
    excel = windows.prefix / "drive_c" / "Office16" / "EXCEL.EXE"
    excel.parent.mkdir(exist_ok=True)
    head = bytearray(128)
    struct.pack_into("<I", head, 0x3C, 64)
    head[64:70] = b"PE\0\0" + struct.pack("<H", 0x8664)
    excel.write_bytes(head)
    add = f"import winreg; winreg.SetValue(winreg.HKEY_LOCAL_MACHINE, {APP_PATHS[5:]!r}, winreg.REG_SZ, {windows.windows_path(excel)!r})"
    assert windows.run("-c", add).returncode == 0
    done = windows.run("-I", "-m", "vsm_xl", "install", "--replace", "--shared")
    assert done.returncode == 0, done
    (found,) = (windows.prefix / "drive_c" / "users").rglob("XLSTART")
    yield found
    assert windows.run("-I", "-m", "vsm_xl", "install", "--uninstall").returncode == 0
    assert not found.exists()


def _doctor(windows: Any) -> tuple[int, dict[str, Any]]:
    done = windows.run("-I", "-m", "vsm_xl", "doctor", "--json")
    findings = json.loads(done.stdout)["findings"]
    return done.returncode, {finding["subject"]: finding for finding in findings}


def test_the_add_in_lies_in_the_start_folder_and_names_this_python(
    windows: Any, start_folder: Path
) -> None:
    told = build.described((start_folder / shared_names.ADD_IN).read_bytes())

    python = windows.windows_path(windows.folder / "pythonw.exe")
    assert told.settings[shared_names.INTERPRETER] == python
    assert [path.name for path in start_folder.iterdir()] == [shared_names.ADD_IN]


@pytest.mark.usefixtures("start_folder")
def test_the_doctor_finds_all_well_and_windows_starts_a_server_that_answers(windows: Any) -> None:
    code, findings = _doctor(windows)

    assert {name: finding["state"] for name, finding in findings.items()} == dict.fromkeys(
        findings, "good"
    )
    assert findings["Server"]["found"] == "Started as Windows starts it; 3 test calls right."
    assert findings["Excel"]["found"] == r"Excel, 64-bit, C:\Office16\EXCEL.EXE."
    assert code == 0


_FOR_DLL = """
import sys
from pathlib import Path
from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import build
from vsm_xl.excel.desktop import registration
from vsm_xl.excel.desktop.machine import this_machine

addin, verb = Path(sys.argv[1]), sys.argv[2]
keys = registration.entries(Path(sys.executable).with_name("pythonw.exe"), all_users=True)
getattr(registration, verb)(this_machine(), keys)
python = str(Path(sys.executable).with_name("pythonw.exe"))
addin.write_bytes(build.build(settings={shared_names.INTERPRETER: python}))
"""


@pytest.fixture
def with_dll(windows: Any, start_folder: Path) -> Iterator[Path]:
    """Leave the DLL as the only way: no registration, and the add-in that can load it."""
    addin = start_folder / shared_names.ADD_IN
    before = addin.read_bytes()
    place = windows.windows_path(addin)
    assert windows.run("-c", _FOR_DLL, place, "unregister").returncode == 0
    yield addin
    assert windows.run("-c", _FOR_DLL, place, "register").returncode == 0
    addin.write_bytes(before)


@pytest.mark.usefixtures("with_dll")
def test_without_a_registration_the_dll_starts_a_server_that_answers(windows: Any) -> None:
    _, findings = _doctor(windows)

    assert findings["Server"]["found"] == "Started as Excel starts it; 3 test calls right."
    assert findings["Registration of the server"]["code"] == "NOT_REGISTERED"

    dll = windows.folder / shared_names.dll_name(64)
    away = dll.rename(dll.with_suffix(".away"))
    try:
        _, findings = _doctor(windows)
    finally:
        away.rename(dll)

    assert findings["DLL"]["code"] == "DLL_MISSING"


@pytest.mark.usefixtures("start_folder")
def test_the_doctor_shows_why_the_server_does_not_start(windows: Any) -> None:
    module = windows.site_packages / "vsm_xl" / "excel" / "udfs.py"
    text = module.read_bytes()
    module.write_bytes(b"raise ImportError('a part of numpy is missing')\n")
    try:
        code, findings = _doctor(windows)
    finally:
        module.write_bytes(text)

    server = findings["Server"]
    assert (code, server["code"]) == (1, "SERVER_FAILED")
    assert "ImportError: a part of numpy is missing" in server["found"]


@pytest.mark.usefixtures("start_folder")
def test_the_doctor_sees_the_policies_of_the_registry(windows: Any) -> None:
    key = r"Software\Policies\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
    make = f"import winreg; k = winreg.CreateKey(winreg.HKEY_CURRENT_USER, {key!r}); winreg.SetValueEx(k, 'AllLocationsDisabled', 0, winreg.REG_DWORD, 1)"
    assert windows.run("-c", make).returncode == 0
    try:
        code, findings = _doctor(windows)
    finally:
        windows.run("-c", f"import winreg; winreg.DeleteKey(winreg.HKEY_CURRENT_USER, {key!r})")

    assert (code, findings["Trust"]["code"]) == (1, "MACROS_BLOCKED")
    assert "AllLocationsDisabled = 1" in findings["Trust"]["found"]


def test_after_uninstalling_the_doctor_says_that_nothing_is_installed(windows: Any) -> None:
    windows.run("-I", "-m", "vsm_xl", "install", "--uninstall")

    code, findings = _doctor(windows)

    assert (code, findings["Add-in"]["code"]) == (1, "NOT_INSTALLED")


def test_the_registration_of_one_person_is_written_and_taken_away(windows: Any) -> None:
    ask = (
        "from vsm_xl.excel.desktop import registration as r;"
        "from vsm_xl.excel.desktop.machine import this_machine as m; print(r.command(m()))"
    )
    assert windows.run("-I", "-m", "vsm_xl", "install", "--replace").returncode == 0
    found = windows.run("-c", ask).stdout
    windows.run("-I", "-m", "vsm_xl", "install", "--uninstall")

    assert "pythonw.exe" in found
    assert "-I -B -c" in found
    assert windows.run("-c", ask).stdout.strip() == "None"
