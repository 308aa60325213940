"""Saving the cut lines of a matrix, so that they count on every screen and in scripts."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from kamtui.errors import KamtuiError
from kamtui.model.matrix import Matrix
from kamtui.portfolio.entered_cuts import cut_as_entered, cuts_subject, cuts_text, entered_cuts
from kamtui.portfolio.judgements import enter
from kamtui.text import harmless
from kamtui.tui.screens.matrix_reading import MatrixReading
from kamtui.tui.session import Session
from kamtui.workspace.entries import NewEntry


class MatrixSaving(MatrixReading):
    """Enters cut lines in a thread; who was faster is told, and nothing is lost."""

    @dataclass
    class CutsSaved(Message):
        """What became of cut lines that were to be saved."""

        matrix_id: str
        theirs: Matrix | None
        """The matrix as somebody else cut it meanwhile; None where nobody did."""
        error: str
        """Why they were not saved; empty where they were."""

    def cuts_saved(self, matrix_id: str) -> None:
        """Count the cut lines of a matrix as saved."""
        raise NotImplementedError

    def cuts_changed(self, theirs: Matrix) -> None:
        """Take the cut lines that somebody else saved for those that were there before."""
        raise NotImplementedError

    def save_cuts(self, declared: Matrix, current: Matrix) -> None:
        """Save where the cut lines are now, if they are still declared as they were."""
        session = self.session
        self.run_worker(lambda: self._save(session, declared, current), thread=True)

    def _save(self, session: Session, declared: Matrix, current: Matrix) -> None:
        portfolio = session.portfolio
        saved = self.CutsSaved(current.id, None, "")
        try:
            entry = entered_cuts(portfolio, current.id)
            theirs = cut_as_entered(portfolio, portfolio.model.matrices[current.id])
            if entry is not None and (theirs.x.cuts, theirs.y.cuts) != (
                declared.x.cuts,
                declared.y.cuts,
            ):
                who = harmless(entry.entered_by)
                saved = self.CutsSaved(
                    current.id, theirs, f"{who} moved the cut lines meanwhile; s again saves yours"
                )
            else:
                new = NewEntry(
                    cuts_subject(current.id),
                    text=cuts_text(current.x.cuts, current.y.cuts),
                    based_on=0 if entry is None else entry.id,
                )
                enter(portfolio, [new])
        except KamtuiError as error:
            saved = self.CutsSaved(current.id, None, str(error))
        self.post_message(saved)

    def on_matrix_saving_cuts_saved(self, message: CutsSaved) -> None:
        """Say what became of it, and count it everywhere."""
        if message.theirs is not None:
            self.cuts_changed(message.theirs)
        if message.error:
            self.notify(harmless(message.error), severity="error", timeout=10, markup=False)
            return
        portfolio = self.session.portfolio
        later = "" if portfolio.judged_until == portfolio.today else "; they count from today"
        self.notify(f"Saved the cut lines{later}.", timeout=5)
        self.cuts_saved(message.matrix_id)
        self.post_message(self.Entered())
