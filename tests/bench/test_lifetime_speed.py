"""The lifetime models find what the papers and the package lifetimes find, and sooner."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bench.comparison import Allowed, Comparison, compared
from bench.fitting import OURS, THEIRS, Fit, cdnow_panel, made_up_panel, why_not_compared

from kamtui.model.lifetime_fitting import fit_spending
from kamtui.model.lifetime_spending import Spent

pytestmark = pytest.mark.bench


@pytest.fixture(autouse=True)
def comparable() -> None:
    """Skip without the package, with the reason."""
    if reason := why_not_compared():
        pytest.skip(reason)


def test_the_cdnow_panel_gives_the_published_models(tmp_path: Path, home: Path) -> None:
    panel = cdnow_panel(tmp_path, home)
    ours, theirs = Fit(OURS, panel, home), Fit(THEIRS, panel, home)
    for fit in (ours, theirs):
        fit.measure()
        assert fit.parameters == pytest.approx((0.2426, 4.4135, 0.7929, 2.4258), abs=6e-5)
        assert fit.log_likelihood == pytest.approx(-9582.4256, abs=5e-5)
    found = np.load(panel)
    again = found["repeats"] > 0
    spending = fit_spending(Spent(found["repeats"][again], found["mean"][again]))
    model = spending.model
    assert (model.p, model.q, model.v) == pytest.approx((6.2488, 3.7446, 15.4477), abs=6e-5)
    assert spending.log_likelihood == pytest.approx(-4055.9232, abs=6e-5)


def test_fitting_a_hundred_thousand_accounts(
    ledger: list[Comparison], tmp_path: Path, home: Path
) -> None:
    panel = made_up_panel(tmp_path / "panel.npz", 100_000)
    ours, theirs = Fit(OURS, panel, home), Fit(THEIRS, panel, home)
    found = compared(
        "BG/NBD of 100,000 accounts, against lifetimes",
        ours.measure,
        theirs.measure,
        Allowed(1 / 20, is_limit=False),
        pairs=7,
    )
    details = {
        "log_likelihood": ours.log_likelihood,
        "baseline_log_likelihood": theirs.log_likelihood,
        "parameters": ours.parameters,
    }
    note = f"{1 / found.ratio:.0f} times faster, log-likelihood {ours.log_likelihood:.4f} in both"
    ledger.append(replace(found, details=details, notes=(note,)))
    # Ours may be higher, never lower.
    assert round(ours.log_likelihood, 4) == round(theirs.log_likelihood, 4)
