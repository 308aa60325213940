"""The head of the account card: who it is and where it stands, on three lines."""

from __future__ import annotations

from datetime import date

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.formats.figures import span_of_months
from kamtui.portfolio.account_card import AccountCard, Score, StageJudged
from kamtui.text import harmless
from kamtui.tui.widgets.cells import NO_VALUE, fitted

_MUTED = "$foreground 60%"
_CLASSES = {
    "A": "bold $text-success",
    "B": "bold $text-primary",
    "D": "$text-warning",
    "E": _MUTED,
}


class CardHeader(Widget):
    """Name, class, score and rank; id, owner, how long, segment, place; and the stages."""

    DEFAULT_CSS = """
    CardHeader { height: 3; padding: 0 2; background: $surface; }
    """

    card: reactive[AccountCard | None] = reactive(None)
    waiting_for: reactive[str] = reactive("")
    """The id of the account that is being read; "" when none is."""

    def wait_for(self, account_id: str, as_of: date) -> None:
        """Show that an account is being read."""
        self._as_of = as_of
        self.waiting_for = account_id

    def show(self, card: AccountCard) -> None:
        """Show an account."""
        self.waiting_for = ""
        self.card = card

    def render(self) -> RenderResult:
        """Return the three lines."""
        width = self.size.width
        if self.card is None or self.waiting_for:
            return _lines(
                Content.styled(harmless(self.waiting_for), "bold"),
                Content(""),
                Content.styled(f"reading, as of {self._as_of}", _MUTED),
                Content(""),
                width,
            )
        card = self.card
        lines = _lines(
            _name(card),
            _standing(card),
            Content.styled(" · ".join(_facts(card)), _MUTED),
            Content.styled(f"as of {card.as_of}", _MUTED),
            width,
        )
        stages = Content.styled(" · ", _MUTED).join(map(_stage, card.stages))
        return lines + "\n" + stages.truncate(max(1, width), ellipsis=True)


def _stage(stage: StageJudged) -> Content:
    """Return the stage observed, by what signs, and the one that is intended where it differs."""
    parts: list[tuple[str, str]] = [(f"{stage.kind} ", _MUTED), (stage.observed or NO_VALUE, "")]
    if stage.intended is not None and stage.intended != stage.observed:
        parts.append((f" ≠ intended {harmless(stage.intended)}", "$text-warning"))
    if stage.reason:
        parts.append((f" ({harmless(stage.reason)})", _MUTED))
    return Content.assemble(*parts)


def _lines(left: Content, right: Content, below: Content, end: Content, width: int) -> Content:
    return Content("\n").join([_line(left, right, width), _line(below, end, width)])


def _line(left: Content, right: Content, width: int) -> Content:
    room = width - right.cell_length - 2
    if left.cell_length > room:
        left = left.truncate(max(1, room), ellipsis=True)
    return left + Content(" " * max(1, width - left.cell_length - right.cell_length)) + right


def _name(card: AccountCard) -> Content:
    name = harmless(card.facts.name)
    star = (" ★", "$text-warning") if card.facts.key_account else ("", "")
    return Content.assemble((fitted(name, 60).rstrip(), "bold"), star)


def _standing(card: AccountCard) -> Content:
    score = card.score
    if score.rank is None:
        known = f"not ranked: {score.coverage:.0%} of the weight known"
        place = Content.styled(known, _MUTED)
    else:
        place = Content.assemble(
            (f"{score.score:.1f}", "bold"),
            (" points  ", _MUTED),
            (f"#{score.rank:,}", "bold"),
            (f" of {score.ranked_count:,}", _MUTED),
        )
    letter = score.class_letter or NO_VALUE
    style = _CLASSES.get(letter, "")
    return Content.assemble(("class ", _MUTED), (letter, style), "  ") + place


def _gap(score: Score) -> list[str]:
    """Return that an account buys less or more than it could, where it does."""
    could, does = score.class_by_potential, score.class_by_revenue
    if could is None or does is None or could == does:
        return []
    return [f"potential {could}, buys as {does}"]


def _facts(card: AccountCard) -> list[str]:
    facts = card.facts
    months = card.measure("relationship_months").value
    said = [facts.account_id, *(["key account"] if facts.key_account else [])]
    said += [facts.owner or "no account manager", *_gap(card.score)]
    if isinstance(months, int):
        said.append(f"customer for {span_of_months(months)}")
    said += [each for each in (facts.segment, facts.region, facts.country) if each]
    if facts.parent_id:
        said.append(f"part of {facts.parent_name or facts.parent_id}")
    if facts.current_supplier:
        said.append(f"buys from {facts.current_supplier}")
    return [harmless(each) for each in said]
