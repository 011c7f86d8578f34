"""Whether the title of a post holds the name of a person: reports show posts, never names."""

from __future__ import annotations

import re
from typing import Final

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
