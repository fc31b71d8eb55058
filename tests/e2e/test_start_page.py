"""The page at /: its links lead somewhere, its lines of curl run as they stand there, its counts move."""

from __future__ import annotations

import html
import json
import re
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.support.client import Client
from tests.support.stack import Stack


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    yield module_stack.client(module_stack.serve())


def test_every_link_of_the_page_leads_somewhere_without_a_key(platform: Client) -> None:
    visitor = Client(platform.url)
    page = visitor.get("/")
    assert page.status == 200 and page.headers["content-type"].startswith("text/html")
    places = re.findall(r'(?:href|src)="(/[^"]*)"', page.body.decode())
    assert {"/api/v1/openapi.json", "/openmeter/api/v1/openapi.json", "/health", "/metrics", "/assets/script.js"} <= set(places)
    for place in places:
        assert visitor.get(place).status == 200, place
    script = visitor.get("/assets/script.js").body.decode()
    assert "/counts" in script and visitor.get("/counts").status == 200


def test_its_lines_run_as_they_stand_and_its_counts_move(platform: Client) -> None:
    text = re.sub(r"<[^>]+>", "", re.findall(r"<pre><code>(.*?)</code></pre>", platform.get("/").body.decode(), re.DOTALL)[0])
    lines = html.unescape(text).replace("weir_sk_…", platform.key).replace("http://127.0.0.1:8000", platform.url)
    meter, event, query = lines.split("\n\ncurl ")[1:]
    settings = lines.split("\n\n")[0]

    def run(command: str) -> dict[str, object]:
        done = subprocess.run(["bash", "-ceu", f"{settings}\ncurl -sS {command}"], capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    assert run(meter)["slug"] == "tokens"
    assert run(event)["accepted"] == 1
    deadline = time.monotonic() + 20
    while not run(query)["data"]:
        assert time.monotonic() < deadline, run(query)
        time.sleep(0.1)
    assert run(query)["data"][0]["value"] == "12.5"  # type: ignore[index]
    while (counts := Client(platform.url).get("/counts").json())["counted"] != "1":
        assert time.monotonic() < deadline, counts
        time.sleep(0.2)
    assert counts["events"] == "1" and counts["key_hint"].rstrip("…") == platform.key[:12]
