"""Every fault that a desktop may have, put in front of the doctor, one by one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from vsm_xl.excel import names
from vsm_xl.excel.addin import build
from vsm_xl.excel.desktop.machine import Machine
from vsm_xl.excel.doctor import State, examine
from vsm_xl.excel.doctor.finding import REMEDIES
from vsm_xl.excel.doctor.tools import Probed, Tools
from vsm_xl.excel.doctor.tools import probe as real_probe

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[3] / "docs" / "troubleshooting.md"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"
USER = r"HKCU\Software\Microsoft\Office\16.0"


def no_excel(it: Any) -> None:
    it.excel.unlink()


def excel_of_32_bits(it: Any) -> None:
    it.excel.write_bytes(it.python.with_name(names.dll_name(32)).read_bytes())


def excel_from_store(it: Any) -> None:
    place = it.root / "WindowsApps" / "EXCEL.EXE"
    place.parent.mkdir()
    it.excel.rename(place)
    it.registry[r"hklm\software\microsoft\windows\currentversion\app paths\excel.exe"] = {
        "": str(place)
    }


def python_from_store(it: Any) -> None:
    it.python = it.root / "WindowsApps" / "python.exe"


def no_xlwings(it: Any) -> None:
    it.packages["xlwings"] = None


def no_pywin32(it: Any) -> None:
    it.packages["pywin32"] = None


def moved_folder(it: Any) -> None:
    it.python.parent.rename(it.root / "moved")


def no_dll(it: Any) -> None:
    it.python.with_name(names.dll_name(64)).unlink()


def no_dll_of_32_bits(it: Any) -> None:
    excel_of_32_bits(it)
    it.python.with_name(names.dll_name(32)).unlink()


def dll_of_other_version(it: Any) -> None:
    no_dll(it)
    it.python.with_name(names.dll_name(64, "0.1.2")).write_bytes(b"")


def xlwings_of_other_version(it: Any) -> None:
    it.packages["xlwings"] = "0.1.2"


def addin_gone(it: Any) -> None:
    it.addin.unlink()


def addin_changed(it: Any) -> None:
    it.addin.write_bytes(b"something else")


def addin_of_other_release(it: Any) -> None:
    data = build.with_settings(it.addin.read_bytes(), {"VSM_XL_VERSION": "0.0.1"})
    it.addin.write_bytes(data)


def addin_disabled(it: Any) -> None:
    it.set(rf"{USER}\Excel\Resiliency\DisabledItems", "1A2B", f"\0{it.addin}".encode("utf-16-le"))


def addin_twice(it: Any) -> None:
    it.set(rf"{USER}\Excel\Options", "OPEN2", '/R "C:\\Old copies\\vsm.xlam"')


def macros_off(it: Any) -> None:
    it.set(rf"{POLICY}\Common", "VBAOff", 1)


def trusted_locations_off(it: Any) -> None:
    it.set(rf"{POLICY}\Excel\Security\Trusted Locations", "AllLocationsDisabled", 1)


def locations_by_policy_only(it: Any) -> None:
    it.set(rf"{POLICY}\Common\Security\Trusted Locations", "Allow User Locations", 0)


def server_breaks(it: Any) -> None:
    it.probed = Probed({}, "ImportError: DLL load failed")


def server_slow(it: Any) -> None:
    it.probed = Probed({}, "", in_time=False)


def server_wrong(it: Any) -> None:
    it.probed = Probed({"VSM_VERSION": "0.0.1"}, "")


def server_killed(it: Any) -> None:
    log = it.root / "AppData" / "Local" / names.FAULTS_FOLDER / names.FAULTS_FILE
    log.write_text("2026-11-22 10:00:00 VSM_AWARD\nMemoryError\n")


@pytest.mark.parametrize(
    ("broken", "codes"),
    [
        (no_excel, ["NO_EXCEL"]),
        (excel_of_32_bits, ["EXCEL_32_BIT"]),
        (excel_from_store, ["EXCEL_FROM_STORE"]),
        (python_from_store, ["PYTHON_FROM_STORE"]),
        (no_xlwings, ["XLWINGS_MISSING", "VERSIONS_DIFFER"]),
        (no_pywin32, ["PYWIN32_MISSING"]),
        (moved_folder, ["PYTHON_GONE"]),
        (no_dll, ["DLL_MISSING"]),
        (no_dll_of_32_bits, ["EXCEL_32_BIT", "DLL_MISSING"]),
        (dll_of_other_version, ["VERSIONS_DIFFER"]),
        (xlwings_of_other_version, ["VERSIONS_DIFFER"]),
        (addin_gone, ["ADDIN_MISSING"]),
        (addin_changed, ["ADDIN_CHANGED"]),
        (addin_of_other_release, ["ADDIN_CHANGED", "RELEASES_DIFFER"]),
        (addin_disabled, ["ADDIN_DISABLED"]),
        (addin_twice, ["ADDIN_TWICE"]),
        (macros_off, ["VBA_OFF"]),
        (trusted_locations_off, ["MACROS_BLOCKED"]),
        (locations_by_policy_only, ["MACROS_BLOCKED"]),
        (server_breaks, ["SERVER_FAILED"]),
        (server_slow, ["SERVER_SLOW"]),
        (server_wrong, ["SERVER_WRONG"]),
        (server_killed, ["SERVER_BROKE_OFF"]),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_each_fault_has_its_finding(
    installed: Any, broken: Callable[[Any], None], codes: list[str]
) -> None:
    broken(installed)

    assert installed.codes() == codes


def test_a_sound_desktop_has_no_finding_but_good_ones(installed: Any) -> None:
    findings = installed.findings()

    assert [finding.state for finding in findings] == [State.GOOD] * len(findings)
    assert [finding.subject for finding in findings] == [
        "Excel", "Python", "xlwings", "pywin32", "Add-in", "Trust", "Python of the add-in", "DLL",
        "Versions of xlwings", "Release of the add-in", "Server", "Functions",
    ]  # fmt: skip


def test_the_server_is_started_with_the_command_of_the_add_in(installed: Any) -> None:
    installed.findings()

    interpreter = str(installed.python.with_name("pythonw.exe"))
    assert installed.commands == [names.server_command(interpreter)]


def test_nothing_installed_is_a_fault_and_the_rest_is_still_said(desktop: Any) -> None:
    assert desktop.codes() == ["NOT_INSTALLED"]
    assert desktop.findings()[-1].subject == "Functions"


def test_a_damaged_manifest_is_a_finding(installed: Any) -> None:
    (installed.root / "AppData" / "Local" / "vsm_xl" / "installed.json").write_text("{")

    assert installed.codes() == ["NOT_INSTALLED"]


def test_an_add_in_in_a_bundle_of_it_starts_the_python_beside_it(desktop: Any) -> None:
    bundle = desktop.root / "NHS VSM Pay"
    (bundle / names.ADD_IN).write_bytes(build.build())
    desktop.set(rf"{POLICY}\Excel\Options", "AltStartup", str(bundle))
    location = rf"{POLICY}\Excel\Security\Trusted Locations\Location7"
    desktop.environment["VSMROOT"] = str(desktop.root)
    desktop.set(location, "Path", "%VSMROOT%/NHS VSM Pay/")

    assert desktop.codes() == []
    interpreter = bundle / "python" / "pythonw.exe"
    assert desktop.commands == [names.server_command(str(interpreter))]


def test_a_bundle_that_nothing_opens_and_nobody_trusts_is_found_out(
    desktop: Any, tmp_path: Path
) -> None:
    desktop.install(folder=tmp_path / "Shared")

    assert desktop.codes() == ["ADDIN_NOT_LOADED", "MACROS_BLOCKED"]


@pytest.mark.parametrize(
    ("deep", "codes"), [(1, []), (0, ["MACROS_BLOCKED"])], ids=["with subfolders", "without"]
)
def test_a_trusted_location_counts_for_its_subfolders_only_where_it_says_so(
    desktop: Any, deep: int, codes: list[str]
) -> None:
    folder = desktop.root / "NHS VSM Pay" / "add-in"
    desktop.install(folder=folder)
    desktop.set(rf"{USER}\Excel\Options", "AltStartup", str(folder))
    location = rf"{POLICY}\Excel\Security\Trusted Locations\Location1"
    desktop.set(location, "Path", str(folder.parent))
    desktop.set(location, "AllowSubFolders", deep)

    assert desktop.codes() == codes


def test_a_policy_that_lets_all_macros_run_is_enough(desktop: Any, tmp_path: Path) -> None:
    desktop.install(folder=tmp_path / "Shared")
    desktop.set(rf"{POLICY}\Excel\Security", "VBAWarnings", 1)

    assert desktop.codes() == ["ADDIN_NOT_LOADED"]


def test_a_return_of_another_release_is_found_out(installed: Any, tmp_path: Path) -> None:
    no_workbook = tmp_path / "return.xlsx"
    no_workbook.write_bytes(b"not a workbook")

    assert installed.findings(no_workbook)[-1].code == "RETURN_UNREADABLE"


def test_a_workbook_that_is_no_return_of_this_release_is_found_out(
    installed: Any, tmp_path: Path
) -> None:
    path = tmp_path / "budget.xlsx"
    Workbook().save(path)

    assert installed.findings(path)[-1].code == "RETURN_OF_OTHER_RELEASE"


@pytest.mark.parametrize(
    ("packages", "programs", "codes"),
    [
        (["xlwings", "formualizer"], ["soffice"], ["NOT_WINDOWS"]),
        (["formualizer"], ["soffice"], ["NOT_WINDOWS", "XLWINGS_MISSING"]),
        (["xlwings"], ["soffice"], ["NOT_WINDOWS", "ENGINE_MISSING"]),
        (["xlwings", "formualizer"], [], ["NOT_WINDOWS", "NO_LIBREOFFICE"]),
    ],
)
def test_on_other_systems_it_checks_what_there_is(
    packages: list[str], programs: list[str], codes: list[str]
) -> None:
    tools = Tools(
        lambda name: "1.0" if name in packages else None,
        lambda name: name if name in programs else None,
        real_probe,
    )
    machine = Machine("linux", {}, Path("/usr/bin/python3"))

    found = list(examine(machine, None, tools))

    assert [finding.code for finding in found if finding.code] == codes
    assert found[-1].subject == "Functions"


def test_every_finding_that_is_not_good_says_what_to_do() -> None:
    assert [code for code, remedy in REMEDIES.items() if len(remedy.split()) < 6] == []


def test_the_troubleshooting_page_has_a_line_for_every_code_and_for_no_other() -> None:
    lines = re.findall(r"^\| `([A-Z0-9_]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)

    assert sorted(lines) == sorted(REMEDIES)


def test_a_probe_that_ends_without_an_answer_gives_what_was_written(tmp_path: Path) -> None:
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\necho 'cannot import numpy' >&2\nexit 1\n")
    script.chmod(0o755)

    probed = real_probe(script, tmp_path / "x.dll", "x")

    assert (probed.answers, probed.said) == ({}, "cannot import numpy")
