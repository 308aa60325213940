"""The themes: kamtui's own, dark and light, and a few that ship with Textual."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

DEFAULT_THEME = "kamtui"

OWN_THEMES = (
    Theme(
        name=DEFAULT_THEME,
        primary="#4f9fd9",
        secondary="#7fb8a4",
        accent="#e0b354",
        warning="#e0b354",
        error="#e07a6a",
        success="#8fc26b",
        foreground="#d8dee4",
        background="#10151b",
        surface="#18202a",
        panel="#1f2a36",
        dark=True,
    ),
    Theme(
        name="kamtui-light",
        primary="#1f6fa8",
        secondary="#3f7f68",
        accent="#8a5a00",
        warning="#8a5a00",
        error="#a8321f",
        success="#3d7a1f",
        foreground="#1b2530",
        background="#fbfaf7",
        surface="#f1efe9",
        panel="#e4e1d8",
        dark=False,
    ),
)

THEMES = (
    *(theme.name for theme in OWN_THEMES),
    *("nord", "gruvbox", "tokyo-night", "solarized-dark", "solarized-light"),
    *("ansi-dark", "ansi-light"),
)
"""Names of the themes, in the order in which a key takes them."""


PLAIN_THEME = "ansi-dark"
"""The theme that uses the terminal's own sixteen colours."""


def is_plain(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal shows sixteen colours at most, or is asked to show none."""
    if "NO_COLOR" in environment:
        return True
    rich = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    return not rich and not environment.get("TERM", "").endswith(("256color", "kitty", "direct"))


def theme_after(name: str) -> str:
    """Return the theme that follows, the first after the last."""
    place = THEMES.index(name) if name in THEMES else -1
    return THEMES[(place + 1) % len(THEMES)]
