"""Writing an account's report to a file."""

from __future__ import annotations

import asyncio
from pathlib import Path

from kamtui.errors import KamtuiError
from kamtui.formats.writing import written
from kamtui.model.weights import Weights
from kamtui.portfolio.opening import Portfolio
from kamtui.text import harmless


async def export_report(portfolio: Portfolio, account_id: str, weights: Weights, file: Path) -> str:
    """Write the report in the format of the file's ending, and return what to say of it."""
    return await asyncio.to_thread(_exported, portfolio, account_id, weights, file)


def _exported(portfolio: Portfolio, account_id: str, weights: Weights, file: Path) -> str:
    from kamtui.formats.pages import page_format_of, page_text
    from kamtui.portfolio.report import account_report
    from kamtui.report.account_page import account_page

    try:
        page = account_page(account_report(portfolio, account_id, weights))
        text = page_text(page, page_format_of(file) or "md")
        with written(file) as sink:
            sink.write(text.encode("utf-8"))
    except KamtuiError as error:
        return f"Not written: {harmless(error.message)}"
    except OSError as error:
        return f"Not written: {harmless(str(file))}: {error.strerror}"
    return f"Wrote the report of {harmless(account_id)} to {harmless(str(file))}"
