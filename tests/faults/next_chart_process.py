"""The command in a process of its own that knows a newer chart and works in small batches: for a kill -9 test."""

import sys

from main import cli
from tests.workflows.charts import next_version
from workflows import chart_migrating, chart_migration

CASES_AT_ONCE = 40

if __name__ == "__main__":
    chart_migration.CASES_AT_ONCE = chart_migrating.CASES_AT_ONCE = CASES_AT_ONCE  # type: ignore[attr-defined]  # its import
    next_version.register()
    sys.exit(cli())
