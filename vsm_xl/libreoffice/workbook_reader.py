"""Opening, computing and reading a workbook.  This file runs inside LibreOffice."""

from __future__ import annotations

import json
from typing import Any, Final

#: Cells of a sheet that are read at once; a sheet of fewer, far-flung cells is read one by one.
_MOST_AT_ONCE: Final = 2_000_000
#: As MacroExecMode.NEVER_EXECUTE and UpdateDocMode.NO_UPDATE have it.
_NEVER: Final = 0
_TEXT_RESULT: Final = 2
#: Calc marks a formula cell as TRUE or FALSE by its number format alone.
_TRUTHS: Final = {"TRUE": True, "FALSE": False}


def answer(context: Any, url: str, asked: str) -> str:
    """Return the values of cells of a workbook.

    Args:
        context: LibreOffice's.
        url: the workbook.
        asked: as JSON: ``sheets``, row and column of each cell by the title of its sheet, and
            ``again``, whether to compute once more after loading.

    Returns:
        As JSON, the values by the title of the sheet: numbers, texts, truths, and errors as an
        object with Calc's code.

    Raises:
        RuntimeError: LibreOffice cannot open the workbook.
    """
    import uno  # type: ignore[import-not-found]  # noqa: PLC0415 - only LibreOffice's Python has it

    def option(name: str, value: Any) -> Any:
        made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        made.Name, made.Value = name, value
        return made

    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    options = (
        option("FilterName", "Calc MS Excel 2007 XML"),
        option("Hidden", value=True),
        option("ReadOnly", value=True),
        option("MacroExecutionMode", uno.Any("short", _NEVER)),
        option("UpdateDocMode", uno.Any("short", _NEVER)),
    )
    document = desktop.loadComponentFromURL(url, "_blank", 0, options)
    if document is None:
        raise RuntimeError("it could not be opened")
    try:
        wanted = json.loads(asked)
        if wanted["again"]:
            document.calculateAll()
        sheets = document.Sheets
        values = {
            title: _values(sheets.getByName(title), cells)
            for title, cells in wanted["sheets"].items()
        }
    finally:
        document.close(True)  # noqa: FBT003 - UNO's own signature
    return json.dumps(values)


def _values(sheet: Any, cells: list[list[int]]) -> list[Any]:
    if not cells:
        return []
    bottom = max(row for row, _ in cells)
    right = max(column for _, column in cells)
    if bottom * right > _MOST_AT_ONCE:
        return [_alone(sheet.getCellByPosition(column - 1, row - 1)) for row, column in cells]
    data = sheet.getCellRangeByPosition(0, 0, right - 1, bottom - 1).getDataArray()
    return [_value(sheet, row, column, data[row - 1][column - 1]) for row, column in cells]


def _value(sheet: Any, row: int, column: int, known: Any) -> Any:
    """Return a value; most are plain, and only the others are asked about."""
    if isinstance(known, str) or (known is not None and known not in {0.0, 1.0}):
        return known
    cell = sheet.getCellByPosition(column - 1, row - 1)
    if known is None:
        return {"error": cell.getError()}
    return _TRUTHS.get(cell.getString(), known)


def _alone(cell: Any) -> Any:
    if code := cell.getError():
        return {"error": code}
    text = cell.getString()
    if cell.Type.value == "TEXT" or cell.FormulaResultType2 == _TEXT_RESULT:
        return text
    if cell.Type.value == "EMPTY":
        return ""
    return _TRUTHS.get(text, cell.getValue())
