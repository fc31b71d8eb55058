"""Who is counted and what: tenants on hours of their own, and one meter for each aggregation. Rows are made by SQL, so that a test
needs nothing but the database."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .hashes import bucket_of, ulid_text


@dataclass(frozen=True)
class Tenant:
    number: int
    id: str
    key: str
    minute_offset: int
    subjects: tuple[str, ...]  # all of them name this tenant

    @property
    def bucket(self) -> int:
        return bucket_of(self.id)


@dataclass(frozen=True)
class Meter:
    """value: the member of data, if any. groups: members of data, in order of name."""

    number: int
    slug: str
    type: str
    aggregation: str
    value: str | None = None
    groups: tuple[str, ...] = ()


METERS = (
    Meter(1, "calls", "call", "COUNT", None, ("region",)),
    Meter(2, "volume", "call", "SUM", "v", ("kind", "region")),
    Meter(3, "least", "call", "MIN", "v"),
    Meter(4, "most", "call", "MAX", "v"),
    Meter(5, "newest", "call", "LATEST", "v"),
    Meter(6, "users", "call", "UNIQUE_COUNT", "user", ("region",)),
    Meter(7, "mean", "job", "AVG", "amount"),
)


def make_tenants(rng: random.Random, count: int = 6) -> tuple[Tenant, ...]:
    out = []
    for number in range(1, count + 1):
        key = f"customer-{number}"
        identity = "ten_" + ulid_text(bytes([0x01]) + rng.randbytes(15))
        out.append(Tenant(number, identity, key, (0, 30, 45)[number % 3], (key, f"{key}-a", f"{key}-b")))
    return tuple(out)


def world_sql(tenants: tuple[Tenant, ...]) -> str:
    """For an empty installation: numbers follow the order."""
    out = ["BEGIN;"]
    for t in tenants:
        out.append(
            f"INSERT INTO tenants (id, bucket, key, name, minute_offset) VALUES ('{t.id}', {t.bucket}, '{t.key}', '{t.key}', {t.minute_offset});"
        )
        for subject in t.subjects:
            out.append(
                f"INSERT INTO subject_aliases (subject, tenant_number, is_key) VALUES ('{subject}', {t.number}, {str(subject == t.key).lower()});"
            )
    out.append("UPDATE definitions SET version = version + 1;")
    for m in METERS:
        groups = ", ".join(f'{{"name": "{g}", "path": "$.{g}"}}' for g in m.groups)
        value = f"'$.{m.value}'" if m.value else "NULL"
        identity = "mtr_" + ulid_text(bytes(15) + bytes([m.number]))
        out.append(
            "INSERT INTO meters (id, slug, name, event_type, aggregation, value_property, group_by) VALUES "
            f"('{identity}', '{m.slug}', '{m.slug}', '{m.type}', '{m.aggregation}', {value}, '[{groups}]');"
        )
        out.append(
            "INSERT INTO meter_versions (meter_number, definitions_version, definition) "
            f"SELECT m.number, d.version, to_jsonb(m) FROM meters m, definitions d WHERE m.slug = '{m.slug}';"
        )
    out.append("COMMIT;")
    return "\n".join(out)
