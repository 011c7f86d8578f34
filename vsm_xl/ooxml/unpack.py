"""The zip file opened with care: what a hostile file could do is refused before it happens."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from bisect import bisect_right
from pathlib import Path
from typing import Final

from vsm_xl.errors import UnusableInput

#: A filled return is well under 1 MB, a workbook with a million rows of staff pay about 30 MB
#: in the file and 150 MB unpacked.  The limits leave room above that and keep one hostile file
#: from taking all the memory of the machine.
MAX_FILE: Final = 128 * 2**20
MAX_TOTAL: Final = 256 * 2**20
MAX_PART: Final = 192 * 2**20
#: Real workbooks have some dozens of parts; a thousand sheets with drawings make 2,000.
MAX_PARTS: Final = 2_000
#: Sheets are packed 10 to 50 times smaller, deflate can reach 1,000: beyond 250 it is a bomb.
#: Small parts of one repeated character may do so innocently, so only large ones are judged.
MAX_RATIO: Final = 250
RATIO_JUDGED_FROM: Final = 8 * 2**20

#: A return has one tag for every two of its packed bytes.  What is packed closer is one element a
#: million times, and each takes memory a hundred times its length.
MAX_TAGS: Final = 300_000
MAX_TAGS_FOR_BYTE: Final = 2

_SHORTEST_TAG: Final = 3
_CHUNK: Final = 2**20
#: The bytes of an entry's header before its name.
_HEADER: Final = 30
#: Parts that were unpacked, by their packed bytes and what the file states of them: charts, styles and
#: drawings are those of the template.  Which are kept, and how many.
kept_parts: Final[dict[tuple[bytes, tuple[str | int, ...]], tuple[bytes, bool]]] = {}
_KEPT_RECORD: Final = 2**15
_KEPT_PART: Final = 2**16
_MOST_KEPT: Final = 160
_ENCRYPTED: Final = 0x1
#: Names of parts that begin at a root, or have a step that is empty, here or above, or a sign of Windows.
_OUTSIDE: Final = re.compile(r"[\\\0:]|(?:\A|/)\.{0,2}(?:/|\Z)")
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML_NAMES: Final = (".xml", ".rels", ".vml")
_DECLARATION: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']")
_ENCODINGS: Final = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BOM: Final = b"\xef\xbb\xbf"

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The name of the stream that holds a workbook with an opening password, as OLE spells it.
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS: Final = "Open it in Excel and save it as an Excel Workbook (.xlsx)."


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


def unpack(data: bytes, name: str) -> dict[str, bytes]:
    """Unpack a zip file in memory into the bytes of each part, in the file's order.

    Raises UnusableInput, naming the file and why, for anything but a plain, sane package.
    """
    if len(data) > MAX_FILE:
        raise UnusableInput(f"{name} is larger than {_mega(MAX_FILE)}, too large for a return.")
    if not data.startswith(b"PK"):
        raise UnusableInput(f"{name} {_what_instead(data)}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive, data, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as problem:
        raise UnusableInput(
            f"{name} is damaged: it cannot be unpacked ({problem}). Fetch the file again, or "
            f"take a copy from before it was damaged."
        ) from problem
    except (ValueError, RuntimeError, OverflowError, IndexError, struct.error) as problem:
        raise UnusableInput(f"{name} is not a usable zip file ({problem}).") from problem


def _what_instead(data: bytes) -> str:
    """Return what a file that is not a zip file looks like."""
    start = data[:4096].removeprefix(_BOM).lstrip().lower()
    if data.startswith(_OLE) and _ENCRYPTED_STREAM in data:
        return (
            "is protected by a password for opening, so it cannot be read. Remove the password "
            "in Excel (File, Info, Protect Workbook) and save it."
        )
    if not data:
        return (
            "is empty: nothing of it was saved or copied. Fetch the file again, or take an earlier "
            "copy."
        )
    looks = "is not an .xlsx workbook"
    if data.startswith(_OLE):
        looks = "is a workbook of the old kind (.xls), not .xlsx"
    elif start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        looks = "is a web page saved under the name of a workbook"
    elif start.startswith(b"<"):
        looks = "is an XML file, not an .xlsx workbook"
    elif b"\0" not in start and re.search(rb"[,;\t]", start):
        looks = "is a text file such as CSV, not an .xlsx workbook"
    return f"{looks}. {_SAVE_AS}"


def _parts(archive: zipfile.ZipFile, data: bytes, name: str) -> dict[str, bytes]:
    if not all(entry.filename for entry in archive.infolist()):
        raise UnusableInput(
            f"{name} has a part without a name, which no spreadsheet program writes; it is refused."
        )
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_PARTS:
        raise UnusableInput(
            f"{name} has {len(entries):,} parts; more than {MAX_PARTS:,} are refused."
        )
    seen: set[str] = set()
    for entry in entries:
        _check_entry(entry, name)
        # Part names do not depend on case (ECMA-376 part 2), so A.xml and a.xml are one name.
        if entry.filename.lower() in seen:
            raise UnusableInput(f"{name} has two parts named {entry.filename!r}; it is refused.")
        seen.add(entry.filename.lower())
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise _bomb(name)
    parts: dict[str, bytes] = {}
    total = 0
    markup: list[bytes] = []
    packed = sum(entry.compress_size for entry in entries)
    records = _records(archive, data)
    for entry in entries:
        part, is_markup = _unpacked(archive, entry, records.get(entry.header_offset), name)
        total += len(part)
        if total > MAX_TOTAL:
            raise _bomb(name)
        if is_markup:
            markup.append(part)
        parts[entry.filename] = part
    if more_tags(MAX_TAGS + MAX_TAGS_FOR_BYTE * packed, *markup):
        tags = sum(part.count(b"<") for part in markup)
        raise UnusableInput(
            f"{name} holds {tags:,} XML tags in {packed:,} bytes, far more than a "
            "spreadsheet program packs into a workbook of that size; it is refused. Copy what "
            "matters into a new workbook."
        )
    return parts


def more_tags(most: int, *parts: bytes) -> bool:
    """Return whether parts hold more tags than so many.

    >>> more_tags(2, b"<a><b/></a>"), more_tags(3, b"<a><b/></a>")
    (True, False)
    """
    # Of well-formed XML no tag is shorter, and a parser ends where it is not well-formed.
    if sum(map(len, parts)) <= most * _SHORTEST_TAG:
        return False
    return sum(part.count(b"<") for part in parts) > most


def _records(archive: zipfile.ZipFile, data: bytes) -> dict[int, bytes]:
    """Return the bytes of each entry that lies whole before the next one, by where it begins."""
    starts = sorted({entry.header_offset for entry in archive.infolist()})
    found = {}
    for entry in archive.infolist():
        start = entry.header_offset
        after = bisect_right(starts, start)
        end = starts[after] if after < len(starts) else archive.start_dir
        record = data[start:end]
        if _HEADER <= len(record) <= _KEPT_RECORD:
            name, extra = struct.unpack_from("<HH", record, _HEADER - 4)
            if _HEADER + name + extra + entry.compress_size <= len(record):
                found[start] = record
    return found


def _unpacked(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, record: bytes | None, name: str
) -> tuple[bytes, bool]:
    """Return a part, and whether it is XML.

    One that another file had, packed in the same way, is not unpacked and checked again.
    """
    stated = (entry.filename, entry.CRC, entry.file_size, entry.compress_size, entry.flag_bits,
              entry.compress_type)  # fmt: skip
    asked = None if record is None else (record, stated)
    if asked in kept_parts:
        return kept_parts[asked]
    part = _read(archive, entry, name)
    found = part, _check_xml(part, entry.filename, name)
    if asked is not None and len(kept_parts) < _MOST_KEPT and len(part) < _KEPT_PART:
        kept_parts[asked] = found
    return found


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    part = entry.orig_filename
    if part != entry.filename or _OUTSIDE.search(part):
        raise UnusableInput(
            f"{name} has a part with the name {part!r}, which points outside the file; it is "
            f"refused."
        )
    if entry.flag_bits & _ENCRYPTED:
        raise UnusableInput(f"{name} is encrypted. Remove the password in Excel and save it.")
    if entry.compress_type not in _METHODS:
        raise UnusableInput(
            f"{name} is packed in a way that Excel does not use. Open it in Excel and save it."
        )
    if entry.file_size > MAX_PART or _too_dense(entry.file_size, entry.compress_size):
        raise _bomb(name)


def _too_dense(size: int, packed: int) -> bool:
    return size > RATIO_JUDGED_FROM and size > MAX_RATIO * max(packed, 1)


def _bomb(name: str) -> UnusableInput:
    return UnusableInput(
        f"{name} would unpack to far more than a workbook needs (over {_mega(MAX_TOTAL)} in "
        f"all, {_mega(MAX_PART)} in one part, or {MAX_RATIO} times its packed size); it is "
        f"refused."
    )


def _mega(size: int) -> str:
    return f"{size // 2**20} MB"


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """Unpack one part, counting what really comes out: declared sizes can lie."""
    chunks: list[bytes] = []
    size = 0
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > MAX_PART or _too_dense(size, entry.compress_size):
                raise _bomb(name)
            chunks.append(chunk)
    return b"".join(chunks)


def _check_xml(data: bytes, part: str, name: str) -> bool:
    """Refuse document types, and encodings in which one could hide; return whether it is XML."""
    start = data[:256].removeprefix(_BOM).lstrip()
    if not (part.lower().endswith(_XML_NAMES) or start.startswith(b"<")):
        return False
    declared = _DECLARATION.match(start)
    other = declared is not None and declared[1].lower() not in _ENCODINGS
    if other or b"\0" in data[:64] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableInput(
            f"{name} has a part ({part}) that is not in UTF-8, as workbooks are. Open it in "
            f"Excel and save it."
        )
    if _DOCTYPE.search(data):
        raise UnusableInput(
            f"{name} has a document type declaration (DOCTYPE) in its part {part}. No "
            f"spreadsheet program writes one, and it can be used for attacks; it is refused."
        )
    return True
