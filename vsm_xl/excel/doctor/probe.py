"""Starts the server as the add-in does and asks it; run as a process of its own.

Whatever breaks in here, or never ends, breaks or is ended here and not in the doctor.  Writes one
line of JSON: ``answers``, or ``failed`` with what was said.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from importlib import import_module
from typing import Any, Final

from vsm_xl.excel import shared_names
from vsm_xl.functions.registry import FUNCTIONS

#: What the server is asked; the examples of the registry, whose answers are tested.
ASKED: Final = ("VSM_VERSION", "VSM_EDITION", "VSM_AWARD")
_START, _END = 1, -1
#: A class that is not registered is reported at once; one that does not start is asked for once.
_PATIENCE: Final = 5.0
_TEXT, _OBJECT = 8, 9


class _Variant(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("pointer", ctypes.c_void_p),
        ("rest", ctypes.c_void_p),
    )


def ask_windows() -> dict[str, Any]:
    """Have Windows start the registered server; return its answers by the functions' names.

    What the server imports is imported here first: Windows waits long for one that fails, and
    does not report why.
    """
    for module in ("xlwings", shared_names.FUNCTIONS_MODULE, shared_names.RIBBON_MODULE):
        import_module(module)
    pythoncom = import_module("pythoncom")
    client = import_module("win32com.client")
    said = ""
    for number in range(1, shared_names.SERVER_CLASSES + 1):
        began = time.monotonic()
        try:
            server = client.Dispatch(shared_names.program_id(number))
        except pythoncom.com_error as problem:
            said = f"Windows does not start {shared_names.program_id(number)}: {problem.strerror}"
            if time.monotonic() - began > _PATIENCE:
                break
            continue
        return {"answers": _answers(server)}
    return {"failed": said}


def ask_dll(library: Any, command: str) -> dict[str, Any]:
    """Start the server through the DLL; return its answers by the functions' names.

    Args:
        library: the loaded DLL.
        command: as the add-in hands it over.
    """
    # Loaded first, because it makes COM ready for this thread, which the DLL counts on.
    pythoncom = import_module("pythoncom")
    given = command.encode("mbcs")
    found = _Variant()
    if library.XLPyDLLActivateAuto(ctypes.byref(found), given, _START) != 0:
        said = ctypes.wstring_at(found.pointer) if found.kind == _TEXT and found.pointer else ""
        return {"failed": said or "the DLL does not say why"}
    try:
        if found.kind != _OBJECT:
            return {"failed": f"the DLL gave no server (kind {found.kind})"}
        client = import_module("win32com.client")
        raw = pythoncom.ObjectFromAddress(found.pointer, pythoncom.IID_IDispatch)
        server = client.Dispatch(raw)
        answers = _answers(server)
        del server, raw
        return {"answers": answers}
    finally:
        library.XLPyDLLActivateAuto(ctypes.byref(_Variant()), given, _END)


def _answers(server: Any) -> dict[str, Any]:
    return {
        name: server.CallUDF(
            shared_names.FUNCTIONS_MODULE,
            name,
            tuple(float(cell) if type(cell) is int else cell for cell in FUNCTIONS[name].example),
            None,
            None,
        )
        for name in ASKED
    }


def main(*dll_and_command: str) -> None:
    """Ask, and write the answers or the failure.

    Args:
        dll_and_command: path of the DLL and what it is passed; none where Windows starts the server.
    """
    try:
        if dll_and_command:
            dll, command = dll_and_command
            library = ctypes.WinDLL(dll)  # type: ignore[attr-defined,unused-ignore]
            report = ask_dll(library, command)
        else:
            report = ask_windows()
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is what the doctor reports
        report = {"failed": f"{type(problem).__name__}: {problem}"}
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stdout.flush()
    # At once: what xlwings does at the end of a process may end an Excel.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
