"""Fields of a CSV file as people and spreadsheet programs write them, and numbers as messages do.

Days so written are read by :func:`vsm_xl.dates.day_from_text`.  Whoever reads a CSV file reads it
with these, so that the same file means the same wherever it is given.
"""

from __future__ import annotations

import re
from typing import Final

#: Where a text begins like this, some spreadsheet program takes it for a formula; the last four are
#: the wide forms, which East Asian versions read as the plain ones.
GUARDED_STARTS: Final = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_GUARDED: Final = re.compile(rf"'(?=[{re.escape(GUARDED_STARTS)}'])")
_OLD_LINE_END: Final = re.compile("[\r\x0b\x0c]")
#: Characters that end a line within a text, as Word and web pages have them.
_LINE_ENDS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
#: Spaces of any width, which look like a space and are none to a formula.
_SPACES: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff"
_AMOUNT: Final = re.compile(
    r"(-?)£?\s?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)", re.ASCII
)


def normal_text(text: str) -> str:
    r"""Return what a reader sees of a text: no blanks around it, spaces and line ends of one kind.

    >>> normal_text(" Chief\u202fNurse\u200b "), normal_text("one\x0btwo\r\n")
    ('Chief Nurse', 'one\ntwo')
    """
    if text.isascii() and (text.isprintable() or not _OLD_LINE_END.search(text)):
        return text.strip(" \t\n")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    return text.strip(f"{_INVISIBLE} \t\n")


def field_text(field: str) -> str:
    """Return what a field of a CSV file says, in its normal form.

    An apostrophe is taken off where it guards a text that begins like a formula.

    >>> field_text("'=1+1"), field_text(" 'quoted' ")
    ('=1+1', "'quoted'")
    """
    text = normal_text(field)
    return normal_text(text[1:]) if _GUARDED.match(text) else text


def amount(text: str) -> float | None:
    """Read an amount: digits, a ``£`` before them, commas between groups of three, a point.

    Returns:
        The number as a cell of a spreadsheet holds it; None where the text is not an amount.

    >>> amount("£277,500.00"), amount("-5"), amount(".5"), amount("1,00"), amount("1e5")
    (277500.0, -5.0, 0.5, None, None)
    """
    found = _AMOUNT.fullmatch(text.strip())
    return float(f"{found[1]}{found[2].replace(',', '')}") if found else None


def number_of(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, such as ``1 entry`` and ``2 entries``.

    >>> number_of(1, "return"), number_of(1200, "return"), number_of(0, "entry", "entries")
    ('1 return', '1,200 returns', '0 entries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
