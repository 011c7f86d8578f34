"""Local policy: what an organisation has settled for itself, or what a later circular says.

Two columns, name and value.  It travels in the workbook and is passed to the functions, so
that nothing outside the file changes a result.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from vsm_xl import money
from vsm_xl.framework.kinds_and_roles import plain
from vsm_xl.framework.range_rows import is_blank
from vsm_xl.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable

_SEGMENTS: Final = tuple(map(Decimal, "12345"))
#: A rating is a word or two.
_LONGEST_RATING: Final = 40
#: The choice of what is compared with an approval limit.
FTE_BASIS: Final = "FTE"
ACTUAL_BASIS: Final = "Actual"


class PolicyError(ValueError):
    """A policy that cannot be used; its text states which row and why."""


class Policy(Frozen):
    """A policy as the rules read it; every part may be unset.

    Attributes:
        settled: the award criteria of a pending pay year count as settled.
        withheld: the organisation is on the national list of those that must not pay.
        withheld_segments: segments whose award is withheld, in a year settled here.
        basis: what is compared with an approval limit, FTE or Actual.
        provider_threshold: approval threshold of providers in pence.
        capability: the capability rating, in a year whose criteria depend on it.
    """

    settled: bool = False
    withheld: bool = False
    withheld_segments: tuple[int, ...] | None = None
    basis: str | None = None
    provider_threshold: int | None = None
    capability: str | None = None


NO_POLICY: Final = Policy()


def _settled(cell: Any) -> bool:
    if isinstance(cell, str) and plain(cell) == "settled":
        return True
    raise PolicyError("write settled, or leave the row out while the criteria are pending")


def _yes_or_no(cell: Any) -> bool:
    word = plain(cell) if isinstance(cell, str) else cell
    if word in (True, "yes", "true"):
        return True
    if word in (False, "no", "false"):
        return False
    raise PolicyError("write yes or no")


def _segments(cell: Any) -> tuple[int, ...]:
    parts = cell.split(",") if isinstance(cell, str) else [cell]
    try:
        found = {_SEGMENTS.index(Decimal(str(part).strip())) + 1 for part in parts}
    except (ArithmeticError, ValueError):
        raise PolicyError('write segments from 1 to 5, such as 5, or as text "4,5"') from None
    return tuple(sorted(found))


def _basis(cell: Any) -> str:
    for word in (FTE_BASIS, ACTUAL_BASIS):
        if isinstance(cell, str) and plain(cell) == plain(word):
            return word
    raise PolicyError("write FTE or Actual")


def _amount(cell: Any) -> int:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell >= 0:
        try:
            return money.to_pence(cell)
        except ValueError:
            pass
    raise PolicyError("write an amount in pounds, zero or more, as a number")


def _rating(cell: Any) -> str:
    if isinstance(cell, str) and len(cell) <= _LONGEST_RATING:
        return " ".join(cell.split())
    raise PolicyError("write the published capability rating in words, such as Amber-green")


_READERS: Final[dict[str, tuple[str, Callable[[Any], Any]]]] = {
    "award.criteria": ("settled", _settled),
    "award.withheld": ("withheld", _yes_or_no),
    "award.withheld_segments": ("withheld_segments", _segments),
    "approval.basis": ("basis", _basis),
    "approval.provider_threshold": ("provider_threshold", _amount),
    "award.capability": ("capability", _rating),
}
#: The names that a policy may hold.
POLICY_NAMES: Final = tuple(_READERS)


def read_policy(rows: list[list[Any]]) -> Policy:
    """Read a policy from the cells of two columns; a row without a value settles nothing.

    Raises:
        PolicyError: a name is unknown or repeated, or a value impossible.

    >>> read_policy([["name", "value"], ["award.criteria", "settled"]]).settled
    True
    """
    found: dict[str, Any] = {}
    for number, row in enumerate(rows, start=1):
        name, value, *more = [*row, None, None]
        if any(not is_blank(cell) for cell in more):
            raise PolicyError(f"row {number}: a policy has two columns, name and value")
        if is_blank(name) and is_blank(value):
            continue
        key = plain(name) if isinstance(name, str) else ""
        if number == 1 and key == "name":
            continue
        if key not in _READERS:
            known = ", ".join(POLICY_NAMES)
            said = f"{name[:60]!r} is not a known name" if key else "the first cell holds no name"
            raise PolicyError(f"row {number}: {said}; use {known}")
        field, read = _READERS[key]
        if field in found:
            raise PolicyError(f"row {number}: {key} appears twice; remove one")
        try:
            found[field] = None if is_blank(value) else read(value)
        except PolicyError as fault:
            raise PolicyError(f"row {number}: {key}: {fault}") from None
    return Policy(**{field: value for field, value in found.items() if value is not None})
