"""The command in a process of its own that works in small batches: a kill -9 in the middle needs few cases."""

import sys

from main import cli
from workflows import reissue_by_calendar

CASES_AT_ONCE = 40

if __name__ == "__main__":
    reissue_by_calendar.CASES_AT_ONCE = CASES_AT_ONCE
    sys.exit(cli())
