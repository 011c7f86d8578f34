# ruff: noqa: FBT003 - LibreOffice takes its truths by position
"""Runs under a Python that has LibreOffice's bridge: opens a workbook with its macros on.

Gives, as JSON, the text of the cells in the first column of the sheet ``Calls``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from importlib import import_module
from typing import Any

uno = import_module("uno")


def option(name: str, value: object) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def connected(pipe: str, seconds: float) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def main() -> None:
    soffice, book, profile = sys.argv[1:]
    pipe = f"vsm{os.getpid()}"
    office = subprocess.Popen(
        [soffice, "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{profile}",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        context = connected(pipe, 300)
        desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        always_execute = 4
        opened = desktop.loadComponentFromURL(
            f"file://{book}", "_blank", 0,
            (option("Hidden", True), option("MacroExecutionMode", always_execute)),
        )  # fmt: skip
        opened.calculateAll()
        sheet = opened.Sheets.getByName("Calls")
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        rows = range(cursor.RangeAddress.EndRow + 1)
        json.dump([sheet.getCellByPosition(0, row).String for row in rows], sys.stdout)
        opened.close(True)
        desktop.terminate()
        office.wait(20)
    finally:
        office.kill()


if __name__ == "__main__":
    main()
