"""Runs under the Windows Python: a COM client that calls the server as Excel's VBA does.

Reads its orders from a JSON file and writes JSON: what every call gave, and how long.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

pythoncom = import_module("pythoncom")
pywintypes = import_module("pywintypes")
win32com_client = import_module("win32com.client")

LEFT_OUT = -2147352572


def connect(clsid: str, seconds: float) -> Any:
    """Connect to a server that may still be starting."""
    end = time.monotonic() + seconds
    while True:
        try:
            return win32com_client.Dispatch(clsid)
        except pythoncom.com_error:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def to_com(value: Any) -> Any:
    """Give a value as Excel sends it: numbers as doubles, blanks empty, ranges two-dimensional."""
    if isinstance(value, list):
        rows = value if isinstance(value[0], list) else [[cell] for cell in value]
        return tuple(tuple(to_com(cell) for cell in row) for row in rows)
    if isinstance(value, dict) and "date" in value:
        return pywintypes.Time(time.strptime(value["date"], "%Y-%m-%d"))
    if isinstance(value, dict):
        # What VBA sends for an argument that was left out.
        return win32com_client.VARIANT(pythoncom.VT_ERROR, LEFT_OUT)
    if value is None:
        return pythoncom.Empty
    if isinstance(value, (bool, str)):
        return value
    # An error cell crosses COM as its number; that of #N/A is below all that a pay can be.
    return value if isinstance(value, int) and value < -(2**30) else float(value)


def say(word: str) -> None:
    """Let the test know how far it has come."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def main() -> None:
    """Do what is ordered."""
    orders = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    began = time.perf_counter()
    server = connect(orders["clsid"], 300)
    report: dict[str, Any] = {"connected": time.perf_counter() - began, "calls": [], "timed": {}}
    say("connected")
    for name, arguments in orders["calls"]:
        report["calls"].append(call(server, orders["module"], name, arguments))
        say("answered")
    for label, calls in orders["timed"].items():
        made = [(name, tuple(map(to_com, arguments))) for name, arguments in calls]
        began = time.perf_counter()
        for name, arguments in made:
            server.CallUDF(orders["module"], name, arguments, None, None)
        report["timed"][label] = time.perf_counter() - began
    # Calls of several modules, made one after the other: their answers, and the time of all.
    sequence = [
        (module, name, tuple(map(to_com, given))) for module, name, given in orders["sequence"]
    ]
    began = time.perf_counter()
    report["sequence"] = [server.CallUDF(*one, None, None) for one in sequence]
    report["sequence_seconds"] = time.perf_counter() - began
    Path(sys.argv[2]).write_text(json.dumps(report, ensure_ascii=False), "utf-8")


def call(server: Any, module: str, name: str, arguments: list[Any]) -> Any:
    """Give the answer, or what COM said instead."""
    try:
        return server.CallUDF(module, name, tuple(map(to_com, arguments)), None, None)
    except pythoncom.com_error as error:
        return {"com_error": error.hresult, "text": str(error.excepinfo and error.excepinfo[2])}


if __name__ == "__main__":
    main()
