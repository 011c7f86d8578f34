"""The conventions of the national report, as the edition in use or the newest one states them."""

from __future__ import annotations

from vsm_xl.framework.edition import current, newest


def convention(name: str) -> float:
    """Return a convention of the report, such as the size of the smallest group that is shown.

    A return is read with its own edition, which may be older than the convention; then that of the
    newest edition of the package holds.

    Args:
        name: the name of a figure that holds on every day.

    >>> convention("report.least_group")
    5.0
    """
    edition = current() if name in current().names else newest()
    return float(edition.dated(name)[-1].number)
