"""The disk that PostgreSQL and the broker share is full: nothing acknowledged is lost, and room is all that is needed."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator

import pytest

from tests.support import services as servers
from tests.support.services import Services
from tests.support.small_disk import SmallDisk

from .loop.loader import ACKNOWLEDGED, HttpSender
from .loop.parts import wait
from .situation import Situation

Crowded = tuple[Services, SmallDisk]


@pytest.fixture
def crowded() -> Iterator[Crowded]:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    disks: list[SmallDisk] = []
    found = servers.private("disk", lambda folder: disks.append(SmallDisk(folder)))
    try:
        yield found, disks[0]
    finally:
        disks[0].empty()
        found.close()
        disks[0].close()


def test_disk_full_refuses_and_goes_on_when_there_is_room(crowded: Crowded) -> None:
    services, disk = crowded
    with Situation(services) as situation:
        worker = situation.worker()
        api = situation.stack.launch("api", settings={"INGEST_DEADLINE_MS": "3000"})
        send = HttpSender(lambda: [api.url], situation.stack.platform_key, random.Random("disk"))
        situation.send()
        situation.catch_up()
        disk.fill()
        assert wait(90, lambda: situation.send_once(send) != ACKNOWLEDGED and send.last[0] == 503, 0), f"never noticed: {send.last}"
        assert send.last[1], "a 503 says when to come again"
        disk.empty()
        # What ended for want of room is started again by hand; what is still ending would be taken for running.
        time.sleep(2)
        services.start()
        assert wait(90, lambda: situation.send_once(send) == ACKNOWLEDGED, 0.2), "nothing is acknowledged though there is room"
        situation.catch_up(90)
        assert worker.alive() and api.process.alive()
        assert not situation.halts()
        situation.exact()

