"""Whether an edition that came from elsewhere has what the rules look up.

A sound file is not enough: a rule that asks for a figure by name must find the name, in the
unit that it reckons with.  The newest edition of the package is the measure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.framework.criteria import rating_key, read_criteria
from vsm_xl.framework.edition import EditionError, load, names, packaged
from vsm_xl.framework.records import COMPARING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vsm_xl.framework.edition import Edition

#: Units that one name may have in turn: a plain segment, or a list of them in words.
_ALIKE = {"segment": "segments"}


def unfit(edition: Edition) -> list[str]:
    """Return what the rules would miss in an edition, one line for each thing."""
    return [*_missing(edition, packaged(names()[-1])), *_unrated(edition), *_of_criteria(edition)]


def find(given: str | Path) -> Edition:
    """Return an edition by the name of one that the package carries, or by folder or zip file.

    Raises:
        EditionError: there is none, its files are not sound, or the rules would miss a figure.

    >>> find("2026-11").name
    '2026-11'
    """
    from pathlib import Path  # noqa: PLC0415 - a plain name needs no path

    if str(given) in names():
        return packaged(str(given))
    place = Path(given)
    if not place.exists():
        raise EditionError(
            f"No edition {str(given)!r}: this software carries {', '.join(names())}, and there is "
            "no folder or zip file of that name here."
        )
    edition = load(place, external=True)
    if problems := unfit(edition):
        raise EditionError([f"{place.name}: {problem}" for problem in problems])
    return edition


def _missing(edition: Edition, measure: Edition) -> Iterator[str]:
    held = set(edition.names)
    for name in measure.names:
        first = measure.dated(name)[0]
        if name not in held:
            yield (
                f"the figure {name} is gone, and rules ask for it; keep its records, and end them "
                "where it no longer holds"
            )
            continue
        for figure in edition.dated(name):
            if _ALIKE.get(figure.unit, figure.unit) != _ALIKE.get(first.unit, first.unit):
                yield f"the figure {name} is in {figure.unit}, and rules reckon in {first.unit}"
            if name == "award.criteria" and figure.value not in (None, "settled"):
                yield f"the figure {name} holds {figure.value!r}; it is either settled or pending"
        if first.status == "own convention" and _unheld(edition, name):
            yield f"the figure {name} holds nothing on {edition.date}, the edition's own day"


def _unrated(edition: Edition) -> Iterator[str]:
    """Name ratings that the criteria use and that the scale of their days does not hold."""
    held = edition.names
    dated = edition.dated("award.withheld_segments") if "award.withheld_segments" in held else ()
    for figure in dated:
        rated = read_criteria(figure.value).rated if figure.value else ()
        used = {word for _, ratings in rated for word in ratings}
        scale = None
        if "award.capability_scale" in held:
            scale = edition.figure("award.capability_scale", figure.first_day)
        words = str(scale.value).split(",") if scale and scale.value else ()
        if used - set(map(rating_key, words)):
            yield (
                f"the figure award.withheld_segments from {figure.first_day} uses the ratings "
                f"{', '.join(sorted(used))}, and award.capability_scale does not hold them on that day; add "
                "it as a text, such as Green, Amber-green, Amber-red, Red"
            )


def _of_criteria(edition: Edition) -> Iterator[str]:
    """Name criteria of the attention list that compare with a figure that is not a number."""
    for criterion in edition.criteria:
        if not criterion.figure:
            continue
        dated = edition.dated(criterion.figure) if criterion.figure in edition.names else ()
        if not dated:
            yield (
                f"the criterion {criterion.code} compares with {criterion.figure}, and no dated "
                "figure is called so; correct the name"
            )
        elif criterion.key in COMPARING and dated[0].unit not in {"fraction", "ratio"}:
            yield (
                f"the criterion {criterion.code} compares with {criterion.figure}, which is in "
                f"{dated[0].unit}; it must be a fraction or a ratio"
            )


def _unheld(edition: Edition, name: str) -> bool:
    figure = edition.figure(name, edition.date)
    return figure is None or figure.pending
