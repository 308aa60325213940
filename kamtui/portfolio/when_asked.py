"""Answers that are loaded when somebody asks for them: a script asks one question."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import Request


def when_asked(name: str) -> Callable[[Portfolio, Request], Any]:
    """Return what answers by a function here, MODULE.FUNCTION, loaded when it is called."""
    module, _, function = name.partition(".")

    def answer(portfolio: Portfolio, request: Request) -> Any:
        return getattr(import_module(f"kamtui.portfolio.{module}"), function)(portfolio, request)

    return answer
