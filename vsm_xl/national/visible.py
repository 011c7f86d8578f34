"""Texts of returns without characters that do not show, which could make them read as something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Marks that turn the direction of reading, characters of no width, and controls but tab and new line.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
#: What a collector reads where some were taken out.
TAKEN_OUT: Final = (
    "Its texts held characters that do not show, such as marks that turn the direction of reading; "
    "they were taken out."
)


def visible(text: str) -> str:
    r"""Return a text without characters that do not show.

    >>> visible("Trust \u202etxet\u202c of\u200b York\n")
    'Trust txet of York\n'
    """
    return text if text.isascii() and text.isprintable() else _HIDDEN.sub("", text)


def make_visible(rows: Iterable[dict[str, Any]]) -> bool:
    """Takes such characters out of the texts of records; returns whether there were any."""
    found = False
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and (shown := visible(value)) != value:
                row[name] = shown
                found = True
    return found
