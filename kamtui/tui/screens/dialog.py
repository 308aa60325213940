"""The frame of every dialog: a titled box over the screen, with its keys at its foot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult, RenderResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget

from kamtui.text import harmless
from kamtui.tui.actions import BY_ID, bindings_of

Result = TypeVar("Result")

_LOW = 30
_GAP = "   "


class Dialog(ModalScreen[Result]):
    """A dialog. Escape closes it with the result None, which changes nothing."""

    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > #frame {
        width: 76;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        padding: 1 2 0 2;
        border: round $primary;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
        background: $surface;
    }
    Dialog.-short > #frame { padding: 0 1; }
    Dialog .muted { color: $text-muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of([BY_ID["dialog.cancel"]])]

    SHOWN: ClassVar[tuple[str, ...]] = ()
    """The ids of the actions that stand at the foot, before the one that cancels."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self._title = title
        self._subtitle = subtitle

    def compose(self) -> ComposeResult:
        """Yield the frame with the contents and the keys."""
        with Vertical(id="frame") as frame:
            frame.border_title = Content(harmless(self._title))
            frame.border_subtitle = Content(harmless(self._subtitle))
            yield from self.contents()
            yield DialogKeys()

    def contents(self) -> Iterable[Widget]:
        """Return what is in the frame."""
        raise NotImplementedError

    def on_resize(self, event: Resize) -> None:
        """Leave out what is only air on a low screen."""
        self.set_class(event.size.height < _LOW, "-short")

    def entitle(self, subtitle: str) -> None:
        """Show another text at the foot of the frame."""
        self.query_one("#frame").border_subtitle = Content(harmless(subtitle))

    def action_cancel(self) -> None:
        """Close and change nothing."""
        self.dismiss(None)


class DialogKeys(Widget):
    """The keys of the dialog, as the user's keymap has them, on as many lines as they need."""

    DEFAULT_CSS = """
    DialogKeys { height: auto; margin-top: 1; color: $text-muted; }
    Dialog.-short DialogKeys { margin-top: 0; }
    """

    keys: reactive[tuple[Content, ...]] = reactive((), layout=True)

    def on_mount(self) -> None:
        """Follow the keys that work."""
        self.screen.bindings_updated_signal.subscribe(self, self._take)
        self.call_after_refresh(self._take)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the keys need."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """Return the lines."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        lines = [Content("")]
        for key in self.keys:
            longer = lines[-1] + _GAP + key if lines[-1] else key
            if longer.cell_length > width and lines[-1]:
                lines.append(key)
            else:
                lines[-1] = longer
        return lines

    def _take(self, _: object = None) -> None:
        screen = self.screen
        if not isinstance(screen, Dialog):
            return
        keys: dict[str | None, str] = {}
        for active in screen.active_bindings.values():
            keys.setdefault(active.binding.id, self.app.get_key_display(active.binding))
        actions = [BY_ID[each] for each in (*screen.SHOWN, "dialog.cancel")]
        self.keys = tuple(
            Content.assemble(
                (keys.get(action.id, action.keys[0]), "bold $text-accent"), f" {action.name}"
            )
            for action in actions
            if screen.check_action(action.method, ())
        )
