"""Help pages in Chinese: the library's own words are English, and stand in its classes and its table of titles."""

from typing import Any

import typer.core

TITLES = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "［默认：{}］",
    "ENVVAR_STRING": "［环境变量：{}］",
    "REQUIRED_LONG_STRING": "［必填］",
}


class _InChinese:
    """What a command and a group say of themselves."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option -h."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # mixed into the library's classes below
        if option is not None:
            option.help = "显示用法后退出"
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The first line."""
        pieces = super().collect_usage_pieces(ctx)  # type: ignore[misc]  # as above
        said = " ".join(pieces).replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]…")
        formatter.write_usage(ctx.command_path, said, prefix="用法：")

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The page."""
        # Loaded here only: it brings rich, which no other command needs.
        import typer.rich_utils

        for name, words in TITLES.items():
            setattr(typer.rich_utils, name, words)
        super().format_help(ctx, formatter)  # type: ignore[misc]  # as above


class Command(_InChinese, typer.core.TyperCommand):
    """A command whose help page is Chinese."""


class Group(_InChinese, typer.core.TyperGroup):
    """A group whose help page is Chinese."""


class Commands(typer.Typer):
    """A set of commands that all speak Chinese."""

    def command(self, name: str | None = None, **more: Any) -> Any:
        """Declare one."""
        return super().command(name, cls=Command, **more)
