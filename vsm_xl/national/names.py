"""Names of posts and roles in reports: posts, never people, and no words of one return in shared tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.framework.kinds_and_roles import ROLE_NAMES, plain, role_named

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What stands for a role that the pay ranges of its return do not have.
OTHER_ROLE: Final = "Role not on the pay ranges"

_TITLED: Final = re.compile(
    r"\b(Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady)\.?\s+[A-Z][a-z'’-]+"
)
_TWO_WORDS: Final = re.compile(r"\(\s*([A-Z][A-Za-z'’-]+)\s+([A-Z][A-Za-z'’-]+)\s*\)")
#: Words that stand in the titles of posts; two words in brackets with one of these are no name.
_OF_POSTS: Final = frozenset((
    "academic", "acting", "acute", "adult", "ambulance", "board", "cancer", "capital", "care",
    "chief", "children", "clinical", "commercial", "commissioning", "community",
    "companies", "contract", "corporate", "cover", "delivery", "deputy", "development",
    "diagnostics", "digital", "director", "division", "east", "education", "elective",
    "emergency", "estates", "executive", "experience", "facilities", "families", "finance",
    "fixed", "full", "general", "governance", "group", "health", "hospital", "hospitals",
    "house", "human", "improvement", "information", "innovation", "integrated",
    "integration", "interim", "job", "joint", "learning", "left", "local", "london", "maternity",
    "medical", "medicine", "mental", "midlands", "national", "networks", "non-executive",
    "north", "northern", "nursing", "officer", "operating", "operations", "part",
    "partnership", "partnerships", "patient", "people", "performance", "place", "planned",
    "planning", "population", "post", "primary", "public", "quality", "regional", "research",
    "resources", "retired", "royal", "safety", "secondary", "secondment", "service",
    "services", "shared", "site", "south", "southern", "specialised", "specialist",
    "specialty", "staff", "strategic", "strategy", "surgery", "surgical", "sustainability",
    "system", "technology", "term", "time", "transformation", "trust", "unplanned", "urgent",
    "vacant", "west", "western", "women", "workforce",
))  # fmt: skip


def seems_to_name(title: str) -> bool:
    """Return whether the title of a post seems to hold the name of a person.

    >>> seems_to_name("Director (Dr Jane Sample)"), seems_to_name("Director (Jane Sample)")
    (True, True)
    >>> seems_to_name("Medical Director"), seems_to_name("Managing Director (Planned Care)")
    (False, False)
    """
    if _TITLED.search(title):
        return True
    return any(
        not {word.lower() for word in found.groups()} & _OF_POSTS
        for found in _TWO_WORDS.finditer(title)
    )


def shared_role(role: Any, of_ranges: Iterable[Any]) -> str | None:
    """Return the role of a post as tables of many returns show it; None for none.

    A role that the pay ranges of its return do not have is words of that return, and stays there.

    >>> shared_role(" CEO", ["Chief Executive", "Director"]), shared_role("Jane", ["Director"])
    ('Chief executive', 'Role not on the pay ranges')
    """
    if role is None or not str(role).strip():
        return None
    found = [role_named(str(one)) for one in of_ranges if one] or [*ROLE_NAMES.values()]
    named = {plain(one): one for one in reversed(found)}
    return named.get(plain(role_named(str(role))), OTHER_ROLE)
