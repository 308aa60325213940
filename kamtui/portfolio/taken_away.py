"""Which measures and criteria each missing table or column takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kamtui.history.checking.findings import Finding
from kamtui.model.scorecard import Model, Source
from kamtui.portfolio.measure_names import MEASURES, Measure

_MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}

_BESIDES: Mapping[str, str] = {
    "accounts.owner": "--owner finds no account",
    "accounts.segment": "--segment finds no account",
    "accounts.customer_since": "relationship_months counts from the first order",
    "assessments": "an account is placed in a matrix only by what needs no judgement",
    "factor_ratings": "strength, levers, view-gap and losses have no rows",
    "factor_weights": "the success factors weigh what the model says",
    "factor_weights.account_id": "every factor weight is a default",
    "complaints.closed_on": "every complaint is open",
    "invoices.paid_on": "every invoice is unpaid",
    "offers.closed_on": "an offer ended on the day it was made",
}
"""What else is answered in another way without a column."""


def with_what_is_lost(findings: Sequence[Finding], model: Model) -> tuple[Finding, ...]:
    """Return the findings, with what the answers lose as the effect of each thing missing."""
    missing = _Missing(frozenset(_name(one) for one in findings if _is_missing(one)))
    return tuple(
        replace(one, effect=missing.effect(_name(one), model)) if _is_missing(one) else one
        for one in findings
    )


def _is_missing(finding: Finding) -> bool:
    return finding.rule in ("missing", "empty")


def _name(finding: Finding) -> str:
    return ".".join(part for part in (finding.table, finding.column) if part)


@dataclass(frozen=True)
class _Missing:
    """The tables, and the TABLE.COLUMNs, that are missing."""

    names: frozenset[str]

    def effect(self, name: str, model: Model) -> str:
        """Return in words what is not answered without `name`, one of the missing."""
        said = [
            ("unknown: ", [one.name for one in MEASURES if any(self._lost_by(name, one))]),
            ("not scored: ", self._criteria_lost_by(name, model)),
            ("counted without it: ", [one.name for one in MEASURES if self._reduced(name, one)]),
        ]
        parts = [intro + ", ".join(names) for intro, names in said if names]
        parts += [_BESIDES[name]] if name in _BESIDES else []
        return "; ".join(parts) or "no measure rests on it"

    def _is_gone(self, choice: str) -> bool:
        return choice in self.names or choice.partition(".")[0] in self.names

    def _lost_by(self, name: str, measure: Measure) -> Iterator[bool]:
        """Yield, for each need of a measure, whether `name` is why it is not met."""
        for need in measure.needs:
            choices = need.split("|")
            yield _rests_on(choices, name) and all(map(self._is_gone, choices))

    def _reduced(self, name: str, measure: Measure) -> bool:
        """Whether a measure is known without `name`, and would be more with it."""
        needs = [need.split("|") for need in measure.needs]
        is_known = not any(all(map(self._is_gone, choices)) for choices in needs)
        return is_known and any(_rests_on(choices, name) for choices in needs)

    def _criteria_lost_by(self, name: str, model: Model) -> list[str]:
        return [
            criterion.id
            for criterion in model.priority.criteria
            if all(map(self._is_lost, criterion.sources))
            and any(self._is_lost_by(name, source) for source in criterion.sources)
        ]

    def _is_lost(self, source: Source) -> bool:
        return any(self._is_lost_by(name, source) for name in self.names)

    def _is_lost_by(self, name: str, source: Source) -> bool:
        if source.measure is not None:
            return any(self._lost_by(name, _MEASURES[source.measure]))
        return source.assessment is not None and name == "assessments"


def _rests_on(choices: Iterable[str], name: str) -> bool:
    return any(choice == name or choice.startswith(f"{name}.") for choice in choices)
