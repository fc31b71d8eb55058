#include <algorithm>
#include <limits>

#include <api/usage/refusal_views.hpp>

#include <weir/contract/topics.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::param;
using postgres::statement;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

const statement select_tenants{"reads.tenant_ids", "SELECT number, id FROM tenants WHERE number = ANY ($1::int[])"};
const statement select_meters{"reads.slugs_of_meters",
                              "SELECT number, slug FROM meters WHERE number = ANY ($1::int[])"};

result<std::map<std::int32_t, std::string>> look_up(executor& in, const statement& s,
                                                    const std::vector<std::int32_t>& numbers) {
  std::map<std::int32_t, std::string> out;
  if (numbers.empty()) return out;
  auto r = in.run(s, param::array(numbers));
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i)
    out[r->at(i, 0).int4()] = r->at(i, 1).string();
  return out;
}

void name_or_null(contract::json_writer& out, std::string_view member, const std::map<std::int32_t, std::string>& names,
                  std::optional<std::int32_t> number) {
  const auto it = number ? names.find(*number) : names.end();
  it == names.end() ? out.key(member).null() : out.member(member, it->second);
}

void write_body(contract::json_writer& out, const std::optional<log_event>& e) {
  e ? out.key("event").raw(e->json) : out.key("event").null();
}

}  // namespace

result<row_names> names_of(executor& in, std::span<const postgres::rejected_row> rows) {
  std::vector<std::int32_t> tenants, meters;
  for (const auto& r : rows) {
    tenants.push_back(r.tenant_number);
    if (r.meter_number) meters.push_back(*r.meter_number);
  }
  auto t = look_up(in, select_tenants, tenants);
  if (!t) return std::unexpected(t.error());
  auto m = look_up(in, select_meters, meters);
  if (!m) return std::unexpected(m.error());
  return row_names{std::move(*t), std::move(*m)};
}

result<row_names> names_of(executor& in, std::span<const postgres::conflict_row> rows) {
  std::vector<std::int32_t> tenants;
  for (const auto& r : rows)
    tenants.push_back(r.tenant_number);
  auto t = look_up(in, select_tenants, tenants);
  if (!t) return std::unexpected(t.error());
  return row_names{std::move(*t), {}};
}

result<std::optional<log_event>> read_event(log_source& log, stream::partition_number partition, stream::offset offset,
                                            std::int32_t index, milliseconds time) {
  auto record = read_record(log, partition, offset, time);
  if (!record) return std::unexpected(record.error());
  if (!*record) return std::optional<log_event>{};
  auto events = read_events(**record);
  if (!events) return std::optional<log_event>{};
  const auto e = std::ranges::find(*events, index, &log_event::index);
  return e == events->end() ? std::optional<log_event>{} : std::optional(std::move(*e));
}

void write_rejected(contract::json_writer& out, const postgres::rejected_row& r, const row_names& names,
                    const std::optional<log_event>& event) {
  out.begin_object().member("id", r.id);
  name_or_null(out, "tenant_id", names.tenants, r.tenant_number);
  out.member("code", r.code).member("detail", r.detail);
  name_or_null(out, "meter", names.meters, r.meter_number);
  // A range has no place inside a record.
  write_position(out, "position", r.partition, r.first_offset,
                 r.event_index < 0 ? std::nullopt : std::optional(r.event_index));
  out.member("last_offset", r.last_offset).member("count", r.count);
  out.member("event_id", r.event_id);
  out.member("source", r.source);
  out.member("type", r.type);
  out.member("subject", r.subject);
  out.member("time", r.event_time);
  write_body(out, event);
  out.member("state", r.state).member("appended_at", r.appended_at).member("rejected_at", r.rejected_at);
  out.member("decided_at", r.decided_at);
  out.member("decided_by", r.decided_by);
  out.end_object();
}

result<std::vector<conflict_bodies>> read_bodies(postgres::pool& database, const postgres::tenant_scope& scope,
                                                 log_source& log, std::span<const postgres::conflict_row> rows,
                                                 std::int64_t accept_days, milliseconds time) {
  const auto deadline = steady_clock::now() + time;
  std::vector<conflict_bodies> out(rows.size());
  std::map<std::int32_t, tenant_log> logs;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    if (left <= milliseconds(0)) break;
    const auto& r = rows[i];
    auto& at = logs[r.tenant_number];
    if (at.partitions == 1 && at.claim_key == keyed_hash::key_type{}) {
      auto found = database.read(postgres::role::api, scope, [&](executor& in) -> result<tenant_log> {
        auto tenant = postgres::tenants::by_number(in, r.tenant_number);
        if (!tenant) return std::unexpected(tenant.error());
        return log_of(in, *tenant);
      });
      if (!found) return std::unexpected(found.error());
      at = *found;
    }
    auto refused = read_event(log, r.partition, r.log_offset, r.event_index, left);
    if (refused) out[i].refused = std::move(*refused);
    // It was counted before this one came.
    const claim_cursor from{usage::day_of_arrival(r.appended_at.ms()), std::numeric_limits<stream::offset>::max()};
    auto counted =
        find_counted(database, log, at, r.source, r.event_id, from, oldest_claims(r.appended_at, accept_days), left);
    if (!counted) return std::unexpected(counted.error());
    out[i].counted = std::move(*counted);
  }
  return out;
}

void write_conflict(contract::json_writer& out, const postgres::conflict_row& r, const row_names& names,
                    const conflict_bodies& bodies) {
  out.begin_object();
  name_or_null(out, "tenant_id", names.tenants, r.tenant_number);
  out.member("source", r.source).member("id", r.event_id).key("counted").begin_object();
  if (bodies.counted.claim) {
    const auto& e = bodies.counted.event;
    write_position(out, "position", r.partition, bodies.counted.claim->offset,
                   e ? std::optional(e->index) : std::nullopt);
  } else {
    out.key("position").null();
  }
  write_body(out, bodies.counted.event);
  out.end_object().key("refused").begin_object();
  write_position(out, "position", r.partition, r.log_offset, r.event_index);
  write_body(out, bodies.refused);
  out.end_object().member("appended_at", r.appended_at).member("seen_at", r.noticed_at).end_object();
}

}  // namespace weir::api
