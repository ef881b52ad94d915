"""运行记录: what ran by itself."""

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.desk import runs
from foundation.database import reading
from foundation.settings import settings
from web.render import page
from web.visitor import Here
from workflows.flows.run import JOB_WORDS

router = APIRouter()


@router.get("/runs")
def listed(here: Here) -> Response:
    """Newest first, with the Prefect run that did it."""
    api = settings().prefect_api_url
    with reading(here.engine) as session:
        return page(
            "runs.html", here, runs=runs(session), words=JOB_WORDS, prefect=api.removesuffix("/api") if api else None
        )
