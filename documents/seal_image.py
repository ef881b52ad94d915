"""The picture of a seal: a PNG that really is one, of a size that can be set on paper."""

import struct
import zlib
from dataclasses import dataclass

from foundation.errors import NotValid

MOST_BYTES = 1 << 20
SMALLEST, LARGEST = 100, 3000
BEGINNING = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


@dataclass(frozen=True)
class PngSize:
    """Width and height in pixels."""

    width: int
    height: int


def _wrong(words: str) -> NotValid:
    return NotValid(f"印章图像{words}。请用透明底或者白底的 PNG 图片。", fields={"image": words})


def check_seal_png(content: bytes) -> PngSize:
    """Read it through to its last byte; what its name says does not count. Raises NotValid.

    A picture that a later program could choke on (cut short, trailing data, a false size) is not kept.
    """
    if not content.startswith(BEGINNING):
        raise _wrong("不是 PNG 图片")
    if len(content) > MOST_BYTES:
        raise _wrong(f"超过 {MOST_BYTES >> 20} MB")
    head, packed = _parts(content)
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise _wrong(f"须为 {SMALLEST} 至 {LARGEST} 像素见方（现为 {width}×{height}）")
    if max(width, height) > 2 * min(width, height):
        raise _wrong("长宽相差太大，不像印章")
    if interlaced or colour not in CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise _wrong("的 PNG 格式不受支持（请另存为普通 PNG）")
    wanted = height * (1 + (width * CHANNELS[colour] * depth + 7) // 8)
    unpacking = zlib.decompressobj()
    try:
        pixels = unpacking.decompress(packed, wanted + 1)
    except zlib.error:
        raise _wrong("已损坏") from None
    if len(pixels) != wanted:
        raise _wrong("已损坏")
    return PngSize(width, height)


def _parts(content: bytes) -> tuple[bytes, bytes]:
    """The header and the packed pixels; every part must carry its own checksum, and nothing may follow the end."""
    place, head, packed, ended = len(BEGINNING), b"", b"", False
    while place + 12 <= len(content) and not ended:
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind = content[place + 4 : place + 8]
        body = content[place + 8 : place + 8 + length]
        told = content[place + 8 + length : place + 12 + length]
        if len(told) != 4 or struct.unpack(">I", told)[0] != zlib.crc32(kind + body):
            raise _wrong("已损坏")
        if kind == b"IHDR" and place == len(BEGINNING) and length == 13:
            head = body
        elif kind == b"IDAT":
            packed += body
        ended = kind == b"IEND"
        place += 12 + length
    if not head or not ended or place != len(content):
        raise _wrong("已损坏")
    return head, packed
