// Lists of the inbox read what they are asked for by an index, however many events there are.
#include <string>
#include <string_view>

#include <doctest/doctest.h>
#include <tests/postgres/scratch_database.hpp>

#include <weir/postgres/executor.hpp>

using namespace weir::test;
using weir::postgres::statement;

namespace {

std::string plan_of(weir::postgres::connection& in, std::string_view name, std::string_view more) {
  for (const auto* s = statement::first(); s != nullptr; s = s->next()) {
    if (s->name() != name) continue;
    must(in, std::string("PREPARE asked AS ") + s->text());
    auto r = in.query(("EXPLAIN EXECUTE asked('', '', '', '', 0, 50" + std::string(more) + ")").c_str());
    REQUIRE(r.has_value());
    must(in, "DEALLOCATE asked");
    std::string out;
    for (std::size_t i = 0; i < r->size(); ++i)
      out += r->at(i, 0).string() + "\n";
    return out;
  }
  FAIL("no statement " << name);
  return {};
}

}  // namespace

TEST_CASE("the inbox is listed by an index, whatever is asked for") {
  empty_tables();
  const auto c = shared_database().connect_as_administrator();
  must(*c, R"sql(
INSERT INTO payment_providers (id, slug, provider, name, live) VALUES ('ppr_00000000000000000000000001', 'main', 'stripe', 'Main', false);
INSERT INTO provider_events (id, provider_number, provider, event_id, type, object_id, related_id, api_version, occurred_at, received_at, source,
  body, state, ended_at)
SELECT 'pve_' || lpad(n::text, 26, '0'), p.number, 'stripe', 'evt_' || n, 'type.' || n % 150, 'obj_' || n, 'pi_' || n / 4, '', now(), now(), 'webhook',
  '', CASE n % 500 WHEN 0 THEN 'failed' WHEN 1 THEN 'pending' ELSE 'applied' END, CASE n % 500 WHEN 1 THEN NULL ELSE now() END
FROM generate_series(1, 20000) AS n, payment_providers AS p;
ANALYZE provider_events; ANALYZE payment_providers; SET plan_cache_mode = force_generic_plan;)sql");
  struct expectation {
    const char* statement;
    const char* more;
    const char* index;
  };
  for (const auto& [name, more, index] :
       {expectation{"provider_events.list", "", "provider_events_pkey"},
        {"provider_events.list_failed", "", "provider_events_failed"},
        {"provider_events.list_pending", "", "provider_events_due"},
        {"provider_events.list_typed", "", "provider_events_by_type"},
        {"provider_events.list_of_object", ", 'obj_1'", "provider_events_of_object"},
        {"provider_events.list_of_object", ", 'obj_1'", "provider_events_related"},
        {"provider_events.list_named", ", 'evt_1', ''", "provider_events_provider_event_id_key"}}) {
    const auto plan = plan_of(*c, name, more);
    CAPTURE(name);
    CAPTURE(plan);
    CHECK(plan.contains(index));
    CHECK_FALSE(plan.contains("Seq Scan on provider_events"));
  }
  empty_tables();
}
