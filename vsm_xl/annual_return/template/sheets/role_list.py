"""The roles of the pay ranges, each once: what People offers, and what a check names."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Column, Named, Table, given, numbered
from vsm_xl.annual_return.template.field_types import COUNT, SHORT_TEXT

#: How many different roles the list in People offers.
ROLES: Final = 20
#: In how many rows of Pay ranges they are looked for, however many rows it has: a row put in or
#: taken out there changes no formula here.
LOOKED_AT: Final = 120


def roles_table() -> Table:
    """Return the table that finds each role of Pay ranges once, for the list that People offers."""
    columns = (
        Column("role", "Role of the row", SHORT_TEXT,
               formula='=IFERROR(INDEX([ranges.role:all],[nth])&"","")', helper=True),
        Column("listed", "Role", SHORT_TEXT,
               formula='=IFERROR(INDEX([role:all],MATCH([nth],[place:all],0)),"")', helper=True),
        given("nth", "Place of the row", COUNT, helper=True),
        Column("place", "Roles so far", COUNT, helper=True,
               formula='=N([place-1])+IF([role]="",0,N(SUMPRODUCT(([role:all]=[role])*([nth:all]<[nth]))=0))'),
        Column("words", "This role and those below", SHORT_TEXT, helper=True,
               formula='=[listed]&IF([listed+1]="","",", "&[words+1])'),
    )  # fmt: skip
    return Table(
        "roles", "Roles", columns, numbered(LOOKED_AT), heading="Roles of the pay ranges",
        exported=False,
        names=(Named("vsm_list_roles", "listed", rows=(0, ROLES - 1)),
               Named("vsm_roles_known", "words", rows=(0, 0))),
    )  # fmt: skip
