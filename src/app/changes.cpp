#include <utility>

#include <src/app/changes.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/ulid.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::app {
namespace {

// schemas/json/tenant.json and meter.json.
std::string tenant_json(const postgres::tenant_row& t) {
  contract::json_writer w(384);
  w.begin_object()
      .member("id", t.id)
      .member("key", t.key)
      .member("name", t.name)
      .member("time_zone", t.time_zone)
      .member("minute_offset", t.minute_offset)
      .member("currency", t.currency)
      .member("state", t.state)
      .member("created_at", t.created_at)
      .member("updated_at", t.updated_at);
  return w.end_object().take();
}

std::string meter_json(const postgres::meter_row& m, const domain::meter& meter) {
  contract::json_writer w(512);
  w.begin_object()
      .member("id", m.id)
      .member("slug", m.slug)
      .member("name", m.name)
      .member("description", m.description)
      .member("event_type", m.event_type)
      .member("aggregation", m.aggregation)
      .key("value_property");
  if (m.value_property) {
    w.text(*m.value_property);
  } else {
    w.null();
  }
  w.key("group_by").begin_object();
  for (const auto& g : meter.group_by)
    w.member(g.name, g.path.text());
  w.end_object()
      .member("unit", m.unit)
      .member("version", m.version)
      .member("created_at", m.created_at)
      .member("updated_at", m.updated_at);
  return w.end_object().take();
}

error first(std::vector<error> problems) {
  WEIR_ASSERT(!problems.empty(), "a refused draft says why");
  return std::move(problems.front());
}

}  // namespace

result<void> announce(postgres::executor& in, const std::string& principal, timestamp now, change what) {
  contract::domain_event e;
  e.id = contract::event_id(what.object, what.version, what.type);
  e.type = what.type;
  e.time = now;
  if (what.tenant) {
    e.tenant = tenant_id::parse(what.tenant->id);
    WEIR_ASSERT(e.tenant, "tenants.id is checked by the database");
  }
  e.subject = std::move(what.object);
  e.principal = principal;
  e.data = std::move(what.data);

  postgres::outbox::announcement a;
  a.id = e.id;
  if (what.tenant) a.tenant_number = what.tenant->number;
  a.bucket = (e.tenant ? domain::bucket_of(*e.tenant) : domain::platform_bucket).number;
  a.type = contract::name(what.type);
  a.payload = contract::encode_domain_event(e);
  auto done = postgres::outbox::append(in, a);
  if (!done) return std::unexpected(done.error());
  return {};
}

result<postgres::tenant_row> ensure_tenant(postgres::executor& in, const std::string& principal, timestamp now,
                                           domain::tenant_draft draft) {
  auto made = domain::make_tenant(tenant_id{system_ids().next()}, std::move(draft));
  if (!made) return std::unexpected(first(std::move(made.error())));
  const auto id = made->id.text();
  auto row =
      postgres::subject_aliases::resolve_or_create(in, {id, domain::bucket_of(made->id).number, made->key, made->name,
                                                        made->time_zone, made->minute_offset, made->currency});
  if (!row || row->id != id) return row;
  auto said =
      announce(in, principal, now, {contract::event_type::tenant_created, id, row->version, *row, tenant_json(*row)});
  if (!said) return std::unexpected(said.error());
  return row;
}

result<postgres::meter_row> ensure_meter(postgres::executor& in, const std::string& principal, timestamp now,
                                         domain::meter_draft draft) {
  auto found = postgres::meters::find(in, draft.slug);
  if (found || found.error().code != error_code::meter_not_found) return found;
  auto made = domain::make_meter(meter_id{system_ids().next()}, std::move(draft));
  if (!made) return std::unexpected(first(std::move(made.error())));
  contract::json_writer groups;
  groups.begin_array();
  for (const auto& g : made->group_by)
    groups.begin_object().member("name", g.name).member("path", g.path.text()).end_object();
  std::optional<std::string> value;
  if (made->value) value = made->value->text();
  auto row = postgres::meters::create(
      in, {made->id.text(), made->slug, made->name, made->description, made->event_type,
           std::string(domain::name(made->aggregation)), value, groups.end_array().take(), made->unit});
  if (!row) return row;
  auto said =
      announce(in, principal, now,
               {contract::event_type::meter_created, row->id, row->version, std::nullopt, meter_json(*row, *made)});
  if (!said) return std::unexpected(said.error());
  return row;
}

}  // namespace weir::app
