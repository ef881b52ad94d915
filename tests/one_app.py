"""The application of a test: built once in a process, and lent to each test with that test's own database.

FastAPI works out its routes at the first request, most of a second for an application of this size.
"""

from copy import copy
from functools import lru_cache

import sqlalchemy as sa
from fastapi import FastAPI
from starlette.datastructures import State

import main


def build_app(engine: sa.Engine) -> FastAPI:
    """What `main.build_app` builds on this database; routes are shared with other tests, the database is not."""
    lent = copy(_built())
    lent.state = State({"engine": engine})
    return lent


@lru_cache
def _built() -> FastAPI:
    return main.build_app(sa.create_engine("sqlite://"))
