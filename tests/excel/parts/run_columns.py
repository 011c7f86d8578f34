"""Runs under a Python that has LibreOffice's bridge: enters columns of formulas and calculates them.

Reads a JSON object: ``formulas``, by cell, and ``report``, a formula that is entered afterwards.
Gives, as JSON, the values of those cells and of the report.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from run_in_libreoffice import connected, option  # type: ignore[import-not-found,unused-ignore]


def main() -> None:
    soffice, book, profile = sys.argv[1:]
    orders = json.load(sys.stdin)
    pipe = f"vsmc{os.getpid()}"
    office = subprocess.Popen(
        [soffice, "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{profile}",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        context = connected(pipe, 300)
        desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        options = (option("Hidden", True), option("MacroExecutionMode", 4))  # noqa: FBT003
        opened = desktop.loadComponentFromURL(f"file://{book}", "_blank", 0, options)
        sheet = opened.Sheets.getByName("Calls")
        opened.enableAutomaticCalculation(False)  # noqa: FBT003
        for cell, formula in orders["formulas"].items():
            sheet.getCellRangeByName(cell).setFormula(formula)
        opened.calculateAll()
        found: dict[str, Any] = {
            cell: sheet.getCellRangeByName(cell).String for cell in orders["formulas"]
        }
        report = sheet.getCellRangeByName("Z1")
        report.setFormula(orders["report"])
        opened.calculate()
        found["report"] = report.String
        json.dump(found, sys.stdout)
        opened.close(True)  # noqa: FBT003
        desktop.terminate()
        office.wait(20)
    finally:
        office.kill()


if __name__ == "__main__":
    main()
