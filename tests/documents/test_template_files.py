"""The office's own templates on the disk: whole or not at all, whatever wrote them."""

import os
from pathlib import Path

import pytest

from documents.letter_templates import TemplateFault, delivered_text, template_text
from documents.template_files import digest_of, in_force, only_text, put, remove, tidy
from foundation.errors import NotFound, NotPossible

OWN = "# 本会提示函\n正文\n"


def test_a_template_is_put_in_force_and_taken_away_again(home: Path) -> None:
    delivered = in_force("notice")
    assert (delivered.own, delivered.text, delivered.changed_at) == (False, delivered_text("notice"), None)
    put("notice", OWN)
    own = in_force("notice")
    assert (own.own, own.text, own.digest, own.readable) == (True, OWN, digest_of(OWN), True)
    assert own.changed_at is not None
    assert template_text("notice") == OWN
    assert not in_force("opinion").own
    assert [path.name for path in (home / "letter_templates").iterdir()] == ["notice.md"]
    remove("notice")
    assert in_force("notice") == delivered
    remove("notice")


def test_whoever_could_edit_the_file_still_can(home: Path) -> None:
    put("notice", OWN)
    path = home / "letter_templates" / "notice.md"
    path.chmod(0o664)
    put("notice", OWN + "又一段\n")
    assert path.stat().st_mode & 0o777 == 0o664


def test_a_write_that_fails_leaves_the_old_one_whole(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("notice", OWN)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(NotPossible, match="没有写成"):
            put("notice", "# 新的\n正文")
    assert in_force("notice").text == OWN
    assert [path.name for path in (home / "letter_templates").iterdir()] == ["notice.md"]


def test_a_folder_that_may_not_be_written_is_said_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("notice", OWN)

    def refuse(*_given: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as locked:
        locked.setattr(os, "replace", refuse)
        locked.setattr(Path, "unlink", refuse)
        with pytest.raises(NotPossible, match="没有写入的权限"):
            put("notice", "# 新的\n正文")
        with pytest.raises(NotPossible, match="没有写入的权限"):
            remove("notice")
    assert in_force("notice").text == OWN


def test_a_file_in_the_place_of_the_folder_is_said_so(home: Path) -> None:
    home.mkdir()
    (home / "letter_templates").touch()
    with pytest.raises(NotPossible, match="没有写成"):
        put("notice", OWN)


def test_what_an_editor_on_windows_leaves(home: Path) -> None:
    folder = home / "letter_templates"
    folder.mkdir(parents=True)
    (folder / "notice.md").write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert in_force("notice").text == OWN
    assert in_force("notice").digest == digest_of(OWN)
    (folder / "notice.md").write_bytes(OWN.encode("gbk"))
    found = in_force("notice")
    assert (found.text, found.own, found.readable) == (OWN, True, False)
    assert found.digest != digest_of(OWN)


def test_no_other_name_reaches_the_disk(home: Path) -> None:
    for call in (lambda: in_force("../notice"), lambda: put("other", OWN), lambda: remove("/etc/passwd")):
        with pytest.raises(NotFound, match="没有这种文书的模板"):
            call()
    assert not home.exists()


def test_a_text_from_a_form_is_kept_in_lines() -> None:
    assert tidy("\ufeff\r\n# 题\r\n\t正文\r又一段\n\n") == "\n# 题\n\t正文\n又一段\n\n"
    for wrong in ("\0", "\x0b", "\ud800", "\ufdd0", "\uffff", "\x85"):
        with pytest.raises(TemplateFault, match="第2行有看不见的控制字符") as refused:
            tidy(f"# 题\n正{wrong}文")
        assert refused.value.line == 2
        assert only_text(f"正{wrong}文") == "正\ufffd文"
    with pytest.raises(TemplateFault, match="过长"):
        tidy("长" * 50_001)
