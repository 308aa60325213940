"""A workspace with a clock of its own, and a user who may not write everywhere."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kamtui.workspace.store import Workspace

NOON = datetime(2025, 11, 30, 12, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "desk", "North desk", lambda: NOON)


@pytest.fixture
def strict_folder() -> Iterator[Path]:
    """A folder in which permissions hold, also when the tests run as root.

    Root may write anywhere, so root becomes nobody for the length of the test; pytest's own
    tmp_path lies in a folder that nobody may not enter.
    """
    folder = Path(tempfile.mkdtemp(prefix="kamtui-test-"))
    root = os.geteuid() == 0
    if root:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o700)
        shutil.rmtree(folder)
