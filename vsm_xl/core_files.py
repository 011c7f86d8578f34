"""The files of the core, for what carries it: the LibreOffice extension, the xlwings Lite workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

#: The rooms that compute, beside the modules of the package itself.
_ROOMS: Final = ("framework", "rules", "functions")
#: The way into the command line, which is not part of the core.
_PROGRAMS: Final = ("__main__.py",)
_LEFT_OUT: Final = ("__pycache__",)


def core_files(further: Iterable[str] = ()) -> dict[str, bytes]:
    """Return the files of the core by their path in the package, in a fixed order.

    Args:
        further: paths of files that travel with it.

    >>> "rules/award.py" in core_files()
    True
    """
    from importlib.resources import files  # noqa: PLC0415 - few commands write them

    package = files("vsm_xl")
    modules = [
        module.name
        for module in package.iterdir()
        if module.name.endswith(".py") and module.name not in _PROGRAMS
    ]
    found: dict[str, bytes] = {}
    for name in (*modules, *_ROOMS, *further):
        found |= dict(_files(package.joinpath(name), name))
    return dict(sorted(found.items()))


def _files(place: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if place.is_file():
        # An editable install on Windows may have its own line ends; the bytes must not.
        yield name, place.read_bytes().replace(b"\r\n", b"\n")
        return
    for inner in place.iterdir():
        if inner.name not in _LEFT_OUT:
            yield from _files(inner, f"{name}/{inner.name}")
