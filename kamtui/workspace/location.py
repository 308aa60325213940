"""Where the workspace lies and who is using it. Asking creates nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

FILE_NAME = "workspace.sqlite"
NOBODY = "unknown"
"""Who it was, where neither the environment nor the operating system says."""

_LONGEST_LOGIN = 60


def workspace_folder(
    argument: str | os.PathLike[str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Path:
    """Return the workspace folder as an absolute path, which need not exist.

    The argument comes before KAMTUI_WORKSPACE, and that before the platform's folder for user
    data. An empty value counts as not given.
    """
    given = os.environ if environment is None else environment
    chosen = argument or given.get("KAMTUI_WORKSPACE")
    if not chosen:
        import platformdirs  # costs a script milliseconds that it need not spend when told

        return Path(platformdirs.user_data_dir("kamtui", appauthor=False))
    return Path(chosen).expanduser().absolute()


def who(environment: Mapping[str, str] | None = None) -> str:
    """Return the name that changes are signed with: KAMTUI_USER, else the login, else "unknown"."""
    given = os.environ if environment is None else environment
    return _printable(given.get("KAMTUI_USER", "")) or _printable(_login()) or NOBODY


def history_key(folder: str | os.PathLike[str]) -> str:
    """Return what drafts and settings know a history by: its folder with links resolved."""
    return str(Path(folder).expanduser().resolve())


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user, or no user database at all
        return ""


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable()).strip()[:_LONGEST_LOGIN].strip()
