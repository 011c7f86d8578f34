"""Policies of managed computers that stop the add-in or its Python, as the registry has them.

Attack surface reduction rules: Microsoft, "Attack surface reduction rules reference".  They come by
group policy, by Intune (one text for all rules) or by PowerShell (Set-MpPreference).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.excel.desktop import excel_setup
from vsm_xl.excel.doctor.finding import fault, good, note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vsm_xl.excel.addin.build import AddIn
    from vsm_xl.excel.desktop.machine import Machine
    from vsm_xl.excel.doctor.finding import Finding

_SUBJECT: Final = "Policies"
_CHILD_PROCESSES: Final = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_WIN32_CALLS: Final = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
_DEFENDER: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
_RULES: Final = (
    rf"{_DEFENDER}\Windows Defender Exploit Guard\ASR\Rules",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
_INTUNE: Final = rf"{_DEFENDER}\Policy Manager"
#: A rule blocks, or asks the person first.
_ACTING: Final = {"1": "blocks", "6": "warns"}
_APPLOCKER: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2"
_ALLOWED_PATH: Final = re.compile(
    r'<FilePathRule\b[^>]*Action="Allow".*?<FilePathCondition Path="([^"]*)"', re.DOTALL
)
_SMART_APP_CONTROL: Final = r"HKLM\SYSTEM\CurrentControlSet\Control\CI\Policy"


def check(
    machine: Machine, interpreter: Path, addin: AddIn, *, registered: bool
) -> Iterator[Finding]:
    """Name each policy that stops this add-in.

    Args:
        machine: the computer.
        interpreter: the Python behind the functions.
        addin: what the add-in file says of itself.
        registered: whether Windows starts the server, and not Excel.
    """
    found = [
        *_rules(machine, addin, registered=registered),
        *_signatures(machine),
        *_programs(machine, interpreter),
    ]
    yield from found
    if not found:
        yield good(_SUBJECT, "No policy was found that stops the add-in or its Python.")


def _rules(machine: Machine, addin: AddIn, *, registered: bool) -> Iterator[Finding]:
    if not registered and (state := _rule(machine, _CHILD_PROCESSES)):
        words = (
            f"Microsoft Defender {state} child processes of Office (rule {_CHILD_PROCESSES}), and "
            "Python would be one: the server is not registered with Windows."
        )
        yield fault(_SUBJECT, "CHILD_PROCESS_RULE", words)
    if addin.uses_dll and (state := _rule(machine, _WIN32_CALLS)):
        words = (
            f"Microsoft Defender {state} Win32 calls from Office macros (rule {_WIN32_CALLS}), and "
            "this add-in has such calls, because it can load xlwings' DLL."
        )
        yield fault(_SUBJECT, "WIN32_CALL_RULE", words)


def _rule(machine: Machine, rule: str) -> str:
    """Return what an attack surface reduction rule does; empty where it is off or only audits."""
    states = [str(machine.value(key, rule) or "") for key in _RULES]
    pairs = str(machine.value(_INTUNE, "ASRRules") or "").lower().split("|")
    states += [
        state.strip()
        for name, _, state in (pair.partition("=") for pair in pairs)
        if name.strip() == rule
    ]
    return next((_ACTING[state] for state in states if state in _ACTING), "")


def _signatures(machine: Machine) -> Iterator[Finding]:
    if (setting := excel_setup.signed_addins_only(machine)) is not None:
        words = f"Excel loads add-ins only if they are signed ({setting}); vsm.xlam is not signed."
        yield fault(_SUBJECT, "ADDIN_UNSIGNED", words)


def _programs(machine: Machine, interpreter: Path) -> Iterator[Finding]:
    for kind, what in (("Exe", interpreter.name), ("Dll", "Python's libraries")):
        if machine.value(rf"{_APPLOCKER}\{kind}", "EnforcementMode") != 1:
            continue
        allowed = [
            path
            for key in machine.subkeys(rf"{_APPLOCKER}\{kind}")
            for path in _ALLOWED_PATH.findall(str(machine.value(key, "Value") or ""))
        ]
        if not any(_covers(machine, path, interpreter) for path in allowed):
            words = (
                f"AppLocker is enforced for {'programs' if kind == 'Exe' else 'libraries'}, and no "
                f"path that it allows covers {what} in {interpreter.parent}. Files there that carry "
                "no signature are stopped, others too unless their publisher is allowed."
            )
            yield note(_SUBJECT, "APPLOCKER", words)
    if machine.value(_SMART_APP_CONTROL, "VerifiedAndReputablePolicyState") == 1:
        words = (
            "Smart App Control is on: it stops files that carry no signature and are little known."
        )
        yield note(_SUBJECT, "UNSIGNED_FILES", words)


def _covers(machine: Machine, allowed: str, path: Path) -> bool:
    """Return whether a path of AppLocker's, with its own variables and stars, covers a file."""
    folders = {
        "%OSDRIVE%": machine.environment.get("SYSTEMDRIVE", "C:"),
        "%WINDIR%": machine.environment.get("WINDIR", r"C:\Windows"),
        "%SYSTEM32%": machine.environment.get("WINDIR", r"C:\Windows") + r"\System32",
        "%PROGRAMFILES%": machine.environment.get("PROGRAMFILES", r"C:\Program Files"),
    }
    for name, folder in folders.items():
        allowed = allowed.replace(name, folder)
    pattern = re.escape(allowed.lower().replace("/", "\\")).replace(r"\*", ".*")
    return re.fullmatch(pattern, str(path).lower().replace("/", "\\")) is not None
