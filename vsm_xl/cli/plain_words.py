"""Texts and files of a command line taken as they are, without typer's checks by pydantic.

Importing pydantic takes a fifth of the time of ``vsm-xl check``, and a text or a path needs none of it.
Numbers and whatever else typer knows are read as before, and so is a choice that is not in its list.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args, get_origin


class _Plain:
    """Reads the values of one parameter; in the place of typer's own reader."""

    def __init__(self, parameter: Any) -> None:
        descriptor = parameter.type_descriptor
        self._descriptor = descriptor
        self._information = descriptor.parameter_info
        annotation = descriptor.annotation
        self._many = get_origin(annotation) is list
        self._kind = get_args(annotation)[0] if self._many else annotation

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value as the command takes it."""
        many = param.multiple or param.nargs == -1
        if value is None:
            return () if many else None
        if self._information.parser is None and self._kind in (str, Path):
            if self._many and many and isinstance(value, list | tuple):
                if all(isinstance(one, str) for one in value):
                    return [self._one(one, param, ctx) for one in value]
            elif not self._many and isinstance(value, str | self._kind):
                return self._one(value, param, ctx)
        if not many and isinstance(value, str) and value in (self._descriptor.choices or ()):
            return value
        from typer._coercion import build_runtime_param  # noqa: PLC0415 - loads pydantic

        return build_runtime_param(self._descriptor).coerce(value, param=param, ctx=ctx)

    def _one(self, value: Any, param: Any, ctx: Any) -> Any:
        if self._kind is str:
            return value
        from typer._param_types import coerce_cli_path  # noqa: PLC0415 - as typer does

        return coerce_cli_path(Path(value), self._information, path_type=Path, param=param, ctx=ctx)


def _no_type(ctx: Any) -> str:
    """Return what help shows as the type of an argument, whose name and words say what it is."""
    del ctx
    return ""


def read_plainly(command: Any) -> Any:
    """Let a command and those below it read texts and files without pydantic.

    Their help names arguments without the type that they have in Python.

    Typer has no public way for it.  Where its inside is another one, nothing is changed.

    Args:
        command: what ``typer.main.get_command`` returns.
    """
    listed = command.get_params

    def parameters(context: Any) -> Any:
        found = listed(context)
        for parameter in found:
            if getattr(parameter, "_runtime_param", parameter) is None:
                parameter._runtime_param = _Plain(parameter)  # noqa: SLF001 - see above
            if getattr(parameter, "param_type_name", "") == "argument":
                parameter.display_type_rich = _no_type
        return found

    command.get_params = parameters
    for below in getattr(command, "commands", {}).values():
        read_plainly(below)
    return command
