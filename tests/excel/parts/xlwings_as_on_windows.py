"""Runs in a process of its own: xlwings with a stand-in for pywin32, as if on Windows.

Reads orders as JSON from standard input, and writes what xlwings' own machinery made of them:
the macros it would write, what it would tell the function wizard, and what ``CallUDF`` gives.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime as dt
import importlib
import importlib.machinery
import json
import sys
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock, patch

import numpy as np  # noqa: F401 - before the platform is another

_ROOTS = ("pythoncom", "pywintypes", "win32api", "win32con", "win32com", "win32event", "win32gui",
          "win32process", "win32timezone", "winreg")  # fmt: skip


class StandIn(ModuleType):
    """A module that has everything, and does nothing."""

    __path__: list[str] = []  # noqa: RUF012 - the name is Python's

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = MagicMock(name=f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


class Finder:
    """Finds stand-ins for the modules of pywin32."""

    @staticmethod
    def find_spec(name: str, *_: Any) -> Any:
        if name.partition(".")[0] in _ROOTS:
            return importlib.machinery.ModuleSpec(name, Finder)  # type: ignore[arg-type]
        return None

    @staticmethod
    def create_module(spec: Any) -> Any:
        return StandIn(spec.name)

    @staticmethod
    def exec_module(module: Any) -> None:
        del module


def import_xlwings() -> Any:
    sys.meta_path.insert(0, Finder)
    pythoncom: Any = importlib.import_module("pythoncom")
    pywintypes: Any = importlib.import_module("pywintypes")
    unwrapping: Any = importlib.import_module("win32com.server.util")

    class ComError(Exception):
        pass

    pywintypes.TimeType = dt.datetime
    pywintypes.com_error = pythoncom.com_error = ComError
    pythoncom.TypeIIDs = {pythoncom.IID_IDispatch: type("PyIDispatch", (), {})}
    unwrapping.unwrap = MagicMock(side_effect=ComError)
    pythoncom.__file__ = "pythoncom.dll"
    ctypes.windll = ctypes.oledll = MagicMock()  # type: ignore[attr-defined]
    with patch.object(sys, "platform", "win32"), patch.object(ctypes, "PyDLL"):
        return importlib.import_module("xlwings")


def incoming(cell: Any) -> Any:
    """Give a value as pywin32 hands it over."""
    if isinstance(cell, list):
        return tuple(map(incoming, cell))
    if isinstance(cell, dict):
        return dt.datetime.fromisoformat(cell["date"])
    if isinstance(cell, bool) or not isinstance(cell, int):
        return cell
    # Numbers of cells are doubles; whole numbers are how errors come.
    return cell if cell < -(10**9) else float(cell)


class Workbook:
    """As much of a workbook as xlwings needs for importing functions."""

    Name = "vsm.xlam"

    def __init__(self) -> None:
        self.code = ""
        self.options: dict[str, Any] = {}
        self.VBProject = MagicMock()
        self.VBProject.VBComponents.Import = self.take
        self.Application = MagicMock()
        self.Application.Version = "16.0"
        self.Application.MacroOptions = self.describe

    def take(self, path: str) -> None:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - as short as it is
            self.code = file.read()

    def describe(self, name: str, **told: Any) -> None:
        self.options[name] = told


def main() -> None:
    orders = json.load(sys.stdin)
    import_xlwings()
    com_server: Any = importlib.import_module("xlwings.com_server")
    udfs: Any = importlib.import_module("xlwings.udfs")
    book = Workbook()
    # For a workbook that is there it would look for code in its sheets.
    alone = patch.object(udfs, "get_udf_module", lambda name, _: importlib.import_module(name))
    with alone, contextlib.redirect_stdout(sys.stderr):
        udfs.import_udfs(orders["module"], book)
    module = importlib.import_module(orders["module"])
    served = {
        name: [
            [arg["name"], arg["vararg"], "optional" in arg, arg["doc"]]
            for arg in getattr(module, name).__xlfunc__["args"]
        ]
        for name in dir(module)
        if hasattr(getattr(module, name), "__xlfunc__")
    }
    server = com_server.XLPython()
    answers = [
        server.CallUDF(where, name, tuple(map(incoming, arguments)), None, None)
        for where, name, arguments in orders["calls"]
    ]
    told = {name: {k: v for k, v in one.items() if v} for name, one in book.options.items()}
    json.dump(
        {"code": book.code, "options": told, "served": served, "answers": answers}, sys.stdout
    )


if __name__ == "__main__":
    main()
