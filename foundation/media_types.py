"""What kind of file it is, told by its first bytes and never by its name."""

import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import BinaryIO

HEAD = 4096
LONGEST_NAME = 120

# Media type: the endings that a name of it may have (the first is added where it has none), and the word people read.
KNOWN: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "image/jpeg": ((".jpg", ".jpeg"), "图片（JPG）"),
        "image/png": ((".png",), "图片（PNG）"),
        "image/gif": ((".gif",), "图片（GIF）"),
        "image/webp": ((".webp",), "图片（WebP）"),
        "application/pdf": ((".pdf",), "PDF"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ((".docx",), "Word（docx）"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ((".xlsx",), "Excel（xlsx）"),
        "text/plain": ((".txt", ".csv", ".md", ".log"), "文本（txt）"),
        "audio/mpeg": ((".mp3",), "录音（mp3）"),
        "audio/mp4": ((".m4a",), "录音（m4a）"),
        "audio/wav": ((".wav",), "录音（wav）"),
        "video/mp4": ((".mp4",), "录像（mp4）"),
    }
)
# What our own papers are made as, by the ending of their address.
PAPER_MEDIA: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
)
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_M4A = (b"M4A ", b"M4B ")
_MP4 = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"MSNV", b"M4V ", b"3gp4", b"3gp5")


def media_type(source: BinaryIO) -> str | None:
    """The media type of a file by its content; None for what is not known. The source is left at its beginning."""
    source.seek(0)
    head = source.read(HEAD)
    source.seek(0)
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:12] in _M4A else "video/mp4" if head[8:12] in _MP4 else None
    if head[:4] == b"PK\x03\x04":
        return _office_type(source)
    return "text/plain" if _is_text(source) else None


def _office_type(source: BinaryIO) -> str | None:
    """A document of Word or Excel; one that brings a program with it is not taken."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return None
    finally:
        source.seek(0)
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((found for part, found in _OFFICE.items() if part in names), None)


def _is_text(source: BinaryIO) -> bool:
    """Whether all of it is text, and not text that a browser would run."""
    content = source.read()
    source.seek(0)
    text = decoded(content)
    if text is None or "\x00" in text:
        return False
    begins = text.lstrip("\ufeff \t\r\n")[:200].lower()
    return not begins.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script"))


def decoded(content: bytes) -> str | None:
    """Text in UTF-8, else in the encoding of older Chinese programs; None where it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def clean_name(given: str, kind: str) -> str:
    """A file's own name, without folders and control characters, with an ending that fits its content."""
    last = PurePosixPath(given.replace("\\", "/")).name
    name = "".join(one for one in last if one.isprintable()).strip(" .") or "文件"
    endings = KNOWN[kind][0]
    ending = next((one for one in endings if name.lower().endswith(one)), None)
    bare = name[: -len(ending)] if ending is not None else name
    return f"{bare[:LONGEST_NAME]}{ending or endings[0]}"
