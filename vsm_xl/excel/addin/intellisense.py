"""Help while a formula is typed, for users of Excel-DNA IntelliSense; it is optional.

It reads a sheet of the add-in or a file beside it; both say the same.
"""

from __future__ import annotations

from typing import Final

from vsm_xl.excel.addin.vba import described
from vsm_xl.xml_text import DECLARATION, quoted_attribute

SHEET: Final = "_IntelliSense_"
_NAMESPACE: Final = "http://schemas.excel-dna.net/intellisense/1.0"
_VERSION: Final = 1


def sheet_rows() -> list[list[str | int]]:
    """Return the rows of the sheet: a row that states what it is, then one for each function.

    A function's row holds name, purpose, help link (none), and name and text of each argument.

    >>> sheet_rows()[0]
    ['FunctionInfo', 1]
    """
    rows: list[list[str | int]] = [["FunctionInfo", _VERSION]]
    for name, purpose, arguments in described():
        texts = [text for argument in arguments for text in argument]
        rows.append([name, purpose, "", *texts])
    return rows


def xml_file() -> bytes:
    """Return the file for the place beside the add-in.

    >>> xml_file().decode().splitlines()[1]
    '<IntelliSense xmlns="http://schemas.excel-dna.net/intellisense/1.0">'
    """
    lines = [
        f"{DECLARATION}<IntelliSense xmlns={quoted_attribute(_NAMESPACE)}>",
    ]
    lines.append("  <FunctionInfo>")
    for name, purpose, arguments in described():
        lines.append(
            f"    <Function Name={quoted_attribute(name)} Description={quoted_attribute(purpose)}>"
        )
        lines += [
            f"      <Argument Name={quoted_attribute(argument)} Description={quoted_attribute(text)}/>"
            for argument, text in arguments
        ]
        lines.append("    </Function>")
    lines += ["  </FunctionInfo>", "</IntelliSense>", ""]
    return "\n".join(lines).encode()
