#include <algorithm>

#include <src/app/instants.hpp>
#include <src/app/rejected_tool.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/subject_aliases.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::app {
namespace {

using postgres::executor;

result<selection> select(executor& in, const rejected_options& o) {
  postgres::rejected::filter f;
  if (!o.tenant.empty()) {
    auto tenant = postgres::subject_aliases::resolve(in, o.tenant);
    if (!tenant) return std::unexpected(tenant.error());
    if (!*tenant) return fail(error_code::tenant_not_found, "no tenant has the key or alias " + o.tenant);
    f.tenant_number = (*tenant)->number;
  }
  if (!o.code.empty()) f.code = o.code;
  if (o.state != "all") f.state = o.state;
  if (!o.since.empty()) {
    auto from = parse_since(o.since, system_clock().now());
    if (!from) return std::unexpected(from.error());
    f.from = *from;
  }
  selection out;
  if (o.ids.empty()) {
    auto rows = postgres::rejected::list(in, f, {}, o.limit);
    if (!rows) return std::unexpected(rows.error());
    out.rows = std::move(*rows);
    auto counts = postgres::rejected::count_by_code(in, f);
    if (!counts) return std::unexpected(counts.error());
    out.counts = std::move(*counts);
  } else {
    for (const auto& id : o.ids) {
      auto row = postgres::rejected::get(in, id);
      if (!row) return fail(row.error().code, row.error().detail.empty() ? id : row.error().detail);
      auto found = std::ranges::find(out.counts, row->code, &postgres::rejected::code_count::code);
      if (found == out.counts.end()) found = out.counts.insert(found, {row->code, 0, 0});
      ++found->rows;
      found->events += row->count;
      out.rows.push_back(std::move(*row));
    }
  }
  for (const auto& r : out.rows) {
    if (r.tenant_number == 0 || !key_of(out, r.tenant_number).empty()) continue;
    auto tenant = postgres::tenants::by_number(in, r.tenant_number);
    if (tenant) out.tenant_keys.emplace_back(r.tenant_number, tenant->key);
  }
  return out;
}

}  // namespace

std::string key_of(const selection& s, std::int32_t tenant_number) {
  const auto it = std::ranges::find(s.tenant_keys, tenant_number, &std::pair<std::int32_t, std::string>::first);
  return it == s.tenant_keys.end() ? std::string() : it->second;
}

result<selection> select_rejected(postgres::pool& database, const rejected_options& o) {
  return database.read(postgres::role::api, postgres::tenant_scope::platform(),
                       [&](executor& in) { return select(in, o); });
}

std::string rejected_json(const postgres::rejected_row& r, const std::string& tenant_key) {
  contract::json_writer w(512);
  w.begin_object().member("id", r.id).member("code", r.code).member("detail", r.detail).member("state", r.state);
  w.member("tenant", tenant_key);
  w.key("position").begin_object().member("topic", r.topic).member("partition", r.partition);
  w.member("offset", r.first_offset).member("last_offset", r.last_offset).member("index", r.event_index).end_object();
  w.member("count", r.count);
  w.key("event").begin_object();
  w.member("id", r.event_id);
  w.member("source", r.source);
  w.member("type", r.type);
  w.member("subject", r.subject);
  w.end_object();
  w.member("appended_at", r.appended_at).member("rejected_at", r.rejected_at);
  w.member("decided_by", r.decided_by);
  return w.end_object().take();
}

}  // namespace weir::app
