"""An .xlsx file as its parts, read with care and written the same way every time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.collector import collector_paused
from vsm_xl.ooxml.markup import check_markup, named, parse
from vsm_xl.ooxml.plain_sheet import read_plain_texts
from vsm_xl.ooxml.relationships import CONTENT_TYPES, relationships_in, rels_of
from vsm_xl.ooxml.shared_strings import with_shared_strings
from vsm_xl.ooxml.sheet_reader import read_sheet
from vsm_xl.ooxml.unpack import more_tags, read_bytes, unpack
from vsm_xl.zip_file import zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from vsm_xl.ooxml.markup import Element
    from vsm_xl.ooxml.relationships import Relationship
    from vsm_xl.ooxml.sheet import SheetCells

#: Endings of the kind names; transitional and strict files differ in what stands before.
_OFFICE_DOCUMENT: Final = "/relationships/officeDocument"
_WORKSHEET: Final = "/relationships/worksheet"

_WORKBOOK_TYPE: Final = "spreadsheetml.sheet.main+xml"
#: What else Office saves in the same kind of package, and how to state so.
_OTHER_TYPES: Final = {
    "sheet.macroEnabled": "is a workbook with macros (.xlsm)",
    "sheet.binary": "is a binary workbook (.xlsb)",
    "template": "is a workbook template (.xltx or .xltm)",
    "addin": "is an Excel add-in (.xlam)",
    "wordprocessingml": "is a Word document",
    "presentationml": "is a PowerPoint presentation",
}
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
#: The namespaces of ISO/IEC 29500 strict, in which dates are text and every name is another one.
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_RELATION: Final = "}id"
_TRUE: Final = ("1", "true")
_SMALL: Final = 100_000
_TINY: Final = 32_768
#: A sheet of more tags is not read before it is asked for: a hundred thousand cells have as many, a
#: sheet formatted down to its last row fifty times as many.
_LARGE: Final = 600_000
#: How the type of the part ends that holds the texts of cells.
SHARED_TEXTS: Final = "sharedStrings+xml"
#: The tags of a part that is kept in memory: some millions of texts, ten times Excel's own number of
#: cell formats.
_MOST_TAGS: Final = {SHARED_TEXTS: 8_000_000, "spreadsheetml.styles+xml": 900_000}
#: The characters of formulas that a file may hold, and how many more for each of its bytes: Excel
#: packs a return's formulas into a twentieth of their length.
_FORMULAS: Final = 4 * 2**20
_FORMULAS_FOR_BYTE: Final = 60
_SAVE_AS: Final = "Open it in Excel and save it as an Excel Workbook (.xlsx)."
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Package:
    """The parts of an .xlsx file, in the file's order; a changed package is a new object.

    Attributes:
        name: The file's name, for messages.
        parts: The bytes of each part by its name (``xl/workbook.xml``).
        size: The bytes of the file; 0 where it was never one.
    """

    name: str
    parts: Mapping[str, bytes]
    size: int = 0
    #: What was read of each part, by that and by what reads it, with the bytes that were read:
    #: packages made from this one may share it, and have another part.
    _known: dict[tuple[str, Any], tuple[bytes, Any]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _listed: dict[str, str] = field(init=False, default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, path: str | Path) -> Package:
        """Read a file from disk.

        Raises UnusableInput, naming the file, when it is missing, no .xlsx workbook, or
        holds something that is only found in attacks.
        """
        return cls.from_bytes(read_bytes(path), str(path))

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Package:
        """Read a workbook that is in memory; ``name`` is what messages call it.

        Raises UnusableInput as :meth:`open` does.
        """
        package = cls(name, unpack(data, name), len(data))
        package._check_kind()
        package._check_tables()
        sheets, texts = set(package.sheets().values()), package.part_of_type(SHARED_TEXTS)
        with collector_paused():
            for part, xml in package.parts.items():
                if part.lower().endswith((".xml", ".rels")):
                    # The trees of small parts are asked for again; those of sheets take much memory.
                    if part in sheets:
                        package._check_sheet(part)
                    elif part == texts and package.plain_texts(part) is not None:
                        # Each character of them was looked at.
                        continue
                    elif len(xml) < _SMALL:
                        package.tree(part)
                    else:
                        package._parse(part, parse)
        package.check_dates()
        return package

    def replace(self, part: str, data: bytes) -> Package:
        """Return a package with one part changed; the part must exist.

        >>> Package("b.xlsx", {"a.xml": b"<a/>"}).replace("a.xml", b"<b/>").parts["a.xml"]
        b'<b/>'
        """
        if part not in self.parts:
            raise KeyError(part)
        if self.parts[part] is data:
            return self
        return replace(self, parts={**self.parts, part: data}, _known=self._known.copy())

    def once(self, part: str, what: Any, read: Callable[[], _Answer]) -> _Answer:
        """Return what is read of a part, read once for as long as the part stays the same.

        Args:
            part: the part.
            what: names what is read; the function that reads it.
            read: reads it; what it returns is not to be changed.
        """
        xml = self.parts[part]
        known = self._known.get((part, what))
        if known is None or known[0] is not xml:
            known = self._known[part, what] = (xml, read())
        return cast("_Answer", known[1])

    def sheet(self, part: str) -> SheetCells:
        """Read a worksheet part, once for as long as the part stays the same.

        Raises UnusableInput when it is not a well-formed worksheet, or its formulas are longer than
        those of any return.
        """
        return self.once(part, read_sheet, lambda: self._read_sheet(part))

    def plain_texts(self, part: str) -> list[str] | None:
        """Return the shared texts; None where they are not as spreadsheet programs write them."""
        return self.once(part, read_plain_texts, lambda: read_plain_texts(self.parts[part]))

    def _read_sheet(self, part: str) -> SheetCells:
        found = read_sheet(self.parts[part])
        length = found.formula_length + sum(
            sheet.formula_length
            for (other, what), (_, sheet) in self._known.items()
            if what is read_sheet and other != part
        )
        size = self.size or sum(map(len, self.parts.values()))
        if length > _FORMULAS + _FORMULAS_FOR_BYTE * size:
            raise UnusableInput(
                f"Its formulas have {length:,} characters in all, far more than those of any "
                "return of this size. Copy what matters into a new workbook."
            )
        return found

    def tree(self, part: str) -> Element:
        """Parse a part, once for as long as the part stays the same; the tree is not to be changed.

        Raises UnusableInput when it is not well-formed.
        """
        read = _parse_small if len(self.parts[part]) < _TINY else parse
        return self.once(part, parse, lambda: self._parse(part, read))

    def frame(self, part: str) -> Element:
        """Return the tree of a worksheet part, without its rows where these were read as plain ones.

        Raises UnusableInput when it is not well-formed.
        """
        sheet = self._plain(part)
        return self.tree(part) if sheet is None or sheet.frame is None else sheet.frame

    def markup(self) -> Iterator[tuple[str, bytes]]:
        """Return name and bytes of each part, as :meth:`markup_of` has them."""
        for part in self.parts:
            yield part, self.markup_of(part)

    def markup_of(self, part: str) -> bytes:
        """Return the bytes of a part without what is known to be the cells of plain rows, or plain texts."""
        xml = self.parts[part]
        texts = self._known.get((part, read_plain_texts))
        if texts is not None and texts[0] is xml and texts[1] is not None:
            return b""
        sheet = self._plain(part)
        return xml if sheet is None else sheet.around

    def _plain(self, part: str) -> SheetCells | None:
        xml, sheet = self._known.get((part, read_sheet), (b"", None))
        return sheet if sheet and xml is self.parts[part] and sheet.frame is not None else None

    def read(self, part: str, read: Callable[[Element], _Answer]) -> _Answer:
        """Return what is read from the tree of a part, once for as long as the part stays the same.

        Args:
            part: the part.
            read: a function of a module, which reads it; what it returns is not to be changed.
        """
        return self.once(part, read, lambda: read(self.tree(part)))

    def part_of_type(self, kind: str) -> str:
        """Return the part whose content type ends like this; empty where there is none.

        >>> Package("b.xlsx", {"[Content_Types].xml": b"<Types/>"}).part_of_type("styles+xml")
        ''
        """
        return self.once(CONTENT_TYPES, kind, lambda: self._of_type(kind))

    def _of_type(self, kind: str) -> str:
        typed = self.read(CONTENT_TYPES, _typed_parts)
        return next((part for one, part in typed if one.endswith(kind) and part in self.parts), "")

    def to_bytes(self, *, compressed: bool = True) -> bytes:
        """Write the .xlsx file: the same parts produce the same bytes, whenever and wherever.

        Texts that stand in cells go to the shared ones, where Excel has them.

        Args:
            compressed: False for a copy that is read at once.
        """
        return zipped(with_shared_strings(self), compressed=compressed)

    def workbook_part(self) -> str:
        """Name the part that lists the sheets (nearly always ``xl/workbook.xml``)."""
        for one in self.relationships(""):
            if one.kind.endswith(_OFFICE_DOCUMENT) and one.target in self.parts:
                return one.target
        raise UnusableInput(
            f"{self.name} is not an Excel workbook: it has no workbook part (xl/workbook.xml). "
            f"{_SAVE_AS}"
        )

    def sheets(self) -> dict[str, str]:
        """Return the part of each worksheet by the sheet's title, in the order of the tabs."""
        if self._listed:
            return dict(self._listed)
        workbook = self.workbook_part()
        targets = {one.id: (one.kind, one.target) for one in self.relationships(workbook)}
        found: dict[str, str] = {}
        for element in self.sheet_elements():
            title = element.get("name", "")
            reference = next(
                (
                    str(value)
                    for key, value in element.attrib.items()
                    if str(key).endswith(_RELATION)
                ),
                "",
            )
            kind, target = targets.get(reference, ("", ""))
            if target not in self.parts:
                raise UnusableInput(
                    f"{self.name} is damaged: the sheet {title!r} is listed but not in the file. "
                    f"Open it in Excel, let Excel repair it, and save it."
                )
            if kind.endswith(_WORKSHEET):
                if title in found or not title:
                    raise UnusableInput(
                        f"{self.name} is damaged: it has a sheet without a name, or two of the name "
                        f"{title!r}. Open it in Excel, let Excel repair it, and save it."
                    )
                found[title] = target
        self._listed.update(found)
        return found

    def sheet_elements(self) -> list[Element]:
        """Return the elements that list the sheets, those of charts included, in the order of the tabs."""
        return [
            element
            for sheets in self.tree(self.workbook_part()).iterchildren("{*}sheets")
            for element in sheets.iterchildren("{*}sheet")
        ]

    def check_dates(self) -> None:
        """Refuse a workbook that counts days from 1904: every date of it would be four years off."""
        for element in named(self.tree(self.workbook_part()), "workbookPr"):
            if element.get("date1904") in _TRUE:
                raise UnusableInput(
                    f"{self.name} counts days from 1904. In Excel: File, Options, Advanced, "
                    f"clear 'Use 1904 date system', check the dates, and save it."
                )

    def _check_sheet(self, part: str) -> None:
        """Read a worksheet part, which is XML then; a very large one is only checked to be."""
        if more_tags(_LARGE, self.parts[part]):
            self._parse(part, check_markup)
            return
        try:
            self.sheet(part)
        except UnusableInput:
            # Whoever needs this sheet says what is wrong with it.
            self._parse(part, parse)

    def _check_tables(self) -> None:
        """Refuse tables of texts or formats that no program writes, before they take any memory."""
        for kind, most in _MOST_TAGS.items():
            part = self.part_of_type(kind)
            if part and more_tags(most, self.parts[part]):
                raise UnusableInput(
                    f"{self.name}: its part {part} holds more than any spreadsheet program writes; it "
                    "is refused. Copy the sheet that matters into a new workbook."
                )

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
        for element in named(self.tree(CONTENT_TYPES), "Override"):
            if element.get("PartName", "").lower() == f"/{workbook.lower()}":
                kind = element.get("ContentType", "")
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
        if _STRICT in str(self.tree(workbook).tag):
            raise UnusableInput(
                f"{self.name} was saved as a Strict Open XML Spreadsheet, in which everything has "
                "another name. In Excel: File, Save As, and choose Excel Workbook (.xlsx)."
            )

    def relationships(self, part: str) -> list[Relationship]:
        """Return what a part leads to, in order; what the package does for ""."""
        rels = rels_of(part)
        return [*self._leading(rels)] if rels in self.parts else []

    def all_relationships(self) -> Iterator[Relationship]:
        """Return what any part leads to."""
        for part in self.parts:
            if part.endswith(".rels"):
                yield from self._leading(part)

    def _leading(self, rels: str) -> tuple[Relationship, ...]:
        xml = self.parts[rels]
        return (
            _leading(xml, rels) if len(xml) < _TINY else (*relationships_in(self.tree(rels), rels),)
        )

    def _parse(self, part: str, read: Callable[[bytes], _Answer]) -> _Answer:
        """Return what ``read`` returns of a part; what it raises names the file."""
        try:
            return read(self.parts[part])
        except UnusableInput as problem:
            if "well-formed" not in str(problem):
                raise UnusableInput(f"{self.name}: {problem}") from None
            words = str(problem).partition("XML: ")[2]
            raise UnusableInput(
                f"{self.name} is damaged: its part {part} is not well-formed XML ({words.rstrip('.')}). "
                f"Open it in Excel, let Excel repair it, and save it."
            ) from None


#: Returns are alike in most of their hundred small parts; a tree that was parsed is not changed.
_parse_small: Final = lru_cache(maxsize=256)(parse)


@lru_cache(maxsize=256)
def _leading(xml: bytes, rels: str) -> tuple[Relationship, ...]:
    return tuple(relationships_in(_parse_small(xml), rels))


def _typed_parts(root: Element) -> list[tuple[str, str]]:
    return [
        (element.get("ContentType", ""), element.get("PartName", "").lstrip("/"))
        for element in named(root, "Override")
    ]
