#include <optional>
#include <utility>

#include <api/announce.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/policies.hpp>
#include <api/handlers/tenants.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/tenant_policies.hpp>

namespace weir::api {
namespace {

std::string policies_json(const postgres::policies_row& p) {
  contract::json_writer w;
  w.begin_object()
      .member("mfa_required", p.mfa_required)
      .member("session_idle_seconds", p.session_idle_seconds)
      .member("session_absolute_seconds", p.session_absolute_seconds)
      .member("api_key_max_age_days", p.api_key_max_age_days)
      .end_object();
  return w.take();
}

// The schema keeps them in range.
std::optional<std::int32_t> number(const contract::json_value& body, std::string_view name) {
  auto value = body.find(name);
  auto n = value ? value->integer() : std::nullopt;
  if (!n) return std::nullopt;
  return static_cast<std::int32_t>(*n);
}

}  // namespace

result<http::response> get_policies(const call& c) {
  auto row = look(c, [&](postgres::executor& in) -> result<postgres::policies_row> {
    auto t = find_tenant(in, c, std::string(c.parameter("tenant")));
    if (!t) return std::unexpected(t.error());
    return postgres::tenant_policies::get(in, t->number);
  });
  if (!row) return std::unexpected(row.error());
  return with_etag(c, policies_json(*row), row->version);
}

result<http::response> put_policies(const call& c) {
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  const auto body = c.body();
  postgres::policies_row wanted;
  wanted.mfa_required = body.find("mfa_required")->boolean().value_or(false);
  wanted.session_idle_seconds = number(body, "session_idle_seconds");
  wanted.session_absolute_seconds = number(body, "session_absolute_seconds");
  wanted.api_key_max_age_days = number(body, "api_key_max_age_days");
  postgres::tenant_row tenant;
  auto row = change(c, [&](postgres::executor& in) -> result<postgres::policies_row> {
    auto t = find_tenant(in, c, std::string(c.parameter("tenant")));
    if (!t) return std::unexpected(t.error());
    tenant = std::move(*t);
    auto before = postgres::tenant_policies::get(in, tenant.number);
    if (!before) return before;
    auto now = postgres::tenant_policies::put(in, tenant.number, *expected, wanted);
    if (!now) return now;
    auto said = announce(in, c,
                         {contract::event_type::tenant_policies_updated, tenant.id, now->version, reference(tenant),
                          policies_json(*now), policies_json(*before)});
    if (!said) return std::unexpected(said.error());
    return now;
  });
  if (!row) return std::unexpected(row.error());
  forget_tenant(c, tenant);
  return with_etag(c, policies_json(*row), row->version);
}

}  // namespace weir::api
