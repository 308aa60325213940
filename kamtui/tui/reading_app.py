"""An app that works on one session at a time, reads it again, and notices when it is outdated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.notifications import SeverityLevel

from kamtui.text import harmless
from kamtui.tui.pressing_app import PressingApp

# The engine and NumPy are loaded after the first frame; what needs them is imported where it is
# used.
if TYPE_CHECKING:
    from collections.abc import Callable

    from kamtui.errors import KamtuiError
    from kamtui.tui.reading import Reading
    from kamtui.tui.session import Session

LOOK_AT_FILES_SECONDS = 3.0
"""How often it is looked whether the history's files are other ones."""
_PROGRESS_SECONDS = 0.5


class ReadingApp(PressingApp):
    """Reads in threads. What comes of a reading that was cancelled or overtaken is dropped."""

    class Read(Message):
        """What came of a reading: a session, why there is none, or None when it was cancelled."""

        def __init__(self, reading: Reading, result: Session | KamtuiError | None) -> None:
            super().__init__()
            self.reading = reading
            self.result = result

    class Checked(Message):
        """How many findings the check of a session's history has; None when nobody can say."""

        def __init__(self, session: Session, findings: int | None) -> None:
            super().__init__()
            self.session = session
            self.findings = findings

    class FilesChanged(Message):
        """The files of a session's history are other ones now."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._session: Session | None = None
        self._reading: Reading | None = None
        self._looking = False
        self._seen_changed: Session | None = None

    # For the app to say and do

    def say_doing(self, doing: str) -> None:
        """Say what long work is going on; "" for none."""
        raise NotImplementedError

    def say_findings(self, findings: int | None) -> None:
        """Say how many findings the check has; None while it is not known."""
        raise NotImplementedError

    async def show_session(self, session: Session) -> None:
        """Show another session than the one before, at the same place."""
        raise NotImplementedError

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a notice; what comes from data is never markup in it."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    # Sessions

    @property
    def session(self) -> Session | None:
        """What is worked on; None while it is being opened."""
        return self._session

    def take_session(self, session: Session) -> None:
        """Work on a session from now on: check it, and watch its files."""
        if self._session is None:
            self.set_interval(LOOK_AT_FILES_SECONDS, self.look_at_files)
            self.set_interval(_PROGRESS_SECONDS, self._say_progress)
        self._session = session
        self.say_findings(None)
        # A reading that is cancelled interrupts the check with it, and that is no failure.
        check = partial(self._check, session)
        self.run_worker(check, thread=True, group="check", exit_on_error=False)

    def _check(self, session: Session) -> None:
        from kamtui.tui.findings import findings_of

        self.post_message(self.Checked(session, findings_of(session.portfolio)))

    def on_reading_app_checked(self, message: Checked) -> None:
        """Say how many findings there are."""
        if message.session is self._session:
            self.say_findings(message.findings)

    # Reading

    def read(self, said: str, read: Callable[[Reading], Session]) -> None:
        """Read in a thread; a reading that is going on is cancelled."""
        from kamtui.tui.reading import Reading

        if self._reading is not None:
            self._reading.cancel()
        reading = self._reading = Reading(said)
        self.say_doing(reading.progress)
        self.refresh_bindings()
        self.run_worker(partial(self._read, reading, read), thread=True, group="reading")

    def _read(self, reading: Reading, read: Callable[[Reading], Session]) -> None:
        from kamtui.tui.reading import outcome

        self.post_message(self.Read(reading, outcome(reading, read)))

    async def on_reading_app_read(self, message: Read) -> None:
        """Show what was read, or say why nothing was."""
        if message.reading is not self._reading:
            return
        self._end_reading()
        result = message.result
        if result is None:
            return
        from kamtui.errors import KamtuiError

        if isinstance(result, KamtuiError):
            self._seen_changed = self._session
            self.notify(harmless(str(result)), severity="error", timeout=10)
            return
        self.take_session(result)
        await self.show_session(result)

    def _end_reading(self) -> None:
        self._reading = None
        self.say_doing("")
        self.refresh_bindings()

    def _say_progress(self) -> None:
        if self._reading is not None:
            self.say_doing(self._reading.progress)

    @property
    def is_reading(self) -> bool:
        """Whether there is long work to cancel."""
        return self._reading is not None

    def action_cancel(self) -> None:
        """Cancel the reading."""
        if self._reading is not None:
            self._reading.cancel()
            self._end_reading()
            self.notify("Cancelled: everything is as it was.", timeout=3)

    def action_reload(self) -> None:
        """Read the history's files again."""
        session = self._session
        if session is not None:
            self.read("reading again", lambda reading: session.read_again(reading.on))

    @work(group="asking")
    async def action_as_of(self) -> None:
        """Choose the day that everything is computed for."""
        session = self._session
        if session is None:
            return
        from kamtui.tui.screens.as_of import AsOf

        day = await self.push_screen_wait(AsOf(session.as_of, session.newest))
        if day is not None and day != session.as_of:
            self.read(
                f"scoring {day.isoformat()}",
                lambda reading: session.as_of_another_day(day, reading.on),
            )

    # Files that change

    def look_at_files(self) -> None:
        """Look, in a thread, whether the history's files are other ones now."""
        session = self._session
        if session is None or self._looking or self.is_reading or self._seen_changed is session:
            return
        self._looking = True
        self.run_worker(partial(self._look, session), thread=True, group="files")

    def _look(self, session: Session) -> None:
        from kamtui.errors import KamtuiError

        try:
            is_current = session.portfolio.history.is_current()
        except (KamtuiError, OSError):
            # Perhaps it is being written just now; the next look will tell.
            is_current = True
        finally:
            self._looking = False
        if not is_current:
            self.post_message(self.FilesChanged(session))

    def on_reading_app_files_changed(self, message: FilesChanged) -> None:
        """Read them again, without losing the place."""
        if message.session is self._session and not self.is_reading:
            self.notify("The history changed: it is read again.", timeout=4)
            self.action_reload()
