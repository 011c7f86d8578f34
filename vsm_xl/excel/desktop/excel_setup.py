"""The Excel that is installed here, its folders, and what it trusts."""

from __future__ import annotations

import os
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.excel.desktop.machine import Machine

_CLICK_TO_RUN: Final = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_APP_PATHS: Final = tuple(
    rf"{hive}\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    for hive in ("HKCU", "HKLM")
)
_INSTALL_ROOT: Final = r"HKLM\SOFTWARE\Microsoft\Office\16.0\Excel\InstallRoot"
_USER: Final = r"HKCU\Software\Microsoft\Office\16.0"
#: Policies, in the order in which they count: those of Microsoft's Cloud Policy service first.
_POLICIES: Final = (
    r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0",
    r"HKCU\Software\Policies\Microsoft\Office\16.0",
)
_SECURITY: Final = r"Excel\Security"
#: Excel keeps trusted locations in numbered keys; policy ones go to twenty.
_MOST_LOCATIONS: Final = 100
#: The word in a program file's header that states what processor it is for.
_PROCESSORS: Final = {0x014C: 32, 0x8664: 64, 0xAA64: 64}


@dataclass(frozen=True)
class Excel:
    """An Excel of this computer.

    Args:
        program: EXCEL.EXE.
        bits: 32 or 64; ``None`` where the program file does not say.
        version: as Office reports it; empty where it does not.
        from_store: whether it is the edition of the Microsoft Store.
    """

    program: Path
    bits: int | None
    version: str
    from_store: bool


def find_excel(machine: Machine) -> Excel | None:
    """Find Excel's desktop edition."""
    for program in _candidates(machine):
        if program.is_file():
            version = machine.value(_CLICK_TO_RUN, "VersionToReport")
            return Excel(
                program,
                program_bits(program),
                version if isinstance(version, str) else "",
                "windowsapps" in str(program).lower(),
            )
    return None


def _candidates(machine: Machine) -> list[Path]:
    named = [machine.value(key) for key in _APP_PATHS]
    roots = [machine.value(_INSTALL_ROOT, "Path")]
    if isinstance(root := machine.value(_CLICK_TO_RUN, "InstallationPath"), str):
        roots.append(os.path.join(root, "root", "Office16"))  # noqa: PTH118 - a registry text
    return [Path(text.strip('"')) for text in named if isinstance(text, str) and text] + [
        Path(root, "EXCEL.EXE") for root in roots if isinstance(root, str) and root
    ]


def program_bits(program: Path) -> int | None:
    """Read from a program file whether it is a 32-bit or a 64-bit one."""
    with suppress(OSError, struct.error), program.open("rb") as file:
        head = file.read(4096)
        (at,) = struct.unpack_from("<I", head, 0x3C)
        if head[at : at + 4] == b"PE\0\0":
            return _PROCESSORS.get(struct.unpack_from("<H", head, at + 4)[0])
    return None


def start_folder(machine: Machine) -> Path:
    r"""Return the folder from which Excel opens every file when this person starts it.

    It lies in the roaming profile, which OneDrive does not move, needs no administrator, and
    Excel trusts it unless a policy says otherwise.

    Raises:
        UnusableInput: Windows does not state where.
    """
    return machine.folder("APPDATA") / "Microsoft" / "Excel" / "XLSTART"


@dataclass(frozen=True)
class Distrust:
    """Why macros of a file would not run: ``code`` of the fault, and the setting behind it."""

    code: str
    setting: str


def distrust(machine: Machine, addin: Path) -> Distrust | None:
    """Find the setting by which Excel does not run the macros of an add-in, if there is one."""
    for branch in (*_POLICIES, r"HKLM\Software\Policies\Microsoft\Office\16.0"):
        key = rf"{branch}\Common"
        if machine.value(key, "VBAOff") == 1:
            return Distrust("VBA_OFF", rf"{key}\VBAOff = 1")
    trusted = any(_within(machine, addin, rf"{branch}\Excel") for branch in _POLICIES)
    if trusted or _all_macros_run(machine):
        return None
    if (setting := _locations_off(machine)) is not None:
        return Distrust("MACROS_BLOCKED", setting)
    if not _in_trusted_folder(machine, addin):
        return Distrust("MACROS_BLOCKED", f"{addin.parent} is not a trusted location")
    if _is_on_network(addin) and not _network_allowed(machine):
        return Distrust("ADDIN_ON_NETWORK", f"it lies on a network drive, {addin}")
    return None


def _in_trusted_folder(machine: Machine, addin: Path) -> bool:
    """Return whether a file lies where Excel trusts files unless it is set not to."""
    return (
        _same(addin.parent, start_folder(machine))
        or _is_program_start(machine, addin)
        or _within(machine, addin, f"{_USER}\\Excel")
    )


def _set(machine: Machine, key: str, name: str) -> Iterator[tuple[str, object]]:
    """Return how a setting is made, policies first, which go before what the person has set."""
    for branch in (*_POLICIES, _USER):
        if (value := machine.value(rf"{branch}\{key}", name)) is not None:
            yield rf"{branch}\{key}\{name}", value


def _all_macros_run(machine: Machine) -> bool:
    return next((value == 1 for _, value in _set(machine, _SECURITY, "VBAWarnings")), False)


def _locations_off(machine: Machine) -> str | None:
    for key, name, off in (
        *(
            (rf"{branch}\Excel\Security\Trusted Locations", "AllLocationsDisabled", 1)
            for branch in (*_POLICIES, _USER)
        ),
        *(
            (rf"{branch}\Common\Security\Trusted Locations", "Allow User Locations", 0)
            for branch in _POLICIES
        ),
    ):
        if machine.value(key, name) == off:
            return rf"{key}\{name} = {off}"
    return None


def _within(machine: Machine, addin: Path, branch: str) -> bool:
    """Return whether a file lies in a trusted location of a branch of the registry."""
    base = f"{branch}\\Security\\Trusted Locations"
    if machine.value(base, "AllLocationsDisabled") == 1:
        return False
    for number in range(_MOST_LOCATIONS):
        location = machine.values(f"{base}\\Location{number}")
        if isinstance(path := location.get("path"), str) and path.strip("\\/ "):
            folder = Path(expanded(machine, path).rstrip("\\/"))
            deep = location.get("allowsubfolders") == 1
            if _same(addin.parent, folder) or (
                deep and any(_same(parent, folder) for parent in addin.parents)
            ):
                return not _is_on_network(addin) or _network_allowed(machine)
    return False


def expanded(machine: Machine, text: str) -> str:
    """Replace %NAME% by what the environment says."""
    for name, value in machine.environment.items():
        text = text.replace(f"%{name}%", value).replace(f"%{name.lower()}%", value)
    return text


def _same(one: Path, other: Path) -> bool:
    return os.path.normcase(one).lower() == os.path.normcase(other).lower()


def _network_allowed(machine: Machine) -> bool:
    settings = _set(machine, rf"{_SECURITY}\Trusted Locations", "AllowNetworkLocations")
    return any(value == 1 for _, value in settings)


def _is_on_network(path: Path) -> bool:
    return str(path).startswith(("\\\\", "//"))


def _is_program_start(machine: Machine, addin: Path) -> bool:
    excel = find_excel(machine)
    return excel is not None and _same(addin.parent, excel.program.parent / "XLSTART")


def signed_addins_only(machine: Machine) -> str | None:
    """Return the setting by which Excel loads signed add-ins only; ``None`` where there is none."""
    setting, value = next(_set(machine, _SECURITY, "RequireAddinSig"), ("", 0))
    return f"{setting} = 1" if value == 1 else None


def disabled_by_excel(machine: Machine, addin: Path) -> bool:
    """Return whether Excel has put a file on its list of what made it crash."""
    wanted = addin.name.lower()
    return any(
        isinstance(item, bytes) and wanted in item.decode("utf-16-le", "ignore").lower()
        for item in machine.values(rf"{_USER}\Excel\Resiliency\DisabledItems").values()
    )


def opened_at_start(machine: Machine, name: str) -> list[Path]:
    """List the files of a name that Excel opens because they are ticked as add-ins."""
    options = machine.values(rf"{_USER}\Excel\Options")
    commands = [
        str(command)
        for value, command in options.items()
        if value.startswith("open") and name.lower() in str(command).lower()
    ]
    # Such as: /R "C:\folder\name.xlam"
    return [Path(command.removeprefix("/R").strip().strip('"')) for command in commands]


def startup_folders(machine: Machine) -> list[Path]:
    """List the folder that was named as a further start folder, if one was."""
    found = [value for _, value in _set(machine, r"Excel\Options", "AltStartup")]
    return [Path(expanded(machine, text)) for text in found if isinstance(text, str) and text]


def opens_by_itself(machine: Machine, addin: Path) -> bool:
    """Return whether Excel opens a file when it starts."""
    folders = [start_folder(machine), *startup_folders(machine)]
    return (
        any(_same(addin.parent, folder) for folder in folders)
        or _is_program_start(machine, addin)
        or any(_same(addin, other) for other in opened_at_start(machine, addin.name))
    )
