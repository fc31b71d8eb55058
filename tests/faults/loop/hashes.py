"""XXH3 for the lengths that the checker needs, after xxHash's specification (doc/xxhash_spec.md), and Weir's identity hash on it."""

from __future__ import annotations

import hashlib

_U64 = (1 << 64) - 1
_P1, _P2, _P4 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x85EBCA77C2B2AE63
_SECRET = bytes.fromhex(
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
)


def _le(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 8], "little")


def _fold(a: int, b: int) -> int:
    product = a * b
    return (product ^ (product >> 64)) & _U64


def _avalanche(h: int) -> int:
    h ^= h >> 37
    h = h * 0x165667919E3779F9 & _U64
    return h ^ (h >> 32)


def xxh3_64_of_16(data: bytes) -> int:
    """XXH3-64, seed 0, of exactly 16 bytes."""
    assert len(data) == 16
    low = _le(data, 0) ^ _le(_SECRET, 24) ^ _le(_SECRET, 32)
    high = _le(data, 8) ^ _le(_SECRET, 40) ^ _le(_SECRET, 48)
    swapped = int.from_bytes(low.to_bytes(8, "little"), "big")
    return _avalanche((16 + swapped + high + _fold(low, high)) & _U64)


def _mix16(data: bytes, at: int, secret: bytes, s: int) -> int:
    return _fold(_le(data, at) ^ _le(secret, s), _le(data, at + 8) ^ _le(secret, s + 8))


def xxh3_128(data: bytes, secret: bytes) -> tuple[int, int]:
    """(high, low) of XXH3-128 with a secret, of 17 to 128 bytes."""
    n = len(data)
    assert 17 <= n <= 128, n
    low, high = n * _P1 & _U64, 0
    rounds = [(0, n - 16, 0)]
    for i in range(1, (n - 1) // 32 + 1):
        rounds.insert(0, (16 * i, n - 16 * (i + 1), 32 * i))
    for first, second, s in rounds:
        low = (low + _mix16(data, first, secret, s)) & _U64
        low ^= (_le(data, second) + _le(data, second + 8)) & _U64
        high = (high + _mix16(data, second, secret, s + 16)) & _U64
        high ^= (_le(data, first) + _le(data, first + 8)) & _U64
    out_low = (low + high) & _U64
    out_high = (low * _P1 + high * _P4 + n * _P2) & _U64
    return -_avalanche(out_high) & _U64, _avalanche(out_low)


class IdentityHash:
    """Of (tenant, source, id) under the installation's claim key."""

    def __init__(self, claim_key: bytes) -> None:
        self._secret = b"".join(hashlib.blake2b(bytes([block]), key=claim_key, digest_size=64).digest() for block in range(3))

    def __call__(self, tenant: bytes, source: str, event_id: str) -> tuple[int, int]:
        s, i = source.encode(), event_id.encode()
        text = tenant + len(s).to_bytes(4, "little") + s + len(i).to_bytes(4, "little") + i
        return xxh3_128(text, self._secret)


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid_bytes(text: str) -> bytes:
    """The 16 bytes of an id such as ten_01J…"""
    number = 0
    for letter in text.rsplit("_", 1)[-1]:
        number = number * 32 + _CROCKFORD.index(letter)
    return number.to_bytes(16, "big")


def ulid_text(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    return "".join(_CROCKFORD[number >> (5 * place) & 31] for place in range(25, -1, -1))


def bucket_of(tenant: str) -> int:
    return xxh3_64_of_16(ulid_bytes(tenant)) % 1024
