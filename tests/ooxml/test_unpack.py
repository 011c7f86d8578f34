"""A part that another file had is not unpacked again, and nothing is taken for it that is not it."""

from __future__ import annotations

import io
import random
import zipfile

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import unpack as unpacking
from vsm_xl.ooxml.unpack import unpack


def book(*, note: str = "one") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.xml", "b.xml", "c.bin"):
            archive.writestr(zipfile.ZipInfo(name), f"<a>{name}</a>" * 40)
        archive.writestr(zipfile.ZipInfo("d.xml"), f"<d>{note}</d>")
    return file.getvalue()


def outcome(data: bytes) -> object:
    try:
        return unpack(data, "book.xlsx")
    except UnusableInput as refused:
        return refused.problems


def test_a_damaged_file_is_read_as_if_no_other_had_been() -> None:
    chance = random.Random(20_261_128)  # noqa: S311 - the same changes each time
    whole, wrong, sound = book(), [], 0
    for _ in range(4_000):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 4))):
            at = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    data[at] ^= 1 << chance.randrange(8)
                case _:
                    length, to = chance.choice((1, 2, 4, 30)), chance.randrange(len(data))
                    data[to : to + length] = data[at : at + length]
        unpacking.kept_parts.clear()
        alone = outcome(bytes(data))
        unpacking.kept_parts.clear()
        outcome(whole)
        outcome(book(note="two"))
        after = outcome(bytes(data))
        sound += isinstance(alone, dict)
        if alone != after:
            wrong.append((bytes(data), alone, after))
    assert not wrong
    assert sound > 100


def test_parts_of_another_file_are_the_same_objects() -> None:
    one, other = unpack(book(), "one.xlsx"), unpack(book(note="two"), "two.xlsx")

    assert [one[name] is other[name] for name in one] == [True, True, True, False]
    assert other["d.xml"] == b"<d>two</d>"
