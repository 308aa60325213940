"""Unsaved weights, kept in the workspace so that a lost session loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from kamtui.workspace.store import Workspace


@dataclass(frozen=True)
class Unsaved:
    """Weights that were changed and not saved."""

    name: str
    """The weight set that was being changed."""
    based_on: int
    """The version that the change started from; 0 for what the model declares."""
    weights: Mapping[str, float]
    locks: frozenset[str]


class DraftKeeper:
    """Keeps the newest of what it was told to want; from any thread, in any order."""

    def __init__(self, workspace: Workspace, history: str, scorecard: str) -> None:
        """`history` is what `history_key` gives for the folder of the history."""
        self._workspace = workspace
        self._history = history
        self._scorecard = scorecard
        self._wanted: Unsaved | None = None
        self._kept: Unsaved | None = None
        self._writing = Lock()

    def want(self, unsaved: Unsaved | None) -> None:
        """Say what is to be kept from now on; None when nothing is unsaved. Writes nothing yet."""
        self._wanted = unsaved

    def already_keeps(self, unsaved: Unsaved) -> None:
        """Say that the workspace holds this draft already."""
        self._wanted = self._kept = unsaved

    def write(self) -> None:
        """Keep what is wanted, or drop the draft when nothing is; nothing if that is so already.

        Raises KamtuiError where the workspace cannot be written.
        """
        with self._writing:
            wanted = self._wanted
            if wanted == self._kept:
                return
            if wanted is None:
                self._workspace.drop_draft(self._history, scorecard=self._scorecard)
            else:
                self._workspace.keep_draft(
                    self._history,
                    wanted.name,
                    wanted.based_on,
                    wanted.weights,
                    wanted.locks,
                    scorecard=self._scorecard,
                )
            self._kept = wanted
