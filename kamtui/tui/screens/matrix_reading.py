"""What the Relationship screen reads, in threads: a matrix, and the tables beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from textual.message import Message

from kamtui.engine.interruption import Interrupted
from kamtui.errors import KamtuiError
from kamtui.model.matrix import Matrix
from kamtui.portfolio.matrix_basis import MatrixBasis, load_matrix_basis
from kamtui.portfolio.request import Request
from kamtui.tui.days import months_before
from kamtui.tui.matrix.cross_tables import CrossTable, class_tables, stage_tables
from kamtui.tui.matrix.views import View
from kamtui.tui.ranked.rows import Filters
from kamtui.tui.screens.session_screen import SessionScreen
from kamtui.tui.session import Session
from kamtui.tui.status import Status

Tables = Sequence[CrossTable]
Result = TypeVar("Result")

_MONTHS_BACK = 12


class MatrixReading(SessionScreen):
    """Reads one matrix at a time; what comes too late is dropped. Subclasses show it."""

    @dataclass
    class Loaded(Message):
        """A basis, or why there is none; None where the reading was stopped."""

        request: int
        session: Session
        result: MatrixBasis | KamtuiError | None

    @dataclass
    class TablesLoaded(Message):
        """The tables of a view, or why there are none; None where the reading was stopped."""

        request: int
        filters: Filters
        view: View
        result: Tables | KamtuiError | None

    def __init__(self, session: Session, filters: Filters, status: Status) -> None:
        super().__init__(session, filters, status)
        self.matrix_id = next(iter(session.portfolio.model.matrices))
        """The matrix that is shown, or will be when it is read."""
        self.is_reading = False
        self._since: date | None = None
        self._session_read: Session | None = None
        self._tables: dict[View, Tables] = {}
        self._request = 0
        self._is_stale = True

    # What subclasses show

    def matrix_asked(self) -> None:
        """Say that another matrix is being read."""
        raise NotImplementedError

    def basis_read(self, basis: MatrixBasis, session: Session) -> None:
        """Show what was read."""
        raise NotImplementedError

    def filters_changed(self) -> None:
        """Show other accounts of what was read."""
        raise NotImplementedError

    def tables_read(self, view: View) -> None:
        """Show the tables of a view, where that is shown."""
        raise NotImplementedError

    def nothing_read(self, error: KamtuiError, view: View | None) -> None:
        """Say why a matrix was not read, or the tables of a view."""
        raise NotImplementedError

    # Reading

    @property
    def matrices(self) -> list[str]:
        """The ids of every matrix that is declared."""
        return list(self.session.portfolio.model.matrices)

    @property
    def matrix(self) -> Matrix:
        """The matrix as it is declared."""
        return self.session.portfolio.model.matrices[self.matrix_id]

    @property
    def since(self) -> date:
        """The earlier day that moves are counted from: a year before, unless one was chosen."""
        if self._since is not None and self._since <= self.session.as_of:
            return self._since
        return months_before(self.session.as_of, _MONTHS_BACK)

    def count_since(self, day: date) -> None:
        """Count moves from another day."""
        if day != self.since:
            self._since = day
            self.ask()

    def on_screen_resume(self) -> None:
        """Read what is to be shown, where that is something else than before."""
        self._follow()

    def session_changed(self) -> None:
        """Show another session, or other accounts of it, at the same place."""
        self._is_stale = True
        if self.is_current:
            self._follow()

    def _follow(self) -> None:
        if not self._is_stale:
            return
        self._is_stale = False
        self._tables.clear()
        if self._session_read is self.session:
            self.filters_changed()
        else:
            self.ask()

    def ask(self) -> None:
        """Read the matrix anew; what is shown stays until it is there."""
        self._request += 1
        self._tables.clear()
        if self.matrix_id not in self.matrices:
            self.matrix_id = self.matrices[0]
        self.matrix_asked()
        self._read()

    def _read(self) -> None:
        # One matrix is read at a time; of those asked for meanwhile the last one follows it.
        if self.is_reading:
            return
        self.is_reading = True
        load = partial(self._load, self._request, self.session, self.matrix_id, self.since)
        self.run_worker(load, thread=True, group="matrix")

    def _load(self, request: int, session: Session, matrix_id: str, since: date) -> None:
        result = _answered(partial(load_matrix_basis, session.portfolio, matrix_id, since))
        self.post_message(self.Loaded(request, session, result))

    def on_matrix_reading_loaded(self, message: Loaded) -> None:
        """Show what was read, unless something else was asked for meanwhile."""
        self.is_reading = False
        if message.request != self._request or message.result is None:
            self._read()
        elif isinstance(message.result, KamtuiError):
            self.nothing_read(message.result, None)
        else:
            self._session_read = message.session
            self.basis_read(message.result, message.session)

    # The tables of stages and classes

    def tables_of(self, view: View) -> Tables | None:
        """Return the tables of a view; None while they are being read."""
        if view not in self._tables:
            load = partial(
                self._load_tables, self._request, self.filters, view, self.session, self.since
            )
            self.run_worker(load, thread=True, group="tables", exclusive=True)
        return self._tables.get(view)

    def _load_tables(
        self, request: int, filters: Filters, view: View, session: Session, since: date
    ) -> None:
        asked = Request(owner=filters.owner, segment=filters.segment)
        ask: Callable[[], Tables] = (
            partial(stage_tables, session.portfolio, asked)
            if view is View.STAGES
            else partial(class_tables, session.portfolio, asked, since)
        )
        self.post_message(self.TablesLoaded(request, filters, view, _answered(ask)))

    def on_matrix_reading_tables_loaded(self, message: TablesLoaded) -> None:
        """Show tables, unless another session, day or owner was asked for meanwhile."""
        is_late = message.request != self._request or message.filters != self.filters
        if isinstance(message.result, KamtuiError) and not is_late:
            self.nothing_read(message.result, message.view)
            return
        if message.result is not None and not is_late:
            assert not isinstance(message.result, KamtuiError)
            self._tables[message.view] = message.result
        self.tables_read(message.view)


def _answered(ask: Callable[[], Result]) -> Result | KamtuiError | None:
    """Return an answer, why there is none, or None where it was stopped."""
    try:
        return ask()
    except KamtuiError as error:
        return error
    except Interrupted:
        return None
