"""CSV files as this package writes them; what people wrote is read by ``text_fields``."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from vsm_xl.text_fields import GUARDED_STARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: So that Excel, which takes a file without it for another code page, shows £ as £.
BYTE_ORDER_MARK: Final = "\ufeff"


def csv_text(
    rows: Iterable[Sequence[object]], *, line_end: str = "\n", for_excel: bool = False
) -> str:
    r"""Return rows as the text of a CSV file.

    Args:
        rows: the header and the rows below it.
        line_end: what ends a line.
        for_excel: whether it begins with a byte-order mark.

    >>> csv_text([("item", "value"), ("size", "a,b")])
    'item,value\nsize,"a,b"\n'
    """
    text = io.StringIO(newline="")
    text.write(BYTE_ORDER_MARK if for_excel else "")
    csv.writer(text, lineterminator=line_end).writerows(rows)
    return text.getvalue()


def guarded(text: str) -> str:
    """Keep a spreadsheet program from taking a text for a formula when it opens the file.

    A text that begins like a formula gets an apostrophe before it, which
    :func:`vsm_xl.text_fields.field_text` takes off again; so does one whose own apostrophe would
    otherwise be taken off.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("Director"), guarded("'quoted'")
    ("'=1+1", "''=1+1", 'Director', "'quoted'")
    """
    if not text:
        return ""
    guards = text[:1] == "'" and text[1:2] in {*GUARDED_STARTS, "'"}
    return f"'{text}" if text[0] in GUARDED_STARTS or guards else text
