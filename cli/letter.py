"""weiquan letter: samples of the letters and their annexes, and the templates to edit."""

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Option("--out", help="写入的目录", metavar="目录")]


def sample(
    kind: Annotated[
        str,
        typer.Argument(
            help="notice 提示函、opinion 意见书、recommendation 建议书、public_notice 公开提示函、annexes 全部附表",
            metavar="文种",
        ),
    ],
    out: Folder,
) -> None:
    """写出填好示例内容的样张：文种.pdf 和文种.docx。"""
    from documents.annex_files import sample_annexes
    from documents.letter_docx import letter_docx
    from documents.letter_pdf import letter_pdf
    from documents.letter_samples import sample_letter

    if kind == "annexes":
        files = sample_annexes()
    else:
        text = sample_letter(kind)
        files = {f"{kind}.pdf": letter_pdf(text), f"{kind}.docx": letter_docx(text)}
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
        typer.echo(str(out / name))


def templates(out: Folder) -> None:
    """写出随程序提供的文书模板和可用事实清单，供修改；目录中已有的模板不覆盖。"""
    from documents.letter_templates import own_folder, write_templates

    for path in write_templates(out):
        typer.echo(str(path))
    typer.echo(f"改好的模板放入 {own_folder()}，即替代随程序提供的模板。")


def check(
    kind: Annotated[str, typer.Argument(help="notice、opinion、recommendation、public_notice 之一", metavar="文种")],
    file: Annotated[Path, typer.Argument(help="要核对的模板文件", metavar="文件")],
) -> None:
    """核对一个模板：用到的事实是否都有，能否用示例事实生成。"""
    from documents.letter_templates import check_template, read_template
    from foundation.errors import NotFound

    if not file.is_file():
        raise NotFound(f"没有文件 {file}。")
    check_template(kind, read_template(file))
    typer.echo(f"{file}：可以使用。")
