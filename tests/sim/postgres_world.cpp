#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <tests/sim/database_clock.hpp>
#include <tests/sim/faulty_stores.hpp>
#include <tests/sim/postgres_world.hpp>
#include <workers/usage/claim_run.hpp>
#include <workers/usage/postgres_usage_store.hpp>

#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::sim {
namespace {

constexpr const char* consumer = "usage";
constexpr const char* topic = "weir.usage";

// What a worker changes, and what a backup holds of it; definitions go with it, as in a real backup.
constexpr const char* tables[] = {"leases",           "lease_owners",       "definition_offsets",
                                  "accept_windows",   "usage_cells",        "usage_unique_values",
                                  "usage_claim_runs", "usage_conservation", "usage_meter_conservation",
                                  "rejected",         "conflicts"};

using rows_as_text = std::vector<std::string>;

struct backup {
  std::map<std::string, rows_as_text> rows;
  std::int64_t version = 0;
  std::string active_meters;
};

class postgres_world final : public world {
 public:
  postgres_world(const test::scratch_database& database, const clock_source& clock, std::int64_t lease_ms)
      : database_(database),
        clock_(clock),
        lease_(lease_ms),
        operator_(database.connect_as_administrator()),
        pool_({.connection = database.options(), .size = 1}) {}

  void begin(const std::vector<made_tenant>& tenants, const std::vector<usage::live_meter>& meters) override;
  stores connect(const std::string& owner, const faults& f) override;
  std::map<stream::partition_number, lease_row> leases() override;
  usage::usage_tables tables() override;
  std::int64_t definitions_version() override { return query("SELECT version FROM definitions").at(0, 0).int8(); }
  void define(std::int64_t version, const std::vector<usage::live_meter>& meters) override;
  std::any back_up() override;
  void restore(const std::any& older) override;

 private:
  postgres::rows query(const std::string& sql, std::span<const postgres::param> params = {}) {
    auto r = operator_->query(sql.c_str(), params);
    if (!r) throw std::runtime_error(sql + ": " + r.error().detail);
    return std::move(*r);
  }
  void set_clock();
  void read_cells(usage::usage_tables& out);
  void read_claims(usage::usage_tables& out);
  void read_conservation(usage::usage_tables& out);
  void read_refusals(usage::usage_tables& out);

  const test::scratch_database& database_;
  const clock_source& clock_;
  std::chrono::milliseconds lease_;
  std::unique_ptr<postgres::connection> operator_;
  postgres::pool pool_;
  std::vector<usage::live_meter> meters_;
  std::int64_t clock_ms_ = 0;  // as the database knows it
};

void postgres_world::set_clock() {
  if (clock_ms_ == clock_.monotonic_ms()) return;
  clock_ms_ = clock_.monotonic_ms();
  sim::set_clock(*operator_, timestamp::from_ms(clock_ms_));
}

void postgres_world::begin(const std::vector<made_tenant>& tenants, const std::vector<usage::live_meter>& meters) {
  std::string sql = "BEGIN;";
  for (const auto* table : sim::tables)
    sql += fmt::format("DELETE FROM {};", table);
  sql += "DELETE FROM tenants; DELETE FROM meters; DELETE FROM installation;";
  keyed_hash::key_type key{};
  for (std::size_t i = 0; i < key.size(); ++i)
    key[i] = static_cast<std::uint8_t>(i);  // the twin's
  sql += "INSERT INTO installation (id, topic_prefix, partitions, claim_key) VALUES ('sim', '', 1, '\\x";
  for (auto byte : key)
    sql += fmt::format("{:02x}", byte);
  sql += "');";
  for (const auto& t : tenants) {
    sql += fmt::format(
        "INSERT INTO tenants (number, id, bucket, key, name, minute_offset) OVERRIDING SYSTEM VALUE VALUES "
        "({0}, '{1}', 0, '{1}', '', {2});",
        t.facts.number, t.id.text(), t.facts.minute_offset);
  }
  meters_ = meters;
  for (const auto& m : meters) {
    const auto& d = m.definition;
    std::string groups;
    for (const auto& g : d.group_by)
      groups += fmt::format(R"({}{{"name": "{}", "path": "{}"}})", groups.empty() ? "" : ", ", g.name, g.path.text());
    sql += fmt::format(
        "INSERT INTO meters (number, id, slug, name, event_type, aggregation, value_property, group_by, generation) "
        "OVERRIDING SYSTEM VALUE VALUES ({}, '{}', '{}', '', '{}', '{}', {}, '[{}]', {});",
        d.number, meter_id{ulid::make(d.number, std::array<std::uint8_t, 10>{})}.text(), d.slug, d.event_type,
        name(d.aggregation), d.value ? "'" + d.value->text() + "'" : "NULL", groups, m.generation);
  }
  test::must(*operator_, sql + "COMMIT;");
  define(1, meters);
}

world::stores postgres_world::connect(const std::string& owner, const faults& f) {
  const postgres::ownership who{consumer, topic, owner, lease_, std::make_shared<postgres::flush_backend>()};
  auto options = database_.options();
  options.application_name = "history";
  stores real{
      std::make_unique<postgres::lease_store>(options, who),
      std::make_unique<postgres::flush_store>(
          postgres::flush_options{
              .connection = options, .synchronous_commit = false, .lock_timeout = std::chrono::milliseconds(20)},
          who),
      std::make_unique<usage::postgres_usage_store>(pool_, options, consumer)};
  return with_faults(std::move(real), f, [this] { set_clock(); });
}

std::map<stream::partition_number, world::lease_row> postgres_world::leases() {
  const auto r = query("SELECT partition, epoch, coalesce(owner, ''), next_offset, halt->>'explanation' FROM leases");
  std::map<stream::partition_number, lease_row> out;
  for (std::size_t i = 0; i < r.size(); ++i) {
    out[r.at(i, 0).int4()] = {r.at(i, 1).int8(), r.at(i, 2).string(), r.at(i, 3).int8(), r.at(i, 4).optional_string()};
  }
  return out;
}

void postgres_world::define(std::int64_t version, const std::vector<usage::live_meter>& meters) {
  std::vector<std::int32_t> active;
  for (const auto& m : meters)
    active.push_back(m.definition.number);
  const std::array<postgres::param, 2> params{postgres::param::array(active), version};
  query(
      "WITH changed AS (UPDATE meters SET state = CASE WHEN number = ANY ($1::int[]) THEN 'active' ELSE 'deleted' END) "
      "UPDATE definitions SET version = $2::bigint",
      params);
}

std::any postgres_world::back_up() {
  backup out;
  for (const auto* table : sim::tables) {
    const auto r = query(fmt::format("SELECT t::text FROM {} AS t", table));
    for (std::size_t i = 0; i < r.size(); ++i)
      out.rows[table].push_back(r.at(i, 0).string());
  }
  out.version = definitions_version();
  out.active_meters = query("SELECT array_agg(number) FILTER (WHERE state = 'active') FROM meters")
                          .at(0, 0)
                          .optional_string()
                          .value_or("{}");
  return out;
}

void postgres_world::restore(const std::any& older) {
  const auto& from = std::any_cast<const backup&>(older);
  // Whoever has changed something and not committed; xids are given with the first change.
  query(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
      "WHERE application_name = 'history' AND backend_xid IS NOT NULL AND datname = current_database()");
  test::must(*operator_, "BEGIN");
  for (const auto* table : sim::tables) {
    query(fmt::format("DELETE FROM {}", table));
    if (auto it = from.rows.find(table); it != from.rows.end()) {
      const std::array<postgres::param, 1> rows{postgres::param::array(it->second)};
      query(fmt::format("INSERT INTO {0} SELECT (r::{0}).* FROM unnest($1::text[]) AS r", table), rows);
    }
  }
  const std::array<postgres::param, 2> params{from.active_meters, from.version};
  query(
      "WITH changed AS (UPDATE meters SET state = CASE WHEN number = ANY ($1::int[]) THEN 'active' ELSE 'deleted' END) "
      "UPDATE definitions SET version = $2::bigint",
      params);
  test::must(*operator_, "COMMIT");
}

std::int32_t minutes(timestamp t) {
  return static_cast<std::int32_t>(t.ns / 60'000'000'000);
}

hash128 hash_of_uuid(std::string text) {
  std::erase(text, '-');
  return {std::stoull(text.substr(0, 16), nullptr, 16), std::stoull(text.substr(16), nullptr, 16)};
}

usage::stored_cell_key cell_key(const postgres::rows& r, std::size_t i) {
  return {r.at(i, 0).int4(),   r.at(i, 1).int4(),  r.at(i, 2).int4(), minutes(r.at(i, 3).timestamp()),
          r.at(i, 4).string(), r.at(i, 5).string()};
}

void postgres_world::read_cells(usage::usage_tables& out) {
  const auto r = query(
      "SELECT tenant_number, meter_number, generation, hour, subject, dimensions, events, first_offset, last_offset, "
      "id_sum, sum, min, max, latest, latest_ns, latest_hash, unique_values FROM usage_cells");
  for (std::size_t i = 0; i < r.size(); ++i) {
    auto& cell = out.cells[cell_key(r, i)];
    cell.aggregation = std::ranges::find(meters_, r.at(i, 1).int4(), [](auto& m) {
                         return m.definition.number;
                       })->definition.aggregation;
    cell.events = r.at(i, 6).int8();
    cell.first_offset = r.at(i, 7).int8();
    cell.last_offset = r.at(i, 8).int8();
    cell.id_sum = static_cast<std::uint64_t>(r.at(i, 9).int8());
    auto number = [&](std::size_t column) { return r.at(i, column).is_null() ? decimal{} : r.at(i, column).decimal(); };
    cell.sum = number(10);
    cell.least = number(11);
    cell.most = number(12);
    cell.latest = number(13);
    cell.latest_ns = r.at(i, 14).optional_int8().value_or(0);
    cell.latest_hash = r.at(i, 15).optional_int8().value_or(0);
  }
  const auto values = query(
      "SELECT tenant_number, meter_number, generation, hour, subject, dimensions, value_hash FROM usage_unique_values");
  for (std::size_t i = 0; i < values.size(); ++i)
    out.cells.at(cell_key(values, i)).unique_values.insert(hash_of_uuid(values.at(i, 6).string()));
  for (std::size_t i = 0; i < r.size(); ++i) {
    const auto said = static_cast<std::size_t>(r.at(i, 16).optional_int8().value_or(0));
    if (said != out.cells.at(cell_key(r, i)).unique_values.size())
      throw std::runtime_error("unique_values of a cell is not the number of its rows");
  }
}

void postgres_world::read_claims(usage::usage_tables& out) {
  const auto r = query(
      "SELECT (day - date '1970-01-01')::int, partition, first_offset, entries FROM usage_claim_runs WHERE scope = 0");
  for (std::size_t i = 0; i < r.size(); ++i) {
    const auto day = r.at(i, 0).int4();
    auto& claims = out.claims[r.at(i, 1).int4()];
    const bool whole = usage::decode_claim_run(r.at(i, 3).bytes(), r.at(i, 2).int8(),
                                               [&](const auto& entry) { claims.push_back({day, entry}); });
    if (!whole) throw std::runtime_error("a run of claims is cut");
  }
}

void postgres_world::read_conservation(usage::usage_tables& out) {
  auto r = query(
      "SELECT partition, tenant_number, arrival_hour, first_offset, last_offset, counted, duplicate, conflict, "
      "unmatched, rejected, quarantined, events FROM usage_conservation");
  for (std::size_t i = 0; i < r.size(); ++i) {
    auto& row = out.conservation[{r.at(i, 0).int4(), r.at(i, 1).int4(), minutes(r.at(i, 2).timestamp()) / 60}];
    row = {r.at(i, 3).int8(), r.at(i, 4).int8(), r.at(i, 5).int8(), r.at(i, 6).int8(),
           r.at(i, 7).int8(), r.at(i, 8).int8(), r.at(i, 9).int8(), r.at(i, 10).int8()};
    if (row.events() != r.at(i, 11).int8()) throw std::runtime_error("events of a conservation row are not its sum");
  }
  r = query(
      "SELECT generation, meter_number, tenant_number, arrival_hour, sum(counted), sum(invalid) "
      "FROM usage_meter_conservation GROUP BY 1, 2, 3, 4");
  for (std::size_t i = 0; i < r.size(); ++i) {
    out.meter_conservation[{r.at(i, 0).int4(), r.at(i, 1).int4(), r.at(i, 2).int4(),
                            minutes(r.at(i, 3).timestamp()) / 60}] = {r.at(i, 4).int8(), r.at(i, 5).int8()};
  }
}

void postgres_world::read_refusals(usage::usage_tables& out) {
  auto r = query(
      "SELECT id, tenant_number, partition, first_offset, last_offset, event_index, count, meter_number, code, detail, "
      "coalesce(event_id, ''), coalesce(source, ''), coalesce(type, ''), coalesce(subject, ''), event_time, "
      "appended_at "
      "FROM rejected");
  for (std::size_t i = 0; i < r.size(); ++i) {
    usage::rejected_row row;
    row.id = rejected_id::parse(r.at(i, 0).text()).value();
    row.tenant_number = r.at(i, 1).int4();
    row.partition = r.at(i, 2).int4();
    row.first_offset = r.at(i, 3).int8();
    row.last_offset = r.at(i, 4).int8();
    row.event_index = r.at(i, 5).int4();
    row.count = r.at(i, 6).int8();
    row.meter_number = r.at(i, 7).optional_int4();
    row.code = error_code_from_name(r.at(i, 8).text());
    row.detail = r.at(i, 9).string();
    row.event_id = r.at(i, 10).string();
    row.source = r.at(i, 11).string();
    row.type = r.at(i, 12).string();
    row.subject = r.at(i, 13).string();
    row.event_time = r.at(i, 14).optional_timestamp();
    row.appended_ms = r.at(i, 15).timestamp().ms();
    out.rejected.push_back(std::move(row));
  }
  r = query(
      "SELECT tenant_number, log_offset, event_index, event_id, source, type, subject, appended_at FROM conflicts");
  for (std::size_t i = 0; i < r.size(); ++i) {
    out.conflicts.push_back({r.at(i, 0).int4(), r.at(i, 1).int8(), r.at(i, 2).int4(), r.at(i, 3).string(),
                             r.at(i, 4).string(), r.at(i, 5).string(), r.at(i, 6).string(),
                             r.at(i, 7).timestamp().ms()});
  }
}

usage::usage_tables postgres_world::tables() {
  usage::usage_tables out;
  read_cells(out);
  read_claims(out);
  read_conservation(out);
  read_refusals(out);
  const auto r = query("SELECT partition, version, from_offset FROM definition_offsets");
  for (std::size_t i = 0; i < r.size(); ++i)
    out.definition_offsets[{r.at(i, 0).int4(), r.at(i, 1).int8()}] = r.at(i, 2).int8();
  return out;
}

}  // namespace

std::unique_ptr<world> make_postgres_world(const test::scratch_database& database, const clock_source& clock,
                                           std::int64_t lease_ms) {
  return std::make_unique<postgres_world>(database, clock, lease_ms);
}

}  // namespace weir::sim
