"""What somebody who means harm writes into a field, a body, an address, a header; and what the tables are before and after."""

from __future__ import annotations

import json
from typing import Any

from weirkit.bench.sql import Sql

from .stack import Stack

# pg_sleep answers later than any client waits.
SQL = (
    "'; DROP TABLE users CASCADE; --",
    "' OR '1'='1",
    "x' UNION SELECT password_hash FROM users --",
    "'||pg_sleep(60)||'",
    "\\'; DELETE FROM tenants; --",
    '"; TRUNCATE sessions; --',
    "1); UPDATE users SET platform_role = 'operator'; --",
    "$$; DROP SCHEMA public CASCADE; $$",
    "%' OR name LIKE '%_",
    "{\"x\",NULL}",
)
MARKUP = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{7*7}}${7*7}<%= 7*7 %>#{7*7}${jndi:ldap://127.0.0.1/x}",
    "../../../../etc/passwd",
    "%s%s%n%x %00 \\u0000 &#0;",
    "=HYPERLINK(\"http://evil.example\")",
)
LETTERS = (
    "\u202egnp.\u202c\u2066x\u2069\u200b\u200d\ufeff",  # right to left, isolates, no width
    "Z\u0351\u036b\u0343 \u0130\u0131\u017f\u212a \u00e9 e\u0301",  # marks, letters that fold into others, composed and not
    "\U0001f469\u200d\U0001f467 \U000e0041 \U0010ffff \ufffe",  # beyond the first plane, tags, no characters
    " \u00a0\u2003\u3000\u2028\u0085 ",  # white in many ways
)
CONTROLS = ("nul\x00nul", "a\r\nX-Injected: 1\r\n\r\n<b>", "\x1b[31mred\x07\x7f\x08")
LONG = "a" * 1_000_000
TEXTS = (*SQL, *MARKUP, *LETTERS, *CONTROLS)

# As JSON: the texts, and what no library would write.
RAW_TEXTS = [json.dumps(text).encode() for text in (*TEXTS, LONG)] + [
    "Ω≈ç√∫˜µ≤≥÷ Straße".encode().join((b'"', b'"')),
    rb'"\ud800"', rb'"\udfff\ud800"', rb'"\u0000"', b'"\xff\xfe"', b'"\xc0\xaf"', b'"\xed\xa0\x80"', b'"\x01"', rb'"\x41"',
]
RAW_SHAPES = [
    b"null", b"true", b"[]", b"{}", b'{"$ne":null}', b'["x",["y"]]', b"-1", b"0.1", b"1e400", b"-0", b"1" + b"0" * 400, b"9223372036854775808", b"NaN", b"01",
    b"[" * 2000 + b"]" * 2000, b'{"a":' * 2000 + b"1" + b"}" * 2000,
]
RAW_BODIES = [
    b"", b" ", b"null", b"[]", b"{}", b'"x"', b"1", b"{", b"[" * 100_000, b'{"a":' * 100_000, b"\x00" * 64, b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}",
    b"{}{}", b"{} x", b"{'a':1}", b'{"a":1,}', b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", b" " * 1_000_000 + b"{}",
    b"{" + b",".join(b'"m%d":1' % i for i in range(20_000)) + b"}",
]  # fmt: skip

# Percent-encoded, for addresses; two of them are no UTF-8, two climb, one is longer than a head may be.
ADDRESSES = (*SQL[:4], SQL[8], MARKUP[0], LETTERS[0], LETTERS[1], CONTROLS[0])
ENCODED = ("%00", "%ff%fe", "%c0%af..%c0%af", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5c", "%0d%0aX-Injected:%201", "%", "%zz", "a" * 5_000, "a" * 70_000)
HEADERS = (*(text for text in SQL[:4]), MARKUP[0], "a" * 5_000, "a" * 70_000, "\x01\x7f", "\xff\xfe", "W/\"", "*, *", ",,,;;;==", "\u00e9".encode().decode("latin-1"))

# Members that decide who somebody is and whose something is.
MEMBERS: dict[str, Any] = {
    "id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", "tenant_id": "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV", "tenant": "theirs", "user_id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", "owner": True,
    "role": "owner", "platform_role": "operator", "is_active": True, "email": "root@example.com", "email_verified": True, "password_hash": "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
    "session_epoch": 99, "stepped_up_at": "2090-01-01T00:00:00Z", "created_at": "2001-01-01T00:00:00Z", "updated_at": "2001-01-01T00:00:00Z", "deleted_at": None, "version": 99, "number": 1,
    "state": "active", "scopes": ["manage"], "permissions": ["tenants_write"], "bucket": 0, "__proto__": {"role": "owner"}, "constructor": {}, "Role": "owner", "role ": "owner",
}  # fmt: skip

_TABLES = "SELECT format('%I', relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1"
Tables = dict[str, tuple[int, str]]


class Database:
    """Looks at everything, often. close() ends it."""

    def __init__(self, stack: Stack) -> None:
        self._sql = Sql(stack.services.superuser_url.rsplit("/", 1)[0] + "/" + stack.database)

    def tables(self) -> Tables:
        """Every table: how many rows, and a hash of all that is in them."""
        one = "SELECT '{0}', count(*), md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM {0} t"
        rows = self._sql.ask(" UNION ALL ".join(one.format(name) for name in self._sql.ask(_TABLES)))
        return {name: (int(count), content) for name, count, content in (row.split("|") for row in rows)}

    def close(self) -> None:
        self._sql.close()


def differing(before: Tables, after: Tables) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}
