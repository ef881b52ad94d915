"""What keeps a page from being framed, sniffed, fed foreign scripts, or its forms sent by another site; plain ASGI."""

from collections.abc import Iterable
from typing import Any

HEADERS = [
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]


SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = "请求来自其他网站，没有办理。请从本系统的页面提交。".encode()


# Pages that are opened by a link from outside: they send no referrer, and so no origin either ("null"). Their
# address is a secret, and their forms carry a nonce.
BY_LINK = "/reply/"


def _from_elsewhere(headers: Iterable[tuple[bytes, bytes]], *, by_link: bool = False) -> bool:
    """Whether a browser says that another site's page sent this. What says nothing (a program) is no browser."""
    said = dict(headers)
    site = said.get(b"sec-fetch-site")
    if site is not None:
        return site not in (b"same-origin", b"none")
    origin = said.get(b"origin")
    if by_link and origin == b"null":
        return False
    return origin is not None and origin.partition(b"://")[2] != said.get(b"host")


async def _refuse(send: Any) -> None:
    head = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *HEADERS]
    await send({"type": "http.response.start", "status": 403, "headers": head})
    await send({"type": "http.response.body", "body": REFUSED})


class SecurityHeaders:
    """Adds the headers to every answer; pages with personal data are not kept by caches."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] not in SAFE and _from_elsewhere(scope["headers"], by_link=scope["path"].startswith(BY_LINK)):
            await _refuse(send)
            return
        keep = scope["path"].startswith("/static/")

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                cache = b"public, max-age=86400" if keep else b"no-store"
                own = {name.lower() for name, _ in message["headers"]}
                added = [header for header in HEADERS if header[0] not in own]
                message["headers"] = [*message["headers"], *added, (b"cache-control", cache)]
            await send(message)

        await self.app(scope, receive, send_with_headers)
