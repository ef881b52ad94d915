"""Sealed columns: personal numbers are stored encrypted, and found again by a keyed index.

AES-256-GCM with a random nonce; the first byte names the key generation, so that keys can be
rotated. The blind index is HMAC-SHA-256 over the normalised value: equal values give equal
indexes, and without the key nothing can be guessed from it.
"""

import base64
import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from foundation.settings import Settings, settings

KEY_GENERATION = b"\x01"


def load_or_make_key(conf: Settings) -> bytes:
    """The installation's secret: from the environment, else from a file made on first use (mode 600)."""
    if conf.secret_key:
        return bytes.fromhex(conf.secret_key)
    path = Path(conf.home) / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text().strip())
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text().strip())


@lru_cache
def _master() -> bytes:
    return load_or_make_key(settings())


@lru_cache
def derived(purpose: str) -> bytes:
    """A 32-byte key for one purpose (cookies, sealing, index), so that no key serves two."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(_master())


@lru_cache
def _cipher() -> AESGCM:
    return AESGCM(derived("seal"))


def seal(text: str) -> str:
    """Encrypt a short text for storage."""
    nonce = os.urandom(12)
    return base64.b64encode(KEY_GENERATION + nonce + _cipher().encrypt(nonce, text.encode(), None)).decode()


def unseal(stored: str) -> str:
    """Decrypt what `seal` made."""
    raw = base64.b64decode(stored)
    return _cipher().decrypt(raw[1:13], raw[13:], None).decode()


def blind_index(text: str) -> str:
    """A keyed fingerprint for exact look-up of a sealed value: 32 hex digits."""
    return hmac.new(derived("index"), text.encode(), hashlib.sha256).hexdigest()[:32]


class Sealed(sa.types.TypeDecorator[str]):
    """A text column that is encrypted at rest."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else seal(value)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else unseal(value)


def mask_phone(phone: str | None) -> str:
    """138****1234; short numbers show their last two digits."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else f"****{phone[-2:]}"


def mask_id(number: str | None) -> str:
    """6301**********1234; short numbers show their last two characters."""
    if not number:
        return ""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) >= 15 else f"****{number[-2:]}"
