"""Returns of today's template made to harm or to be read in two ways, each by one change to a sound one.

``READ`` are read, as the salary that stands there says; ``REFUSED`` end with words that name the file.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Change = Callable[["Sound"], Mapping[str, bytes]]

MAIN: Final = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml"


class Sound:
    """A sound return: its parts, and where the first person's entries stand.

    Attributes:
        parts: The parts by name.
        people: The part of the sheet People.
        salary, post, first_day: The references of three cells.
    """

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        package = Package.from_bytes(data, "sound.xlsx")
        place = layout_of(package).places["people"]
        self.people = package.sheets()["People"]
        self.salary, self.post, self.first_day = (
            place.cell(key) for key in ("salary", "post", "in_post_from")
        )

    def cell(self, ref: str, inside: bytes, kind: bytes = b"") -> dict[str, bytes]:
        """Write the inside of a cell, and its type, in other bytes."""
        pattern = rb'<c r="%s"( s="\d+")?[^>]*>.*?</c>' % ref.encode()
        xml, count = re.subn(
            pattern,
            lambda found: (
                b'<c r="%s"%s%s>%s</c>'
                % (ref.encode(), found[1] or b"", b' t="%s"' % kind if kind else b"", inside)
            ),
            self.parts[self.people],
            count=1,
            flags=re.DOTALL,
        )
        assert count == 1
        return {self.people: xml}

    def instead(self, part: str, old: bytes, new: bytes) -> dict[str, bytes]:
        """Put something in the place of something that stands in a part."""
        assert old in self.parts[part], (part, old)
        return {part: self.parts[part].replace(old, new, 1)}

    def sheets(self, *bodies: bytes) -> dict[str, bytes]:
        """Add sheets of another person's, each with this inside."""
        found = dict(self.parts)
        types, links, listed = b"", b"", b""
        for at, body in enumerate(bodies):
            name = b"xl/worksheets/extra%d.xml" % at
            found[name.decode()] = b'<worksheet xmlns="%s">%s</worksheet>' % (MAIN, body)
            types += b'<Override PartName="/%s" ContentType="%s.worksheet+xml"/>' % (name, KIND)
            links += (
                b'<Relationship Id="rIdX%d" Type="%s/worksheet" Target="worksheets/extra%d.xml"/>'
                % (at, OFFICE, at)
            )
            listed += b'<sheet xmlns:q="%s" name="Extra%d" sheetId="%d" q:id="rIdX%d"/>' % (
                OFFICE, at, 900 + at, at,
            )  # fmt: skip
        for part, closing, more in (
            ("[Content_Types].xml", b"</Types>", types),
            ("xl/_rels/workbook.xml.rels", b"</Relationships>", links),
            ("xl/workbook.xml", b"</sheets>", listed),
        ):
            found[part] = found[part].replace(closing, more + closing)
        return found


def formulas(*texts: bytes, array: bytes = b"") -> bytes:
    """The inside of a sheet with formulas, one under another."""
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><f%s>%s</f></c></row>'
        % (at, at, b' t="array" ref="A%d:%s"' % (at, array) if array else b"", text)
        for at, text in enumerate(texts, 1)
    )
    return b"<sheetData>%s</sheetData>" % rows


def _columns(body: bytes) -> Change:
    return lambda sound: sound.instead(sound.people, b"<cols>", b"<cols>" + body)


def _shared_salary(sound: Sound) -> dict[str, bytes]:
    """The post's name as a text of the table, with a hint of how it sounds."""
    text = (
        b'<si><r><t>Chief</t></r><r><t xml:space="preserve"> Executive</t></r>'
        b'<rPh sb="0" eb="1"><t>HIDDEN</t></rPh></si></sst>'
    )
    number = sound.parts["xl/sharedStrings.xml"].count(b"<si>")
    return sound.cell(sound.post, b"<v>%d</v>" % number, b"s") | sound.instead(
        "xl/sharedStrings.xml", b"</sst>", text
    )


def _long_shared(sound: Sound) -> dict[str, bytes]:
    followers = b"".join(
        b'<row r="%d"><c r="A%d"><f t="shared" si="0"/></c></row>' % (at, at)
        for at in range(2, 20_000)
    )
    long = b"+".join([b"B1"] * 4_000)
    return sound.sheets(
        b'<sheetData><row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A20000">%s</f></c></row>%s</sheetData>'
        % (long, followers)
    )


def _many_tags(part: str, before: bytes) -> Change:
    return lambda sound: sound.instead(part, before, b"<x/>" * 2_000_000 + before)


def _texts_beside(sound: Sound) -> dict[str, bytes]:
    """Many megabytes of texts that do not pack to nothing."""
    spin = random.Random(7)  # noqa: S311 - no secret
    texts = b"".join(
        b"<si><t>%s</t></si>" % spin.randbytes(24).hex().encode() for _ in range(600_000)
    )
    return sound.instead("xl/sharedStrings.xml", b"</sst>", texts + b"</sst>")


#: Read as 277,500 and 6 January 2020, whatever the spelling.
READ: Final[dict[str, Change]] = {
    "as it was": lambda sound: sound.parts,
    "a digit by its number": lambda sound: sound.cell(sound.salary, b"<v>27750&#48;</v>"),
    "CDATA": lambda sound: sound.cell(sound.salary, b"<v><![CDATA[277500]]></v>"),
    "an exponent": lambda sound: sound.cell(sound.salary, b"<v>2.775E5</v>"),
    "an empty formula": lambda sound: sound.cell(sound.salary, b"<f/><v>277500</v>"),
    "how a text sounds": lambda sound: sound.cell(
        sound.post,
        b'<is><r><t>Chief Executive</t></r><rPh sb="0" eb="1"><t>HIDDEN</t></rPh></is>',
        b"inlineStr",
    ),
    "how a text of the table sounds": _shared_salary,
    "a date as openpyxl writes it": lambda sound: sound.cell(
        sound.first_day, b"<v>2020-01-06</v>", b"d"
    ),
    "a date as SheetJS writes it": lambda sound: sound.cell(
        sound.first_day, b"<v>2020-01-06T00:00:00.000Z</v>", b"d"
    ),
    "hidden columns beyond the sheet": _columns(b'<col min="0" max="99999999" hidden="1"/>'),
    "hidden columns without bounds": _columns(b'<col hidden="1"/>'),
    "hidden columns from the end to the beginning": _columns(b'<col min="9" max="2" hidden="1"/>'),
    "hidden columns by a word": _columns(b'<col min="a" max="b" hidden="yes"/>'),
    "hidden columns with a sign": _columns(b'<col min="-5" max="1e9" hidden="true"/>'),
    "hidden columns in digits of another script": _columns(
        '<col min="\u0661" max="\u00b2" hidden="1"/>'.encode()
    ),
}  # fmt: skip

#: Refused by whatever computes, with the name of the file.
REFUSED: Final[dict[str, Change]] = {
    "a comment in a number": lambda sound: sound.cell(sound.salary, b"<v>27750<!-- -->0</v>"),
    "a second value of another's": lambda sound: sound.cell(
        sound.salary, b'<v>277500</v><x:v xmlns:x="urn:x">2775</x:v>'
    ),
    "two values": lambda sound: sound.cell(sound.salary, b"<v>277500</v><v>2775</v>"),
    "a number in an element": lambda sound: sound.cell(sound.salary, b"<v><x>277500</x></v>"),
    "half a date": lambda sound: sound.cell(sound.first_day, b"<v>2020-01</v>", b"d"),
    "colons": lambda sound: sound.sheets(formulas(*[b":".join([b"A1"] * 5_300)] * 4)),
    "colons under the limit of length": lambda sound: sound.sheets(
        formulas(*[b":".join([b"A1"] * 2_700)] * 8)
    ),
    "a text repeated": lambda sound: sound.sheets(
        formulas(*[b'LEN(SUBSTITUTE(REPT("a",32767),"a",REPT("b",32767)))'] * 200)
    ),
    "a text doubled": lambda sound: sound.sheets(
        formulas(b'REPT("a",32767)', *[b"A%d&amp;A%d" % (at, at) for at in range(1, 60)])
    ),
    "arrays over arrays": lambda sound: sound.sheets(
        formulas(*[b"ROW(A1:A1048576)*COLUMN(A1:Z1)"] * 60, array=b"Z40000")
    ),
    "products of whole columns": lambda sound: sound.sheets(
        formulas(*[b"SUMPRODUCT((A:A+B1:Z1)*(C:C+D1:AZ1))"] * 40)
    ),
    "a long formula followed": _long_shared,
    "a million tags in the workbook": _many_tags("xl/workbook.xml", b"</workbook>"),
    "a million tags in the types": _many_tags("[Content_Types].xml", b"</Types>"),
    "a million tags in the styles": _many_tags("xl/styles.xml", b"</styleSheet>"),
    "a million cells": lambda sound: sound.sheets(
        b"<sheetData><row>%s</row></sheetData>" % (b"<c/>" * 2_000_000)
    ),
    "a million rows": lambda sound: sound.sheets(
        *[b"<sheetData>%s</sheetData>" % (b"<row/>" * 1_000_000)] * 8
    ),
    "elements in elements": lambda sound: sound.instead(
        sound.people, b"</worksheet>", b"<x>" * 90_000 + b"</x>" * 90_000 + b"</worksheet>"
    ),
    "half a megabyte of names": lambda sound: sound.instead(
        "xl/workbook.xml",
        b"</definedNames>",
        b"".join(b'<definedName name="n%d">A%d</definedName>' % (at, at) for at in range(1, 9_000))
        + b"</definedNames>",
    ),
    "calls in calls": lambda sound: sound.sheets(formulas(b"IF(" * 3_000 + b"1" + b")" * 3_000)),
    "signs before a number": lambda sound: sound.sheets(formulas(b"-" * 8_000 + b"1")),
    "powers of powers": lambda sound: sound.sheets(formulas(b"SEQUENCE(1048576,1)*SEQUENCE(1,16384)")),
}  # fmt: skip

#: Computed within the limits, or refused.
EITHER: Final[dict[str, Change]] = {
    "a chain of names": lambda sound: sound.sheets(formulas(b"n40", b"n40")) | {
        "xl/workbook.xml": sound.sheets(formulas(b"n40"))["xl/workbook.xml"].replace(
            b"</definedNames>",
            b"".join(
                b'<definedName name="n%d">n%d+n%d</definedName>' % (at, at - 1, at - 1)
                for at in range(1, 41)
            )
            + b'<definedName name="n0">1</definedName></definedNames>',
        )
    },
    "a chain of cells": lambda sound: sound.sheets(
        b"<sheetData>%s</sheetData>"
        % b"".join(
            b'<row r="%d"><c r="A%d"><f>A%d+A%d</f></c></row>' % (at, at, at + 1, at + 1)
            for at in range(1, 30_000)
        )
    ),
}  # fmt: skip


def made(sound: Sound, change: Change) -> bytes:
    """Return the file: the sound parts, changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in (sound.parts | dict(change(sound))).items():
            archive.writestr(name, data)
    return file.getvalue()
