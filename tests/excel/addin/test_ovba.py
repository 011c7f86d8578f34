from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsm_xl.excel.addin import ovba

#: [MS-OVBA] 3.2: the examples of the specification, text and container.
NO_COMPRESSION = (
    b"abcdefghijklmnopqrstuv.",
    "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E",
)
NORMAL = (
    b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
    (
        "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E "
        "6F 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C"
    ),
)
MAXIMAL = (b"a" * 73, "01 03 B0 02 61 45 00")


@pytest.mark.parametrize(("text", "container"), [NO_COMPRESSION, NORMAL, MAXIMAL])
def test_the_examples_of_the_specification(text: bytes, container: str) -> None:
    assert ovba.decompress(bytes.fromhex(container)) == text
    assert ovba.decompress(ovba.compress(text)) == text


@pytest.mark.parametrize(("text", "container"), [NO_COMPRESSION, MAXIMAL])
def test_we_compress_as_the_specification_does(text: bytes, container: str) -> None:
    assert ovba.compress(text) == bytes.fromhex(container)


@given(
    parts=st.lists(st.sampled_from([b"Dim x As Variant\r\n", b"    ", b"'", b"VSM_AWARD", b"\x80"]))
)
def test_another_reader_gives_back_what_was_compressed(olevba: Any, parts: list[bytes]) -> None:
    text = b"".join(parts) * 20

    packed = ovba.compress(text)

    assert ovba.decompress(packed) == text
    if text:
        assert bytes(olevba.decompress_stream(bytearray(packed))) == text


@given(st.binary(max_size=9000))
def test_bytes_that_do_not_compress_come_back_too(text: bytes) -> None:
    # A chunk that cannot be compressed is filled up with zeros.
    assert ovba.decompress(ovba.compress(text)).rstrip(b"\0") == text.rstrip(b"\0")


def test_what_is_no_container_is_refused() -> None:
    with pytest.raises(ValueError, match="not a compressed container"):
        ovba.decompress(b"\x02abc")
    with pytest.raises(ValueError, match="no chunk"):
        ovba.decompress(b"\x01\x00\x00")
    with pytest.raises(ValueError, match="before its chunk"):
        ovba.decompress(bytes.fromhex("01 02 B0 01 00 70"))
