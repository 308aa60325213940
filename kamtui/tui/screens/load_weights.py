"""Choosing another weight set, or an earlier version of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from kamtui.model.scorecard import Scorecard
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.screens.dialog import Dialog
from kamtui.tui.widgets.choice_list import ChoiceList
from kamtui.tui.widgets.weights.figures import moment_text
from kamtui.tui.widgets.weights.weights_table import WeightsColumn, WeightsTable
from kamtui.workspace.weight_sets import WeightSet


@dataclass(frozen=True)
class KeptSet:
    """A weight set with all that was ever saved under its name."""

    versions: tuple[WeightSet, ...]
    """Newest first; at least one."""

    @property
    def newest(self) -> WeightSet:
        """The newest version."""
        return self.versions[0]


class LoadWeights(Dialog[WeightSet | None]):
    """Lists the weight sets with who saved them and when; a key shows the versions of one."""

    DEFAULT_CSS = """
    LoadWeights > #frame { width: 96; }
    LoadWeights #both { height: auto; max-height: 24; }
    LoadWeights.-short #both { max-height: 16; }
    LoadWeights ChoiceList { width: 1fr; max-height: 100%; margin-right: 2; }
    LoadWeights #preview { width: 44; height: auto; }
    LoadWeights.-narrow #preview { width: 40; }
    LoadWeights #note { margin-top: 1; color: $text-muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("load_weights")]

    SHOWN = ("load_weights.choose", "load_weights.older", "load_weights.back")

    def __init__(
        self, kept: tuple[KeptSet, ...], scorecard: Scorecard, current: Mapping[str, float]
    ) -> None:
        """`current` are the weights set now, to compare with."""
        super().__init__("Load a weight set")
        self._kept = kept
        self._scorecard = scorecard
        self._current = current
        self._opened: KeptSet | None = None

    def contents(self) -> Iterable[Widget]:
        """Return the list, and the weights of what is highlighted."""
        with Horizontal(id="both"):
            yield ChoiceList()
            with Vertical(id="preview"):
                yield WeightsTable(self._scorecard, *self._columns(self._kept[0].newest))
                yield Static(id="note", markup=False)

    def on_mount(self) -> None:
        """List the sets."""
        self.set_class(self.app.size.width < 100, "-narrow")
        self._list_sets(0)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the weights of what is highlighted."""
        chosen = self._choices()[event.option_index]
        self.query_one(WeightsTable).columns = self._columns(chosen)
        self.query_one("#note", Static).update(Content(harmless(chosen.note)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the way that there is: to the versions, or back from them."""
        if action == "older":
            return self._opened is None
        if action == "back":
            return self._opened is not None
        return True

    def action_choose(self) -> None:
        """Load what is highlighted."""
        self.dismiss(self._choices()[self.query_one(ChoiceList).place])

    def action_older(self) -> None:
        """List the versions of the highlighted set."""
        self._opened = self._kept[self.query_one(ChoiceList).place]
        self.entitle(f"versions of {self._opened.newest.name}")
        self._show(0)

    def action_back(self) -> None:
        """List the sets again, where one was left."""
        if self._opened is not None:
            self._list_sets(self._kept.index(self._opened))

    def _list_sets(self, place: int) -> None:
        self._opened = None
        count = len(self._kept)
        self.entitle("1 weight set" if count == 1 else f"{count} weight sets")
        self._show(place)

    def _show(self, place: int) -> None:
        choices = self.query_one(ChoiceList)
        choices.show(map(_described, self._choices()), place)
        choices.focus()
        self.refresh_bindings()

    def _choices(self) -> tuple[WeightSet, ...]:
        if self._opened is not None:
            return self._opened.versions
        return tuple(one.newest for one in self._kept)

    def _columns(self, chosen: WeightSet) -> tuple[WeightsColumn, ...]:
        return WeightsColumn("now", self._current), WeightsColumn("loaded", chosen.weights)


def _described(weight_set: WeightSet) -> Content:
    """Return the name and version of a weight set, and under it who saved it and when."""
    version = f"  version {weight_set.version}" if weight_set.version else ""
    saved = f"{harmless(weight_set.saved_by)}, {moment_text(weight_set.saved_at)}"
    return Content.assemble(
        (harmless(weight_set.name), "bold"),
        version,
        (f"\n  {saved if weight_set.version else 'declared by the model'}", "$foreground-muted"),
    )
