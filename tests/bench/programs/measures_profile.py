"""The plan of the measures with the time that each operator took, as DuckDB's own JSON."""

from __future__ import annotations

import sys
from pathlib import Path

from kamtui.engine.catalogue import compose
from kamtui.portfolio.opening import open_portfolio

history, workspace = sys.argv[1:]
portfolio = open_portfolio(
    Path(history), workspace=Path(workspace), environment={"KAMTUI_CACHE": "off"}
)
statement = compose("measures")
portfolio.engine.need(sorted(statement.tables))
[(_, plan)] = portfolio.engine.run(
    f"EXPLAIN (ANALYZE, FORMAT json) {statement.sql}", portfolio.days
).all_rows()
print(plan)
