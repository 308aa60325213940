"""The strength of a whole base costs a few times what adding up its ratings does."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.comparison import Allowed, Comparison, compared
from bench.strengths import bare_aggregate, opened, rated_history, strengths_asked

pytestmark = pytest.mark.bench


def test_the_strength_of_a_hundred_thousand_accounts(
    ledger: list[Comparison], tmp_path: Path, home: Path
) -> None:
    history = rated_history(tmp_path / "rated")
    found = compared(
        "strength, 100,000 × 5 suppliers × 8 factors",
        strengths_asked(opened(history, home)),
        bare_aggregate(history),
        Allowed(2.0, is_limit=False),
        pairs=7,
    )
    ledger.append(found)
