"""The command in a process of its own that knows a newer chart: what a kill -9 test starts."""

import sys

from main import cli
from tests.workflows.charts import next_version

if __name__ == "__main__":
    next_version.register()
    sys.exit(cli())
