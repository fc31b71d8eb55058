"""What may be asked, read from the served descriptions, so that a new endpoint cannot be forgotten: operations, their parameters, their bodies."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .client import Client

DESCRIPTIONS = ("/api/v1/openapi.json", "/openmeter/api/v1/openapi.json")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Body:
    media: str
    schema: dict[str, Any]
    example: Any


@dataclass(frozen=True)
class Operation:
    """query, headers: names of its parameters."""

    id: str
    method: str
    path: str
    permission: str
    query: tuple[str, ...]
    headers: tuple[str, ...]
    bodies: tuple[Body, ...]

    @property
    def path_names(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.path)

    def at(self, values: Mapping[str, str], otherwise: str = "nothing-here") -> str:
        """Its path; values are written as a client writes them into an address."""
        return re.sub(r"\{(\w+)\}", lambda name: quote(values.get(name[1], otherwise), safe=""), self.path)

    @property
    def json(self) -> Body | None:
        return next((body for body in self.bodies if body.media.endswith("json") and body.schema.keys() & {"properties", "items"}), None)

    @property
    def form(self) -> Body | None:
        return next((body for body in self.bodies if body.media == FORM), None)


def operations(client: Client) -> list[Operation]:
    found = []
    for place in DESCRIPTIONS:
        document = client.get(place).json()
        for path, item in document["paths"].items():
            found += [_operation(document, method, path, one) for method, one in item.items()]
    return found


def _operation(document: dict[str, Any], method: str, path: str, one: dict[str, Any]) -> Operation:
    parameters = [_resolved(document, parameter) for parameter in one.get("parameters", [])]
    content = _resolved(document, one.get("requestBody", {})).get("content", {})
    bodies = [
        Body(media, _resolved(document, said.get("schema", {})), said.get("example", next((e["value"] for e in said.get("examples", {}).values() if "value" in e), None)))
        for media, said in content.items()
    ]
    return Operation(
        one["operationId"], method, path, one["x-permission"],
        tuple(p["name"] for p in parameters if p["in"] == "query"),
        tuple(p["name"] for p in parameters if p["in"] == "header"),
        tuple(bodies),
    )


def _resolved(document: dict[str, Any], value: Any) -> Any:
    """Without references."""
    if isinstance(value, list):
        return [_resolved(document, one) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        target: Any = document
        for name in value["$ref"].removeprefix("#/").split("/"):
            target = target[name.replace("~1", "/").replace("~0", "~")]
        return _resolved(document, target)
    return {name: _resolved(document, one) for name, one in value.items()}


Place = tuple[str | int, ...]


def places(schema: dict[str, Any], at: Place = ()) -> Iterator[tuple[Place, bool]]:
    """Every member of a body, however deep, and whether it may be a text. What may have any name gets one."""
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if at:
        yield at, "string" in kinds
    for choice in (*schema.get("oneOf", ()), *schema.get("anyOf", ()), *schema.get("allOf", ())):
        yield from ((place, text) for place, text in places(choice, at) if place != at)
    for name, member in schema.get("properties", {}).items():
        yield from places(member, (*at, name))
    if "object" in kinds:
        open_members = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
        for member in open_members:
            if isinstance(member, dict):
                yield from places(member, (*at, "anything"))
    if "array" in kinds and isinstance(schema.get("items"), dict):
        yield from places(schema["items"], (*at, 0))


def put(body: Any, place: Place, value: Any) -> Any:
    """A copy with a value at a place; what is missing on the way is made."""
    out = copy.deepcopy(body)
    here = out
    for step, following in zip(place, place[1:], strict=False):
        missing: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            here[step:] = here[step : step + 1] if here[step : step + 1] and isinstance(here[step], type(missing)) else [missing]
        elif not isinstance(here.get(step), type(missing)):
            here[step] = missing
        here = here[step]
    if isinstance(place[-1], int):
        here[:] = [value]
    else:
        here[place[-1]] = value
    return out


def look(body: Any, place: Place) -> tuple[bool, Any]:
    """Whether something is at a place, and what."""
    for step in place:
        if isinstance(step, int):
            if not isinstance(body, list) or len(body) <= step:
                return False, None
        elif not isinstance(body, dict) or step not in body:
            return False, None
        body = body[step]
    return True, body
