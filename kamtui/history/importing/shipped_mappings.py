"""The mappings that travel with kamtui, to use or to start from."""

from __future__ import annotations

from pathlib import Path

from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean

_FOLDER = Path(__file__).resolve().parent / "mappings"


def shipped_mapping_names() -> tuple[str, ...]:
    """Return the names of the shipped mappings."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def shipped_mapping(name: str) -> Path:
    """Return the file of the shipped mapping `name`; WrongUsage when there is none."""
    if name not in shipped_mapping_names():
        raise WrongUsage(
            f"there is no shipped mapping {name!r}", did_you_mean(name, shipped_mapping_names())
        )
    return _FOLDER / f"{name}.toml"


def mapping_named(text: str) -> Path:
    """Return the mapping file that `text` names: a file, or else a shipped mapping."""
    path = Path(text).expanduser()
    return shipped_mapping(text) if not path.exists() and text in shipped_mapping_names() else path
