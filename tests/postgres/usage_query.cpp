// Meter queries against a reference that looks at every cell: windows by local day and month, groups by typed value.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <api/usage/meter_query.hpp>
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/domain/hour.hpp>
#include <weir/postgres/installation.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::api;

namespace {

timestamp at(std::string_view text) {
  return parse_rfc3339(text).value();
}

struct test_cell {
  std::int32_t tenant = 0;
  timestamp hour{};
  std::string subject;
  std::map<std::string, std::string> dimensions;  // JSON texts; missing ones absent
  std::int64_t events = 0;
  decimal sum, min, max, latest;
  std::int64_t latest_ns = 0, latest_hash = 0;
  std::set<int> values;

  std::string dimensions_text() const {
    std::string out = "{";
    for (const auto& [name, value] : dimensions)
      out += (out.size() > 1 ? ",\"" : "\"") + name + "\":" + value;
    return out + "}";
  }
};

struct world {
  std::vector<test_cell> cells;
  std::vector<tenant_row> tenants;
  meter_row meter;
};

decimal cents(std::int64_t n) {
  return decimal::from_units(static_cast<int128>(n) * 10'000'000);
}

// Three tenants, the third on another clock; hours around both changes of Berlin's clock and a month's end.
world make_world(const char* aggregation) {
  empty_tables();
  world w;
  {
    auto owner = shared_database().connect();
    must(*owner,
         "BEGIN; SET LOCAL ROLE weir_worker; INSERT INTO leases (consumer, topic, partition, next_offset, "
         "data_through) VALUES "
         "('usage', 'weir.usage', 0, 5, '2026-11-20T10:00:00Z'), ('usage', 'weir.usage', 1, 7, "
         "'2026-11-20T09:00:00Z'); COMMIT");
    REQUIRE(installation::create_or_check(
        *owner, {.id = "i", .topic_prefix = "", .partitions = 2, .claim_key = std::string(32, 'k')}));
  }
  platform([&](executor& in) -> result<void> {
    for (int i = 0; i < 3; ++i) {
      auto t = tenants::create(in, {.id = new_id("ten_"),
                                    .bucket = i,
                                    .key = "t" + std::to_string(i),
                                    .name = "T",
                                    .time_zone = i == 2 ? "Asia/Kathmandu" : "Europe/Berlin",
                                    .minute_offset = i == 2 ? 45 : 0});
      if (!t) return std::unexpected(t.error());
      w.tenants.push_back(*t);
    }
    auto m = meters::create(
        in, {.id = new_id("mtr_"),
             .slug = "m",
             .name = "M",
             .description = "",
             .event_type = "e",
             .aggregation = aggregation,
             .value_property = std::string(aggregation) == "COUNT" ? std::nullopt : std::optional<std::string>("$.v"),
             .group_by = R"([{"name":"model","path":"$.m"},{"name":"region","path":"$.r"}])",
             .unit = ""});
    if (!m) return std::unexpected(m.error());
    w.meter = *m;
    return {};
  }).value();

  std::mt19937_64 random(7);
  const std::vector<std::string> regions{"", "null", R"("eu")", R"("5")", "5", "true", R"("a\",\"region\":\"eu")"};
  const std::vector<std::string> models{"", R"("x")", R"("y")"};
  auto pick = [&](const auto& list) { return list[random() % list.size()]; };
  std::set<std::string> seen;
  for (auto start : {at("2026-03-27T00:00:00Z"), at("2026-10-23T00:00:00Z"), at("2026-10-30T00:00:00Z")}) {
    for (int i = 0; i < 300; ++i) {
      test_cell c;
      const auto& tenant = w.tenants[random() % 3];
      c.tenant = tenant.number;
      c.hour = domain::hour_start({start.ns + static_cast<std::int64_t>(random() % 96) * domain::ns_per_hour},
                                  tenant.minute_offset);
      c.subject = "s" + std::to_string(random() % 3);
      if (auto region = pick(regions); !region.empty()) c.dimensions["region"] = region;
      if (auto model = pick(models); !model.empty()) c.dimensions["model"] = model;
      if (!seen.insert(std::to_string(c.tenant) + format_rfc3339(c.hour) + c.subject + c.dimensions_text()).second)
        continue;
      c.events = 1 + static_cast<std::int64_t>(random() % 5);
      c.sum = cents(static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000);
      c.min = cents(static_cast<std::int64_t>(random() % 1000) - 500);
      c.max = cents(static_cast<std::int64_t>(random() % 1000) - 500);
      c.latest = cents(static_cast<std::int64_t>(random() % 1000));
      c.latest_ns = c.hour.ns + static_cast<std::int64_t>(random() % 2);
      c.latest_hash = static_cast<std::int64_t>(random());
      for (std::uint64_t v = 0; v <= random() % 4; ++v)
        c.values.insert(static_cast<int>(random() % 6));
      w.cells.push_back(c);
    }
  }
  worker([&](executor& in) -> result<void> {
    for (const auto& c : w.cells) {
      auto r = in.query(
          "INSERT INTO usage_cells VALUES ($1, $2, 1, $3, $4, $5, $6, 0, 0, 0, $7::numeric, $8::numeric, $9::numeric, "
          "$10::numeric, $11, $12, $13)",
          std::array<param, 13>{c.tenant, w.meter.number, c.hour, c.subject, c.dimensions_text(), c.events, c.sum,
                                c.min, c.max, c.latest, c.latest_ns, c.latest_hash, c.values.size()});
      if (!r) return std::unexpected(r.error());
      for (int v : c.values) {
        r = in.query("INSERT INTO usage_unique_values VALUES ($1, $2, 1, $3, $4, $5, $6::uuid)",
                     std::array<param, 6>{c.tenant, w.meter.number, c.hour, c.subject, c.dimensions_text(),
                                          "00000000-0000-0000-0000-00000000000" + std::to_string(v)});
        if (!r) return std::unexpected(r.error());
      }
    }
    return {};
  }).value();
  return w;
}

bool passes(const meter_query& q, const test_cell& c) {
  if ((q.from && c.hour < *q.from) || (q.to && c.hour >= *q.to)) return false;
  if (!q.subjects.empty() && std::ranges::find(q.subjects, c.subject) == q.subjects.end()) return false;
  return std::ranges::all_of(q.filters, [&](const meter_query::filter& f) {
    const auto it = c.dimensions.find(f.dimension);
    const auto value = it == c.dimensions.end() ? group_value{} : group_value{it->second};
    return std::ranges::find(f.any_of, value) != f.any_of.end();
  });
}

std::string value_of(std::string_view aggregation, const std::vector<const test_cell*>& cells) {
  decimal sum, least = cells[0]->min, most = cells[0]->max;
  std::int64_t events = 0;
  const test_cell* latest = cells[0];
  std::set<int> values;
  for (const auto* c : cells) {
    sum = decimal::add(sum, c->sum).value();
    events += c->events;
    least = std::min(least, c->min);
    most = std::max(most, c->max);
    if (std::pair(c->latest_ns, c->latest_hash) > std::pair(latest->latest_ns, latest->latest_hash)) latest = c;
    values.insert(c->values.begin(), c->values.end());
  }
  if (aggregation == "COUNT") return std::to_string(events);
  if (aggregation == "SUM") return sum.text();
  if (aggregation == "MIN") return least.text();
  if (aggregation == "MAX") return most.text();
  if (aggregation == "AVG") return divide_half_even(sum, events).text();
  if (aggregation == "LATEST") return latest->latest.text();
  return std::to_string(values.size());
}

// Every row as a line of text, by what a person would call its window.
std::string window_name(const meter_query& q, const time_zone& zone, timestamp t) {
  const auto day = zone.local_day(t);
  switch (*q.window) {
    case window_size::none:
      return "all";
    case window_size::hour:
      return format_rfc3339(t);
    case window_size::day:
      return std::to_string(day.year * 10000 + static_cast<int>(day.month * 100 + day.day));
    case window_size::month:
      return std::to_string(day.year * 100 + static_cast<int>(day.month));
  }
  return "";
}

std::set<std::string> expected(const world& w, const std::optional<tenant_row>& tenant, const meter_query& q,
                               const time_zone& zone) {
  std::map<std::string, std::vector<const test_cell*>> groups;
  for (const auto& c : w.cells) {
    if ((tenant && c.tenant != tenant->number) || !passes(q, c)) continue;
    auto key = window_name(q, zone, c.hour);
    for (const auto& t : w.tenants) {
      if (q.by_tenant && t.number == c.tenant) key += " " + t.id;
    }
    if (q.by_subject) key += " " + c.subject;
    for (const auto& name : q.by_dimensions)
      key += " " + (c.dimensions.contains(name) ? c.dimensions.at(name) : "-");
    groups[key].push_back(&c);
  }
  std::set<std::string> out;
  for (const auto& [key, cells] : groups) {
    std::int64_t events = 0;
    for (const auto* c : cells)
      events += c->events;
    out.insert(key + " = " + value_of(w.meter.aggregation, cells) + " of " + std::to_string(events));
  }
  return out;
}

std::set<std::string> actual(const usage_answer& a, const meter_query& q, const time_zone& zone) {
  std::set<std::string> out;
  for (const auto& row : a.rows) {
    auto key = window_name(q, zone, row.from);
    if (q.by_tenant) key += " " + row.tenant_id;
    if (q.by_subject) key += " " + row.subject;
    for (const auto& g : row.groups)
      key += " " + g.value_or("-");
    out.insert(key + " = " + row.value + " of " + std::to_string(row.events));
  }
  CHECK(out.size() == a.rows.size());
  return out;
}

result<usage_answer> run(const world& w, const std::optional<tenant_row>& tenant, const meter_query& q) {
  const auto scope = tenant ? tenant_scope::of(tenant->number) : tenant_scope::platform();
  return connections().read(role::api, scope, [&](executor& in) { return run_meter_query(in, w.meter, tenant, q); });
}

}  // namespace

TEST_CASE("every aggregation, window, grouping and filter gives what a look at every cell gives") {
  for (const char* aggregation : {"COUNT", "SUM", "MIN", "MAX", "AVG", "LATEST", "UNIQUE_COUNT"}) {
    CAPTURE(aggregation);
    const auto w = make_world(aggregation);
    const auto berlin = time_zone::find("Europe/Berlin").value();
    std::size_t rows = 0;
    for (auto window : {window_size::none, window_size::hour, window_size::day, window_size::month}) {
      for (int grouping = 0; grouping < 8; ++grouping) {
        for (int filtering = 0; filtering < 4; ++filtering) {
          meter_query q{.window = window};
          q.by_subject = (grouping & 1) != 0;
          if (grouping & 2) q.by_dimensions.push_back("region");
          if (grouping & 4) q.by_dimensions.push_back("model");
          if (filtering == 1) q.subjects = {"s0", "s2"};
          if (filtering == 2) q.filters = {{"region", {R"("eu")", "5"}}, {"model", {R"("x")", std::nullopt}}};
          if (filtering == 3) {
            q.from = at("2026-03-28T23:00:00Z");
            q.to = at("2026-10-31T00:00:00Z");
          }
          CAPTURE(static_cast<int>(window));
          CAPTURE(grouping);
          CAPTURE(filtering);
          auto a = run(w, w.tenants[0], q);
          REQUIRE_MESSAGE(a, a.error().detail);
          CHECK(actual(*a, q, berlin) == expected(w, w.tenants[0], q, berlin));
          rows += a->rows.size();
        }
      }
    }
    CHECK(rows > 1000);
  }
}

TEST_CASE("filters tell missing, null, texts, numbers and booleans apart") {
  const auto w = make_world("COUNT");
  std::int64_t total = 0;
  for (const auto& value :
       std::vector<group_value>{std::nullopt, "null", R"("eu")", R"("5")", "5", "true", R"("a\",\"region\":\"eu")"}) {
    meter_query q{.filters = {{"region", {value}}}};
    auto a = run(w, w.tenants[1], q).value();
    REQUIRE(a.rows.size() == 1);
    CHECK(actual(a, q, time_zone::find("UTC").value()) == expected(w, w.tenants[1], q, time_zone::find("UTC").value()));
    total += a.rows[0].events;
  }
  CHECK(total == run(w, w.tenants[1], {}).value().rows[0].events);
}

TEST_CASE("the platform sees all tenants, together and apart, where their clocks allow it") {
  const auto w = make_world("SUM");
  const auto utc = time_zone::find("UTC").value();
  for (bool by_tenant : {false, true}) {
    meter_query q{.by_tenant = by_tenant};
    CHECK(actual(run(w, std::nullopt, q).value(), q, utc) == expected(w, std::nullopt, q, utc));
    q.window = window_size::day;
    CHECK(run(w, std::nullopt, q).error().code == error_code::query_window_inexact);
  }
  meter_query own{.window = window_size::day};
  CHECK(actual(run(w, w.tenants[2], own).value(), own, time_zone::find("Asia/Kathmandu").value()) ==
        expected(w, w.tenants[2], own, time_zone::find("Asia/Kathmandu").value()));
  own.zone = "Mars/Olympus";
  CHECK(run(w, w.tenants[2], own).error().code == error_code::time_zone_unknown);
}

TEST_CASE("an answer says up to when it is complete, and what it used") {
  const auto w = make_world("SUM");
  CHECK(run(w, w.tenants[0], {}).value().data_through == at("2026-11-20T10:00:00Z"));
  CHECK(run(w, w.tenants[1], {}).value().data_through == at("2026-11-20T09:00:00Z"));
  CHECK(run(w, std::nullopt, {}).value().data_through == at("2026-11-20T09:00:00Z"));
  auto answer = run(w, w.tenants[0], {.window = std::nullopt}).value();
  CHECK(answer.window == window_size::day);
  CHECK(answer.zone == "Europe/Berlin");
  CHECK(run(w, w.tenants[0],
            {.from = at("2026-03-27T00:00:00Z"), .to = at("2026-03-29T00:00:00Z"), .window = std::nullopt})
            .value()
            .window == window_size::hour);
  auto nothing = run(w, w.tenants[0], {.from = at("2027-01-01T00:00:00Z"), .window = window_size::day}).value();
  CHECK(nothing.rows.empty());
  CHECK(!nothing.to);

  auto owner = shared_database().connect();
  must(*owner, "BEGIN; SET LOCAL ROLE weir_worker; UPDATE leases SET data_through = NULL WHERE partition = 1; COMMIT");
  CHECK(run(w, w.tenants[0], {}).value().data_through);
  CHECK(!run(w, w.tenants[1], {}).value().data_through);
  CHECK(!run(w, std::nullopt, {}).value().data_through);
}

// Lines as actual() has them, of a view for analysts.
std::set<std::string> of_view(connection& c, const tenant_row& t) {
  auto r = c.query(R"sql(
SELECT hour, subject, dimensions -> 'region', dimensions -> 'model', value, events FROM analytics.usage_hourly_v1
WHERE tenant_id = $1 AND meter = 'm')sql",
                   std::array<param, 1>{t.id});
  REQUIRE(r);
  std::set<std::string> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.insert(format_rfc3339(r->at(i, 0).timestamp()) + " " + r->at(i, 1).string() + " " +
               r->at(i, 2).optional_string().value_or("-") + " " + r->at(i, 3).optional_string().value_or("-") + " = " +
               r->at(i, 4).string() + " of " + r->at(i, 5).string());
  }
  CHECK(out.size() == r->size());
  return out;
}

TEST_CASE("the views for analysts say hour by hour and in sum what a query answers") {
  const std::map<std::string, std::string> in_sum{
      {"COUNT", "sum(value)"},
      {"SUM", "sum(value)"},
      {"MIN", "min(value)"},
      {"MAX", "max(value)"},
      {"AVG", "analytics.average_v1(sum(sum), sum(events))"},
      {"LATEST", "(array_agg(value ORDER BY latest_ns DESC, latest_hash DESC))[1]"},
      {"UNIQUE_COUNT", "count(DISTINCT value_hash)"}};
  for (const auto& [aggregation, sum] : in_sum) {
    CAPTURE(aggregation);
    const auto w = make_world(aggregation.c_str());
    auto c = shared_database().connect_as_administrator();
    for (const auto& t : w.tenants) {
      meter_query q{.window = window_size::hour, .by_subject = true, .by_dimensions = {"region", "model"}};
      auto answer = run(w, t, q).value();
      CHECK(answer.rows.size() > 100);
      CHECK(of_view(*c, t) == actual(answer, q, time_zone::find("UTC").value()));
    }
    const std::string view = aggregation == "UNIQUE_COUNT" ? "usage_unique_values_v1" : "usage_hourly_v1";
    CHECK(one(*c, "SELECT trim_scale((" + sum + ")::numeric) FROM analytics." + view + " WHERE tenant_key = 't0'") ==
          run(w, w.tenants[0], {}).value().rows[0].value);
  }
}

TEST_CASE("the views for analysts say up to when they are complete, what is final, and show what is live alone") {
  const auto w = make_world("SUM");
  auto c = shared_database().connect_as_administrator();
  for (const auto& t : w.tenants) {
    const auto through = run(w, t, {}).value().data_through.value();
    for (const char* view : {"usage_hourly_v1", "tenants_v1"}) {
      CAPTURE(std::string(view));
      CHECK(parse_rfc3339(one(*c, std::string("SELECT to_char(min(data_through) AT TIME ZONE 'UTC', "
                                              "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM analytics.") +
                                      view + " WHERE tenant_id = '" + t.id + "'"))
                .value() == through);
    }
  }
  CHECK(one(*c, "SELECT count(*) FROM analytics.usage_hourly_v1 WHERE is_final") == "0");
  must(*c, "UPDATE installation SET claims_since = '2026-10-24'");
  CHECK(one(*c, "SELECT count(*) FROM analytics.usage_hourly_v1 WHERE is_final") ==
        std::to_string(std::ranges::count_if(w.cells, [](const test_cell& cell) {
          return cell.hour.ns + domain::ns_per_hour <= at("2026-10-24T00:00:00Z").ns;
        })));
  CHECK(one(*c,
            "SELECT bool_or(is_final) AND NOT bool_and(is_final) FROM analytics.usage_hourly_v1 WHERE hour >= "
            "'2026-10-23Z' AND hour < '2026-10-25Z'") == "t");
  must(*c, "UPDATE leases SET data_through = NULL WHERE partition = 1");
  CHECK(one(*c,
            "SELECT string_agg(tenant_key, ' ' ORDER BY tenant_key) FROM analytics.tenants_v1 WHERE data_through IS "
            "NULL") == "t1");
  const auto shown = [&] { return one(*c, "SELECT count(*) FROM analytics.usage_hourly_v1"); };
  CHECK(shown() == std::to_string(w.cells.size()));
  must(*c, "UPDATE meters SET generation = 2");
  CHECK(shown() == "0");
  must(*c, "UPDATE meters SET generation = 1, state = 'deleted'");
  CHECK(shown() == "0");
  CHECK(one(*c, "SELECT state FROM analytics.meters_v1") == "deleted");
}

TEST_CASE("more rows than an answer may have are refused") {
  const auto w = make_world("COUNT");
  auto owner = shared_database().connect();
  must(*owner, "BEGIN; SET LOCAL ROLE weir_worker; INSERT INTO usage_cells SELECT " +
                   std::to_string(w.tenants[0].number) + ", " + std::to_string(w.meter.number) +
                   ", 1, '2026-01-01Z', 'n' || n, '{}', 1, 0, 0, 0 FROM generate_series(1, 100001) AS n; COMMIT");
  meter_query q{.to = at("2026-02-01T00:00:00Z")};
  CHECK(run(w, w.tenants[0], q).value().rows.size() == 1);
  q.by_subject = true;
  CHECK(run(w, w.tenants[0], q).error().code == error_code::query_too_many_rows);
}

TEST_CASE("every statement of these reads prepares, and weir_api may run it") {
  auto c = shared_database().connect();
  must(*c, "SET ROLE weir_api");
  int reads = 0;
  for (const auto* s = statement::first(); s != nullptr; s = s->next()) {
    if (!std::string_view(s->name()).starts_with("reads.")) continue;
    ++reads;
    CAPTURE(s->name());
    auto prepared = c->execute((std::string("PREPARE s AS ") + s->text() + "; DEALLOCATE s").c_str());
    CHECK_MESSAGE(prepared.has_value(), (prepared ? "" : prepared.error().detail));
  }
  CHECK(reads >= 5);
}
