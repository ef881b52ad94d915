"""A part of a file, so that a recording can be listened to from any minute (RFC 9110, sections 13.1.5 and 14)."""

import re
from typing import NamedTuple

from fastapi import Request

# One part; several at once may be answered with the whole (RFC 9110, 14.2), and no player asks for them.
_ONE = re.compile(r"bytes=(?:(\d{1,18})-(\d{1,18})?|-(\d{1,18}))")


class Part(NamedTuple):
    """What is answered: the bytes from `first`, the status (200, 206, 416) and the headers that say so."""

    content: bytes
    first: int
    status: int
    headers: dict[str, str]


def part_of(request: Request, content: bytes, mark: str) -> Part:
    """The part of the content that a request asks for, else the whole; `mark` changes with the content."""
    size, tag = len(content), f'"{mark}"'
    # Compressing a part would make it a part of nothing.
    headers = {"Accept-Ranges": "bytes", "ETag": tag, "Content-Encoding": "identity"}
    asked = _ONE.fullmatch(request.headers.get("Range", "").strip())
    whole = Part(content, 0, 200, {"Accept-Ranges": "bytes", "ETag": tag})
    if asked is None or request.headers.get("If-Range", tag) != tag:
        return whole
    if asked[3] is not None:
        first, last = max(0, size - int(asked[3])), size - 1
    else:
        first, last = int(asked[1]), int(asked[2] or max(size - 1, int(asked[1])))
        if last < first:
            return whole
    if first >= size:
        return Part(b"", first, 416, {**headers, "Content-Range": f"bytes */{size}"})
    last = min(last, size - 1)
    return Part(content[first : last + 1], first, 206, {**headers, "Content-Range": f"bytes {first}-{last}/{size}"})


def goes_on(request: Request) -> bool:
    """Whether a request asks to go on somewhere in the middle."""
    asked = _ONE.fullmatch(request.headers.get("Range", "").strip())
    return asked is not None and asked[1] != "0"
