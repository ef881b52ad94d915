"""The API on an application."""

import pkgutil
from importlib import import_module

from fastapi import APIRouter, FastAPI

import api
from api import acts
from api.problems import SignInMissing, sign_in_missing

PREFIX = "/api/v1"


def read_routers() -> list[APIRouter]:
    """The routers of all files of this package, in their order; those of the acts come from their declarations."""
    modules = [import_module(f"{api.__name__}.{one.name}") for one in pkgutil.iter_modules(api.__path__)]
    return [module.router for module in modules if isinstance(getattr(module, "router", None), APIRouter)]


def mount(app: FastAPI) -> None:
    """Add the API and its description."""
    app.openapi_url = f"{PREFIX}/openapi.json"
    app.docs_url = None
    app.description = "维权办案系统接口。每个办理事项与网页共用一份声明；出错时返回 problem+json。"
    for router in (*read_routers(), acts.router()):
        app.include_router(router, prefix=PREFIX)
    app.add_exception_handler(SignInMissing, sign_in_missing)
    app.add_api_route(app.openapi_url, app.openapi, include_in_schema=False, methods=["GET"], name="openapi")
