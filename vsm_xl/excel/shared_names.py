"""The names that add-in, server, installation and doctor share; each stands here once."""

from __future__ import annotations

from importlib import metadata
from typing import Final
from uuid import UUID, uuid5

#: The file that people open, and what lies beside it.
ADD_IN: Final = "vsm.xlam"
INTELLISENSE: Final = "vsm.IntelliSense.xml"
HELP_PAGE: Final = "vsm-functions.html"
#: The VBA project, and the sheet of the add-in that holds its settings (column A key, B value).
PROJECT: Final = "VSM_XL"
SETTINGS_SHEET: Final = "vsm_xl.conf"
#: The group of the functions in Excel's function wizard.
CATEGORY: Final = "NHS VSM pay"

#: What the ribbon's check looks for in an annual return: the name that marks one, and the heading
#: of the column that states what is checked.  A test compares both with the template.
RETURN_MARK: Final = "vsm_template_version"
CHECKED_HEADER: Final = "What is checked"

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

#: The class under which Windows starts the server, and how many of it are registered: one that was
#: killed is not asked for again, the next number is.
SERVER_CLASS: Final = "VsmXl.Server"
SERVER_CLASSES: Final = 8
_CLASS_NAMESPACE: Final = UUID("6f1dcb1a-6d57-4f0c-9b3e-0f7a3f7c5a52")

#: The arguments of the server's Python; ``{clsid}`` stands for the class id that it answers for.
#: Isolated (``-I``): neither another program's PYTHON... variables, nor a file beside the workbook,
#: nor the user's own packages decide what is imported.
SERVER_ARGUMENTS: Final = (
    '-I -B -c "import xlwings, vsm_xl.excel.udfs, vsm_xl.excel.server.ribbon; '
    "xlwings.serve('{clsid}')\""
)
#: What xlwings' DLL replaces by a class id that it makes.
DLL_CLASS_ID: Final = "$(CLSID)"


def class_id(number: int) -> str:
    """Return the class id of one of the registered server classes, with braces.

    Args:
        number: from 1 to :data:`SERVER_CLASSES`.

    >>> len({class_id(number) for number in range(1, SERVER_CLASSES + 1)}) == SERVER_CLASSES
    True
    """
    return f"{{{uuid5(_CLASS_NAMESPACE, f'{SERVER_CLASS}.{number}')}}}"


def program_id(number: int) -> str:
    """Return the name by which macros ask for a registered server class.

    >>> program_id(1)
    'VsmXl.Server.1'
    """
    return f"{SERVER_CLASS}.{number}"


def xlwings_version() -> str:
    """Return the version of the installed xlwings, which DLL and add-in must share.

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


def server_command(interpreter: str, clsid: str = DLL_CLASS_ID) -> str:
    """Return the command line that starts the server.

    Args:
        interpreter: the path of ``pythonw.exe``.
        clsid: the class id that it answers for; the DLL's placeholder when not given.

    >>> server_command("C:/VSM pay/python/pythonw.exe")[:37]
    '"C:/VSM pay/python/pythonw.exe" -I -B'
    """
    return f'"{interpreter}" {SERVER_ARGUMENTS.replace("{clsid}", clsid)}'
