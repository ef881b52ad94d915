"""Small files of every kind, made here."""

import struct
import zipfile
import zlib
from io import BytesIO

from docx import Document


def png(shade: int = 0) -> bytes:
    """A picture of one dot."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dot = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", dot) + part(b"IEND", b"")


def docx(words: str = "劳动合同") -> bytes:
    """A Word document."""
    document, buffer = Document(), BytesIO()
    document.add_paragraph(words)
    document.save(buffer)
    return buffer.getvalue()


def archive(*names: str) -> bytes:
    """A zip with empty parts of these names."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in names:
            target.writestr(name, "")
    return buffer.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(20)
M4A = b"\x00\x00\x00\x20ftypM4A " + bytes(24)
MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(24)
MP3 = b"ID3\x04\x00\x00" + bytes(20)
