#include <weir/postgres/tenant_policies.hpp>

#define WEIR_POLICY_COLUMNS \
  "p.mfa_required, p.session_idle_seconds, p.session_absolute_seconds, p.api_key_max_age_days, p.version"

namespace weir::postgres::tenant_policies {
namespace {

const statement policies_get{"tenant_policies.get",
                             "SELECT " WEIR_POLICY_COLUMNS " FROM tenant_policies AS p WHERE p.tenant_number = $1"};

const statement policies_make{"tenant_policies.make", R"sql(
INSERT INTO tenant_policies (tenant_number, version) VALUES ($1, 0) ON CONFLICT (tenant_number) DO NOTHING)sql"};

const statement policies_put{"tenant_policies.put", R"sql(
UPDATE tenant_policies AS p SET mfa_required = $3, session_idle_seconds = $4, session_absolute_seconds = $5,
  api_key_max_age_days = $6, version = p.version + 1, updated_at = clock_timestamp()
WHERE p.tenant_number = $1 AND ($2::bigint IS NULL OR p.version = $2) RETURNING )sql" WEIR_POLICY_COLUMNS};

policies_row read(const rows& r) {
  return {r.at(0, 0).boolean(), r.at(0, 1).optional_int4(), r.at(0, 2).optional_int4(), r.at(0, 3).optional_int4(),
          r.at(0, 4).int8()};
}

}  // namespace

result<policies_row> get(executor& in, std::int32_t tenant) {
  auto r = in.run(policies_get, tenant);
  if (!r) return std::unexpected(r.error());
  return r->empty() ? policies_row{} : read(*r);
}

result<policies_row> put(executor& in, std::int32_t tenant, std::optional<std::int64_t> expected,
                         const policies_row& wanted) {
  auto r = in.run(policies_make, tenant);
  if (!r) return std::unexpected(r.error());
  r = in.run(policies_put, tenant, expected, wanted.mfa_required, wanted.session_idle_seconds,
             wanted.session_absolute_seconds, wanted.api_key_max_age_days);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::precondition_failed);
  return read(*r);
}

}  // namespace weir::postgres::tenant_policies
