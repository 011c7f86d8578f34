"""Opens a workbook in a person's LibreOffice, edits a cell, saves it; run by LibreOffice's own Python.

Arguments: the program, the workbook, the file to save as, the sheet, the cell, its new value, and
cells to show afterwards, such as ``Decisions.H9``.  Says what each of those shows as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from typed_in_calc import running  # type: ignore[import-not-found,unused-ignore]


def edited(
    program: str, file: str, saved: str, sheet: str, cell: str, value: str, *shown: str
) -> list[str]:
    import uno  # type: ignore[import-not-found]  # noqa: PLC0415 - only LibreOffice's Python has it

    def named(name: str, given: object) -> Any:
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, given
        return one

    with running(program) as desktop:
        document = desktop.loadComponentFromURL(
            Path(file).as_uri(),
            "_blank",
            0,
            (named("Hidden", True),),  # noqa: FBT003 - UNO's own
        )
        document.Sheets.getByName(sheet).getCellRangeByName(cell).setValue(float(value))
        document.calculateAll()
        found = []
        for one in shown:
            title, _, ref = one.partition(".")
            found.append(document.Sheets.getByName(title).getCellRangeByName(ref).getString())
        document.storeToURL(Path(saved).as_uri(), (named("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(True)  # noqa: FBT003 - UNO's own signature
    return found


if __name__ == "__main__":
    print(json.dumps(edited(*sys.argv[1:])))  # noqa: T201 - how it answers
