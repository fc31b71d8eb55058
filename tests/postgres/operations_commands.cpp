// Commands in a flush's transaction: their results, jobs and announcements, each once.
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <workers/operations/operations_store.hpp>
#include <workers/operations/postgres_operations_store.hpp>
#include <workers/operations/postgres_redrive_store.hpp>

#include <weir/postgres/command_results.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/postgres/rejected.hpp>
#include <weir/postgres/tenants.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::operations;

namespace {

struct world {
  world() {
    empty_tables();
    REQUIRE(leases.prepare(1).has_value());
    held = leases.acquire(0).value().at(0);
    auto c = shared_database().connect();
    for (int i = 1; i <= 2; ++i) {
      const auto made = platform(
          [&](executor& in) { return tenants::create(in, {new_id("ten_"), 7, "t" + std::to_string(i), "T"}); });
      REQUIRE(made.has_value());
      (i == 1 ? mine : other) = made.value();
    }
  }

  std::string reject(std::int32_t tenant) {
    const auto id = new_id("rej_");
    auto r = worker([&](executor& in) {
      const std::array p{param(id), param(tenant)};
      return in.query(
          "INSERT INTO rejected (id, tenant_number, topic, partition, first_offset, last_offset, event_index, code, "
          "detail, "
          "event_id, source, appended_at) VALUES ($1, $2::int, 'weir.usage', 0, 4, 4, 1, 'value_type', '', 'e', 's', "
          "now())",
          p);
    });
    REQUIRE(r.has_value());
    return id;
  }

  received_command command(std::vector<std::string> ids, bool redrive, bool of_tenant = true) {
    received_command c;
    c.at = {"weir.commands", 0, offset};
    c.id = new_id("cmd_");
    c.principal = "key_1";
    if (of_tenant) c.tenant = tenant_id::parse(mine.id);
    std::vector<rejected_id> parsed;
    for (const auto& id : ids)
      parsed.push_back(rejected_id::parse(id).value());
    if (redrive) {
      c.body = contract::redrive_rejected{parsed};
    } else {
      c.body = contract::discard_rejected{parsed};
    }
    c.type = contract::type_of(*c.body);
    return c;
  }

  void flush(const std::vector<received_command>& commands) {
    auto tx = flushes.begin();
    REQUIRE(tx.has_value());
    const stream::progress move{0, held.epoch, offset, offset + 1, 1, false};
    const auto fenced = (*tx)->advance(std::span(&move, 1));
    REQUIRE(fenced.has_value());
    REQUIRE(fenced->empty());
    const auto written = store.write(**tx, commands);
    REQUIRE_MESSAGE(written.has_value(), (written ? "" : written.error().detail));
    CHECK((*tx)->commit() == stream::commit_outcome::committed);
    ++offset;
  }

  command_result_row result_of(const std::string& id) {
    return platform([&](executor& in) { return command_results::get(in, id); }).value();
  }
  std::string state_of(const std::string& id) {
    return platform([&](executor& in) { return rejected::get(in, id); }).value().state;
  }
  std::string ask(const std::string& sql) { return one(*shared_database().connect_as_administrator(), sql); }

  ownership who{"operations", "weir.commands", "a", std::chrono::seconds(60), std::make_shared<flush_backend>()};
  postgres::lease_store leases{shared_database().options(), who};
  flush_store flushes{{shared_database().options(), true, std::chrono::seconds(5)}, who};
  postgres_operations_store store{system_clock()};
  stream::lease held;
  tenant_row mine, other;
  std::int64_t offset = 0;
};

}  // namespace

TEST_CASE("a discard marks what is open and of the tenant itself, announces it, and repeats nothing") {
  world w;
  const auto a = w.reject(w.mine.number);
  const auto foreign = w.reject(w.other.number);
  const auto c = w.command({a, foreign}, false);
  w.flush({c, c});
  w.flush({c});
  CHECK(w.state_of(a) == "discarded");
  CHECK(w.state_of(foreign) == "open");
  const auto row = w.result_of(c.id);
  CHECK(row.status == "succeeded");
  CHECK(row.http_status == 200);
  CHECK(row.tenant_number == w.mine.number);
  CHECK(row.resource == R"({"discarded": 1, "left_as_they_were": 1})");
  CHECK(row.log_offset == 0);
  CHECK(w.ask("SELECT count(*) || ' ' || min(type) || ' ' || min(tenant_number) FROM outbox") ==
        "1 usage.rejected_discarded " + std::to_string(w.mine.number));
  CHECK(w.ask("SELECT decided_by FROM rejected WHERE state = 'discarded'") == "key_1");

  const auto again = w.command({a}, false);
  w.flush({again});
  CHECK(w.result_of(again.id).status == "failed");
  CHECK(w.result_of(again.id).http_status == 409);
  const auto not_theirs = w.command({foreign}, false);
  w.flush({not_theirs});
  CHECK(w.result_of(not_theirs.id).problem.value_or("").find("rejected_not_found") != std::string::npos);
  const auto of_platform = w.command({foreign}, false, false);
  w.flush({of_platform});
  CHECK(w.result_of(of_platform.id).status == "succeeded");
  CHECK(w.state_of(foreign) == "discarded");
}

TEST_CASE("a redrive queues one job, which marks and announces once") {
  world w;
  const auto a = w.reject(w.mine.number);
  const auto c = w.command({a}, true);
  w.flush({c, c});
  CHECK(w.result_of(c.id).http_status == 202);
  CHECK(w.ask("SELECT count(*) || ' ' || min(id) || ' ' || min(kind) FROM jobs") == "1 " + job_of(c.id) + " redrive");
  CHECK(w.state_of(a) == "open");

  postgres_redrive_store rows(connections(), system_clock());
  const std::vector<std::string> ids{a};
  CHECK(rows.load(ids, tenant_id::parse(w.other.id)).value().empty());
  const auto loaded = rows.load(ids, tenant_id::parse(w.mine.id)).value();
  REQUIRE(loaded.size() == 1);
  CHECK(loaded[0].topic == "weir.usage");
  CHECK(loaded[0].offset == 4);
  CHECK(loaded[0].index == 1);
  CHECK(loaded[0].event_id == "e");
  CHECK_FALSE(loaded[0].of_meter);
  CHECK(rows.mark_redriven(ids, "key_1", "req_1").has_value());
  CHECK(rows.mark_redriven(ids, "key_1", "req_1").has_value());
  CHECK(w.state_of(a) == "redriven");
  CHECK(w.ask("SELECT count(*) FROM outbox WHERE type = 'usage.rejected_redriven'") == "1");
}

TEST_CASE("what makes no sense has a result too, and stops nothing") {
  world w;
  received_command unknown;
  unknown.id = new_id("cmd_");
  unknown.type = "weir.rejected.explode.v1";
  unknown.principal = "key_1";
  unknown.refused = error(error_code::command_unknown_type, "weir.rejected.explode.v1", "/type");
  unknown.tenant = tenant_id::parse(new_id("ten_"));
  auto nobody = w.command({new_id("rej_")}, true);
  nobody.tenant = tenant_id::parse(new_id("ten_"));
  const auto none = w.command({new_id("rej_")}, true);
  w.flush({unknown, nobody, none});
  CHECK(w.result_of(unknown.id).status == "failed");
  CHECK(w.result_of(unknown.id).http_status == 400);
  CHECK(w.result_of(nobody.id).problem.value_or("").find("tenant_not_found") != std::string::npos);
  CHECK(w.result_of(none.id).http_status == 404);
  CHECK(w.ask("SELECT count(*) FROM jobs") == "0");
}
