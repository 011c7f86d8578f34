"""Every worksheet function under its own name in Python, made from the registry when it is used.

``vsm_xl.award(150000, pay_year="2025/26", org_kind="Provider", segment=3)`` is the worksheet's
``=VSM_AWARD(150000,"2025/26","Provider",3)``.  What type checkers and editors read of it is
``api.pyi``, which ``docs/make.py`` writes from the same registry.
"""

from __future__ import annotations

from typing import Any

from vsm_xl import functions, series
from vsm_xl.functions.registry import EVERY, Function


def python_name(function: Function) -> str:
    """Return the name of a worksheet function in Python: ``VSM_NEW_SALARY`` is ``new_salary``."""
    return function.name.removeprefix("VSM_").lower()


#: The functions by their names in Python; :func:`vsm_xl.explain` is VSM_EXPLAIN as an object.
BY_NAME = {
    python_name(function): function for function in EVERY.values() if function.name != "VSM_EXPLAIN"
}


def argument_name(name: str) -> str:
    """Return an argument's name in Python, where one of them is a word of the language.

    >>> argument_name("from"), argument_name("salary")
    ('from_', 'salary')
    """
    return f"{name}_" if name == "from" else name


def parameters(function: Function) -> list[str]:
    """Return the parameters as they are declared: ``salary``, ``exempt=None``, ``*arguments``."""
    declared = []
    for arg in function.args:
        name = argument_name(arg.name)
        declared.append(f"*{name}" if arg.repeated else f"{name}=None" if arg.optional else name)
    if not any(arg.repeated for arg in function.args):
        declared.append("*")
    return [*declared, "errors='value'"]


def documentation(function: Function) -> str:
    """Return the docstring: purpose, arguments, what is returned, and a running example."""
    name = python_name(function)
    lines = [function.purpose, ""]
    if function.args:
        lines.append("Args:")
        lines += [f"    {argument_name(arg.name)}: {arg.text}" for arg in function.args]
        lines.append(
            '    errors: "value" returns errors as XlError, "nan" as missing, "raise" raises.'
        )
        lines.append("")
    lines += ["Returns:", f"    {function.returns[0].upper()}{function.returns[1:]}.", ""]
    shown = ", ".join(map(repr, function.example))
    lines += [">>> import vsm_xl", f">>> vsm_xl.{name}({shown})"]
    lines.append(repr(series.answer(function, tuple(function.example), "value")))
    return "\n".join(lines) + "\n"


def make(name: str) -> Any:
    """Make the Python function of a name.

    Raises:
        KeyError: there is none of that name.
    """
    function = BY_NAME[name]
    names = [
        f"*{argument_name(arg.name)}" if arg.repeated else argument_name(arg.name)
        for arg in function.args
    ]
    given = "".join(f"{one}, " for one in names)
    # A true signature, which help() and editors read.
    source = (
        f"def {name}({', '.join(parameters(function))}):\n"
        f"    return _answer(_function, ({given}), errors)\n"
    )
    space: dict[str, Any] = {
        "_answer": series.answer, "_function": function, "__name__": "vsm_xl",
    }  # fmt: skip
    exec(source, space)  # noqa: S102 - our own registry
    made = space[name]
    made.__doc__ = documentation(function)
    return made


def __getattr__(name: str) -> Any:
    if name not in BY_NAME:
        raise AttributeError(
            functions.with_near_name(f"vsm_xl has no function {name!r}", name, BY_NAME)
        )
    made = globals()[name] = make(name)
    return made


__all__ = ["BY_NAME", "argument_name", "documentation", "make", "parameters", "python_name"]
