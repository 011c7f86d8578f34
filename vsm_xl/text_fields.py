"""Fields of a CSV file as people and spreadsheet programs write them: text and amounts.

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
_AMOUNT: Final = re.compile(
    r"(-?)£?\s?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)", re.ASCII
)


def normal_text(text: str) -> str:
    r"""Return a text without what cannot be seen: blanks around it, no-break spaces, other line ends.

    >>> normal_text(" Chief\u00a0Nurse\r\n")
    'Chief Nurse'
    """
    text = text.replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n")
    return text.strip("\ufeff\u200b \t\n")


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
