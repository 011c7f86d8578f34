"""Values under names that never change, without what ``dataclasses`` costs when Excel starts.

Importing ``dataclasses`` (it needs ``inspect``) takes as long as half of everything else between
opening a workbook and its first result.  Type checkers read a :class:`Frozen` as a frozen
dataclass.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Frozen:
    """Base of classes whose annotated names are their fields, in order; defaults follow ``=``.

    Two are equal where they are of the same class and all fields are equal.  ``kw_only=True``
    accepts fields by name only.

    >>> class Point(Frozen):
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, 0), Point(1).but(y=5).y
    (Point(x=1, y=0), True, 5)
    """

    fields: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}
    _by_name_only: ClassVar[bool] = False

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        own = [
            name
            for name, annotation in cls.__annotations__.items()
            if not annotation.startswith("ClassVar")
        ]
        cls.fields = (*cls.fields, *(name for name in own if name not in cls.fields))
        cls._defaults = cls._defaults | {
            name: cls.__dict__[name] for name in own if name in cls.__dict__
        }
        cls._by_name_only = kw_only

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = self.fields
        if len(values) == len(fields) and not named and not self._by_name_only:
            # Nearly always; the steps of a working are ten for each explanation.
            self.__dict__.update(zip(fields, values, strict=True))
            self.__post_init__()
            return
        if len(values) > (0 if self._by_name_only else len(fields)):
            raise TypeError(f"{type(self).__name__} takes {', '.join(fields)} by name or in order")
        given = dict(zip(fields, values, strict=False))
        unknown = [name for name in named if name not in fields or name in given]
        given.update(named)
        missing = [name for name in fields if name not in given and name not in self._defaults]
        if unknown or missing:
            raise TypeError(f"{type(self).__name__}: {unknown} cannot be given, {missing} must be")
        held = self.__dict__
        for name in fields:
            held[name] = given[name] if name in given else self._defaults[name]
        self.__post_init__()

    def __post_init__(self) -> None:
        """Check the values; for subclasses."""

    def but(self, **changed: Any) -> Self:
        """Return a copy with some fields changed."""
        return type(self)(**{name: getattr(self, name) for name in self.fields} | changed)

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"{name} of a {type(self).__name__} cannot be changed")

    __delattr__ = __setattr__  # type: ignore[assignment]

    def _values(self) -> tuple[Any, ...]:
        held = self.__dict__
        return tuple([held[name] for name in self.fields])

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.fields)
        return f"{type(self).__name__}({shown})"
