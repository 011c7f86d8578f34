"""openpyxl's tokeniser of formulas, without the rest of openpyxl.

Importing any module of openpyxl imports all of it, which takes a third of the time of a command that only
reads; its tokeniser needs nothing else.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
else:

    def _tokenizer() -> Any:
        found = find_spec("openpyxl")
        folders = found.submodule_search_locations if found else None
        file = Path(folders[0]) / "formula" / "tokenizer.py" if folders else None
        if "openpyxl" in sys.modules or file is None or not file.is_file():
            from openpyxl.formula import tokenizer  # noqa: PLC0415 - only where it is loaded already

            return tokenizer
        spec = spec_from_file_location("vsm_xl.ooxml._openpyxl_tokenizer", file)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    _loaded = _tokenizer()
    Token, Tokenizer, TokenizerError = _loaded.Token, _loaded.Tokenizer, _loaded.TokenizerError

__all__ = ["Token", "Tokenizer", "TokenizerError"]
