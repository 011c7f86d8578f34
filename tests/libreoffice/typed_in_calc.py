"""Types formulas into a new sheet of a person's LibreOffice; run by LibreOffice's own Python.

Arguments: the program, a file to wait for or nothing, and the formulas.  Says what each cell shows as
JSON.  The profile is the one that LibreOffice takes by itself.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_START = 300


@contextmanager
def running(program: str) -> Iterator[Any]:
    """Start LibreOffice, and give its desktop; it is ended afterwards."""
    import uno  # type: ignore[import-not-found]  # noqa: PLC0415 - only LibreOffice's Python has it

    pipe = f"test{secrets.token_hex(8)}"
    address = f"pipe,name={pipe};urp;StarOffice.ComponentContext"
    office = subprocess.Popen(
        [program, "--headless", "--norestore", "--nologo", f"--accept={address}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        context: Any = None
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        last = time.monotonic() + LONGEST_START
        while context is None and time.monotonic() < last:
            time.sleep(0.05)
            with suppress(Exception):
                context = resolver.resolve(f"uno:{address}")
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        yield desktop
        with suppress(Exception):
            desktop.terminate()
        office.wait(120)
    finally:
        office.kill()


def typed(program: str, waits: str, formulas: list[str]) -> list[str]:
    with running(program) as desktop:
        document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        sheet = document.Sheets.getByIndex(0)
        shown = []
        for row, formula in enumerate(formulas):
            cell = sheet.getCellByPosition(0, row)
            cell.setFormula(formula)
            shown.append(cell.getString())
        if waits:
            # Kept running until whoever asked for it takes the file away.
            Path(waits).touch()
            while Path(waits).exists():
                time.sleep(0.1)
        document.close(True)  # noqa: FBT003 - UNO's own signature
        return shown


if __name__ == "__main__":
    print(json.dumps(typed(sys.argv[1], sys.argv[2], sys.argv[3:])))  # noqa: T201 - how it answers
