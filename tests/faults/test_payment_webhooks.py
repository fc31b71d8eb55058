"""A burst of signed webhooks while the API, the worker, the database and the broker are killed: each that was acknowledged is stored and applied once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests

from tests.support.payment_world import PaymentWorld, StripeAccount
from tests.support.services import Services
from tests.support.stack import Running, Stack
from tests.support.stripe_objects import Object

SECONDS = 120
INVOICES = 12


@contextmanager
def opened(services: Services) -> Iterator[PaymentWorld]:
    with Stack(services, "burst") as stack:
        served = stack.serve({"ARCHIVE_URL": "off", "RATE_ADDRESS_PER_MINUTE": "0", "LEASE_SECONDS": "2"})
        made = PaymentWorld(stack.client(served), stack, served)
        made.sell()
        yield made


@pytest.fixture
def world(services: Services) -> Iterator[PaymentWorld]:
    with opened(services) as made:
        yield made


def burst(account: StripeAccount, events: list[Object], disturb: threading.Thread) -> list[Object]:
    """Sends all of them from eight connections as Stripe does, again until they are acknowledged. What was acknowledged more than once too."""
    acknowledged: list[Object] = []
    deadline = time.monotonic() + SECONDS

    def send(event: Object) -> None:
        while True:
            try:
                if account.send(event).status_code == 200:
                    acknowledged.append(event)
                    return
            except requests.RequestException:
                pass
            assert time.monotonic() < deadline, "an event is refused for ever"
            time.sleep(0.1)

    disturb.start()
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(send, event) for event in events]:
            done.result()
    disturb.join()
    return acknowledged


def books(world: PaymentWorld) -> str:
    return world.stack.sql(
        "SELECT count(*), sum(received), sum(refunded), (SELECT count(*) FROM invoice_payments WHERE method = 'stripe'), (SELECT sum(paid) FROM invoices), "
        "(SELECT count(*) FROM disputes WHERE state = 'lost'), (SELECT count(*) FROM provider_events WHERE state = 'failed') FROM payments"
    ).strip()


def settle(world: PaymentWorld, count: int) -> None:
    deadline = time.monotonic() + SECONDS
    ended = "SELECT count(*) FROM provider_events WHERE state <> 'pending'"
    while int(world.stack.sql(ended)) < count:
        world.stack.sql("UPDATE provider_events SET due_at = now() WHERE state = 'pending' AND due_at > now() + interval '5 seconds'")
        assert time.monotonic() < deadline, world.stack.sql("SELECT state, outcome, count(*) FROM provider_events GROUP BY 1, 2")
        time.sleep(0.2)


def again_and_again(served: Running, times: int, each_s: float) -> None:
    for _ in range(times):
        time.sleep(each_s)
        served.kill()
        served.start_again()


def test_every_acknowledged_webhook_is_applied_once_while_the_program_is_killed(world: PaymentWorld) -> None:
    account = world.account("burst")
    events = [event for _ in range(INVOICES) for event in account.history(world.owed(world.invoice(), account))]
    acknowledged = burst(account, [*events, *events], threading.Thread(target=again_and_again, args=(world.served, 4, 0.4)))
    assert len(acknowledged) == 2 * len(events)
    settle(world, len(events))
    assert int(world.stack.sql("SELECT count(*) FROM provider_events")) == len(events), "each once"
    assert books(world) == f"{INVOICES}|{INVOICES * 2000}|{INVOICES * 500}|{INVOICES}|{INVOICES * 2000}|{INVOICES}|0"


def test_a_worker_that_is_killed_before_it_asks_billing_has_lost_nothing(world: PaymentWorld) -> None:
    account = world.account("killed")
    invoice = world.invoice()
    succeeded = account.history(world.owed(invoice, account))[3]
    world.served.stop()
    world.served.start_again({"WEIR_FAILPOINTS": "payments.before_command=kill"})
    account.deliver(succeeded)
    assert world.served.process.wait(30)
    world.served.start_again({"WEIR_FAILPOINTS": ""})
    settle(world, 1)
    assert world.read_invoice(invoice)["state"] == "paid"


def test_a_broker_and_a_database_that_die_in_a_burst_cost_no_event(hurt_services: Services) -> None:
    hurt_services.start()
    with opened(hurt_services) as world:
        account = world.account("services")
        events = [event for _ in range(4) for event in account.history(world.owed(world.invoice(), account))]

        def disturb() -> None:
            hurt_services.kill_broker()
            hurt_services.start()
            time.sleep(0.5)
            hurt_services.kill_postmaster()
            hurt_services.start()

        burst(account, events, threading.Thread(target=disturb))
        settle(world, len(events))
        assert books(world) == "4|8000|2000|4|8000|4|0"


def test_without_the_database_webhooks_are_taken_and_without_the_broker_none_is(hurt_services: Services) -> None:
    hurt_services.start()
    with opened(hurt_services) as world:
        account = world.account("away")
        events = account.history(world.owed(world.invoice(), account))
        account.deliver(events[0])
        hurt_services.kill_postmaster()
        account.deliver(*events[1:5])
        hurt_services.start()
        hurt_services.kill_broker()
        assert account.send(events[5]).status_code == 503, "what the log does not have is not acknowledged"
        hurt_services.start()
        burst(account, events[5:], threading.Thread())
        settle(world, len(events))
        assert books(world) == "1|2000|500|1|2000|1|0"
