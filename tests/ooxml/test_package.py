"""Packages opened: good ones whole, hostile and mistaken ones refused by name."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from typing import TYPE_CHECKING

import pytest

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package, unpack
from vsm_xl.ooxml.cell_values import contents

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def changed(book: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    parts = dict(Package.from_bytes(book, "good.xlsx").parts)
    change(parts)
    return zipped(parts)


def edited(book: bytes, part: str, old: bytes, new: bytes) -> bytes:
    def edit(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return changed(book, edit)


def added(book: bytes, part: str, data: bytes) -> bytes:
    return changed(book, lambda parts: parts.update({part: data}))


def without(book: bytes, part: str) -> bytes:
    def remove(parts: dict[str, bytes]) -> None:
        del parts[part]

    return changed(book, remove)


SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;&b;">]>'


def utf16(parts: dict[str, bytes]) -> None:
    parts[SHEET] = (LAUGHS.decode() + parts[SHEET].decode()).encode("utf-16")


def renamed_to_utf16(parts: dict[str, bytes]) -> None:
    declaration = b'<?xml version="1.0" encoding="UTF-16LE"?>'
    parts[SHEET] = declaration + parts[SHEET]


def lying_size(book: bytes) -> bytes:
    """A part that unpacks to far more than its entry declares."""
    bomb = b"0" * (unpack.RATIO_JUDGED_FROM + 1)
    data = bytearray(added(book, "xl/media/x.bin", bomb))
    real, small = struct.pack("<I", len(bomb)), struct.pack("<I", 10)
    assert real in data
    return bytes(data.replace(real, small))


def encrypted(book: bytes) -> bytes:
    data = bytearray(zipped(Package.from_bytes(book, "good.xlsx").parts))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


def duplicated(book: bytes) -> bytes:
    file = io.BytesIO(zipped(Package.from_bytes(book, "good.xlsx").parts))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns about exactly what is wanted here
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr(WORKBOOK, b"<other/>")
    return file.getvalue()


def nameless(book: bytes) -> bytes:
    file = io.BytesIO(zipped(Package.from_bytes(book, "good.xlsx").parts))
    entry = zipfile.ZipInfo("x")
    entry.filename = ""
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(entry, b"x")
    return file.getvalue()


def open_document() -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": b"<x/>"})


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an empty file": (lambda _: b"", "is empty: nothing of it was saved"),
    "an OpenDocument file": (lambda _: open_document(), "is an OpenDocument file (.ods)"),
    "a CSV file": (lambda _: b"post,salary\nChief executive,1\n", "CSV"),
    "a web page": (lambda _: b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "web page"),
    "an XML file": (lambda _: b"<?xml version='1.0'?><Workbook/>", "XML file"),
    "an old workbook": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, ".xls"),
    "a workbook with a password": (
        lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0" + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "random bytes": (lambda _: bytes(range(256)) * 9, "not an .xlsx workbook"),
    "half a file": (lambda book: book[: len(book) // 2], "damaged"),
    "a flipped byte": (lambda book: book[:100] + bytes((book[100] ^ 255,)) + book[101:], "damaged"),
    "an ordinary zip file": (lambda _: zipped({"a.txt": b"a"}), "zip file"),
    "no workbook part": (lambda book: without(book, WORKBOOK), "workbook part"),
    "no list of types": (lambda book: without(book, TYPES), "[Content_Types].xml"),
    "a sheet that is missing": (lambda book: without(book, SHEET), "'People' is listed"),
    "a workbook with macros": (
        lambda book: edited(
            book, TYPES, MAIN, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        ),
        ".xlsm",
    ),
    "macros under another flag": (
        lambda book: added(book, "xl/vbaProject.bin", b"x"),
        ".xlsm",
    ),
    "a binary workbook": (
        lambda book: edited(
            book, TYPES, MAIN, b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"
        ),
        "not an .xlsx workbook",
    ),
    "a Word document": (
        lambda book: edited(
            book,
            TYPES,
            MAIN,
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        ),
        "Word",
    ),
    "entity expansion": (
        lambda book: edited(book, SHEET, b"<worksheet", LAUGHS + b"<worksheet"),
        "DOCTYPE",
    ),
    "a document type in the styles": (
        lambda book: edited(book, "xl/styles.xml", b"<styleSheet", LAUGHS + b"<styleSheet"),
        "DOCTYPE",
    ),
    "a document type in UTF-16": (lambda book: changed(book, utf16), "UTF-8"),
    "another declared encoding": (lambda book: changed(book, renamed_to_utf16), "UTF-8"),
    "a damaged workbook part": (
        lambda book: edited(book, WORKBOOK, b"</sheets>", b""),
        "not well-formed",
    ),
    "a damaged sheet": (lambda book: edited(book, SHEET, b"</row>", b""), "not well-formed"),
    "a name that climbs": (lambda book: added(book, "../../evil.xml", b"<a/>"), "outside"),
    "a name from the root": (lambda book: added(book, "/etc/passwd", b"x"), "outside"),
    "a name with a drive": (lambda book: added(book, "C:/x.xml", b"<a/>"), "outside"),
    "a name with backslashes": (lambda book: added(book, "xl\\..\\x.xml", b"<a/>"), "outside"),
    "a name in other letters' case": (
        lambda book: added(book, "XL/Workbook.xml", b"<a/>"),
        "two parts",
    ),
    "two parts of one name": (duplicated, "two parts"),
    "a part without a name": (nameless, "a part without a name"),
    "a decompression bomb": (
        lambda book: added(book, "xl/media/x.bin", b"\0" * (unpack.RATIO_JUDGED_FROM + 1)),
        "far more",
    ),
    "a size that lies": (lying_size, "large.xlsx"),
    "an encrypted part": (encrypted, "encrypted"),
    "an unusual packing": (
        lambda book: zipped(Package.from_bytes(book, "b").parts, zipfile.ZIP_LZMA),
        "packed in a way",
    ),
    "too many parts": (
        lambda book: changed(
            book, lambda parts: parts.update({f"x/{i}.bin": b"" for i in range(unpack.MAX_PARTS)})
        ),
        "2,000",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_or_mistaken_file_is_refused_by_name(
    case: str, rich_workbook: bytes, tmp_path: Path
) -> None:
    make, words = HOSTILE[case]
    file = tmp_path / "large.xlsx"
    file.write_bytes(make(rich_workbook))
    with pytest.raises(UnusableInput) as refusal:
        Package.open(file)
    assert str(file) in str(refusal.value)
    assert words in str(refusal.value)


def test_limits_hold_for_what_really_comes_out(
    rich_workbook: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "MAX_TOTAL", 20_000)
    with pytest.raises(UnusableInput, match="far more"):
        Package.from_bytes(rich_workbook, "b.xlsx")


def test_a_file_that_is_too_large_is_not_read_whole(
    rich_workbook: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "MAX_FILE", 1_000)
    file = tmp_path / "b.xlsx"
    file.write_bytes(rich_workbook)
    with pytest.raises(UnusableInput, match="too large"):
        Package.open(file)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="does not exist"):
        Package.open(tmp_path / "no.xlsx")
    with pytest.raises(UnusableInput, match="is a folder"):
        Package.open(tmp_path)


def test_sheets_are_found_by_title(rich_workbook: bytes) -> None:
    package = Package.from_bytes(rich_workbook, "b.xlsx")
    assert package.sheets() == {
        "People": "xl/worksheets/sheet1.xml",
        "Lists & more": "xl/worksheets/sheet2.xml",
    }


def test_what_is_written_is_what_was_read(rich_workbook: bytes) -> None:
    package = Package.from_bytes(rich_workbook, "b.xlsx")
    again = Package.from_bytes(package.to_bytes(), "b.xlsx")
    assert contents(again) == contents(package)
    changed = {part for part, xml in again.parts.items() if package.parts.get(part) != xml}
    shared = {"xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
    assert changed == {*package.sheets().values(), *shared}
    assert not any(b"inlineStr" in xml for xml in again.parts.values())
    assert again.to_bytes() == package.to_bytes()


def test_a_replaced_part_leaves_the_old_package_alone(rich_workbook: bytes) -> None:
    package = Package.from_bytes(rich_workbook, "b.xlsx")
    other = package.replace("docProps/app.xml", b"<a/>")
    assert other.parts["docProps/app.xml"] == b"<a/>"
    assert package.parts["docProps/app.xml"] != b"<a/>"
    assert list(other.parts) == list(package.parts)
    with pytest.raises(KeyError):
        package.replace("xl/other.xml", b"<a/>")
