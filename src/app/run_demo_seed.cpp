#include <vector>

#include <fmt/format.h>
#include <src/app/changes.hpp>
#include <src/app/tool_verbs.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::app {
namespace {

using postgres::executor;

std::vector<domain::meter_draft> meters() {
  return {
      {.slug = "api_requests",
       .name = "API requests",
       .description = "Requests to an API, by method and route.",
       .event_type = "request",
       .aggregation = "COUNT",
       .value_property = std::nullopt,
       .group_by = {{"method", "$.method"}, {"route", "$.route"}},
       .unit = "requests"},
      {.slug = "tokens_total",
       .name = "Tokens",
       .description = "Tokens of a language model, by model.",
       .event_type = "completion",
       .aggregation = "SUM",
       .value_property = "$.tokens",
       .group_by = {{"model", "$.model"}},
       .unit = "tokens"},
  };
}

struct seeded {
  postgres::tenant_row tenant;
  std::vector<postgres::meter_row> meters;
};

result<seeded> seed(executor& in, const std::string& principal) {
  const auto now = system_clock().now();
  auto tenant = ensure_tenant(in, principal, now, {.key = "demo", .name = "Demo"});
  if (!tenant) return std::unexpected(tenant.error());
  seeded out{std::move(*tenant), {}};
  for (auto& draft : meters()) {
    auto meter = ensure_meter(in, principal, now, std::move(draft));
    if (!meter) return std::unexpected(meter.error());
    out.meters.push_back(std::move(*meter));
  }
  return out;
}

std::string as_json(const seeded& s) {
  contract::json_writer w(512);
  w.begin_object().key("tenant").begin_object();
  w.member("id", s.tenant.id).member("key", s.tenant.key).member("name", s.tenant.name);
  w.member("time_zone", s.tenant.time_zone).end_object().key("meters").begin_array();
  for (const auto& m : s.meters) {
    w.begin_object().member("id", m.id).member("slug", m.slug).member("event_type", m.event_type);
    w.member("aggregation", m.aggregation);
    if (m.value_property) w.member("value_path", *m.value_property);
    w.end_object();
  }
  return w.end_array().end_object().take();
}

}  // namespace

int run_demo_seed(const tool_options& o) {
  auto t = start_tool("weir demo", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir demo"), 1, std::chrono::seconds(10), {}});
  result<seeded> done = fail(error_code::internal_error);
  // Two that seed at once: the second one finds what the first has made.
  for (int attempt = 0; attempt < 3; ++attempt) {
    done = database.with_transaction(postgres::role::api, postgres::tenant_scope::platform(),
                                     [&](executor& in) { return seed(in, t->principal); });
    if (done ||
        (done.error().code != error_code::database_conflict && done.error().code != error_code::meter_slug_taken))
      break;
  }
  if (!done) return report("seeding the demo", done.error());
  if (o.json) {
    fmt::print("{}\n", as_json(*done));
    return exit_ok;
  }
  fmt::print("tenant {} ({})\n", done->tenant.key, done->tenant.id);
  for (const auto& m : done->meters)
    fmt::print("meter {}: {} of events \"{}\"\n", m.slug, m.aggregation, m.event_type);
  return exit_ok;
}

}  // namespace weir::app
