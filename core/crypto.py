"""Sealing of columns and files: XChaCha20-Poly1305 with the context as associated data, and keyed hashes.

A cipher text is: format byte 1, key version (2 bytes, big endian), nonce (24 bytes), sealed text with
its tag (16 bytes). Header and context are authenticated: a value moved to another column does not open.
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError

from . import keyfile
from .keyfile import KeyFileError

__all__ = [
    "DecryptError",
    "KeyFileError",
    "create_key_file",
    "current_version",
    "decrypt",
    "encrypt",
    "key_path",
    "key_version",
    "lookup_hash",
]

FORMAT = 1
HEADER_BYTES = 3
NONCE_BYTES = 24
OVERHEAD = HEADER_BYTES + NONCE_BYTES + 16


class DecryptError(ValueError):
    """A cipher text was changed, cut, moved to another context, or its key is gone."""


def key_path() -> Path:
    """Where the key file lies: `KEY_FILE`, else `var/keys/data.json`."""
    return Path(_ring_path())


def create_key_file(path: Path) -> None:
    """A new key file, mode 0600. Raises FileExistsError when there is one."""
    keyfile.create(path)


def encrypt(plain: bytes, context: str) -> bytes:
    """Seal with the current key for one context, such as `cadres.cadre.identity_no`. Raises KeyFileError."""
    ring = keyfile.load(_ring_path())
    header = bytes([FORMAT]) + ring.current.to_bytes(2, "big")
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(plain, header + context.encode(), nonce, ring.sealing)
    return header + nonce + sealed


def decrypt(blob: bytes, context: str) -> bytes:
    """Open what `encrypt` sealed for the same context. Raises DecryptError, KeyFileError."""
    version = key_version(blob)
    ring = keyfile.load(_ring_path())
    if version not in ring.keys:
        raise DecryptError(f"密文使用的第 {version} 号密钥不在密钥文件中。")
    header, nonce = blob[:HEADER_BYTES], blob[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(
            blob[HEADER_BYTES + NONCE_BYTES :], header + context.encode(), nonce, ring.keys[version]
        )
    except CryptoError as error:
        raise DecryptError(f"密文无法解开（{context}）：内容被改动，或不属于此处。") from error


def key_version(blob: bytes) -> int:
    """The number of the key that sealed this. Raises DecryptError where it is no cipher text of ours."""
    if len(blob) < OVERHEAD or blob[0] != FORMAT:
        raise DecryptError("内容不是本系统的密文。")
    return int.from_bytes(blob[1:HEADER_BYTES], "big")


def lookup_hash(value: str, purpose: str) -> bytes:
    """32 bytes to find an encrypted value again exactly; differs by purpose. Raises KeyFileError."""
    ring = keyfile.load(_ring_path())
    return blake2b(value.encode(), key=_lookup_key(ring.lookup, purpose), digest_size=32).digest()


def current_version() -> int:
    """The number of the key that seals now. Raises KeyFileError."""
    return keyfile.load(_ring_path()).current


def _ring_path() -> str:
    return settings.ENVIRONMENT.key_file or f"{settings.VAR_DIR}/keys/data.json"


@lru_cache(maxsize=64)
def _lookup_key(secret: bytes, purpose: str) -> bytes:
    """A key per purpose, so that equal values of two columns do not show as equal."""
    return blake2b(purpose.encode(), key=secret, digest_size=32).digest()
