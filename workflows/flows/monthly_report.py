"""The report of the month that has ended."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from foundation.clock import office_day
from foundation.database import reading
from foundation.settings import settings
from workflows.flows.run import run_flow


def monthly_report(engine: sa.Engine, at: datetime) -> None:
    """Write last month's files into the home folder as one run."""
    from reports.monthly_files import write_monthly

    day = office_day(at)
    month = f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"
    conf = settings()

    def job() -> dict[str, str]:
        with reading(engine) as session:
            written = write_monthly(session, month, conf.home / "reports", issuer=conf.office_name, generated_on=day)
        return {"month": month, "files": "、".join(path.name for path in written)}

    run_flow("monthly_report", engine, at, job)
