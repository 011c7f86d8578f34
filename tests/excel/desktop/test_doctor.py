"""Every fault that a desktop may have, put in front of the doctor, one by one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.excel import shared_names
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
CLOUD = r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0"
USER = r"HKCU\Software\Microsoft\Office\16.0"


def no_excel(it: Any) -> None:
    it.excel.unlink()


def excel_of_32_bits(it: Any) -> None:
    it.excel.write_bytes(it.python.with_name(shared_names.dll_name(32)).read_bytes())


def excel_from_store(it: Any) -> None:
    place = it.root / "WindowsApps" / "EXCEL.EXE"
    place.parent.mkdir()
    it.excel.rename(place)
    key = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    it.set(key, "", str(place))


def python_from_store(it: Any) -> None:
    it.python = it.root / "WindowsApps" / "python.exe"


def no_xlwings(it: Any) -> None:
    it.packages["xlwings"] = None


def no_pywin32(it: Any) -> None:
    it.packages["pywin32"] = None


def moved_folder(it: Any) -> None:
    it.python.parent.rename(it.root / "moved")


def no_dll(it: Any) -> None:
    it.python.with_name(shared_names.dll_name(64)).unlink()


def no_dll_of_32_bits(it: Any) -> None:
    excel_of_32_bits(it)
    it.python.with_name(shared_names.dll_name(32)).unlink()


def dll_of_other_version(it: Any) -> None:
    no_dll(it)
    it.python.with_name(shared_names.dll_name(64, "0.1.2")).write_bytes(b"")


def xlwings_of_other_version(it: Any) -> None:
    it.packages["xlwings"] = "0.1.2"


def addin_gone(it: Any) -> None:
    it.addin.unlink()


def addin_changed(it: Any) -> None:
    it.addin.write_bytes(b"something else")


def addin_of_other_release(it: Any) -> None:
    settings = build.described(it.addin.read_bytes()).settings
    it.addin.write_bytes(build.build(settings={**settings, "VSM_XL_VERSION": "0.0.1"}))


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
    log = it.root / "AppData" / "Local" / shared_names.FAULTS_FOLDER / shared_names.FAULTS_FILE
    log.write_text("2026-11-22 10:00:00 VSM_AWARD\nMemoryError\n")


CHILD, WIN32 = "d4f940ab-401b-4efc-aadc-ad5f3c50688a", "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
GUARD = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
APPLOCKER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2"


def rules_by_policy(it: Any) -> None:
    for rule in (CHILD, WIN32):
        it.set(rf"HKLM\SOFTWARE\Policies\Microsoft\{GUARD}", rule, "1")


def rules_by_powershell(it: Any) -> None:
    for rule in (CHILD, WIN32):
        it.set(rf"HKLM\SOFTWARE\Microsoft\{GUARD}", rule, 6)


def rules_by_intune(it: Any) -> None:
    key = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
    it.set(key, "ASRRules", f"{CHILD.upper()}=1|{WIN32}=1")


def rules_that_only_audit(it: Any) -> None:
    it.set(rf"HKLM\SOFTWARE\Policies\Microsoft\{GUARD}", CHILD, "2")
    it.set(rf"HKLM\SOFTWARE\Policies\Microsoft\{GUARD}", WIN32, "0")


def signed_addins_only(it: Any) -> None:
    it.set(rf"{POLICY}\Excel\Security", "RequireAddinSig", 1)


def signed_addins_only_by_cloud_policy(it: Any) -> None:
    it.set(rf"{CLOUD}\Excel\Security", "RequireAddinSig", 1)
    it.set(rf"{POLICY}\Excel\Security", "RequireAddinSig", 0)


def signature_lifted_by_cloud_policy(it: Any) -> None:
    it.set(rf"{CLOUD}\Excel\Security", "RequireAddinSig", 0)
    it.set(rf"{USER}\Excel\Security", "RequireAddinSig", 1)


def macros_off_by_cloud_policy(it: Any) -> None:
    it.set(rf"{CLOUD}\Common", "VBAOff", 1)


def trusted_locations_off_by_cloud_policy(it: Any) -> None:
    it.set(rf"{CLOUD}\Excel\Security\Trusted Locations", "AllLocationsDisabled", 1)


def applocker(it: Any, path: str = r"%PROGRAMFILES%\*", mode: int = 1) -> None:
    it.set(rf"{APPLOCKER}\Exe", "EnforcementMode", mode)
    rule = f'<FilePathRule Id="1" Action="Allow"><Conditions><FilePathCondition Path="{path}"/>'
    it.set(rf"{APPLOCKER}\Exe\1a2b", "Value", rule)


def applocker_that_allows_the_folder(it: Any) -> None:
    applocker(it, str(it.python.parent) + "\\*")


def applocker_that_only_audits(it: Any) -> None:
    applocker(it, mode=0)


def smart_app_control(it: Any) -> None:
    key = r"HKLM\SYSTEM\CurrentControlSet\Control\CI\Policy"
    it.set(key, "VerifiedAndReputablePolicyState", 1)


def registration_removed(it: Any) -> None:
    for key in [key for key in it.registry if "classes" in key]:
        del it.registry[key]


EVERYWHERE: list[tuple[Any, list[str]]] = [
    (no_excel, ["NO_EXCEL"]),
    (excel_of_32_bits, ["EXCEL_32_BIT"]),
    (excel_from_store, ["EXCEL_FROM_STORE"]),
    (python_from_store, ["PYTHON_FROM_STORE"]),
    (no_pywin32, ["PYWIN32_MISSING"]),
    (moved_folder, ["PYTHON_GONE"]),
    (addin_gone, ["ADDIN_MISSING"]),
    (addin_changed, ["ADDIN_CHANGED"]),
    (addin_of_other_release, ["ADDIN_CHANGED", "RELEASES_DIFFER"]),
    (addin_disabled, ["ADDIN_DISABLED"]),
    (addin_twice, ["ADDIN_TWICE"]),
    (macros_off, ["VBA_OFF"]),
    (macros_off_by_cloud_policy, ["VBA_OFF"]),
    (trusted_locations_off, ["MACROS_BLOCKED"]),
    (trusted_locations_off_by_cloud_policy, ["MACROS_BLOCKED"]),
    (locations_by_policy_only, ["MACROS_BLOCKED"]),
    (server_breaks, ["SERVER_FAILED"]),
    (server_slow, ["SERVER_SLOW"]),
    (server_wrong, ["SERVER_WRONG"]),
    (server_killed, ["SERVER_BROKE_OFF"]),
    (rules_that_only_audit, []),
    (signed_addins_only, ["ADDIN_UNSIGNED"]),
    (signed_addins_only_by_cloud_policy, ["ADDIN_UNSIGNED"]),
    (signature_lifted_by_cloud_policy, []),
    (applocker, ["APPLOCKER"]),
    (applocker_that_allows_the_folder, []),
    (applocker_that_only_audits, []),
    (smart_app_control, ["UNSIGNED_FILES"]),
]
#: Where Windows starts the server, neither the DLL nor what forbids it matters.
REGISTERED: list[tuple[Any, list[str]]] = [
    (no_xlwings, ["XLWINGS_MISSING"]),
    (no_dll, []),
    (dll_of_other_version, []),
    (rules_by_policy, []),
    (rules_by_intune, []),
    (registration_removed, ["REGISTRATION_GONE"]),
]
BY_DLL: list[tuple[Any, list[str]]] = [
    (no_xlwings, ["XLWINGS_MISSING", "VERSIONS_DIFFER"]),
    (no_dll, ["DLL_MISSING"]),
    (no_dll_of_32_bits, ["EXCEL_32_BIT", "DLL_MISSING"]),
    (dll_of_other_version, ["VERSIONS_DIFFER"]),
    (xlwings_of_other_version, ["VERSIONS_DIFFER"]),
    (rules_by_policy, ["CHILD_PROCESS_RULE", "WIN32_CALL_RULE"]),
    (rules_by_powershell, ["CHILD_PROCESS_RULE", "WIN32_CALL_RULE"]),
    (rules_by_intune, ["CHILD_PROCESS_RULE", "WIN32_CALL_RULE"]),
]


@pytest.mark.parametrize(
    ("broken", "codes"), [*EVERYWHERE, *REGISTERED], ids=lambda one: getattr(one, "__name__", "")
)
def test_each_fault_has_its_finding(
    installed: Any, broken: Callable[[Any], None], codes: list[str]
) -> None:
    broken(installed)

    assert installed.codes() == codes


@pytest.mark.parametrize(
    ("broken", "codes"), [*EVERYWHERE, *BY_DLL], ids=lambda one: getattr(one, "__name__", "")
)
def test_each_fault_has_its_finding_where_excel_starts_python(
    with_dll: Any, broken: Callable[[Any], None], codes: list[str]
) -> None:
    broken(with_dll)

    # That it is not registered is worth a note wherever doctor gets as far.
    assert [code for code in with_dll.codes() if code != "NOT_REGISTERED"] == codes


def test_what_a_policy_forbids_names_the_way_without_python(with_dll: Any) -> None:
    for broken in (rules_by_policy, signed_addins_only, applocker, smart_app_control):
        broken(with_dll)

    found = [finding for finding in with_dll.findings() if finding.subject == "Policies"]

    assert [finding.code for finding in found] == [
        "CHILD_PROCESS_RULE", "WIN32_CALL_RULE", "ADDIN_UNSIGNED", "APPLOCKER", "UNSIGNED_FILES",
    ]  # fmt: skip
    assert [finding.code for finding in found if "--for lite" not in finding.remedy] == []
    assert [finding.code for finding in found if "IT" not in finding.remedy] == []


def test_a_sound_desktop_has_no_finding_but_good_ones(installed: Any) -> None:
    findings = installed.findings()

    assert [finding.state for finding in findings] == [State.GOOD] * len(findings)
    assert [finding.subject for finding in findings] == [
        "Excel", "Python", "xlwings", "pywin32", "Add-in", "Trust", "Registration of the server",
        "Policies", "Python of the add-in", "Release of the add-in", "Server", "Functions",
    ]  # fmt: skip
    assert installed.commands == ["registered"]


def test_the_dll_is_passed_the_command_of_the_add_in(with_dll: Any) -> None:
    with_dll.findings()

    interpreter = str(with_dll.python.with_name("pythonw.exe"))
    assert with_dll.commands == [shared_names.server_command(interpreter)]


def test_nothing_installed_is_a_fault_and_the_rest_is_still_said(desktop: Any) -> None:
    assert desktop.codes() == ["NOT_INSTALLED"]
    assert desktop.findings()[-1].subject == "Functions"


def test_a_damaged_manifest_is_a_finding(installed: Any) -> None:
    (installed.root / "AppData" / "Local" / "vsm_xl" / "installed.json").write_text("{")

    assert installed.codes() == ["NOT_INSTALLED"]


def test_an_add_in_in_a_bundle_of_it_starts_the_python_beside_it(desktop: Any) -> None:
    bundle = desktop.root / "NHS VSM Pay"
    (bundle / shared_names.ADD_IN).write_bytes(build.build())
    desktop.set(rf"{POLICY}\Excel\Options", "AltStartup", str(bundle))
    location = rf"{POLICY}\Excel\Security\Trusted Locations\Location7"
    desktop.environment["VSMROOT"] = str(desktop.root)
    desktop.set(location, "Path", "%VSMROOT%/NHS VSM Pay/")

    assert desktop.codes() == ["NOT_REGISTERED"]
    interpreter = bundle / "python" / "pythonw.exe"
    assert desktop.commands == [shared_names.server_command(str(interpreter))]


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
        lambda name: Path(name) if name in programs else None,
        real_probe,
    )
    machine = Machine("linux", {}, Path("/usr/bin/python3"))

    found = list(examine(machine, tools))

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
