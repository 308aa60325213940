"""The queue of the Actions screen, loaded once, so that a key press needs no query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kamtui.engine.answer import AnswerColumn
from kamtui.engine.catalogue import compose
from kamtui.model.ranking import Integers
from kamtui.portfolio.actions import ask_for_actions, list_owners
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.request import Request

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class ActionRow:
    """Something to do at an account, and why."""

    position: int
    """1 is the first of the whole queue asked for."""
    account_id: str
    name: str
    owner: str | None
    """In whose list it is; None for nobody's."""
    reason: str
    due_on: date | None
    """None for what has no day: a signal, an action agreed without one."""
    urgency: float
    """0-1."""
    priority: float | None
    """The account's score, 0-100; None where it is not ranked."""
    kind: str
    """One of KINDS."""
    detail: str | None
    class_letter: str | None
    next_step: str | None
    """Agreed and still to come; so is its day."""
    next_step_on: date | None
    since: date | None
    last_contact_on: date | None
    snoozed_until: date | None
    handed_by: str | None
    """Who handed it over; None where nobody did."""
    key: str
    """What the log calls it: with the account it stands for this thing in the queue."""
    cause: str | None
    """What gave the reason."""
    segment: str | None

    @property
    def id(self) -> str:
        """What it is known by among everything in the queue."""
        return f"{self.account_id}\x00{self.key}"


@dataclass(frozen=True, eq=False)
class Queue:
    """Everything that there is to do, the most important and urgent first."""

    columns: tuple[AnswerColumn, ...]
    rows: pa.Table
    as_of: date
    searched: pa.ChunkedArray[Any]
    """The words by which each row is found, without capitals and accents."""
    owners: tuple[str, ...]
    """Everybody who may have a list, in alphabetical order."""

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def row(self, place: int) -> ActionRow:
        """Return what stands at a place, from 0 in the order of the queue."""
        [found] = self.rows.slice(place, 1).to_pylist()
        found["class_letter"] = found.pop("class")
        return ActionRow(**found)

    def column(self, name: str) -> list[Any]:
        """Return the values of a column."""
        values: list[Any] = self.rows.column(name).to_pylist()
        return values

    @cached_property
    def ids(self) -> dict[str, int]:
        """The place of each thing in the queue by its id."""
        both = zip(self.column("account_id"), self.column("key"), strict=True)
        return {f"{account}\x00{key}": place for place, (account, key) in enumerate(both)}

    def of_account(self, account_id: str) -> list[ActionRow]:
        """Return everything that there is to do at an account."""
        return [self.row(int(place)) for place in self._places_of(account_id)]

    def place_of_account(self, account_id: str) -> int | None:
        """Return where an account first stands; None where it does not."""
        places = self._places_of(account_id)
        return int(places[0]) if len(places) else None

    def _places_of(self, account_id: str) -> Integers:
        import pyarrow as pa
        import pyarrow.compute as pc

        is_its = pc.equal(self.rows.column("account_id"), pa.scalar(account_id))
        return np.flatnonzero(is_its.to_numpy())

    def found(self, words: Sequence[str]) -> Integers:
        """Return the places of the rows in which every word occurs; the words are folded."""
        import pyarrow.compute as pc

        kept = np.ones(len(self), dtype=bool)
        for word in words:
            kept &= pc.match_substring(self.searched, word).to_numpy()
        return np.flatnonzero(kept)

    def in_order(self, column: str, *, falling: bool) -> Integers:
        """Return every place in the order of a column; what is unknown comes last."""
        import pyarrow.compute as pc

        order = pc.sort_indices(
            self.rows,
            sort_keys=[
                (column, "descending" if falling else "ascending"),
                ("position", "ascending"),
            ],
        )
        return order.to_numpy().astype(np.intp)


def load_queue(portfolio: Portfolio, request: Request) -> Queue:
    """Return what to do today; raises WrongUsage as `actions` does."""
    return settled(portfolio, lambda current: _load(current, request))


def _load(portfolio: Portfolio, request: Request) -> Queue:
    answer = ask_for_actions(portfolio, request, "queue")
    table = answer.arrow().combine_chunks()
    queue = Queue(
        columns=answer.columns[:-1],
        rows=table.drop_columns("searched"),
        as_of=portfolio.as_of,
        searched=table.column("searched"),
        owners=tuple(list_owners(portfolio)),
    )
    _ = queue.ids  # now, in this thread: there may be many
    return queue


@dataclass(frozen=True)
class Contacted:
    """A contact with an account. None where it does not say."""

    at: datetime
    channel: str | None
    reached: bool | None
    topic: str | None
    seller: str | None


def latest_contacts(portfolio: Portfolio, account_id: str, most: int) -> tuple[Contacted, ...]:
    """Return the newest contacts with an account, newest first, at most so many."""
    params = {**portfolio.days, "account": account_id}
    answer = settled(
        portfolio, lambda current: current.engine.ask(compose("account_contacts"), params)
    )
    rows = next(answer.rows(most), [])
    named = [dict(zip(answer.names, row, strict=True)) for row in rows]
    return tuple(
        Contacted(
            each["contacted_at"], each["channel"], each["reached"], each["topic"], each["seller"]
        )
        for each in named
    )
