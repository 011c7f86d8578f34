"""Words that VBA keeps for itself, and how a name that is one of them is spelt.

Arguments are spelt alike in the add-in and in the module that xlwings serves, because xlwings can
write macros of its own with the names of that module's arguments.
"""

from __future__ import annotations

from typing import Final

#: Reserved by VBA ([MS-VBAL] 3.3.5.2), of the words that an argument could have.
RESERVED: Final = frozenset({
    "any", "array", "as", "boolean", "byref", "byte", "byval", "call", "case", "const",
    "currency", "date", "debug", "declare", "dim", "do", "double", "each", "else", "end",
    "erase", "error", "event", "exit", "false", "fix", "for", "friend", "function", "get",
    "global", "if", "implements", "in", "input", "int", "integer", "is", "len", "let",
    "like", "lock", "long", "loop", "lset", "me", "mod", "new", "next", "not", "nothing",
    "null", "object", "on", "open", "option", "optional", "or", "paramarray", "preserve",
    "print", "private", "property", "public", "put", "redim", "rem", "resume", "return",
    "scale", "seek", "select", "set", "sgn", "shared", "single", "spc", "static", "step",
    "stop", "string", "sub", "tab", "then", "to", "true", "type", "unlock", "until",
    "variant", "wend", "while", "with", "write", "xor",
})  # fmt: skip


def vba_name(name: str) -> str:
    """Spell an argument so that VBA accepts it.

    >>> vba_name("date"), vba_name("salary")
    ('date_', 'salary')
    """
    return name + "_" if name.lower() in RESERVED else name
