"""The kinds of organisation and the roles, under every name that people write for them."""

from __future__ import annotations

from typing import Final, Literal

OrgKind = Literal["Provider", "ICB"]

#: The kinds of organisation, as answers spell them.
ORG_KINDS: Final[tuple[OrgKind, ...]] = ("Provider", "ICB")

#: What stands in place of a segment where an organisation has none, as answers spell it.
NOT_SEGMENTED: Final = "Not segmented"

#: Every name for a kind of organisation, in the form in which labels are compared.
KIND_NAMES: Final[dict[str, OrgKind]] = {
    "provider": "Provider",
    "trust": "Provider",
    "nhs trust": "Provider",
    "foundation trust": "Provider",
    "ft": "Provider",
    "icb": "ICB",
    "integrated care board": "ICB",
}
#: The short forms of roles, likewise.
ROLE_NAMES: Final = {
    "chief executive": "Chief executive",
    "ceo": "Chief executive",
    "chief exec": "Chief executive",
}


def org_kind_named(text: str) -> OrgKind | None:
    """Return the kind of organisation that a text names, or None.

    >>> org_kind_named(" foundation TRUST "), org_kind_named("hospice")
    ('Provider', None)
    """
    return KIND_NAMES.get(plain(text))


def role_named(text: str) -> str:
    """Return a role's own name: the same text without stray spaces, a short form spelt out.

    >>> role_named("CEO"), role_named(" Director  of Finance ")
    ('Chief executive', 'Director of Finance')
    """
    return ROLE_NAMES.get(plain(text)) or " ".join(text.split())


def plain(text: str) -> str:
    """Return a label in the form in which labels are compared: any case, any spacing.

    >>> plain("  Chief   Executive ")
    'chief executive'
    """
    return " ".join(text.split()).casefold()
