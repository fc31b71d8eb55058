// Commands, rejections, jobs, schedules and housekeeping, each under the role that uses them.
#include <algorithm>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/postgres/command_results.hpp>
#include <weir/postgres/idempotency.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/jobs.hpp>
#include <weir/postgres/rejected.hpp>
#include <weir/postgres/schedules.hpp>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;

TEST_CASE("idempotency keys: one does it, the others repeat its answer or wait") {
  empty_tables();
  using idempotency::verdict;
  idempotency::request q{"key_1", "k", std::nullopt, "hash", "cmd_1", "res_1"};
  const auto begin = [&](const idempotency::request& r, std::chrono::milliseconds abandoned = 60s) {
    return platform([&](executor& in) { return idempotency::begin(in, r, abandoned); }).value();
  };
  CHECK(begin(q).what == verdict::fresh);
  auto retry = q;
  retry.command_id = "cmd_2";
  CHECK(begin(retry).what == verdict::in_progress);
  CHECK(begin(retry).command_id == "cmd_1");
  auto abandoned = begin(retry, -1s);
  CHECK(abandoned.what == verdict::fresh);
  CHECK(abandoned.command_id == "cmd_1");
  auto other = q;
  other.hash = "other";
  CHECK(begin(other).what == verdict::other_request);
  CHECK(platform([&](executor& in) { return idempotency::finish(in, "key_1", "k", 201, "{}"); }).has_value());
  CHECK(begin(q).what == verdict::replay);
  CHECK(begin(q).status == 201);
  CHECK(begin(q).body == "{}");
  CHECK(platform([&](executor& in) { return idempotency::forget(in, "key_1", "k"); }).has_value());
  CHECK(begin(q).what == verdict::replay);
  q.key = "l";
  CHECK(begin(q).what == verdict::fresh);
  CHECK(platform([&](executor& in) { return idempotency::forget(in, "key_1", "l"); }).has_value());
  CHECK(begin(q).what == verdict::fresh);
}

TEST_CASE("command results: a handled command stays as it is") {
  empty_tables();
  command_result_row c{
      .id = new_id("cmd_"), .type = "weir.rejected.redrive.v1", .principal = "key_1", .status = "succeeded"};
  CHECK(platform([&](executor& in) { return command_results::get(in, c.id); }).error().code ==
        error_code::command_not_found);
  CHECK(platform([&](executor& in) { return command_results::accept(in, c); }).has_value());
  CHECK(worker([&](executor& in) { return command_results::handled(in, c.id); }) == false);
  c.http_status = 200;
  c.resource = R"({"a": 1})";
  c.log_offset = 9;
  CHECK(worker([&](executor& in) { return command_results::finish(in, c); }).has_value());
  CHECK(worker([&](executor& in) { return command_results::handled(in, c.id); }) == true);
  c.status = "failed";
  CHECK(worker([&](executor& in) { return command_results::finish(in, c); }).has_value());
  CHECK(platform([&](executor& in) { return command_results::accept(in, c); }).has_value());
  auto found = platform([&](executor& in) { return command_results::get(in, c.id); }).value();
  CHECK(found.status == "succeeded");
  CHECK(found.resource == R"({"a": 1})");
  CHECK(found.log_offset == 9);
  CHECK(found.finished_at.has_value());
}

TEST_CASE("rejected and conflicts: filters, pages, and one decision") {
  empty_tables();
  for (int i = 0; i < 5; ++i) {
    auto r = worker([&](executor& in) {
      const std::array p{param(new_id("rej_")), param(i % 2 == 0 ? "value_type" : "event_too_old"), param(i)};
      auto done = in.query(
          "INSERT INTO rejected (id, tenant_number, topic, partition, first_offset, last_offset, event_index, code, "
          "detail, "
          "appended_at, rejected_at) VALUES ($1, 1, 't', 0, $3::int, $3::int, 0, $2, '', now(), now() - $3::int % 2 * "
          "interval '1 hour')",
          p);
      if (!done) return done;
      const std::array q{param(i)};
      return in.query(
          "INSERT INTO conflicts (tenant_number, partition, log_offset, event_index, event_id, source, type, subject, "
          "appended_at, "
          "noticed_at) VALUES (1, 0, $1::int, 0, 'e' || $1::int % 2, '', '', '', now(), '2026-01-01Z')",
          q);
    });
    REQUIRE_MESSAGE(r.has_value(), (r ? "" : r.error().detail));
  }
  std::optional<rejected::cursor> after;
  std::size_t seen = 0;
  for (;;) {
    auto page = platform([&](executor& in) { return rejected::list(in, {}, after, 2); }).value();
    if (page.empty()) break;
    seen += page.size();
    CHECK(seen <= 5);
    after = {page.back().rejected_at, page.back().id};
  }
  CHECK(seen == 5);
  auto old = platform([&](executor& in) {
               return rejected::list(in, {.tenant_number = 1, .code = "event_too_old"}, {}, 10);
             }).value();
  CHECK(old.size() == 2);
  const auto id = old[0].id;
  CHECK(platform([&](executor& in) { return rejected::get(in, id); })->code == "event_too_old");
  CHECK(platform([&](executor& in) { return rejected::decide(in, id, "discarded", "key_1"); })->state == "discarded");
  CHECK(platform([&](executor& in) { return rejected::decide(in, id, "redriven", "key_1"); }).error().code ==
        error_code::rejected_state);
  CHECK(platform([&](executor& in) { return rejected::decide(in, "rej_x", "redriven", ""); }).error().code ==
        error_code::rejected_not_found);
  CHECK(platform([&](executor& in) { return rejected::list(in, {.state = "open"}, {}, 10); })->size() == 4);

  std::optional<conflicts::cursor> next;
  std::string offsets;
  for (;;) {
    auto page = platform([&](executor& in) { return conflicts::list(in, {}, next, 2); }).value();
    if (page.empty()) break;
    for (const auto& c : page)
      offsets += std::to_string(c.log_offset);
    next = {page.back().noticed_at, page.back().partition, page.back().log_offset, page.back().event_index};
  }
  CHECK(offsets == "43210");
  CHECK(platform([&](executor& in) { return conflicts::list(in, {.event_id = "e0"}, {}, 10); })->size() == 3);
}

TEST_CASE("jobs: one for each cause, claimed under an epoch, retried, given up, canceled") {
  empty_tables();
  const std::vector<std::string> kinds{"replay"};
  const auto enqueue = [&](const std::string& cause) {
    return platform([&](executor& in) {
             return jobs::enqueue(in, {.id = new_id("job_"), .kind = "replay", .cause = cause});
           })
        .value();
  };
  const auto claim = [&](std::chrono::milliseconds lease = 60s) {
    return worker([&](executor& in) { return jobs::claim(in, "w", kinds, lease, 10); }).value();
  };
  const auto job = enqueue("c1");
  CHECK(job.created);
  CHECK(enqueue("c1").id == job.id);
  CHECK_FALSE(enqueue("c1").created);
  auto first = claim();
  REQUIRE(first.size() == 1);
  CHECK(claim().empty());
  CHECK_FALSE(worker([&](executor& in) { return jobs::heartbeat(in, job.id, 1, -1s, 5, 10); })->cancel_requested);
  auto second = claim();
  REQUIRE(second.size() == 1);
  CHECK(second[0].epoch == 2);
  CHECK(second[0].progress_done == 5);
  CHECK(worker([&](executor& in) { return jobs::heartbeat(in, job.id, 1, 60s, 6, {}); }).error().code ==
        error_code::lease_lost);
  CHECK(worker([&](executor& in) { return jobs::finish(in, job.id, 1, "{}"); }).error().code == error_code::lease_lost);
  CHECK(worker([&](executor& in) { return jobs::fail(in, job.id, 2, "{}", 0ms); }).has_value());
  auto third = claim();
  REQUIRE(third.size() == 1);
  CHECK(worker([&](executor& in) { return jobs::fail(in, job.id, 3, "{}", 1h); }).has_value());
  CHECK(claim().empty());
  CHECK(platform([&](executor& in) { return jobs::cancel(in, job.id); })->state == "canceled");

  const auto running = enqueue("c2");
  REQUIRE(claim().size() == 1);
  CHECK(platform([&](executor& in) { return jobs::cancel(in, running.id); })->state == "running");
  CHECK(worker([&](executor& in) { return jobs::heartbeat(in, running.id, 1, 60s, 0, {}); })->cancel_requested);
  CHECK(worker([&](executor& in) { return jobs::finish_canceled(in, running.id, 1); }).has_value());
  CHECK(platform([&](executor& in) { return jobs::cancel(in, "job_x"); }).error().code == error_code::job_not_found);

  const auto deadly = enqueue("c3");
  for (int i = 0; i < 20; ++i)
    CHECK(claim(-1s).size() == 1);
  CHECK(claim().empty());
  auto given_up = platform([&](executor& in) { return jobs::get(in, deadly.id); }).value();
  CHECK(given_up.state == "failed");
  CHECK(given_up.problem.has_value());
}

TEST_CASE("schedules: each period once, late ones too, one scheduler at a time") {
  empty_tables();
  const auto plan = [&](const std::string& period, timestamp due) {
    return worker([&](executor& in) { return schedules::plan(in, {"invoices", period, due}); }).value();
  };
  const auto hour = parse_rfc3339("2026-01-01T00:00:00Z").value();
  CHECK(plan("2026-01", hour));
  CHECK_FALSE(plan("2026-01", hour));
  CHECK(plan("2199-01", parse_rfc3339("2199-01-01T00:00:00Z").value()));
  CHECK(worker([&](executor& in) { return schedules::latest(in, "invoices"); }).value()->period == "2199-01");
  auto done = worker([&](executor& in) -> result<void> {
    auto due = schedules::take_due(in, 10);
    REQUIRE(due.has_value());
    REQUIRE(due->size() == 1);
    CHECK(worker([&](executor& other) { return schedules::take_due(other, 10); })->empty());
    auto job = jobs::enqueue(in, {.id = new_id("job_"), .kind = "invoices", .cause = "schedule:invoices:2026-01"});
    return schedules::done(in, "invoices", "2026-01", job->id);
  });
  CHECK(done.has_value());
  CHECK(worker([&](executor& in) { return schedules::done(in, "invoices", "2026-01", {}); }).error().code ==
        error_code::lease_lost);
  CHECK(worker([&](executor& in) { return schedules::take_due(in, 10); })->empty());
}

TEST_CASE("installation: the first one stays, another prefix or number of partitions is refused") {
  empty_tables();
  const auto ensure = [&](const installation::row& wanted) {
    return connections().with_transaction(role::owner, tenant_scope::nobody(),
                                          [&](executor& in) { return installation::create_or_check(in, wanted); });
  };
  const std::string key(32, '\0');
  CHECK(ensure({"ins_1", "", 8, key, {}})->id == "ins_1");
  CHECK(ensure({"ins_2", "", 8, std::string(32, 'x'), {}})->claim_key == key);
  CHECK(ensure({"ins_2", "b.", 8, key, {}}).error().code == error_code::installation_mismatch);
  CHECK(ensure({"ins_2", "", 64, key, {}}).error().code == error_code::partition_count_mismatch);
}

TEST_CASE("feature flags keep their state, and retention knows every class") {
  empty_tables();
  CHECK(platform([](executor& in) { return feature_flags::declare(in, {"sse", false, "live", {}}); }).has_value());
  const auto set = [](const char* name, bool on) {
    return platform([&](executor& in) { return feature_flags::set(in, name, on); }).value();
  };
  CHECK(set("sse", true));
  CHECK_FALSE(set("sse", true));
  CHECK_FALSE(set("see", true));
  CHECK(platform([](executor& in) { return feature_flags::find(in, "see"); }).error().code ==
        error_code::feature_flag_not_found);
  CHECK(
      platform([](executor& in) { return feature_flags::declare(in, {"sse", false, "live hours", {}}); }).has_value());
  auto flags = platform([](executor& in) { return feature_flags::list(in); }).value();
  REQUIRE(flags.size() == 1);
  CHECK(flags[0].enabled);
  CHECK(flags[0].description == "live hours");

  auto known = retention::classes();
  std::ranges::sort(known);
  auto c = shared_database().connect();
  CHECK(one(*c, "SELECT string_agg(class, ' ' ORDER BY class) FROM retention_classes") == [&] {
    std::string all;
    for (const auto& k : known)
      all += (all.empty() ? "" : " ") + k;
    return all;
  }());
  REQUIRE(worker([](executor& in) {
            return in.query(
                "INSERT INTO outbox (id, bucket, type, payload, published_at) SELECT 'evt_' || n, 0, '', '', "
                "CASE WHEN n > 1 THEN now() - n * interval '5 days' END FROM generate_series(1, 5) AS n");
          }).has_value());
  CHECK(worker([](executor& in) { return retention::purge(in, "outbox", 2); }) == 2u);
  CHECK(worker([](executor& in) { return retention::purge(in, "outbox", 2); }) == 1u);
  for (const auto& k : known)
    CHECK(worker([&](executor& in) { return retention::purge(in, k, 10); }) == 0u);
}
