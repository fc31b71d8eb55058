// Announcements become deliveries exactly once, in the flush's transaction; deliveries are sent by whoever leases them.
#include <random>

#include <tests/postgres/webhook_world.hpp>

#include <weir/postgres/installation.hpp>
#include <weir/postgres/webhook_deliveries.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::webhooks;

namespace {

using world = webhook_world;

std::string message_id(int number) {
  return webhook_message_id(number);
}

}  // namespace

TEST_CASE("those who want an event and may know of it get it once") {
  world w;
  const auto platform_all = w.endpoint(std::nullopt, {"*"});
  const auto theirs = w.endpoint(w.acme.number, {"budget.*", "invoice.*"});
  w.endpoint(w.acme.number, {"invoice.voided"});
  w.endpoint(w.other.number, {"*"});
  CHECK(w.flush({w.message(1)}, false) == 2);
  CHECK(w.ask("SELECT count(*) FROM webhook_messages") == "0");
  CHECK(w.flush({w.message(1)}) == 2);
  CHECK(w.flush({w.message(1)}) == 0);
  // What concerns persons is the platform's.
  CHECK(w.flush({w.message(2, "login.failed")}) == 1);
  auto nobodys = w.message(3, "plan.created");
  nobodys.tenant_id.clear();
  CHECK(w.flush({nobodys}) == 1);
  auto test = w.message(4, "webhook_endpoint.tested");
  test.only_to = theirs.id;
  CHECK(w.flush({test}) == 1);
  CHECK(w.ask("SELECT count(*) FROM webhook_deliveries WHERE endpoint_number = " +
              std::to_string(platform_all.number)) == "3");
  CHECK(w.ask("SELECT count(*) FROM webhook_deliveries WHERE endpoint_number = " + std::to_string(theirs.number)) ==
        "2");
}

TEST_CASE("a leased delivery is of one sender, and of everybody when the lease is over") {
  world w;
  w.endpoint(w.acme.number, {"*"});
  w.flush({w.message(1), w.message(2)});
  const auto taken = w.take();
  REQUIRE(taken.size() == 2);
  CHECK(taken[0].message_id == message_id(1));
  CHECK(taken[0].body == R"({"n":1})");
  CHECK(taken[0].attempt == 1);
  CHECK(taken[0].round == 0);
  CHECK(w.take().empty());
  CHECK(w.note(taken[1], verdict::delivered).counted);
  w.end_leases();
  const auto again = w.take();
  REQUIRE(again.size() == 1);
  CHECK(again[0].number == taken[0].number);
  CHECK(again[0].attempt == 2);
  // The first sender was slow: what it says is kept and does not count.
  CHECK_FALSE(w.note(taken[0], verdict::spent).counted);
  CHECK(w.states() == "waiting delivered");
  CHECK(w.note(again[0], verdict::delivered).counted);
  CHECK(w.states() == "delivered delivered");
  CHECK(w.ask("SELECT count(*) FROM webhook_attempts") == "3");
  CHECK(w.take().empty());
}

TEST_CASE("an endpoint that hangs holds as many as it may and delays nobody") {
  world w;
  const auto hangs = w.endpoint(w.acme.number, {"*"});
  std::vector<webhook_message> many;
  for (int i = 0; i < 10; ++i)
    many.push_back(w.message(i));
  w.flush(many);
  CHECK(w.take(100, 3).size() == 3);
  CHECK(w.take(100, 3).empty());
  const auto well = w.endpoint(w.acme.number, {"*"});
  w.flush({w.message(11)});
  const auto taken = w.take(100, 3);
  REQUIRE(taken.size() == 1);
  CHECK(taken[0].endpoint_number == well.number);
  CHECK(w.ask("SELECT due_at > now() FROM webhook_lanes WHERE endpoint_number = " + std::to_string(hangs.number)) ==
        "t");
  w.end_leases();
  CHECK(w.take(100, 3).size() == 3 + 1);
}

TEST_CASE("a failure waits its time, five in a row leave one attempt at a time, and a success makes all well") {
  world w;
  w.endpoint(w.acme.number, {"*"});
  w.flush({w.message(1), w.message(2), w.message(3)});
  auto taken = w.take();
  REQUIRE(taken.size() == 3);
  for (const auto& d : taken)
    CHECK(w.note(d, verdict::again, 60'000).counted);
  CHECK(w.take().empty());
  CHECK(w.states() == "waiting waiting waiting");
  w.make_due();
  taken = w.take();
  REQUIRE(taken.size() == 3);
  CHECK(taken[0].round == 1);
  w.note(taken[0], verdict::again, 60'000, 30'000);
  w.note(taken[1], verdict::again, 60'000);
  w.note(taken[2], verdict::spent);
  CHECK(w.states() == "waiting waiting failed/attempts");
  w.tamper(
      "UPDATE webhook_deliveries SET due_at = now() WHERE state = 'waiting'; UPDATE webhook_lanes SET due_at = now(), "
      "first_due = '-infinity'");
  CHECK_MESSAGE(w.take().empty(), "paused");
  w.make_due();
  taken = w.take();
  REQUIRE(taken.size() == 1);
  CHECK(w.note(taken[0], verdict::delivered).counted);
  CHECK(w.ask("SELECT failures FROM webhook_lanes") == "0");
  CHECK(w.take().size() == 1);
}

TEST_CASE("an endpoint that says it is gone, or that fails for days, is disabled with what waits for it") {
  world w;
  const auto gone = w.endpoint(w.acme.number, {"invoice.paid"});
  w.flush({w.message(1), w.message(2)});
  auto taken = w.take(1);
  REQUIRE(taken.size() == 1);
  auto noted = w.note(taken[0], verdict::gone);
  REQUIRE(noted.disabled);
  CHECK(noted.before->id == gone.id);
  CHECK_FALSE(noted.before->disabled_reason);
  CHECK(noted.disabled->disabled_reason == "gone");
  CHECK(noted.disabled->version == noted.before->version + 1);
  CHECK(w.states() == "failed/disabled failed/disabled");
  CHECK(w.flush({w.message(3)}) == 0);
  CHECK(w.take().empty());

  const auto failing = w.endpoint(w.acme.number, {"invoice.paid"});
  w.flush({w.message(4), w.message(5)});
  taken = w.take();
  REQUIRE(taken.size() == 2);
  CHECK_FALSE(w.note(taken[0], verdict::again, 0).disabled);
  w.tamper("UPDATE webhook_lanes SET failing_since = failing_since - interval '6 days'");
  noted = w.note(taken[1], verdict::again, 0);
  REQUIRE(noted.disabled);
  CHECK(noted.disabled->id == failing.id);
  CHECK(noted.disabled->disabled_reason == "failing");
}

TEST_CASE("what failed is sent once more when it is asked for, under the same id") {
  world w;
  const auto e = w.endpoint(w.acme.number, {"*"});
  w.flush({w.message(1), w.message(2)});
  for (const auto& d : w.take())
    w.note(d, verdict::spent);
  const auto listed = platform([&](executor& in) { return webhook_deliveries::list(in, e.number, {}, 0, 10); }).value();
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].message_id == message_id(2));
  CHECK(listed[0].failed_reason == "attempts");
  CHECK(listed[0].last_status == 500);
  REQUIRE(platform([&](executor& in) { return webhook_deliveries::resend(in, e.number, listed[1].id); }).has_value());
  auto taken = w.take();
  REQUIRE(taken.size() == 1);
  CHECK(taken[0].message_id == message_id(1));
  CHECK(taken[0].attempt == 2);
  CHECK(taken[0].round == 0);
  w.note(taken[0], verdict::delivered);
  CHECK(platform([&](executor& in) { return webhook_deliveries::resend_failed(in, e.number, timestamp{}); }).value() ==
        1);
  CHECK(w.take().size() == 1);
}

TEST_CASE("old messages go with their deliveries, but for what still waits") {
  world w;
  w.endpoint(w.acme.number, {"*"});
  w.flush({w.message(1), w.message(2)});
  auto taken = w.take(1);
  REQUIRE(taken.size() == 1);
  w.note(taken[0], verdict::delivered);
  const auto purge = [&] {
    return worker([](executor& in) { return retention::purge(in, "webhook_messages", 100); }).value();
  };
  CHECK(purge() == 0);
  w.tamper("UPDATE webhook_messages SET created_at = now() - interval '31 days'");
  CHECK(purge() == 1);
  CHECK(w.states() == "waiting");
  CHECK(w.ask("SELECT count(*) FROM webhook_attempts") == "0");
}

TEST_CASE("outcomes that are noted together are as if each had been noted by itself") {
  for (const bool together : {true, false}) {
    CAPTURE(together);
    world w;
    w.endpoint(w.acme.number, {"*"});
    w.endpoint(w.acme.number, {"*"});
    w.flush({w.message(1), w.message(2), w.message(3)});
    const auto taken = w.take();
    REQUIRE(taken.size() == 6);
    std::vector<queue::ended> all;
    const std::vector<verdict> first{verdict::again, verdict::delivered, verdict::again};
    const std::vector<verdict> second{verdict::delivered, verdict::again, verdict::spent};
    for (std::size_t i = 0, a = 0, b = 0; i < taken.size(); ++i) {
      queue::outcome o;
      o.what = taken[i].endpoint_number == taken[0].endpoint_number ? first[a++] : second[b++];
      o.started_at = taken[i].now;
      o.pause_ms = o.what == verdict::again ? 60'000 : 0;
      all.push_back({taken[i], o});
    }
    if (together) {
      CHECK(worker([&](executor& in) { return queue::note(in, all, patience_s); }).value().size() == 6);
    } else {
      for (const auto& one : all)
        REQUIRE(worker([&](executor& in) { return queue::note(in, {one}, patience_s); }).has_value());
    }
    CHECK(
        w.ask("SELECT string_agg(failures || '/' || (failing_since IS NOT NULL) || '/' || (closed_until > now()), ' ' "
              "ORDER BY endpoint_number) FROM webhook_lanes") == "1/true/true 2/true/true");
    CHECK(w.ask("SELECT string_agg(state, ' ' ORDER BY endpoint_number, number) FROM webhook_deliveries") ==
          "waiting delivered waiting delivered waiting failed");
    CHECK(w.ask("SELECT count(*) FROM webhook_attempts") == "6");
  }
}

// Whatever is done in whatever order, a lane never overlooks what waits for it.
TEST_CASE("lanes know what waits and what is under way") {
  for (const unsigned seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    std::mt19937 chance(seed);
    const auto any = [&](unsigned below) { return chance() % below; };
    world w;
    std::vector<webhook_endpoint_row> all;
    for (int i = 0; i < 3; ++i)
      all.push_back(w.endpoint(w.acme.number, {"*"}));
    std::vector<queue::due_delivery> under_way;
    for (int step = 0, made = 0; step < 120; ++step) {
      CAPTURE(step);
      const auto what = any(10);
      if (what < 3 && made < 17) {
        w.flush({w.message(made++)});
      } else if (what < 6) {
        for (auto& d : w.take(static_cast<std::int32_t>(any(9)) + 1, static_cast<std::int32_t>(any(4)) + 1))
          under_way.push_back(std::move(d));
      } else if (what < 8 && !under_way.empty()) {
        const auto which = any(static_cast<unsigned>(under_way.size()));
        const std::vector<verdict> verdicts{verdict::delivered, verdict::again, verdict::again, verdict::spent};
        w.note(under_way[which], verdicts[any(4)], any(2) == 0 ? 0 : 60'000, any(4) == 0 ? 1 : 0);
        under_way.erase(under_way.begin() + static_cast<std::ptrdiff_t>(which));
      } else if (what == 8) {
        w.end_leases();
      } else {
        const auto& e = all[any(3)];
        REQUIRE(platform([&](executor& in) {
                  return webhook_deliveries::resend_failed(in, e.number, timestamp{});
                }).has_value());
      }
      CHECK(w.ask(R"sql(
SELECT coalesce(string_agg(concat_ws(' ', l.endpoint_number, under_way, held, first_due, first, lease_ends, lease, due_at, closed_until, free), '; '), '')
FROM (SELECT r.endpoint_number, under_way, lease_ends, closed_until, least(r.first_due, w.since) AS first_due,
  least(r.due_at, greatest(closed_until, w.since)) AS due_at
  FROM webhook_lanes AS r LEFT JOIN (SELECT endpoint_number, min(since) AS since FROM webhook_wakes GROUP BY 1) AS w USING (endpoint_number)) AS l
CROSS JOIN LATERAL (SELECT count(leased_until) AS held, min(leased_until) AS lease,
  min(due_at) FILTER (WHERE state = 'waiting') AS first, min(due_at) FILTER (WHERE state = 'waiting' AND leased_until IS NULL) AS free
  FROM webhook_deliveries AS d WHERE d.endpoint_number = l.endpoint_number) AS d
WHERE under_way <> held OR first_due > first OR lease_ends > lease
  OR (free IS NOT NULL AND due_at > interval '1 second' + greatest(closed_until, free, CASE WHEN under_way > 0 THEN lease_ends END)))sql") ==
            "");
    }
    // In the end all of it is sent.
    for (int round = 0; round < 40; ++round) {
      w.tamper("UPDATE webhook_lanes SET failures = 0");
      w.end_leases();
      w.make_due();
      for (const auto& d : w.take())
        w.note(d, verdict::delivered);
    }
    CHECK(w.ask("SELECT count(*) FROM webhook_deliveries WHERE state = 'waiting'") == "0");
  }
}
