"""Every endpoint × everybody who may ask, generated from the served interface descriptions and the catalogue of permissions."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from weirkit.place import TOP

from tests.support import people
from tests.support.client import Answer, Client
from tests.support.people import sign_in
from tests.support.stack import Running, Stack

MEMBERS = ("owner", "admin", "billing", "analyst", "viewer")
STAFF = ("operator", "finance", "support")
CATALOGUE = {row["name"]: row for row in json.loads((TOP / "schemas/catalogues/permissions.json").read_text())}
# Ends the asker's own session, or the asker: tried with a parameter that stops it before its handler.
ENDS_ITSELF = {("delete", "/api/v1/users/me/sessions"), ("delete", "/api/v1/users/me")}
# What a tenant's key with the scope for it is refused by the handler: tenants, meters, plans and flags are the platform's.
OF_THE_PLATFORM = {
    "tenants_write", "meters_write", "users_erase", "users_export", "feature_flags_write", "plans_read", "plans_write", "subscriptions_write",
    "invoices_write",
    "credits_write",
    "history_read",
    "history_write",
    "payment_providers_read",
    "payment_providers_write",
    "refunds_write",
}


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    permission: str

    def at(self, **values: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], "nothing-here"), self.path)


@dataclass(frozen=True)
class Asker:
    name: str
    client: Client
    may: Callable[[str], bool]
    headers: dict[str, str] = field(default_factory=dict)
    user: str = "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV"
    of_tenant: bool = False

    def ask(self, operation: Operation, path: str) -> Answer:
        body = b"{}" if operation.method in ("post", "put", "patch") else None
        headers = {"content-type": "application/json", **self.headers} if body else dict(self.headers)
        return self.client.request(operation.method.upper(), path, body, headers)


@dataclass(frozen=True)
class World:
    url: str
    operations: list[Operation]
    askers: list[Asker]
    tenant: str
    foreign: Asker
    foreign_tenant: str
    viewer: str
    dead: dict[str, str]


def role(name: str) -> Callable[[str], bool]:
    return lambda permission: name in CATALOGUE[permission]["roles"]


def scope(name: str) -> Callable[[str], bool]:
    return lambda permission: CATALOGUE[permission]["scope"] == name


def operations(client: Client) -> list[Operation]:
    found = []
    for place in ("/api/v1/openapi.json", "/openmeter/api/v1/openapi.json"):
        for path, item in client.get(place).json()["paths"].items():
            found += [Operation(method, path, o["x-permission"]) for method, o in item.items()]
    return [operation for operation in found if operation.permission != "anyone"]


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    served: Running = module_stack.serve({"RATE_INTERACTIVE_PER_MINUTE": "0", "RATE_ADDRESS_PER_MINUTE": "0", **people.BEHIND_A_PROXY})
    platform = module_stack.client(served)
    tenants = {key: platform.request("POST", "/api/v1/tenants", {"key": key}).json()["id"] for key in ("ours", "theirs")}
    ours = {"weir-tenant": tenants["ours"]}
    askers = []
    for name in MEMBERS:
        user = people.make(module_stack, f"{name}@ours.example", "--tenant", "ours", "--role", name)
        askers.append(Asker(f"{name} of ours", sign_in(served.url, f"{name}@ours.example").client, role(name), ours, user["id"], of_tenant=True))
    viewer = askers[-1].user
    for name in STAFF:
        user = people.make(module_stack, f"{name}@staff.example", "--platform", name)
        client = sign_in(served.url, f"{name}@staff.example").client
        askers.append(Asker(name, client, role(name), {}, user["id"]))
        askers.append(Asker(f"{name} in ours", client, role(name), ours, user["id"], of_tenant=True))
    user = people.make(module_stack, "person@nowhere.example")
    askers.append(Asker("person", sign_in(served.url, "person@nowhere.example").client, role("person"), {}, user["id"]))
    for name in ("ingest", "query", "manage"):
        for tenant in (None, tenants["ours"]):
            made = platform.request("POST", "/api/v1/api-keys", {"name": name, "scopes": [name], "tenant_id": tenant}).json()
            askers.append(Asker(f"{name} key of {tenant or 'the platform'}", Client(served.url, made["secret"]), scope(name), of_tenant=tenant is not None))
    user = people.make(module_stack, "owner@theirs.example", "--tenant", "theirs", "--role", "owner")
    foreign = Asker("owner of theirs", sign_in(served.url, "owner@theirs.example").client, role("owner"), {"weir-tenant": tenants["theirs"]}, user["id"], True)
    revoked = platform.request("POST", "/api/v1/api-keys", {"name": "revoked", "scopes": ["ingest", "query", "manage"]}).json()
    platform.request("DELETE", f"/api/v1/api-keys/{revoked['id']}")
    ended = sign_in(served.url, "owner@ours.example")
    ended.client.request("POST", "/api/v1/auth/logout")
    dead = {"no token": "", "a revoked key": revoked["secret"], "an ended session": ended.access, "a refresh token": ended.refresh, "nonsense": secrets.token_urlsafe(32)}
    yield World(served.url, operations(platform), askers, tenants["ours"], foreign, tenants["theirs"], viewer, dead)


def test_there_is_something_to_try(world: World) -> None:
    assert len(world.operations) > 45 and len(world.askers) == 18
    assert {operation.permission for operation in world.operations} == set(CATALOGUE) - {"anyone"}


def test_everybody_is_let_in_or_refused_as_the_catalogue_says(world: World) -> None:
    wrong = []
    for operation in world.operations:
        for asker in world.askers:
            let_in = asker.may(operation.permission)
            harmless = operation.method == "get" or not let_in or asker.of_tenant
            path = operation.at(tenant=world.tenant if harmless else "nobody-here", user=asker.user if operation.method == "get" else "usr_x")
            if (operation.method, operation.path) in ENDS_ITSELF:
                path += "?no_such_parameter=1"
            answer = asker.ask(operation, path)
            code = answer.json().get("code", "") if answer.status >= 400 else ""
            handler_refuses = answer.status == 403 and asker.of_tenant and operation.permission in OF_THE_PLATFORM
            # A key reads users, but none is itself.
            if let_in:
                good = answer.status < 500 and (answer.status not in (401, 403) or handler_refuses)
            elif asker.name == "person":
                good = (answer.status, code) == (400, "tenant_required")
            else:
                good = (answer.status, code) == (403, "forbidden")
            if not good:
                wrong.append((asker.name, operation.method, path, answer.status, code))
    assert not wrong, "\n".join(map(str, wrong))


def test_without_live_credentials_everything_is_401(world: World) -> None:
    for name, credential in world.dead.items():
        client = Client(world.url, credential)
        for operation in world.operations:
            answer = client.request(operation.method.upper(), operation.at(tenant=world.tenant, user=world.viewer))
            assert (answer.status, answer.json()["code"]) == (401, "unauthenticated"), (name, operation)
            assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_tenant_that_one_is_no_member_of_is_404_by_header(world: World) -> None:
    for operation in world.operations:
        answer = world.foreign.client.request(operation.method.upper(), operation.at(tenant=world.tenant, user=world.viewer), headers={"weir-tenant": world.tenant})
        assert (answer.status, answer.json()["code"]) == (404, "tenant_not_found"), operation


def test_a_foreign_tenant_is_404_by_path_and_in_no_answer(world: World) -> None:
    for operation in world.operations:
        if not world.foreign.may(operation.permission) or (operation.method, operation.path) in ENDS_ITSELF:
            continue
        path = operation.at(tenant=world.tenant, user=world.viewer)
        answer = world.foreign.ask(operation, path)
        assert answer.status < 500, operation
        assert world.tenant.encode() not in answer.body.replace(path.encode(), b""), (operation, answer.body)
        if "{tenant}" in operation.path and operation.permission not in OF_THE_PLATFORM and answer.status != 400:
            assert (answer.status, answer.json()["code"]) == (404, "tenant_not_found"), operation
        if operation.path == "/api/v1/users/{user}":
            assert answer.json()["code"] == "user_not_found"
