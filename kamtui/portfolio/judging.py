"""What is judged of one account, to be looked at and judged anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kamtui.engine.catalogue import compose
from kamtui.portfolio.account_card import StageJudged
from kamtui.portfolio.judged import counting, entries_of, judged_params
from kamtui.portfolio.judgements import VIEWS, known_subjects
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.stage_sql import stage_fragments
from kamtui.workspace.entries import Entry, NewEntry, Subject


@dataclass(frozen=True)
class Judged:
    """Everything that people judge about one account."""

    account_id: str
    dimensions: tuple[str, ...]
    scores: Mapping[tuple[str, str], float]
    """0-10 by (dimension, view); absent where nobody assessed it."""
    stages: tuple[StageJudged, ...]
    entries: Mapping[Subject, Entry]
    """What was entered and counts for each subject; none where the files do."""

    def entry(self, subject: Subject) -> Entry | None:
        """Return what was entered on a subject and counts; None where the files do."""
        return self.entries.get(subject)

    def score_entry(self, dimension: str, view: str, score: float) -> NewEntry:
        """Return the judgement that gives a dimension another score."""
        subject = self.score_subject(dimension, view)
        return NewEntry(subject, number=score, based_on=self._seen(subject))

    def stage_entry(self, kind: str, stage: str | None) -> NewEntry:
        """Return the judgement that gives the relationship another intended stage, or none."""
        subject = self.stage_subject(kind)
        return NewEntry(subject, text=stage, based_on=self._seen(subject))

    def score_subject(self, dimension: str, view: str) -> Subject:
        """Return what the score of a dimension is entered as."""
        return Subject("assessment", self.account_id, dimension, view=view)

    def stage_subject(self, kind: str) -> Subject:
        """Return what the intended stage is entered as."""
        return Subject("stage", self.account_id, kind)

    def _seen(self, subject: Subject) -> int:
        entry = self.entries.get(subject)
        return entry.id if entry is not None else 0


def load_judged(portfolio: Portfolio, account_id: str) -> Judged:
    """Return what is judged of an account; raises WrongUsage for one that is not there."""
    return settled(portfolio, lambda current: _load(current, account_id))


def stages_judged(portfolio: Portfolio, account_id: str) -> tuple[StageJudged, ...]:
    """Return where an account's relationship stands, and where it is meant to go."""
    params = {**judged_params(portfolio), "account": account_id}
    statement = compose("account_stage", stage_fragments(portfolio.model), stand_ins(portfolio))
    staged = portfolio.engine.ask(statement, params).records()
    return tuple(
        StageJudged(
            kind=kind,
            path=stages.path,
            observed=staged[0][kind] if staged else None,
            reason=(staged[0][f"{kind}_reason"] or "") if staged else "",
            intended=staged[0][f"intended_{kind}"] if staged else None,
        )
        for kind, stages in portfolio.model.stages.items()
    )


def _load(portfolio: Portfolio, account_id: str) -> Judged:
    params = {**judged_params(portfolio), "account": account_id}
    assessed = portfolio.engine.ask(compose("account_judged"), params).records()
    entries = counting(entries_of(portfolio), portfolio.judged_until)
    return Judged(
        account_id=account_id,
        dimensions=tuple(sorted(known_subjects(portfolio).dimensions)),
        scores={
            (row["dimension"], view): row[f"{view}_view"]
            for row in assessed
            for view in VIEWS
            if row[f"{view}_view"] is not None
        },
        stages=stages_judged(portfolio, account_id),
        entries={each.subject: each for each in entries},
    )
