"""weiquan serve, web and engine: one machine, or the parts apart."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import httpx
import typer

PR_SET_PDEATHSIG = 1
RESTART_WAIT_SECONDS = 2.0
READY_WITHIN_SECONDS = 60.0


def web(
    host: Annotated[str | None, typer.Option(help="监听地址；不填用 WEIQUAN_HOST")] = None,
    port: Annotated[int | None, typer.Option(help="端口；不填用 WEIQUAN_PORT")] = None,
) -> None:
    """只运行网页和接口。"""
    import uvicorn

    from foundation.settings import settings

    conf = settings()
    uvicorn.run(
        "main:create_app",
        factory=True,
        host=host or conf.host,
        port=port or conf.port,
        workers=conf.workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def engine() -> None:
    """只运行引擎：到期提醒、文书起草、消息投递、月报、每夜核对。"""
    import workflows.commands  # noqa: F401 - declares the acts
    from foundation.database import connect
    from foundation.settings import settings
    from foundation.telemetry import set_up
    from workflows.scheduler import run_engine

    conf = settings()
    set_up(conf)
    run_engine(connect(conf.url), conf)


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="载入演示办公室（公开案例与演示账号）")] = False,
) -> None:
    """单机运行：升级数据库，看护网页、引擎和 Prefect，任何一个退出都会重新启动。"""
    from foundation.settings import settings
    from migrations.upgrade import upgrade

    conf = settings()
    home = conf.home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    if not _free(conf.host, conf.port):
        typer.echo(f"端口 {conf.port} 已被占用。请先停掉原来的程序，或设置 WEIQUAN_PORT 换一个端口。", err=True)
        raise typer.Exit(1)
    upgrade(conf.url)
    if demo:
        _load_demo()
    supervisor = Supervisor(home, conf.host, conf.port, conf.prefect_port if conf.use_prefect else None)
    if conf.prefect_api_url is not None:
        supervisor.prefect_port = None
    supervisor.start("web")
    supervisor.start("engine")
    if _answers(f"http://{conf.host}:{conf.port}/healthz"):
        typer.echo(f"\n维权系统已启动：{conf.origin}")
        if demo:
            from demo.office import ACCOUNTS, PASSWORD

            typer.echo("演示账号（密码均为 " + PASSWORD + "）：")
            for account in ACCOUNTS:
                typer.echo(f"  {account.login:<9} {account.desk}")
        typer.echo("按 Ctrl+C 停止。", nl=True)
    else:
        typer.echo("网页没有按时启动，请看上面的错误信息。", err=True)
    if supervisor.prefect_port is not None:
        supervisor.start("prefect")
    supervisor.watch()


def _load_demo() -> None:
    from demo.office import load
    from foundation.clock import now
    from foundation.database import connect
    from foundation.settings import settings

    typer.echo("正在载入演示办公室……", err=True)
    load(connect(settings().url), now())


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _answers(url: str) -> bool:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=1).status_code == httpx.codes.OK:
                return True
        except httpx.HTTPError:
            time.sleep(0.2)
    return False


def _die_with_parent() -> None:
    # A supervisor that is killed outright must not leave children behind that hold the port.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Starts the parts, starts them again when they die, stops them together."""

    def __init__(self, home: Path, host: str, port: int, prefect_port: int | None) -> None:
        self.home = home
        self.host = host
        self.port = port
        self.prefect_port = prefect_port
        if prefect_port is not None and not _free("127.0.0.1", prefect_port):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.prefect_port = int(probe.getsockname()[1])
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def start(self, part: str) -> None:
        """Start one part."""
        if part == "prefect":
            command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1"]
            command += ["--port", str(self.prefect_port)]
        else:
            command = [sys.executable, "-m", "main", part]
        log = (self.home / "prefect.log").open("ab") if part == "prefect" else None
        self.children[part] = subprocess.Popen(  # noqa: S603 - our own parts
            command,
            env={**os.environ, **self._environment()},
            stdout=log,
            stderr=log,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has one thread
        )
        if log is not None:
            log.close()

    def _environment(self) -> dict[str, str]:
        if self.prefect_port is None:
            return {}
        prefect = self.home / "prefect"
        prefect.mkdir(exist_ok=True)
        address = f"http://127.0.0.1:{self.prefect_port}/api"
        from foundation.settings import settings

        database = settings().prefect_database_url or f"sqlite+aiosqlite:///{prefect / 'prefect.db'}"
        return {
            "PREFECT_HOME": str(prefect),
            "PREFECT_API_URL": address,
            "PREFECT_API_DATABASE_CONNECTION_URL": database,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_LOGGING_LEVEL": "WARNING",
            "PREFECT_LOGGING_TO_API_ENABLED": "false",
            "WEIQUAN_PREFECT_API_URL": address,
        }

    def watch(self) -> None:
        """Until a signal comes: look after the children."""

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        while not self.stopping:
            time.sleep(0.5)
            for part, child in list(self.children.items()):
                if child.poll() is not None and not self.stopping:
                    typer.echo(f"{part} 已退出（代码 {child.returncode}），正在重新启动……", err=True)
                    time.sleep(RESTART_WAIT_SECONDS)
                    self.start(part)
        typer.echo("正在停止……", err=True)
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.kill()
