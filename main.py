"""Puts the parts together: the web application and the command. Nothing imports this file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from cli import calendar, charts, help_words, letter
from cli.ask import ask
from cli.check import check
from cli.db import upgrade
from cli.deadline import deadline
from cli.import_cases import import_cases
from cli.report import monthly
from cli.run import run
from cli.search import rebuild
from cli.serve import engine as run_engine
from cli.serve import serve, web
from cli.usage import said
from cli.user import add, password
from cli.verify import verify
from foundation.errors import Refusal

if TYPE_CHECKING:
    import sqlalchemy as sa
    from fastapi import FastAPI

HELP = {"help_option_names": ["-h", "--help"]}


class ChineseErrors(help_words.Group):
    """A refusal anywhere below is one Chinese line and exit code 1, wrong usage one and exit code 2."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the command line."""
        with _usage_in_chinese():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _usage_in_chinese():
            try:
                return super().invoke(ctx)
            except Refusal as refused:
                typer.echo(refused.detail, err=True)
                raise typer.Exit(1) from None


@contextmanager
def _usage_in_chinese() -> Iterator[None]:
    try:
        yield
    except typer.TyperException as error:
        # Without arguments the help itself is shown, which is Chinese already.
        if type(error).__name__ == "NoArgsIsHelpError":
            raise
        typer.echo(said(error), err=True)
        raise typer.Exit(2) from None


def group(help_text: str) -> typer.Typer:
    """A group of commands."""
    return help_words.Commands(
        cls=help_words.Group,
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        context_settings=HELP,
        pretty_exceptions_enable=False,
    )


cli = help_words.Commands(
    cls=ChineseErrors,
    help="维权：各级总工会职工维权办案系统。",
    no_args_is_help=True,
    add_completion=False,
    context_settings=HELP,
    pretty_exceptions_enable=False,
)
for command, name in (
    (serve, "serve"),
    (web, "web"),
    (run_engine, "engine"),
    (import_cases, "import"),
    (deadline, "deadline"),
    (ask, "ask"),
    (verify, "verify"),
    (check, "check"),
    (run, "run"),
):
    cli.command(name)(command)
db = group("数据库。")
db.command("upgrade")(upgrade)
db.callback()(lambda: None)
report = group("统计报表。")
report.command("monthly")(monthly)
report.callback()(lambda: None)
searching = group("查找。")
searching.command("rebuild")(rebuild)
searching.callback()(lambda: None)
cli.add_typer(searching, name="search")
user = group("账号。")
user.command("add")(add)
user.command("password")(password)
notices = group("放假安排：导入通知、试算、批准、启用、撤销。")
notices.command("import")(calendar.import_)
notices.command("list")(calendar.listed)
notices.command("rehearse")(calendar.rehearse)
notices.command("approve")(calendar.approve)
notices.command("reject")(calendar.reject)
notices.command("apply")(calendar.apply)
notices.command("undo")(calendar.undo)
cli.add_typer(notices, name="calendar")
drawn = group("状态图：核对、把办理中的案件转到另一版本。")
drawn.command("check")(charts.check)
drawn.command("migrate")(charts.migrate)
drawn.command("migrations")(charts.migrations)
cli.add_typer(drawn, name="charts")
written = group("一函两书：样张、模板。")
written.command("sample")(letter.sample)
written.command("templates")(letter.templates)
written.command("check")(letter.check)
cli.add_typer(written, name="letter")
cli.add_typer(db, name="db")
cli.add_typer(report, name="report")
cli.add_typer(user, name="user")


def create_app() -> "FastAPI":
    """The web application of this installation."""
    from foundation.database import connect
    from foundation.settings import settings
    from foundation.telemetry import set_up

    conf = settings()
    set_up(conf)
    return build_app(connect(conf.url))


def build_app(engine: "sa.Engine") -> "FastAPI":
    """The web application on a database: console, API, and two questions for whoever runs the machine."""
    from fastapi import FastAPI

    import api.app
    import web.app as console
    import workflows.commands  # noqa: F401 - declares the acts
    from web.health import router as health

    app = FastAPI(title="维权", version="0.1.0", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.engine = engine
    app.include_router(health)
    api.app.mount(app)
    console.mount(app)
    answer_errors(app)
    return app


def answer_errors(app: "FastAPI") -> None:
    """Each door answers in its own way: the API with problems, the console with pages."""
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    import web.app as pages
    from api import problems

    for kind, name in (
        (Refusal, "refused"),
        (HTTPException, "not_found"),
        (RequestValidationError, "unreadable"),
        (Exception, "failed"),
    ):

        def answer(request: Any, error: Exception, name: str = name) -> Any:
            door = problems if request.url.path.startswith("/api/") else pages
            return getattr(door, name)(request, error)

        app.add_exception_handler(kind, answer)


if __name__ == "__main__":
    sys.exit(cli())
