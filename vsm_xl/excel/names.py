"""What add-in, server, installation and doctor call things; each name stands here once."""

from __future__ import annotations

from importlib import metadata
from typing import Final

#: The file that people open, and what lies beside it.
ADD_IN: Final = "vsm.xlam"
INTELLISENSE: Final = "vsm.IntelliSense.xml"
HELP_PAGE: Final = "vsm-functions.html"
#: The VBA project, and the sheet of the add-in that holds its settings (column A key, B value).
PROJECT: Final = "VSM_XL"
SETTINGS_SHEET: Final = "vsm_xl.conf"
#: The group of the functions in Excel's function wizard.
CATEGORY: Final = "NHS VSM pay"

#: The modules that the server answers for: the worksheet functions, and the ribbon's questions.
FUNCTIONS_MODULE: Final = "vsm_xl.excel.udfs"
RIBBON_MODULE: Final = "vsm_xl.excel.server.ribbon"

#: Keys of the settings sheet.  Where the interpreter is left empty, the add-in looks for
#: ``python\\pythonw.exe`` in its own folder.
INTERPRETER: Final = "INTERPRETER_WIN"
DOCUMENTATION: Final = "DOCUMENTATION"
BUNDLED_INTERPRETER: Final = "python\\pythonw.exe"

#: Beside each other in the user's folder of local data: what went wrong in the server.
FAULTS_FOLDER: Final = "vsm_xl"
FAULTS_FILE: Final = "server-faults.log"

#: How the add-in starts its server, for a DLL that puts a new class id in for ``$(CLSID)``.
#: No PYTHON… variables and no current folder: neither another program's settings nor a file
#: that lies beside the workbook may decide what is imported.
SERVER_ARGUMENTS: Final = (
    '-B -E -P -c "import xlwings, vsm_xl.excel.udfs, vsm_xl.excel.ribbon; '
    "xlwings.serve('$(CLSID)')\""
)


def xlwings_version() -> str:
    """Give the version of the installed xlwings, which DLL and add-in must share.

    >>> xlwings_version().count(".")
    2
    """
    return metadata.version("xlwings")


def dll_name(bits: int, version: str | None = None) -> str:
    """Name the DLL that must lie beside ``pythonw.exe`` or one folder up.

    Args:
        bits: 32 or 64, as Excel is (not as Python or Windows is).
        version: of xlwings; the installed one when not given.

    >>> dll_name(64, "0.37.8")
    'xlwings64-0.37.8.dll'
    """
    return f"xlwings{bits}-{version or xlwings_version()}.dll"


def server_command(interpreter: str) -> str:
    """Give the command that the add-in hands to the DLL.

    >>> server_command("C:/VSM pay/python/pythonw.exe")[:34]
    '"C:/VSM pay/python/pythonw.exe" -B'
    """
    return f'"{interpreter}" {SERVER_ARGUMENTS}'
