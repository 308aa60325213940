"""Where the files that travel with the package lie: queries/ and sample_data/."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """Return the folder `name` that is shipped with kamtui.

    In an installed wheel it lies inside the package, in a checkout beside it.
    """
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
