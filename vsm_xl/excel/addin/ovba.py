"""The compression of VBA source, as [MS-OVBA] 2.4.1 describes it.

A compressed container is a signature byte and chunks of up to 4,096 bytes of text; in a chunk a
byte of flags precedes each eight tokens, and a token is a literal byte or a copy of what stands
further back in the same chunk.
"""

from __future__ import annotations

import struct
from typing import Final

_SIGNATURE: Final = 1
_CHUNK: Final = 4096
_CHUNK_SIGNATURE: Final = 0b011
_COMPRESSED: Final = 0x8000
_SIZE_MASK: Final = 0x0FFF
_SHORTEST_COPY: Final = 3
_TOKENS_PER_FLAG: Final = 8
_FEWEST_OFFSET_BITS: Final = 4
_TOKEN_BITS: Final = 16


def compress(text: bytes) -> bytes:
    """Compress the bytes of a module's source.

    >>> decompress(compress(b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"))[:9]
    b'#aaabcdef'
    """
    chunks = [_compress_chunk(text[at : at + _CHUNK]) for at in range(0, len(text), _CHUNK)]
    return bytes([_SIGNATURE]) + b"".join(chunks)


def decompress(container: bytes) -> bytes:
    """Return what was compressed.

    Raises:
        ValueError: the bytes are no compressed container.
    """
    if container[:1] != bytes([_SIGNATURE]):
        raise ValueError("this is not a compressed container of VBA source")
    text, at = bytearray(), 1
    while at < len(container):
        (header,) = struct.unpack_from("<H", container, at)
        if header >> 12 & 0b111 != _CHUNK_SIGNATURE:
            raise ValueError(f"there is no chunk of compressed VBA source at byte {at}")
        end = at + (header & _SIZE_MASK) + 3
        if header & _COMPRESSED:
            _decompress_chunk(container[at + 2 : end], text)
        else:
            text += container[at + 2 : end]
        at = end
    return bytes(text)


def _compress_chunk(text: bytes) -> bytes:
    body = bytearray()
    at = 0
    recent: dict[bytes, list[int]] = {}
    while at < len(text):
        flags, tokens = 0, bytearray()
        for number in range(_TOKENS_PER_FLAG):
            if at >= len(text):
                break
            offset, length = _longest_copy(text, at, recent)
            if length >= _SHORTEST_COPY:
                bits = _offset_bits(at)
                token = (offset - 1) << (_TOKEN_BITS - bits) | (length - _SHORTEST_COPY)
                tokens += struct.pack("<H", token)
                flags |= 1 << number
            else:
                length = 1
                tokens.append(text[at])
            for place in range(at, at + length):
                recent.setdefault(text[place : place + _SHORTEST_COPY], []).append(place)
            at += length
        body.append(flags)
        body += tokens
    if len(body) > _CHUNK:
        # Not compressible: the text as it is; 2.4.1.3.10 fills it up with zeros.
        return struct.pack("<H", _CHUNK_SIGNATURE << 12 | (_CHUNK - 1)) + text.ljust(_CHUNK, b"\0")
    return struct.pack("<H", _COMPRESSED | _CHUNK_SIGNATURE << 12 | (len(body) - 1)) + bytes(body)


def _longest_copy(text: bytes, at: int, recent: dict[bytes, list[int]]) -> tuple[int, int]:
    """Return the offset and length of the longest earlier occurrence; length 0 where none is."""
    longest = min(len(text) - at, (1 << (_TOKEN_BITS - _offset_bits(at))) - 1 + _SHORTEST_COPY)
    best, found = 0, 0
    for place in reversed(recent.get(text[at : at + _SHORTEST_COPY], ())):
        length = 0
        while length < longest and text[place + length] == text[at + length]:
            length += 1
        if length > best:
            best, found = length, at - place
            if best == longest:
                break
    return found, best


def _decompress_chunk(body: bytes, text: bytearray) -> None:
    start, at = len(text), 0
    while at < len(body):
        flags = body[at]
        at += 1
        for number in range(_TOKENS_PER_FLAG):
            if at >= len(body):
                return
            if flags >> number & 1:
                (token,) = struct.unpack_from("<H", body, at)
                shift = _TOKEN_BITS - _offset_bits(len(text) - start)
                place = len(text) - (token >> shift) - 1
                if place < start:
                    raise ValueError("compressed VBA source refers to before its chunk")
                # Byte by byte, because a copy may run into what it writes.
                for step in range((token & (1 << shift) - 1) + _SHORTEST_COPY):
                    text.append(text[place + step])
                at += 2
            else:
                text.append(body[at])
                at += 1


def _offset_bits(done: int) -> int:
    """Return how many bits of a copy token hold the offset, at a length of the written chunk."""
    return max((done - 1).bit_length() if done > 1 else 0, _FEWEST_OFFSET_BITS)
