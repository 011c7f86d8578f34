"""Values as a worksheet part spells them: numbers, texts, dates as serials, errors."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Final, NamedTuple, TypeAlias

from vsm_xl.dates import date_serial
from vsm_xl.errors import FIRST_ERRORS, PENDING_ERRORS, XlError

CellValue: TypeAlias = float | int | bool | str | dt.date | XlError | None
"""What a cell can hold: a number, TRUE or FALSE, text, a date, an error, or nothing."""

#: Excel's own limit; a longer text makes Excel repair the file when it opens it.
MAX_TEXT: Final = 32_767

#: The errors that the file format has had from the start.  Excel itself writes the newer ones
#: (#SPILL!, #CALC!, …) as one of these beside a rich value, so that every reader copes.
_FILE_ERRORS: Final = (*FIRST_ERRORS, "#GETTING_DATA")

#: What XML 1.0 cannot carry: control characters, lone surrogates, the two non-characters.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Excel reads _x0041_ in a text as the character A, so a literal one has its underscore escaped.
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

#: One half of a character beyond the first 65,536, as UTF-16 has them.
_HALF: Final = re.compile("[\ud800-\udfff]")

#: Whole numbers up to here have the same digits as text and as a double.
_EXACT_INTEGERS: Final = 10**15


class Stored(NamedTuple):
    """A value in the file's spelling: the cell type ``t`` (none for numbers) and the text."""

    kind: str | None
    text: str | None


def number_text(value: float) -> str:
    """Write a number so that it reads back as the same double; whole numbers without ``.0``.

    >>> number_text(9018.75), number_text(4875.0), number_text(0.1 + 0.2)
    ('9018.75', '4875', '0.30000000000000004')
    """
    value = float(value)
    if value.is_integer() and abs(value) < _EXACT_INTEGERS:
        return str(int(value))
    return repr(value)


def error_text(error: str) -> str:
    """Return the error code that the file format can carry for ``error``.

    >>> error_text("#N/A"), error_text("#SPILL!"), error_text("#BUSY!")
    ('#N/A', '#VALUE!', '#N/A')
    """
    if error in _FILE_ERRORS:
        return str(error)
    return "#N/A" if error in PENDING_ERRORS else "#VALUE!"


def encode_text(text: str) -> str:
    r"""Spell a text as Excel does in XML content (not yet escaped for ``&`` and ``<``).

    Control characters that XML cannot carry are dropped: no one sees them in a cell.

    >>> encode_text("a\x00b\r\nc"), encode_text("_x0041_")
    ('ab\nc', '_x005F_x0041_')
    """
    if text.isprintable() and "_x" not in text:
        return text
    return _LOOKS_ESCAPED.sub("_x005F_", clean_text(text))


def decode_text(text: str) -> str:
    """Read a text as Excel does: ``_xHHHH_`` is the character with that number.

    Two halves of a character become one; a half alone becomes the sign for a lost character.  Control
    characters are dropped and line ends made alike, as :func:`encode_text` does.

    >>> decode_text("_x005F_x0041_"), decode_text("_xD83D__xDE00_"), decode_text("a_xD83D_")
    ('_x0041_', '\N{GRINNING FACE}', 'a\N{REPLACEMENT CHARACTER}')
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        if _HALF.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return clean_text(text)


def clean_text(text: str) -> str:
    r"""Return a text as cells keep it: without characters that XML cannot carry, line ends alike.

    >>> clean_text("a\x00b\r\nc")
    'ab\nc'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_XML.sub("", text)


def stored(value: CellValue, *, text_kind: str) -> Stored:  # noqa: PLR0911 - one for each kind
    """Spell ``value`` for the file; ``text_kind`` is the cell type of texts (str, inlineStr).

    Raises ValueError for what no cell can hold: an infinite number, a text over 32,767
    characters, a date before 1900.

    >>> stored(4875.0, text_kind="str"), stored(True, text_kind="str")
    (Stored(kind=None, text='4875'), Stored(kind='b', text='1'))
    """
    match value:
        case float() if math.isfinite(value):
            return Stored(None, number_text(value))
        case None:
            return Stored(None, None)
        case bool():
            return Stored("b", "1" if value else "0")
        case XlError():
            return Stored("e", error_text(str(value)))
        case str():
            text = encode_text(value)
            if 2 * len(text) > MAX_TEXT and len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
                raise ValueError(f"a cell holds at most {MAX_TEXT:,} characters")
            return Stored(text_kind, text)
        case dt.date():
            return Stored(None, number_text(date_serial(value)))
        case int():
            return Stored(None, number_text(value))
        case float():
            raise ValueError(f"a cell cannot hold the number {value}")
    raise TypeError(f"a cell cannot hold a {type(value).__name__}")


def stored_result(value: CellValue) -> Stored:
    """Spell a formula's result; what no cell can hold is the error Excel gives for it.

    >>> stored_result(float("inf")), stored_result("=1+1")
    (Stored(kind='e', text='#NUM!'), Stored(kind='str', text='=1+1'))
    """
    try:
        return stored(value, text_kind="str")
    except (ValueError, OverflowError):
        return Stored("e", "#VALUE!" if isinstance(value, str) else "#NUM!")


def same(one: Stored, other: Stored) -> bool:
    """Return whether two spellings are the same value (``1E-3`` and ``0.001`` are).

    >>> same(Stored(None, "1E-3"), Stored("n", "0.001"))
    True
    """
    if one == other:
        return True
    if one.text is None or other.text is None:
        return False
    number = ("n", None)
    if one.kind in number and other.kind in number:
        try:
            return float(one.text) == float(other.text)
        except ValueError:
            return False
    return False
