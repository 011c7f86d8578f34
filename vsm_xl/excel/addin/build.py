"""The add-in ``vsm.xlam``, built without Excel from the template that xlwings ships.

The template gives the package, its styles and the settings of the VBA project.  Its modules stay
out: they let any cell of any workbook run Python (``=RunPython("…")``), and take the interpreter
from a sheet of whatever workbook is in front.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import intellisense, ribbon_tab, vba, vba_project, xlam_package
from vsm_xl.version import __version__
from vsm_xl.xml_text import MAIN, OFFICE, PACKAGE, STANDALONE, escape
from vsm_xl.zip_file import zipped

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEMPLATE: Final = "quickstart_addin.xlam"
_KEPT: Final = ("xl/theme/theme1.xml", "xl/styles.xml")
_PROJECT_PART: Final = "xl/vbaProject.bin"
_SETTINGS_PART: Final = "xl/worksheets/sheet1.xml"
_HELP_PART: Final = "xl/worksheets/sheet2.xml"
_TEXTS_PART: Final = "xl/sharedStrings.xml"
#: The documents of the VBA project that belong to the two sheets.
_SETTINGS_MODULE, _HELP_MODULE = "SettingsSheet", "HelpSheet"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_WORKBOOK: Final = (
    f'{STANDALONE}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<workbookPr codeName="ThisWorkbook"/>'
    '<bookViews><workbookView visibility="hidden"/></bookViews><sheets>'
    f'<sheet name="{shared_names.SETTINGS_SHEET}" sheetId="1" r:id="rId1"/>'
    f'<sheet name="{intellisense.SHEET}" sheetId="2" state="hidden" r:id="rId2"/>'
    "</sheets></workbook>"
).encode()
_ROOT_RELATIONSHIPS: Final = xlam_package.relationships((
    (f"{OFFICE}/officeDocument", "xl/workbook.xml"),
    (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ("http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
     "customUI/customUI14.xml"),
))  # fmt: skip
_WORKBOOK_RELATIONSHIPS: Final = xlam_package.relationships((
    (f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
    (f"{OFFICE}/worksheet", "worksheets/sheet2.xml"),
    (f"{OFFICE}/theme", "theme/theme1.xml"),
    (f"{OFFICE}/styles", "styles.xml"),
    (f"{OFFICE}/sharedStrings", "sharedStrings.xml"),
    ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
))  # fmt: skip
_PROPERTIES: Final = (
    f'{STANDALONE}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>NHS VSM pay</dc:title>"
    f"<dc:description>Worksheet functions of vsm_xl {escape(__version__)}</dc:description>"
    "</cp:coreProperties>"
).encode()
_OVERRIDES: Final = {
    "xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    _SETTINGS_PART: f"{_SHEET_TYPE}.worksheet+xml",
    _HELP_PART: f"{_SHEET_TYPE}.worksheet+xml",
    "xl/styles.xml": f"{_SHEET_TYPE}.styles+xml",
    _TEXTS_PART: f"{_SHEET_TYPE}.sharedStrings+xml",
    "xl/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    _PROJECT_PART: "application/vnd.ms-office.vbaProject",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_CONTENT_TYPES: Final = (
    f'{STANDALONE}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in _OVERRIDES.items()
    )
    + "</Types>"
).encode()


@dataclass(frozen=True)
class AddIn:
    """The versions and settings of an add-in file.

    Args:
        version: of this software, when it was built.
        xlwings: the version whose DLL it loads.
        settings: its settings by key.
        uses_dll: whether its macros can start Python through that DLL.
    """

    version: str
    xlwings: str
    settings: Mapping[str, str]
    uses_dll: bool


def build(*, with_dll: bool = True, settings: Mapping[str, str] | None = None) -> bytes:
    """Build the add-in; the same software and xlwings make the same bytes.

    Args:
        with_dll: whether it may start Python through xlwings' DLL where Windows has no registered
            server.
        settings: values by key, in place of the usual ones.

    Raises:
        UnusableInput: the installed xlwings has no template, or one of another form.
    """
    template = _template()
    try:
        project = vba_project.write(
            template[_PROJECT_PART], shared_names.PROJECT, modules(with_dll=with_dll)
        )
    except (KeyError, ValueError) as problem:
        raise UnusableInput(
            f"The add-in template of xlwings {shared_names.xlwings_version()} has another form than this "
            f"software knows ({problem}). Install the version of xlwings that it asks for."
        ) from None
    texts = xlam_package.SharedTexts()
    help_sheet = xlam_package.sheet(intellisense.sheet_rows(), _HELP_MODULE, texts)
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _ROOT_RELATIONSHIPS,
        "docProps/core.xml": _PROPERTIES,
        "customUI/customUI14.xml": ribbon_tab.xml(),
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _WORKBOOK_RELATIONSHIPS,
        **{part: template[part] for part in _KEPT},
        _SETTINGS_PART: xlam_package.sheet(
            list({**default_settings(), **(settings or {})}.items()), _SETTINGS_MODULE, texts
        ),
        _HELP_PART: help_sheet,
        _TEXTS_PART: texts.xml(),
        _PROJECT_PART: project,
    }
    return zipped(parts, compressed=False)


def default_settings() -> dict[str, str]:
    """Return the settings of a newly built add-in.

    >>> default_settings()["UDF MODULES"]
    'vsm_xl.excel.udfs'
    """
    return {
        shared_names.INTERPRETER: "",
        "UDF MODULES": shared_names.FUNCTIONS_MODULE,
        "ADD_WORKBOOK_TO_PYTHONPATH": "FALSE",
        shared_names.DOCUMENTATION: "",
        "VSM_XL_VERSION": __version__,
        "XLWINGS_VERSION": shared_names.xlwings_version(),
    }


def described(data: bytes) -> AddIn:
    """Read the settings of an add-in, and from its VBA whether it uses the DLL.

    Raises:
        UnusableInput: it is not an add-in of this software, or a damaged one.

    >>> described(build()).version == __version__
    True
    """
    try:
        held = xlam_package.parts(data)
        shared = xlam_package.shared_texts(held[_TEXTS_PART])
        cells = xlam_package.texts_of(held[_SETTINGS_PART], shared)
        settings = {
            key: cells.get(f"B{place[1:]}", "")
            for place, key in cells.items()
            if place.startswith("A")
        }
        macros = vba_project.read(held[_PROJECT_PART])
    except (KeyError, IndexError, ValueError) as problem:
        raise _not_ours(str(problem)) from None
    version, xlwings = settings.get("VSM_XL_VERSION"), settings.get("XLWINGS_VERSION")
    if version is None or xlwings is None or "VsmServer" not in macros:
        raise _not_ours("it names no version")
    return AddIn(version, xlwings, settings, "Declare " in macros.get("VsmDll", ""))


def _not_ours(why: str) -> UnusableInput:
    return UnusableInput(
        f"The file is not the add-in {shared_names.ADD_IN}, or is damaged ({why}). Build it again with: "
        "vsm-xl build addin"
    )


def _template() -> dict[str, bytes]:
    # Found without importing xlwings, which takes half a second.
    spec = find_spec("xlwings")
    path = Path(spec.origin or "").with_name(_TEMPLATE) if spec else None
    if path is None or not path.is_file():
        raise UnusableInput(
            f"The installed xlwings ships no {_TEMPLATE}, which the add-in is built from. Install "
            "it again: pip install --force-reinstall xlwings"
        )
    return xlam_package.parts(path.read_bytes())


def modules(*, with_dll: bool = True) -> tuple[vba.Module, ...]:
    """Return the modules of the project in its order: the workbook, its sheets, and the code."""
    first, *others = vba.modules(with_dll=with_dll)
    sheets = (vba.Module(name, "document", "") for name in (_SETTINGS_MODULE, _HELP_MODULE))
    return (first, *sheets, *others)
