"""The workspace: the one door to what people enter."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from kamtui.workspace import drafts, entries, log, settings, weight_sets
from kamtui.workspace.database import Database
from kamtui.workspace.drafts import Draft
from kamtui.workspace.entries import Entry, NewEntry
from kamtui.workspace.location import FILE_NAME, who, workspace_folder
from kamtui.workspace.log import Check, Logged, LogPart, NewLogged
from kamtui.workspace.settings import Json
from kamtui.workspace.weight_sets import PRIORITY, WeightSet


def utc_now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Workspace:
    """What people have entered in one folder, and who is entering now.

    Reading never creates or changes anything: a folder that does not exist reads as an empty
    workspace. The first save makes it. May be used from any thread. Every method raises Failed
    for a file that is damaged, foreign or written by a newer kamtui, and NotAllowed for one that
    may not be read; those that save, NotAllowed too where it cannot be written.
    """

    folder: Path
    who: str
    """What changes are signed with; drafts and settings belong to it."""
    now: Callable[[], datetime] = utc_now
    """The clock; its moments carry a time zone."""
    database: Database = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "database", Database(self.folder / FILE_NAME))

    def weight_sets(self, scorecard: str = PRIORITY) -> tuple[WeightSet, ...]:
        """Return the newest version of every weight set, by name."""
        return self.database.read(
            lambda connection: weight_sets.newest_of_each(connection, scorecard)
        )

    def weight_set(
        self, name: str, version: int | None = None, *, scorecard: str = PRIORITY
    ) -> WeightSet | None:
        """Return a version of a weight set, the newest unless told; None when there is none."""
        sought = weight_sets.checked_name(name)
        return self.database.read(
            lambda connection: weight_sets.one(connection, scorecard, sought, version)
        )

    def versions(self, name: str, *, scorecard: str = PRIORITY) -> tuple[WeightSet, ...]:
        """Return every version of a weight set, newest first; empty when there is none."""
        sought = weight_sets.checked_name(name)
        return self.database.read(
            lambda connection: weight_sets.versions_of(connection, scorecard, sought)
        )

    def save_weight_set(
        self,
        name: str,
        weights: Mapping[str, float],
        *,
        based_on: int | None,
        note: str = "",
        scorecard: str = PRIORITY,
    ) -> WeightSet:
        """Save the weights as the next version of `name` and return it.

        `based_on` is the version that the change started from; None or 0 says that nothing was
        saved under the name. When the newest version has the same weights and no new note is
        given, it is returned and none is added. Raises WeightSetChanged, which carries the newer
        version, when somebody saved in between; WrongUsage for a name, weight or version that
        cannot be.
        """
        mine = WeightSet(
            scorecard=scorecard,
            name=weight_sets.checked_name(name),
            version=0,
            weights=weight_sets.checked_weights(weights),
            based_on=based_on,
            saved_by=self.who,
            saved_at=self.now(),
            note=weight_sets.checked_note(note),
        )
        return self.database.write(lambda connection: weight_sets.add(connection, mine))

    def keep_draft(
        self,
        history: str,
        name: str,
        based_on: int | None,
        weights: Mapping[str, float],
        locks: Iterable[str] = (),
        *,
        scorecard: str = PRIORITY,
    ) -> None:
        """Keep this user's unsaved weights in this history (see `history_key`), over the last."""
        draft = Draft(
            history=history,
            scorecard=scorecard,
            name=name,
            based_on=based_on,
            weights=weight_sets.checked_weights(weights),
            locks=frozenset(locks),
            kept_at=self.now(),
            who=self.who,
        )
        self.database.write(lambda connection: drafts.keep(connection, draft))

    def draft(self, history: str, *, scorecard: str = PRIORITY) -> Draft | None:
        """Return what this user left unsaved in this history; None when there is nothing."""
        return self.database.read(
            lambda connection: drafts.kept(connection, self.who, history, scorecard)
        )

    def drop_draft(self, history: str, *, scorecard: str = PRIORITY) -> None:
        """Forget what this user left unsaved in this history; writes only if there is something."""
        if self.draft(history, scorecard=scorecard) is not None:
            self.database.write(
                lambda connection: drafts.drop(connection, self.who, history, scorecard)
            )

    def entries(self, history: str) -> tuple[Entry, ...]:
        """Return everything that was entered about a history (see `history_key`), oldest first."""
        return self.database.read(lambda connection: entries.of_history(connection, history))

    def enter(
        self, history: str, new: Iterable[NewEntry], *, on: date, note: str = ""
    ) -> tuple[Entry, ...]:
        """Enter judgements that count from the day `on`, all of them or none, and return them.

        One that says what already counts from the same day, without a new note, is not added
        again: the earlier one is returned. Raises EntryChanged, which carries the newer one, when
        somebody entered another judgement on the same subject since the one that a change was
        based on; WrongUsage for a note that cannot be.
        """
        signed = entries.Signature(self.who, self.now(), on, weight_sets.checked_note(note))
        wanted = tuple(new)
        return self.database.write(
            lambda connection: entries.add(connection, history, wanted, signed)
        )

    def take_back(self, history: str, entry_id: int, *, on: date) -> Entry:
        """Take back what was entered, from the day `on`, and return it as it is then.

        Raises WrongUsage when there is no such entry, or it was taken back before.
        """
        signed = entries.Signature(self.who, self.now(), on, "")
        return self.database.write(
            lambda connection: entries.take_back(connection, history, entry_id, signed)
        )

    def take_in(self, history: str, others: Iterable[Entry]) -> int:
        """Add entries of another workspace that are not here yet; return how many were not."""
        wanted = tuple(others)
        return self.database.write(lambda connection: entries.take_in(connection, history, wanted))

    def logged(self, history: str, account_id: str | None = None) -> tuple[Logged, ...]:
        """Return everything that was logged about a history, or one account, oldest first."""
        return self.database.read(
            lambda connection: log.of_history(connection, history, account_id)
        )

    def has_logged(self, history: str, kind: str) -> bool:
        """Return whether anything of a kind was ever logged about a history."""
        return self.database.read(lambda connection: log.holds(connection, history, kind))

    def logged_since(self, history: str, row_id: int, mark_id: int) -> LogPart:
        """Return what was logged about a history after row `row_id` and taken back after a mark."""
        return self.database.read(
            lambda connection: log.since(connection, history, row_id, mark_id)
        )

    def log(
        self, history: str, new: Iterable[NewLogged], *, on: date, check: Check | None = None
    ) -> tuple[Logged, ...]:
        """Log things that count from the day `on`, all of them or none, and return them.

        `check` sees what stands about the account of each, when nobody else can add to it, and
        raises to refuse; then nothing is logged. Raises WrongUsage for a note that cannot be.
        """
        signed = entries.Signature(self.who, self.now(), on, "")
        wanted = tuple(replace(each, note=weight_sets.checked_note(each.note)) for each in new)
        return self.database.write(
            lambda connection: log.add(connection, history, wanted, signed, check)
        )

    def take_back_logged(self, history: str, which: int | str, *, on: date) -> Logged:
        """Take back what was logged, by its id or uid, from the day `on`, and return it.

        Raises WrongUsage when there is no such thing, or it was taken back before.
        """
        signed = entries.Signature(self.who, self.now(), on, "")
        return self.database.write(
            lambda connection: log.take_back(connection, history, which, signed)
        )

    def take_in_logged(self, history: str, others: Iterable[Logged]) -> int:
        """Add what another workspace logged and is not here yet; return how many were not."""
        wanted = tuple(others)
        return self.database.write(lambda connection: log.take_in(connection, history, wanted))

    def setting(self, key: str, default: Json = None) -> Json:
        """Return this user's setting; `default` when it was never set."""
        return self.database.read(
            lambda connection: settings.value_of(connection, self.who, key, default)
        )

    def keep_setting(self, key: str, value: Json) -> None:
        """Keep this user's setting, over the last one."""
        self.database.write(lambda connection: settings.put(connection, self.who, key, value))


def open_workspace(
    argument: str | os.PathLike[str] | None = None,
    environment: Mapping[str, str] | None = None,
    now: Callable[[], datetime] = utc_now,
) -> Workspace:
    """Return the workspace that the argument, the environment or the platform names.

    Opens and creates nothing yet, and so never fails.
    """
    return Workspace(workspace_folder(argument, environment), who(environment), now)
