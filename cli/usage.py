"""Wrong usage of the command, said in Chinese."""

import re

from typer import TyperException

SHOWN = {
    "MissingParameter": "缺少{what}",
    "NoSuchOption": "没有这个选项：{what}",
    "BadParameter": "{what}的值不对",
    "BadOptionUsage": "选项{what}缺少值，或多给了值",
}
_NO_COMMAND = re.compile(r"No such command '(.*?)'")
_EXTRA = re.compile(r"unexpected extra argument\w*\(?s?\)? \(?(.*?)\)?$")


def said(error: TyperException) -> str:
    """What is wrong with a command line, and where to read on: the library has English words only."""
    message = str(getattr(error, "message", error))
    command = _NO_COMMAND.search(message)
    extra = _EXTRA.search(message)
    if command is not None:
        words = f"没有“{command[1]}”这个命令"
    elif extra is not None:
        words = f"多给了参数：{extra[1]}"
    else:
        words = SHOWN.get(type(error).__name__, "用法不对").format(what=_what(error))
    where = getattr(getattr(error, "ctx", None), "command_path", "weiquan")
    return f"{words}。用法见 {where} --help。"


def _what(error: TyperException) -> str:
    option = getattr(error, "option_name", None)
    if option:
        return f" {option} "
    param = getattr(error, "param", None)
    if param is None:
        return "参数"
    names = [name for name in getattr(param, "opts", ()) if name.startswith("-")]
    return f"选项 {names[0]} " if names else f"参数“{getattr(param, 'metavar', None) or param.name}”"
