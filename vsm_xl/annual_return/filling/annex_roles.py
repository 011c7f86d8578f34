"""What a cell or a heading of a pay-range annex says of roles and of kinds of organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.filling.annex_words import pattern, without_mark

if TYPE_CHECKING:
    from vsm_xl.framework.kinds_and_roles import OrgKind

_ROLE_WORDS: Final = pattern(
    r"\b(?:chief|director|directors|officer|executive|executives|ceo|cfo|coo|manager|managers|"
    r"secretary|nurse|medical|deputy|managing|vsms?)\b"
)
_BESIDE_ROLES: Final = (
    pattern(r"^(?:providers?|nhs providers?|icbs?|trusts?)\s*[:–—-]\s*"),
    pattern(r"\s*[:–—-]\s*(?:providers?|icbs?|trusts?|pay ranges?|ranges?)$"),
    pattern(r"\s+pay ranges?$"),
)
_OF_PAY: Final = pattern(r"\bpay framework\b|\bsenior managers?['’]? pay\b|\bpay ranges?\b")


def read_role(text: str) -> str | None:
    """Read the name of a role; a sentence is none.

    >>> read_role("Chief executive [1]"), read_role("See the note on chief executives."), read_role("A")
    ('Chief executive', None, None)
    """
    words = without_mark(text)
    # The kind of organisation and the word for the table stand beside a role in headings.
    for beside in _BESIDE_ROLES:
        words = beside.sub("", words)
    words = _without_asides(words)
    if len(words) > 80 or words.endswith(".") or not _ROLE_WORDS.search(words):  # noqa: PLR2004
        return None
    return None if _OF_PAY.search(words) else words


def _without_asides(role: str) -> str:
    """Take away what a heading says beside a role: the kind of organisation, a day, a year.

    >>> _without_asides("Chief executive, NHS trusts, from 1 April 2027"), _without_asides("Director")
    ('Chief executive', 'Director')
    """
    parts = re.split(r"\s*,\s*|\s*\((?=[^)]*\)$)", role.removesuffix(")"))
    kept = [one for one in parts if not read_kind(one) and not re.search(r"\b20[0-9]{2}\b", one)]
    return ", ".join(kept) if kept and len(kept) < len(parts) else role


def read_kind(text: str) -> OrgKind | None:
    """Read the kind of organisation; None where both kinds are named, or neither.

    >>> read_kind("Providers (by turnover)"), read_kind("ICBs"), read_kind("NHS provider and ICB")
    ('Provider', 'ICB', None)
    """
    provider = re.search(r"\b(?:providers?|trusts?)\b", text, re.IGNORECASE)
    board = re.search(r"\b(?:icbs?|integrated care boards?)\b", text, re.IGNORECASE)
    if bool(provider) == bool(board):
        return None
    return "Provider" if provider else "ICB"
