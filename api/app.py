"""The API on an application."""

from fastapi import FastAPI

from api import acts, bulk, calendars, deadlines, findings, reads, search, session
from api.problems import SignInMissing, sign_in_missing

PREFIX = "/api/v1"


def mount(app: FastAPI) -> None:
    """Add the API and its description."""
    app.openapi_url = f"{PREFIX}/openapi.json"
    app.docs_url = None
    app.description = "维权办案系统接口。每个办理事项与网页共用一份声明；出错时返回 problem+json。"
    for router in (
        session.router,
        reads.router,
        findings.router,
        deadlines.router,
        calendars.router,
        search.router,
        bulk.router,
        acts.router(),
    ):
        app.include_router(router, prefix=PREFIX)
    app.add_exception_handler(SignInMissing, sign_in_missing)
    app.add_api_route(app.openapi_url, app.openapi, include_in_schema=False, methods=["GET"], name="openapi")
