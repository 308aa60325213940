"""The picture of the README is drawn from the real screen, the same every time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from support.terminal import terminal_environment


def drawn(root: Path, home: Path, name: str) -> str:
    """Return what the script draws."""
    out = home / name
    subprocess.run(
        [sys.executable, str(root / "tests" / "terminal" / "picture.py"), str(out)],
        env=terminal_environment(home, NO_COLOR="1"),
        check=True,
        timeout=180,
    )
    return out.read_text(encoding="utf-8")


def test_the_picture_shows_changed_weights_beside_the_accounts(root: Path, own_home: Path) -> None:
    picture = drawn(root, own_home, "one.svg")
    words = " ".join("".join(ElementTree.fromstring(picture).itertext()).split())
    for shown in ("Priorities", "Loyalty", "+15", "unsaved", "moved", "Unseats", "2025-11-30"):
        assert shown in words
    assert drawn(root, own_home, "two.svg") == picture
