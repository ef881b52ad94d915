"""weiquan user: accounts by hand, for the first administrator, and a new password for one who forgot theirs."""

from typing import Annotated

import typer


def add(
    login: Annotated[str, typer.Argument(help="登录名（小写字母、数字）", metavar="登录名")],
    name: Annotated[str, typer.Option("--name", help="姓名")],
    role: Annotated[
        str, typer.Option("--role", help="operator 话务员、mediator 调解员、supervisor 主管、leader 领导、admin 管理员")
    ],
    password: Annotated[
        str, typer.Option("--password", prompt="密码（至少10位）", hide_input=True, confirmation_prompt="再输一次")
    ],
    title: Annotated[str | None, typer.Option("--title", help="职务；主席、副主席可签发文书")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="部门或单位")] = None,
    email: Annotated[str | None, typer.Option("--email", help="邮箱，用于接收提醒")] = None,
) -> None:
    """新建一个账号。密码不写在命令行时会提示输入。"""
    from foundation.clock import now
    from foundation.database import connected
    from foundation.settings import settings
    from foundation.work import SYSTEM, begin
    from people.accounts import add_account

    with connected(settings().url) as engine, begin(engine, by=SYSTEM, at=now()) as work:
        add_account(work, login, name, role, password, title=title, unit=unit, email=email)
    typer.echo(f"已新建账号 {login}。")


def password(
    login: Annotated[str, typer.Argument(help="登录名", metavar="登录名")],
    new: Annotated[
        str, typer.Option("--password", prompt="新密码（至少10位）", hide_input=True, confirmation_prompt="再输一次")
    ],
) -> None:
    """重设一个账号的密码并解除锁定。密码不写在命令行时会提示输入。"""
    from foundation.clock import now
    from foundation.database import connected, reading
    from foundation.settings import settings
    from foundation.work import SYSTEM, begin
    from people.accounts import actor_of, set_password

    with connected(settings().url) as engine:
        with reading(engine) as session:
            account_id = actor_of(session, login).account_id
        with begin(engine, by=SYSTEM, at=now()) as work:
            if account_id is not None:
                set_password(work, account_id, new)
    typer.echo(f"已重设 {login} 的密码。")
