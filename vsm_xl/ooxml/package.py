"""An .xlsx file as its parts, read with care and written the same way every time."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote
from xml.parsers import expat

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.sheet_reader import read_sheet
from vsm_xl.ooxml.spans import new_parser
from vsm_xl.ooxml.unpack import MAX_FILE, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.ooxml.sheet import SheetMap

CONTENT_TYPES: Final = "[Content_Types].xml"
_RELATIONSHIP: Final = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
#: Endings of the kind names; transitional and strict files differ in what stands before.
_OFFICE_DOCUMENT: Final = "/relationships/officeDocument"
_WORKSHEET: Final = "/relationships/worksheet"

_WORKBOOK_TYPE: Final = "spreadsheetml.sheet.main+xml"
#: What else Office saves in the same kind of package, and how to say so.
_OTHER_TYPES: Final = {
    "sheet.macroEnabled": "is a workbook with macros (.xlsm)",
    "sheet.binary": "is a binary workbook (.xlsb)",
    "template": "is a workbook template (.xltx or .xltm)",
    "addin": "is an Excel add-in (.xlam)",
    "wordprocessingml": "is a Word document",
    "presentationml": "is a PowerPoint presentation",
}
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
_SAVE_AS: Final = "Open it in Excel and save it as an Excel Workbook (.xlsx)."

#: The first moment a zip entry can hold: the same for every build, on every machine.
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
_COMPRESSION_LEVEL: Final = 6


@dataclass(frozen=True)
class Package:
    """The parts of an .xlsx file, in the file's order; a changed package is a new object.

    Attributes:
        name: The file's name, for messages.
        parts: The bytes of each part by its name (``xl/workbook.xml``).
    """

    name: str
    parts: Mapping[str, bytes]
    _maps: dict[str, tuple[bytes, SheetMap]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def open(cls, path: str | Path) -> Package:
        """Read a file from disk.

        Raises UnusableInput, naming the file, when it is missing, no .xlsx workbook, or
        holds something that is only found in attacks.
        """
        return cls.from_bytes(read_bytes(path), str(path))

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Package:
        """Read a workbook that is in memory; ``name`` is what messages call it."""
        package = cls(name, unpack(data, name))
        package._check_kind()
        for part, xml in package.parts.items():
            if part.lower().endswith((".xml", ".rels")):
                package._parse(new_parser(), part, xml)
        package.sheets()
        return package

    def replace(self, part: str, data: bytes) -> Package:
        """Give a package with one part changed; the part must exist.

        >>> Package("b.xlsx", {"a.xml": b"<a/>"}).replace("a.xml", b"<b/>").parts["a.xml"]
        b'<b/>'
        """
        if part not in self.parts:
            raise KeyError(part)
        return replace(self, parts={**self.parts, part: data}, _maps=self._maps.copy())

    def sheet(self, part: str) -> SheetMap:
        """Map a worksheet part, once for as long as the part stays the same.

        Raises UnusableInput when it is no well-formed worksheet.
        """
        xml = self.parts[part]
        known = self._maps.get(part)
        # Packages made from this one may share the maps, so the part itself must be asked.
        if known is None or known[0] is not xml:
            known = self._maps[part] = (xml, read_sheet(xml))
        return known[1]

    def to_bytes(self) -> bytes:
        """Write the .xlsx file: the same parts give the same bytes, whenever and wherever."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for part, data in self.parts.items():
                entry = zipfile.ZipInfo(part, _FIXED_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                entry.external_attr = 0
                archive.writestr(entry, data, compresslevel=_COMPRESSION_LEVEL)
        return file.getvalue()

    def workbook_part(self) -> str:
        """Name the part that lists the sheets (nearly always ``xl/workbook.xml``)."""
        for kind, target in self._relationships("").values():
            if kind.endswith(_OFFICE_DOCUMENT) and target in self.parts:
                return target
        raise UnusableInput(
            f"{self.name} is not an Excel workbook: it has no workbook part (xl/workbook.xml). "
            f"{_SAVE_AS}"
        )

    def sheets(self) -> dict[str, str]:
        """Give the part of each worksheet by the sheet's title, in the order of the tabs."""
        workbook = self.workbook_part()
        targets = self._relationships(workbook)
        found: dict[str, str] = {}
        for element, attributes in self._elements(workbook, self.parts[workbook]):
            if not element.endswith(" sheet"):
                continue
            title = attributes.get("name", "")
            reference = next(
                (value for key, value in attributes.items() if key.endswith("relationships id")),
                "",
            )
            kind, target = targets.get(reference, ("", ""))
            if target not in self.parts:
                raise UnusableInput(
                    f"{self.name} is damaged: the sheet {title!r} is listed but not in the file. "
                    f"Open it in Excel, let Excel repair it, and save it."
                )
            if kind.endswith(_WORKSHEET):
                found[title] = target
        return found

    def _check_kind(self) -> None:
        if self.parts.get("mimetype", b"").startswith(_OPEN_DOCUMENT):
            raise UnusableInput(
                f"{self.name} is an OpenDocument file (.ods), not an .xlsx workbook. Open it in "
                f"the program that wrote it and save it as Excel 2007-365 (.xlsx)."
            )
        if CONTENT_TYPES not in self.parts:
            raise UnusableInput(
                f"{self.name} is a zip file, but not an Excel workbook: it has no "
                f"{CONTENT_TYPES}. {_SAVE_AS}"
            )
        workbook = self.workbook_part()
        kind = ""
        for _, attributes in self._elements(CONTENT_TYPES, self.parts[CONTENT_TYPES]):
            if attributes.get("PartName", "").lower() == f"/{workbook.lower()}":
                kind = attributes.get("ContentType", "")
        if any(part.lower().endswith("vbaproject.bin") for part in self.parts):
            kind = "sheet.macroEnabled"
        for mark, words in _OTHER_TYPES.items():
            if mark in kind:
                raise UnusableInput(f"{self.name} {words}, not an .xlsx workbook. {_SAVE_AS}")
        if not kind.endswith(_WORKBOOK_TYPE):
            raise UnusableInput(
                f"{self.name} is not an Excel workbook (its main part is of the type "
                f"{kind or 'unknown'}). {_SAVE_AS}"
            )

    def _relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Give kind and target part of each relationship of ``part`` (of the file for "")."""
        folder, file = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self.parts:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for element, attributes in self._elements(rels, self.parts[rels]):
            if element == _RELATIONSHIP and attributes.get("TargetMode") != "External":
                target = unquote(attributes.get("Target", ""))
                joined = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[attributes.get("Id", "")] = (attributes.get("Type", ""), joined)
        return found

    def _elements(self, part: str, xml: bytes) -> list[tuple[str, dict[str, str]]]:
        """Give every element of a small XML part with its attributes."""
        found: list[tuple[str, dict[str, str]]] = []
        parser = new_parser()
        parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
        self._parse(parser, part, xml)
        return found

    def _parse(self, parser: expat.XMLParserType, part: str, xml: bytes) -> None:
        try:
            parser.Parse(xml, True)  # noqa: FBT003 - expat's own signature
        except expat.ExpatError as problem:
            raise UnusableInput(
                f"{self.name} is damaged: its part {part} is not well-formed XML ({problem}). "
                f"Open it in Excel, let Excel repair it, and save it."
            ) from problem


def read_bytes(path: str | Path) -> bytes:
    """Read a workbook file from disk, no more of it than is ever unpacked.

    Raises:
        UnusableInput: it is missing, a folder, not an ordinary file, or cannot be read.
    """
    path = Path(path)
    if path.is_dir():
        raise UnusableInput(f"{path} is a folder, not a workbook. Give the file's name.")
    if not path.exists():
        raise UnusableInput(f"{path} does not exist. Check the name and the folder.")
    if not path.is_file():
        raise UnusableInput(f"{path} is not an ordinary file.")
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except OSError as problem:
        reason = problem.strerror or problem
        raise UnusableInput(f"{path} cannot be read: {reason}.") from problem
