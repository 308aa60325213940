"""The grid of factors and suppliers: weights and ratings, edited with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from rich.cells import cell_len
from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Key
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from kamtui.model.errors import ModelError
from kamtui.model.strength import US
from kamtui.model.strength_editing import Cell, StrengthEditing
from kamtui.portfolio.strength_card import StrengthCard
from kamtui.text import harmless
from kamtui.tui.actions import BY_ID, actions_of, bindings_of
from kamtui.tui.widgets.cells import NO_VALUE, fitted
from kamtui.tui.widgets.strength.words import (
    Said,
    entry_said,
    gaps_said,
    levers_said,
    position_said,
    weights_said,
)
from kamtui.workspace.entries import Entry

Views = Literal["counts", "own", "customer"]
VIEWS: tuple[Views, ...] = ("counts", "customer", "own")
VIEW_NAMES = {
    "counts": "c: the customer's view",
    "customer": "only the customer's view",
    "own": "only our own view",
}
_STEP = 0.5
_WEIGHT_STEP = 1.0
_TYPED = frozenset(BY_ID["strength_grid.type"].keys)
_FACTOR_WIDTH = (10, 22)
_WEIGHT_WIDTH = 7
_NARROWEST, _WIDEST = 7, 22
_STYLES = {"up": "$text-success", "down": "$text-error", "muted": "$foreground-muted"}


class StrengthGrid(Widget, can_focus=True):
    """Says `Edited` when something is tried out, and asks for what needs the workspace."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(action for action in actions_of("strength_grid") if not action.typed)
    ]

    DEFAULT_CSS = """
    StrengthGrid { height: auto; padding: 0 1; background: $background; }
    """

    @dataclass
    class Edited(Message):
        """Something else is tried out."""

        account_id: str
        editing: StrengthEditing

    @dataclass
    class Refused(Message):
        """A change was refused."""

        reason: str

    class SaveAsked(Message):
        """What is tried out is to be saved."""

    class CompetitorAsked(Message):
        """Another competitor is to be rated."""

    @dataclass
    class TakeBackAsked(Message):
        """What was entered in a cell is to be taken back."""

        entry: Entry

    class Left(Message):
        """Keys are to go back to the accounts."""

    def __init__(self) -> None:
        super().__init__()
        self.card: StrengthCard | None = None
        self.editing = StrengthEditing({})
        self._row, self._column = 0, 1
        self._view: Views = "counts"
        self._for_all = False

    @property
    def row(self) -> int:
        """The factor under the cursor, from 0."""
        return self._row

    @property
    def cell(self) -> Cell:
        """What is under the cursor, in the view that is shown."""
        card = self.card
        assert card is not None
        factor = card.factors[self._row]
        if self._column == 0:
            own = not self._for_all
            return Cell(factor) if own else Cell(factor, for_all=True)
        supplier = card.suppliers[self._column - 1]
        if self._view == "counts":
            return Cell(factor, supplier, self.editing.view_of(supplier, factor) or "own")
        return Cell(factor, supplier, self._view)

    def show(self, card: StrengthCard, editing: StrengthEditing) -> None:
        """Show an account's ratings, with what is tried out there."""
        if self.card is None or self.card.account_id != card.account_id:
            self._row, self._column = 0, 1
        self.card, self.editing = card, editing
        self._row = min(self._row, max(0, len(card.factors) - 1))
        self._column = min(self._column, len(card.suppliers))
        self.refresh(layout=True)

    # Drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        return max(1, len(self._lines(width)))

    def render(self) -> RenderResult:
        """Return the grid, the indices and what they say."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        card = self.card
        if card is None:
            return [Content.styled("choose an account", "$foreground-muted")]
        width = max(24, width)
        columns, factor_width, each = self._columns(card, width)
        lines = [self._title(card, width), *self._whose(width)]
        lines.append(self._heading(card, columns, factor_width, each))
        for row, factor in enumerate(card.factors):
            lines.append(self._factor_line(row, factor, columns, factor_width, each))
        lines.append(Content.styled("─" * min(width, 100), "$foreground-muted"))
        lines += self._index_lines(card, columns, factor_width, each)
        lines.append(Content.styled(fitted(self._cell_said(card), width), "$foreground-muted"))
        lines += [_said(said, width) for said in self._words()]
        return lines

    def _columns(self, card: StrengthCard, width: int) -> tuple[range, int, int]:
        """Return which suppliers fit beside the factors, and how wide both are."""
        longest = max((cell_len(harmless(each)) for each in card.factors), default=10)
        factor_width = min(max(_FACTOR_WIDTH[0], longest), _FACTOR_WIDTH[1])
        room = width - factor_width - _WEIGHT_WIDTH - 2
        names = max((cell_len(harmless(each)) for each in card.suppliers), default=2)
        many = len(card.suppliers)
        each = max(_NARROWEST, min(_WIDEST, names + 1, room // max(1, many)))
        fits = max(1, min(many, room // each))
        chosen = max(0, self._column - 1)
        first = max(0, min(chosen - fits + 1, many - fits))
        return range(first, first + fits), factor_width, each

    def _title(self, card: StrengthCard, width: int) -> Content:
        name = fitted(card.name, min(width, cell_len(harmless(card.name))))
        said, tone = position_said(self.editing.strength)
        parts = [(name, "bold"), ("  ", "")]
        star = [(" * unsaved", "$text-warning")] if self.editing.is_tried else []
        whole = Content.assemble(*parts, (said, _STYLES.get(tone, "")), *star)
        if whole.cell_length <= width:
            return whole
        return Content.assemble((name, "bold"), *star)

    def _whose(self, width: int) -> list[Content]:
        said, tone = position_said(self.editing.strength)
        star = " * unsaved" if self.editing.is_tried else ""
        card = self.card
        assert card is not None
        lines = []
        if cell_len(harmless(card.name)) + 2 + cell_len(said) + len(star) > width:
            lines.append(_said((said, tone), width))
        whose = weights_said(self.editing, for_all=self._for_all)
        about = f"{whose} · {VIEW_NAMES[self._view]}"
        lines.append(Content.styled(fitted(about, width), "$foreground-muted"))
        return lines

    def _heading(self, card: StrengthCard, columns: range, factor_width: int, each: int) -> Content:
        left = "‹" if columns.start > 0 else " "
        right = "›" if columns.stop < len(card.suppliers) else ""
        weight = fitted("all" if self._for_all else "Weight", _WEIGHT_WIDTH, right=True)
        names = "".join(
            " " + fitted("We" if name == US else name, each - 1, right=True)
            for name in (card.suppliers[n] for n in columns)
        )
        text = fitted("Factor", factor_width) + weight + left + names + right
        return Content.styled(text, "bold $foreground-muted")

    def _factor_line(
        self, row: int, factor: str, columns: range, factor_width: int, each: int
    ) -> Content:
        is_here = row == self._row
        parts = [(fitted(factor, factor_width), "bold" if is_here else "")]
        parts.append(self._weight_part(factor, is_chosen=is_here and self._column == 0))
        parts.append((" ", ""))
        best = self._best(factor)
        for n in columns:
            is_chosen = is_here and self._column == n + 1
            parts.append(self._rating_part(factor, n, each, best, is_chosen=is_chosen))
        return Content.assemble(*parts)

    def _weight_part(self, factor: str, *, is_chosen: bool) -> tuple[str, str]:
        cell = Cell(factor, for_all=True) if self._for_all else Cell(factor)
        value = self.editing.value(cell) if self._for_all else self.editing.weight(factor)
        own = not self._for_all and self.editing.has_own_weight(factor)
        text = NO_VALUE if value is None else f"{value:g}"
        if is_chosen and self.editing.typing:
            text = self.editing.typing + "▏"
        text += ("•" if own else "") + ("*" if cell in self.editing.tried else "")
        style = self._cell_style(is_chosen, cell in self.editing.tried)
        return fitted(text, _WEIGHT_WIDTH, right=True), style

    def _rating_part(
        self, factor: str, column: int, width: int, best: float | None, *, is_chosen: bool
    ) -> tuple[str, str]:
        card = self.card
        assert card is not None
        supplier = card.suppliers[column]
        view = self.editing.view_of(supplier, factor) if self._view == "counts" else self._view
        cell = Cell(factor, supplier, view or "own")
        value = self.editing.value(cell) if view is not None else None
        text = NO_VALUE if value is None else f"{value:g}"
        if is_chosen and self.editing.typing:
            text = self.editing.typing + "▏"
        if value is not None:
            mark = "▲" if best is not None and value == best else ""
            customer = "c" if self._view == "counts" and view == "customer" else ""
            text = mark + text + customer + ("*" if cell in self.editing.tried else "")
        style = self._cell_style(is_chosen, cell in self.editing.tried)
        if not style and value is not None and value == best:
            style = "bold"
        return " " + fitted(text, width - 1, right=True), style

    def _best(self, factor: str) -> float | None:
        """Return the best rating of a row; None where there is nothing to compare."""
        card = self.card
        assert card is not None
        if self._view == "counts":
            found = [self.editing.rating(supplier, factor) for supplier in card.suppliers]
        else:
            found = [
                self.editing.value(Cell(factor, supplier, self._view))
                for supplier in card.suppliers
            ]
        rated = [each for each in found if each is not None]
        return max(rated) if len(rated) > 1 and min(rated) < max(rated) else None

    def _cell_style(self, is_chosen: bool, is_tried: bool) -> str:
        if is_chosen:
            return "reverse" if self.has_focus else "underline"
        return "$text-warning" if is_tried else ""

    def _index_lines(
        self, card: StrengthCard, columns: range, factor_width: int, each: int
    ) -> list[Content]:
        strength = self.editing.strength
        by_supplier = {standing.supplier: standing for standing in strength.standings}
        lines = []
        for title in ("Index", "Position", "Known"):
            parts = [(fitted(title, factor_width + _WEIGHT_WIDTH + 1), "$foreground-muted")]
            for n in columns:
                standing = by_supplier.get(card.suppliers[n])
                if standing is None:
                    text, style = NO_VALUE, "$foreground-muted"
                elif title == "Index":
                    mark = "▲" if standing.position == 1 and len(by_supplier) > 1 else ""
                    text, style = f"{mark}{standing.index:.2f}", "bold" if mark else ""
                elif title == "Position":
                    text, style = f"{standing.position}", ""
                else:
                    text, style = f"{standing.coverage:.0%}", "$foreground-muted"
                parts.append((" " + fitted(text, each - 1, right=True), style))
            lines.append(Content.assemble(*parts))
        return lines

    def _cell_said(self, card: StrengthCard) -> str:
        """Return what the cell under the cursor is, and who entered it."""
        if not card.factors:
            return ""
        cell = self.cell
        if self.editing.value(cell) is None:
            return "nothing entered here"
        whose = "ours" if cell.supplier == US else cell.supplier
        view = f", {cell.view} view" if cell.view else ""
        what = "weight" if cell.is_weight else f"{whose}{view}"
        if cell in self.editing.tried:
            return f"{cell.factor}, {what}: tried out"
        return f"{cell.factor}, {what}: {entry_said(card.entry(cell))}"

    def _words(self) -> list[Said]:
        said = [*levers_said(self.editing), *gaps_said(self.editing)]
        if self.editing.is_tried:
            before, _ = position_said(self.editing.saved_strength)
            said.insert(0, (f"as saved: {before}", "muted"))
        return said

    # Editing

    def _change(self, change: Callable[[StrengthEditing], StrengthEditing]) -> None:
        if self.card is None or not self.card.factors:
            return
        before = self.editing
        try:
            self.editing = change(before)
        except ModelError as error:
            self.post_message(self.Refused(error.message))
            return
        self.refresh(layout=True)
        if self.editing.tried != before.tried:
            self.post_message(self.Edited(self.card.account_id, self.editing))

    def on_key(self, event: Key) -> None:
        """Take a character of a number."""
        character = event.character or ""
        if event.key in _TYPED or character in _TYPED:
            event.stop()
            self._change(lambda editing: editing.typed(self.cell, character))

    def action_more(self) -> None:
        """Raise the value."""
        self._step(+1)

    def action_less(self) -> None:
        """Lower the value."""
        self._step(-1)

    def _step(self, sign: int) -> None:
        if self.card is not None and self.card.factors:
            cell = self.cell
            step = sign * (_WEIGHT_STEP if cell.is_weight else _STEP)
            self._change(lambda editing: editing.stepped(cell, step))

    def action_commit(self) -> None:
        """Set the number that is being typed."""
        self._change(StrengthEditing.committed)

    def action_erase(self) -> None:
        """Let go of the number that is being typed."""
        if self.editing.typing and self.editing.past:
            self._change(StrengthEditing.undone)
        else:
            self._change(StrengthEditing.committed)

    def action_undo(self) -> None:
        """Undo the last change."""
        self._change(StrengthEditing.undone)

    def action_redo(self) -> None:
        """Redo what was undone."""
        self._change(StrengthEditing.redone)

    def action_throw_away(self) -> None:
        """Throw away what is tried out."""
        self._change(StrengthEditing.thrown_away)

    def action_save(self) -> None:
        """Ask for what is tried out to be saved."""
        self._change(StrengthEditing.committed)
        self.post_message(self.SaveAsked())

    # Moving

    def _move(self, rows: int, columns: int) -> None:
        card = self.card
        if card is None or not card.factors:
            return
        self._row = max(0, min(self._row + rows, len(card.factors) - 1))
        self._column = max(0, min(self._column + columns, len(card.suppliers)))
        self._change(StrengthEditing.committed)

    def action_up(self) -> None:
        """Go to the factor above."""
        self._move(-1, 0)

    def action_down(self) -> None:
        """Go to the factor below."""
        self._move(1, 0)

    def action_left(self) -> None:
        """Go to the column on the left."""
        self._move(0, -1)

    def action_right(self) -> None:
        """Go to the column on the right."""
        self._move(0, 1)

    def action_view(self) -> None:
        """Show and edit another view of the ratings."""
        self._view = VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)]
        self._change(StrengthEditing.committed)

    def action_for_all(self) -> None:
        """Show and edit the weights of every account, or this account's."""
        self._for_all = not self._for_all
        self._change(StrengthEditing.committed)

    def action_competitor(self) -> None:
        """Ask for the name of another competitor."""
        if self.card is not None:
            self.post_message(self.CompetitorAsked())

    def add_supplier(self, name: str) -> None:
        """Show a column for a competitor, with the cursor in it."""
        if self.card is None:
            return
        if name not in self.card.suppliers:
            self.card = replace(self.card, suppliers=(*self.card.suppliers, name))
        self._column = self.card.suppliers.index(name) + 1
        self.refresh(layout=True)

    def action_take_back(self) -> None:
        """Ask for what was entered in the cell to be taken back."""
        entry = self.card.entry(self.cell) if self.card is not None and self.card.factors else None
        if entry is None:
            self.post_message(self.Refused("nothing was entered here: the files say it"))
        else:
            self.post_message(self.TakeBackAsked(entry))

    def action_close(self) -> None:
        """Go back to the accounts."""
        self.post_message(self.Left())

    def on_focus(self) -> None:
        """Show that keys come here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self._change(StrengthEditing.committed)
        self.refresh()


def _said(said: Said, width: int) -> Content:
    text, tone = said
    return Content.styled(fitted(text, width), _STYLES.get(tone, ""))
