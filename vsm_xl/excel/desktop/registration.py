r"""The registration of the server with Windows, which then starts it in Excel's place.

A server that Excel starts itself is a child process of Excel, which many managed computers forbid.
A registered class is started by Windows.  The keys are those of the person
(``HKCU\Software\Classes``), or with an administrator's rights those of the computer.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from vsm_xl.excel import shared_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vsm_xl.excel.desktop.machine import Machine

_PERSON, _COMPUTER = r"HKCU\Software\Classes", r"HKLM\Software\Classes"
#: A 32-bit Excel reads class ids in a branch of its own.
_VIEWS: Final = ("CLSID", r"WOW6432Node\CLSID")
_WORDS: Final = "VSM pay functions"


def entries(interpreter: Path, *, all_users: bool = False) -> dict[str, str]:
    """Return the registry keys of the server classes with their unnamed values.

    Args:
        interpreter: the Python that Windows starts.
        all_users: whether they are the computer's keys and not the person's.
    """
    root = _COMPUTER if all_users else _PERSON
    made: dict[str, str] = {}
    for number in range(1, shared_names.SERVER_CLASSES + 1):
        clsid = shared_names.class_id(number)
        made[rf"{root}\{shared_names.program_id(number)}"] = _WORDS
        made[rf"{root}\{shared_names.program_id(number)}\CLSID"] = clsid
        for view in _VIEWS:
            made[rf"{root}\{view}\{clsid}"] = _WORDS
            made[rf"{root}\{view}\{clsid}\LocalServer32"] = shared_names.server_command(
                str(interpreter), clsid
            )
            made[rf"{root}\{view}\{clsid}\ProgID"] = shared_names.program_id(number)
    return made


def register(machine: Machine, wanted: Mapping[str, str]) -> None:
    """Write keys; those that are right already are left.

    Raises:
        OSError: a policy or missing rights refuse one; what was written before is taken back.
    """
    written: dict[str, str] = {}
    try:
        for key, value in wanted.items():
            if machine.value(key) != value:
                machine.registry[key.lower()] = {"": value}
                written[key] = value
    except OSError:
        with suppress(OSError):
            unregister(machine, written)
        raise


def unregister(machine: Machine, written: dict[str, str]) -> tuple[str, ...]:
    """Remove keys that still hold what was written.

    Returns:
        The keys that were changed since, and were left.
    """
    kept = []
    for key, value in reversed(written.items()):
        if (found := machine.value(key)) == value:
            del machine.registry[key.lower()]
        elif found is not None:
            kept.append(key)
    return tuple(kept)


def command(machine: Machine) -> str | None:
    """Return the command by which Windows starts the server; ``None`` where none is registered."""
    for root in (_PERSON, _COMPUTER):
        found = machine.value(rf"{root}\CLSID\{shared_names.class_id(1)}\LocalServer32")
        if isinstance(found, str):
            return found
    return None
