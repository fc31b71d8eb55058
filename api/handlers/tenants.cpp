#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/tenants.hpp>
#include <api/key_cache.hpp>
#include <api/session_cache.hpp>
#include <api/subject_cache.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/time_zone.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/domain/tenant.hpp>
#include <weir/postgres/billing_profiles.hpp>

namespace weir::api {
namespace {

domain::tenant_draft draft_of(const contract::json_value& body, timestamp now) {
  domain::tenant_draft d;
  d.key = std::string(body.text("key").value_or(""));
  d.name = std::string(body.text("name").value_or(""));
  if (auto zone = body.text("time_zone")) d.time_zone = std::string(*zone);
  if (auto currency = body.text("currency")) d.currency = std::string(*currency);
  auto zone = time_zone::find(d.time_zone);
  d.minute_offset = zone ? zone->minute_offset(now) : std::nullopt;
  return d;
}

}  // namespace

result<void> may_change_tenants(const call& c) {
  if (c.who().is_platform()) return {};
  return fail(error_code::forbidden, "Tenants are made, changed and deleted by the platform.");
}

result<void> announce_tenant(postgres::executor& in, const call& c, contract::event_type type,
                             const postgres::tenant_row& t, const postgres::tenant_row* before) {
  auto id = tenant_id::parse(t.id);
  WEIR_ASSERT(id, "tenants.id is checked by the database");
  return announce(in, c,
                  {type, t.id, t.version, principal::tenant_ref{*id, t.number}, tenant_json(t),
                   before ? tenant_json(*before) : ""});
}

void forget_tenant(const call& c, const postgres::tenant_row& t) {
  c.with().keys->forget_tenant(t.number);
  c.with().sessions->forget_tenant(t.number);
  c.with().subjects->forget_tenant(t.number);
}

result<http::response> list_tenants(const call& c) {
  // A tenant's own rows are its tenant alone: row-level security keeps the list short.
  return list_by_number(c, "tenants", postgres::tenants::list, tenant_json);
}

result<http::response> create_tenant(const call& c) {
  if (auto allowed = may_change_tenants(c); !allowed) return std::unexpected(allowed.error());
  auto draft = domain::make_tenant(tenant_id{c.with().ids.next()}, draft_of(c.body(), c.with().clock.now()));
  if (!draft) return c.problems(draft.error());
  return create_once(c, [&](postgres::executor& in) -> result<created> {
    auto row = postgres::tenants::create(in, {draft->id.text(), domain::bucket_of(draft->id).number, draft->key,
                                              draft->name, draft->time_zone, draft->minute_offset, draft->currency});
    if (!row) return std::unexpected(row.error());
    if (auto said = announce_tenant(in, c, contract::event_type::tenant_created, *row); !said)
      return std::unexpected(said.error());
    return created{tenant_json(*row), "/api/v1/tenants/" + row->id, etag(row->version), {}};
  });
}

result<http::response> get_tenant(const call& c) {
  const std::string which(c.parameter("tenant"));
  auto row = look(c, [&](postgres::executor& in) { return find_tenant(in, c, which); });
  if (!row) return std::unexpected(row.error());
  return with_etag(c, tenant_json(*row), row->version);
}

result<http::response> update_tenant(const call& c) {
  const auto body = c.body();
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  const std::string which(c.parameter("tenant"));
  const auto now = c.with().clock.now();
  std::vector<error> refused;
  auto row = change(c, [&](postgres::executor& in) -> result<postgres::tenant_row> {
    auto found = find_tenant(in, c, which);
    if (!found) return found;
    if (auto allowed = may_change_tenants(c); !allowed) return std::unexpected(allowed.error());
    postgres::tenant_patch patch;
    if (auto v = body.text("name")) patch.name = std::string(*v);
    if (auto v = body.text("currency")) patch.currency = std::string(*v);
    if (auto v = body.text("state")) patch.state = std::string(*v);
    if (auto v = body.text("time_zone"); v && *v != found->time_zone) {
      auto zone = time_zone::find(*v);
      if (!zone) return fail(error_code::time_zone_unknown, "", "/time_zone");
      if (zone->minute_offset(now) != found->minute_offset)
        return fail(error_code::tenant_immutable_field,
                    "The new zone's hours begin at another minute; usage is kept by the tenant's own hours.",
                    "/time_zone");
      // Periods that were billed would get other ends.
      if (auto held = postgres::billing_profiles::lock(in, found->number); !held) return std::unexpected(held.error());
      auto fixed = postgres::billing_profiles::is_fixed(in, found->number);
      if (!fixed) return std::unexpected(fixed.error());
      if (*fixed) return fail(error_code::tenant_zone_fixed, "", "/time_zone");
      patch.time_zone = std::string(*v);
    }
    domain::tenant_draft whole{found->key, patch.name.value_or(found->name), "UTC", 0, patch.currency.value_or("USD")};
    if (auto checked = domain::make_tenant(tenant_id{}, std::move(whole)); !checked) {
      refused = std::move(checked.error());
      return fail(error_code::validation_failed);
    }
    auto updated = postgres::tenants::update(in, found->id, *expected, patch);
    if (!updated) return updated;
    if (auto said = announce_tenant(in, c, contract::event_type::tenant_updated, *updated, &*found); !said)
      return std::unexpected(said.error());
    return updated;
  });
  if (!refused.empty()) return c.problems(refused);
  if (!row) return std::unexpected(row.error());
  forget_tenant(c, *row);
  return with_etag(c, tenant_json(*row), row->version);
}

result<http::response> delete_tenant(const call& c) {
  return remove_tenant(c,
                       [&](postgres::executor& in) { return find_tenant(in, c, std::string(c.parameter("tenant"))); });
}

result<http::response> remove_tenant(const call& c, const tenant_finder& find) {
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  auto row = change(c, [&](postgres::executor& in) -> result<postgres::tenant_row> {
    auto found = find(in);
    if (!found) return found;
    if (auto allowed = may_change_tenants(c); !allowed) return std::unexpected(allowed.error());
    auto updated = postgres::tenants::update(in, found->id, *expected, {.state = "deleted"});
    if (!updated) return updated;
    if (auto said = announce_tenant(in, c, contract::event_type::tenant_deleted, *updated, &*found); !said)
      return std::unexpected(said.error());
    return updated;
  });
  if (!row) return std::unexpected(row.error());
  forget_tenant(c, *row);
  return c.no_content();
}

}  // namespace weir::api
