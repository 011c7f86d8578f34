"""Compound files of version 3, [MS-CFB]: the little file system that holds a VBA project.

Only what such a project needs: storages and streams by their path, no properties, no times.
The writer produces the same bytes for the same streams.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR: Final = 512
_MINI_SECTOR: Final = 64
_MINI_CUTOFF: Final = 4096
_PER_SECTOR: Final = _SECTOR // 4
_HEADER_FAT_PLACES: Final = 109
_FREE: Final = 0xFFFFFFFF
_END: Final = 0xFFFFFFFE
_FAT: Final = 0xFFFFFFFD
_NOBODY: Final = 0xFFFFFFFF
_ENTRY: Final = struct.Struct("<64sHBBIII16sIQQIQ")
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK: Final = 1


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    children: list[_Entry] = field(default_factory=list)
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    start: int = 0
    size: int = 0


def read(data: bytes) -> dict[str, bytes]:
    """Return every stream of a compound file by its path, such as ``VBA/dir``.

    Raises:
        ValueError: it is not a compound file of version 3, or a damaged one.
    """
    if data[:8] != _MAGIC or struct.unpack_from("<H", data, 26)[0] != 3:  # noqa: PLR2004
        raise ValueError("this is not a compound file of version 3")
    try:
        return _read(data)
    except (struct.error, IndexError, UnicodeDecodeError) as damage:
        raise ValueError(f"the compound file is damaged: {damage}") from None


def _read(data: bytes) -> dict[str, bytes]:
    count, first_directory = struct.unpack_from("<II", data, 44)
    first_mini_fat, first_difat = struct.unpack_from("<I4xI", data, 60)
    if first_difat != _END:
        raise ValueError("the compound file is larger than any VBA project of ours")
    places = struct.unpack_from(f"<{count}I", data, 76)
    sectors = data[_SECTOR:]
    fat = [
        number
        for place in places
        for number in _numbers(sectors[place * _SECTOR : (place + 1) * _SECTOR])
    ]
    entries = _chain(sectors, fat, first_directory)
    root = _ENTRY.unpack_from(entries, 0)
    mini_fat = _numbers(_chain(sectors, fat, first_mini_fat))
    mini = _chain(sectors, fat, root[11])
    found: dict[str, bytes] = {}

    def walk(number: int, folder: str) -> None:
        if number == _NOBODY:
            return
        name, length, kind, _, left, right, child, *_, start, size = _ENTRY.unpack_from(
            entries, number * _ENTRY.size
        )
        path = folder + name[: length - 2].decode("utf-16-le")
        walk(left, folder)
        walk(right, folder)
        if kind == _STORAGE:
            walk(child, path + "/")
        elif size < _MINI_CUTOFF:
            found[path] = _chain(mini, mini_fat, start, _MINI_SECTOR)[:size]
        else:
            found[path] = _chain(sectors, fat, start)[:size]

    walk(root[6], "")
    return found


def _numbers(sectors: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(sectors) // 4}I", sectors))


def _chain(data: bytes, table: list[int], number: int, size: int = _SECTOR) -> bytes:
    parts = []
    while number != _END:
        parts.append(data[number * size : (number + 1) * size])
        number = table[number]
        if len(parts) > len(table):
            raise IndexError("a chain of sectors runs in a circle")
    return b"".join(parts)


def write(streams: Mapping[str, bytes]) -> bytes:
    """Write a compound file.

    Args:
        streams: the bytes of each stream by its path; folders are made.

    >>> read(write({"PROJECT": b"text", "VBA/dir": b"x" * 5000}))["PROJECT"]
    b'text'
    """
    entries = _entries(streams)
    mini, mini_fat = _place_small(entries)
    fat: list[int] = []
    sectors: list[bytes] = []

    def place(data: bytes) -> int:
        if not data:
            return _END
        first, count = len(sectors), -(-len(data) // _SECTOR)
        sectors.extend(
            data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)
        )
        fat.extend([*range(first + 1, first + count), _END])
        return first

    for entry in entries:
        if entry.kind == _STREAM and entry.size >= _MINI_CUTOFF:
            entry.start = place(entry.data)
    entries[0].start, entries[0].size = place(mini), len(mini)
    directory = b"".join(map(_packed, entries))
    directory += _packed(_Entry("", 0)) * (-len(entries) % (_SECTOR // _ENTRY.size))
    first_directory = place(directory)
    first_mini_fat = place(_table(mini_fat))
    # The table of sectors counts its own sectors too.
    own = 1
    while -(-(len(fat) + own) // _PER_SECTOR) > own:
        own += 1
    if own > _HEADER_FAT_PLACES:
        raise ValueError("the streams are too large for the compound file of a VBA project")
    first_own = len(fat)
    table = _table(fat + [_FAT] * own)
    places = [*range(first_own, first_own + own)] + [_FREE] * (_HEADER_FAT_PLACES - own)
    header = _MAGIC + struct.pack(
        f"<16x5H6x9I{_HEADER_FAT_PLACES}I",
        0x3E, 3, 0xFFFE, 9, 6, 0, own, first_directory, 0, _MINI_CUTOFF,
        first_mini_fat, len(_table(mini_fat)) // _SECTOR, _END, 0, *places,
    )  # fmt: skip
    return header + b"".join(sectors) + table


def _entries(streams: Mapping[str, bytes]) -> list[_Entry]:
    """Return the directory in the order of its numbers, with every folder's tree of names."""
    root = _Entry("Root Entry", _ROOT)
    folders = {"": root}
    for path, data in streams.items():
        above, _, name = path.rpartition("/")
        if above not in folders:
            folders[above] = _Entry(above, _STORAGE)
            root.children.append(folders[above])
        folders[above].children.append(_Entry(name, _STREAM, data, size=len(data)))
    entries = [root]
    for folder in folders.values():
        entries += folder.children
    numbers = {id(entry): number for number, entry in enumerate(entries)}

    def tree(members: list[_Entry]) -> int:
        # Balanced, and all black: readers look names up by halving, and colours only matter
        # to those that insert.
        if not members:
            return _NOBODY
        middle = len(members) // 2
        members[middle].left = tree(members[:middle])
        members[middle].right = tree(members[middle + 1 :])
        return numbers[id(members[middle])]

    for folder in folders.values():
        folder.child = tree(sorted(folder.children, key=_order))
    return entries


def _order(entry: _Entry) -> tuple[int, str]:
    # [MS-CFB] 2.6.4: shorter names first, then by upper-case letters.
    return len(entry.name.encode("utf-16-le")), entry.name.upper()


def _place_small(entries: list[_Entry]) -> tuple[bytes, list[int]]:
    """Put the small streams into one, and return it with its table."""
    mini, table = bytearray(), list[int]()
    for entry in entries:
        if entry.kind == _STREAM and entry.size < _MINI_CUTOFF:
            if not entry.data:
                entry.start = _END
                continue
            count = -(-entry.size // _MINI_SECTOR)
            entry.start = len(table)
            table += [*range(entry.start + 1, entry.start + count), _END]
            mini += entry.data.ljust(count * _MINI_SECTOR, b"\0")
    return bytes(mini), table


def _table(numbers: list[int]) -> bytes:
    padded = numbers + [_FREE] * (-len(numbers) % _PER_SECTOR)
    return struct.pack(f"<{len(padded)}I", *padded)


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    return _ENTRY.pack(
        name, len(name) + 2 if name else 0, entry.kind, _BLACK if entry.kind else 0,
        entry.left, entry.right, entry.child, b"", 0, 0, 0, entry.start, entry.size,
    )  # fmt: skip
