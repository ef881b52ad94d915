"""The store: by content, once, whole or not at all; and what a file is told by."""

from io import BytesIO
from pathlib import Path

import pytest

from foundation.errors import NotFound, NotPossible, NotValid
from foundation.files import FileStore
from foundation.media_types import clean_name, media_type
from tests.files.papers import M4A, MP3, MP4, PDF, WAV, archive, docx, png

MOST = 1000


def test_the_same_content_lies_there_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    first, second = store.keep(BytesIO(b"abc"), most=MOST), store.keep(BytesIO(b"abc"), most=MOST)
    assert first == second
    assert [name for name, _ in store.kept()] == [first.sha256]
    assert store.path(first.sha256) == tmp_path / first.sha256[:2] / first.sha256
    assert store.read(first.sha256) == b"abc"


def test_a_damaged_file_says_so_and_is_mended_by_the_original(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    kept = store.keep(BytesIO(b"abc"), most=MOST)
    store.path(kept.sha256).write_bytes(b"abd")
    with pytest.raises(NotPossible, match="已损坏"):
        store.read(kept.sha256)
    assert store.keep(BytesIO(b"abc"), most=MOST) == kept
    assert store.read(kept.sha256) == b"abc"
    store.path(kept.sha256).unlink()
    with pytest.raises(NotFound, match="备份"):
        store.read(kept.sha256)


@pytest.mark.parametrize(("content", "words"), [(b"", "空的"), (b"x" * (MOST + 1), "上限")])
def test_what_is_refused_leaves_nothing(tmp_path: Path, content: bytes, words: str) -> None:
    store = FileStore(tmp_path)
    with pytest.raises(NotValid, match=words):
        store.keep(BytesIO(content), most=MOST)
    assert list(store.kept()) == []


class Broken(BytesIO):
    """A source that fails after its first piece, as a lost connection does."""

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(4)
        if not piece:
            raise ConnectionError
        return piece


def test_an_interrupted_upload_leaves_no_file_under_a_name(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    with pytest.raises(ConnectionError):
        store.keep(Broken(b"abcdefgh"), most=MOST)
    assert list(store.kept()) == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        (PDF, "application/pdf"),
        (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (archive("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (WAV, "audio/wav"),
        (M4A, "audio/mp4"),
        (MP4, "video/mp4"),
        (MP3, "audio/mpeg"),
        ("工资条".encode(), "text/plain"),
        ("工资条".encode("gb18030"), "text/plain"),
        (b"MZ\x90\x00" + bytes(40), None),
        (b"\x7fELF" + bytes(40), None),
        (b"<!DOCTYPE html><script>alert(1)</script>", None),
        (b"  <svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", None),
        (archive("word/document.xml", "word/vbaProject.bin"), None),
        (archive("a.txt"), None),
        (b"PK\x03\x04broken", None),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, kind: str | None) -> None:
    source = BytesIO(content)
    assert media_type(source) == kind
    assert source.tell() == 0


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [
        ("工资条.PDF", "application/pdf", "工资条.pdf"),
        ("C:\\桌面\\合同.docx", "application/pdf", "合同.docx.pdf"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("页面.html", "text/plain", "页面.html.txt"),
        ("照\r\n片.jpeg", "image/jpeg", "照片.jpeg"),
        ("", "image/png", "文件.png"),
        ("长" * 300 + ".png", "image/png", "长" * 120 + ".png"),
    ],
)
def test_names_are_only_names(given: str, kind: str, name: str) -> None:
    assert clean_name(given, kind) == name
