"""Files kept by their content: the name of the bytes is their SHA-256, so the same content is kept once.

Bytes come first and rows after: whatever is interrupted between leaves bytes that nobody names, never a row
without bytes. A file appears under its name only when all of it is on the disk.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from foundation.errors import NotFound, NotPossible, NotValid
from foundation.settings import Settings, settings

CHUNK = 1 << 20
UNFINISHED = ".part"


@dataclass(frozen=True)
class Kept:
    """What was kept: the hash that names it, and how many bytes there are."""

    sha256: str
    size: int


class FileStore:
    """A folder of files by content: ab/abcdef…"""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the content of this hash lies."""
        return self.folder / sha256[:2] / sha256

    def keep(self, source: BinaryIO, *, most: int) -> Kept:
        """Keep everything that can be read from the source.

        Raises NotValid for nothing and for more than `most` bytes; nothing of it stays then.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=UNFINISHED, dir=self.folder)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                kept = _copied(source, target, most)
                target.flush()
                os.fsync(target.fileno())
            self._place(part, kept)
        finally:
            part.unlink(missing_ok=True)
        return kept

    def _place(self, part: Path, kept: Kept) -> None:
        place = self.path(kept.sha256)
        # Content that is there but damaged is mended by keeping it again.
        if not self.is_sound(kept.sha256):
            place.parent.mkdir(exist_ok=True)
            os.replace(part, place)
            sync_folder(place.parent)
            sync_folder(self.folder)
        else:
            # Seen by the sweep as just used: its row may still be on the way.
            os.utime(place)

    def read(self, sha256: str) -> bytes:
        """The content of this hash. Raises NotFound when it is gone, NotPossible when it is damaged."""
        try:
            content = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound("文件的内容不在存储中，可能已被移走；请联系管理员从备份恢复。") from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotPossible("文件已损坏，内容与登记时不一致，不能打开；请联系管理员从备份恢复，或重新上传原件。")
        return content

    def is_sound(self, sha256: str) -> bool:
        """Whether the content is there and is what its name says."""
        try:
            with self.path(sha256).open("rb") as source:
                return hashlib.file_digest(source, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return False

    def size(self, sha256: str) -> int | None:
        """How many bytes lie there; None where nothing does."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def kept(self) -> Iterator[tuple[str, float]]:
        """Every name in the folder with the time of its last keeping, unfinished ones too."""
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield path.name, path.stat().st_mtime


def _copied(source: BinaryIO, target: BinaryIO, most: int) -> Kept:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise NotValid(too_large(most), fields={"file": "文件太大"})
        digest.update(chunk)
        target.write(chunk)
    if size == 0:
        raise NotValid("文件是空的，没有上传。请选择有内容的文件。", fields={"file": "文件是空的"})
    return Kept(digest.hexdigest(), size)


def too_large(most: int) -> str:
    """What is said about a file that is too large."""
    return f"文件超过 {most // CHUNK} MB 的上限，没有上传。请压缩、降低清晰度或者分成几个文件。"


def sync_folder(folder: Path) -> None:
    """The name itself must be on the disk before a row speaks of it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_store(conf: Settings | None = None) -> FileStore:
    """The files of this installation."""
    conf = conf or settings()
    return FileStore(conf.files_dir or conf.home / "files")
