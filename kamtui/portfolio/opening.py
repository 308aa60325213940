"""Opening a portfolio: a history, the model that applies to it, the workspace, and a day."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from kamtui.engine.catalogue import Statement, compose, macros
from kamtui.engine.embedded import Engine
from kamtui.errors import Failed
from kamtui.history.opening import ChangedUnderReader, History, open_history
from kamtui.history.views import open_engine
from kamtui.model.scorecard import Model
from kamtui.portfolio.declared import checked_model
from kamtui.portfolio.log_feed import LogFeed
from kamtui.shipped import shipped
from kamtui.workspace.location import history_key
from kamtui.workspace.store import Workspace, open_workspace

SAMPLE = "sample"
"""The name by which the sample data is asked for."""

_TIMES_TO_ASK = 5

T = TypeVar("T")


@dataclass(frozen=True)
class Portfolio:
    """Everything that an answer rests on. Open it again to see a history that was replaced."""

    history: History
    engine: Engine
    model: Model
    workspace: Workspace
    as_of: date
    """The day that everything is computed for."""
    judged_until: date
    """The day up to which what people entered counts: `as_of` where a day was asked for, else
    today, so that a judgement counts at once though the newest order is older."""
    today: date
    """The day it is."""
    snapshots: Path | None
    """The folder of measures that were computed before; None to keep none."""

    def at(self, as_of: date) -> Portfolio:
        """Return the same portfolio as of another day."""
        return replace(self, as_of=as_of, judged_until=as_of)

    def at_newest(self, newest: date) -> Portfolio:
        """Return the same portfolio as of the newest day with an order, as nobody asked for one."""
        return replace(self, as_of=newest, judged_until=self.today)

    def reopened(self) -> Portfolio:
        """Return the portfolio as its files are now, for the same day."""
        history = open_history(self.history.folder)
        return replace(
            self, history=history, engine=_engine(history, self.workspace, self.snapshots)
        )

    @property
    def days(self) -> dict[str, object]:
        """The days as the parameters of queries: up to which files, and what was entered, count."""
        return {"as_of": self.as_of, "judged_until": self.judged_until}

    @property
    def is_sample(self) -> bool:
        """Whether it is the sample data that ships with kamtui."""
        return self.history.folder == shipped("sample_data").resolve()


def open_portfolio(
    history: Path | str,
    *,
    workspace: Path | None = None,
    as_of: date | None = None,
    today: date | None = None,
    environment: Mapping[str, str] | None = None,
) -> Portfolio:
    """Return the portfolio of the history in a folder, or of the sample data for "sample".

    `as_of` None stands for the newest day with an order up to `today`. Raises BrokenContract
    when the folder holds no history, and ModelError when a model.toml is wrong.
    """
    environment = os.environ if environment is None else environment
    today = today or date.today()
    folder = shipped("sample_data") if str(history) == SAMPLE else Path(history)
    opened = open_history(folder)
    place = open_workspace(workspace, environment)
    snapshots = snapshot_folder(environment)
    engine = _engine(opened, place, snapshots)
    portfolio = Portfolio(
        history=opened,
        engine=engine,
        model=checked_model(engine, opened.folder, place.folder),
        workspace=place,
        as_of=as_of or today,
        judged_until=as_of or today,
        today=today,
        snapshots=snapshots,
    )
    return portfolio if as_of else replace(portfolio, as_of=settled(portfolio, newest_day))


def snapshot_folder(environment: Mapping[str, str]) -> Path | None:
    """Return where snapshots of measures are kept; KAMTUI_CACHE names another place, or "off"."""
    chosen = environment.get("KAMTUI_CACHE")
    if chosen == "off":
        return None
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_cache_dir("kamtui", appauthor=False))


def _engine(history: History, workspace: Workspace, snapshots: Path | None) -> Engine:
    return open_engine(
        history,
        readable_folders=() if snapshots is None else (snapshots,),
        macros=macros(),
        feeds={"log": LogFeed(workspace, history_key(history.folder))},
    )


def newest_day(portfolio: Portfolio) -> date:
    """Return the newest day with an order up to today; today when there is none."""
    known = portfolio.history.newest.get("order_lines")
    if known is not None and known <= portfolio.today:
        return known
    statement = compose("newest_day")
    rows = ask(portfolio, statement, {"today": portfolio.today})
    newest: date | None = rows[0][0]
    return newest or portfolio.today


def ask(
    portfolio: Portfolio, statement: Statement, params: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    """Return every row of a statement's answer."""
    return portfolio.engine.ask(statement, params).all_rows()


def settled(portfolio: Portfolio, question: Callable[[Portfolio], T]) -> T:
    """Return the answer to a question, asked again when the files changed under it.

    Raises Failed when they change each time.
    """
    for _ in range(_TIMES_TO_ASK):
        try:
            return question(portfolio)
        except ChangedUnderReader:
            portfolio = portfolio.reopened()
    raise Failed(
        f"{portfolio.history.folder}: its files change faster than they can be read",
        "Read it when they are written, or let kamtui import write it.",
    )
