"""What SQLite and the file system report, as the errors a user meets."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from kamtui.errors import Failed, KamtuiError, NotAllowed, WrongUsage

_ELSEWHERE = "Name a folder that you may write to with --workspace or KAMTUI_WORKSPACE."
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def may(path: Path, how: int) -> bool:
    """Whether this process may read (`os.R_OK`) or write (`os.W_OK`) what lies at `path`."""
    return os.access(path, how, effective_ids=os.access in os.supports_effective_ids)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether somebody else held the file, so that trying again is of use."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def in_words(error: sqlite3.Error, file: Path) -> KamtuiError:
    """Return the error to raise for what SQLite reported about `file`."""
    code = _code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Failed(
            f"{file}: is locked by another program",
            "Nothing was saved; try again when it has finished.",
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Failed(
            f"{file}: is damaged or not a SQLite file ({error})",
            "It was left as it is: put a copy of it back, or move it away to begin a new one.",
        )
    if code == sqlite3.SQLITE_FULL:
        return Failed(f"{file}: the disk is full", "What was saved before is intact.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return NotAllowed(f"{file}: {_why_refused(file)}", _ELSEWHERE)
    return Failed(f"{file}: {error}", "What was saved before is intact.")


def no_place(error: OSError, file: Path) -> KamtuiError:
    """Return the error to raise when the workspace's folder or file cannot be reached or made."""
    if isinstance(error, NotADirectoryError):
        return WrongUsage(f"{file.parent}: is not a folder, and a workspace is one", _ELSEWHERE)
    reason = os.strerror(error.errno).lower() if error.errno else str(error)
    if error.errno in _NO_ROOM:
        return Failed(f"{file}: the disk is full", "Nothing was saved.")
    if error.errno in _REFUSED:
        return NotAllowed(f"{file}: the workspace cannot be used: {reason}", _ELSEWHERE)
    return Failed(f"{file}: the workspace cannot be used: {reason}", _ELSEWHERE)


def _code(error: sqlite3.Error) -> int:
    """The primary result code: extended codes carry it in their lowest byte."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def _why_refused(file: Path) -> str:
    if file.is_dir():
        return "is a folder, and the workspace is a file of this name"
    if not may(file, os.R_OK):
        return "the workspace may not be read"
    if not may(file, os.W_OK):
        return "the workspace is read-only, so nothing can be saved"
    if not may(file.parent, os.W_OK):
        return "the folder of the workspace is read-only, so nothing can be saved"
    return "the workspace cannot be written"
