"""Tables of the user's that are laid over those of the program, as `--lexicon DIR` lays them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Sequence, Tuple, Union

# A folder whose files are named as the program's are (`actors/roles.tsv`), or its tables: name, where it lies, what it holds.
Lexicon = Union[str, "os.PathLike[str]", Sequence[Tuple[str, str, str]], None]


def overlays(lexicon: Lexicon) -> Tuple[Tuple[str, str, str], ...]:
    """The tables of a folder, in order of name; plain values that travel to other machines."""
    if lexicon is None:
        return ()
    if not isinstance(lexicon, (str, os.PathLike)):
        return tuple((name, path, text) for name, path, text in lexicon)
    folder = Path(lexicon)
    files = sorted(path for path in folder.rglob("*.tsv") if path.is_file())
    if not files:
        raise FileNotFoundError(f"{folder} holds no table; its files are named as those of the program are, such as actors/roles.tsv")
    return tuple((path.relative_to(folder).as_posix(), str(path), path.read_text(encoding="utf-8")) for path in files)
