#include <algorithm>

#include <weir/postgres/billing_profiles.hpp>

namespace weir::postgres::billing_profiles {
namespace {

const statement profile_find{"billing_profiles.find", R"sql(
SELECT p.issuer_number, coalesce(i.code, ''), p.legal_name, p.line1, p.line2, p.city, p.region, p.postal_code, p.country, p.tax_id,
  p.email, p.billing_day, p.tax_rates, p.tax_inclusive, p.exemption_reason, p.exemption_code, p.finalize, p.grace_hours, p.most_lines,
  p.most_amount, p.version, p.created_at, p.updated_at, p.tenant_number
FROM billing_profiles AS p LEFT JOIN issuers AS i ON i.number = p.issuer_number WHERE p.tenant_number = ANY ($1::integer[]))sql"};

// A subscription's foreign key holds this row's key, which FOR UPDATE waits for and keeps others from.
const statement profile_lock{"billing_profiles.lock", "SELECT number FROM tenants WHERE number = $1 FOR UPDATE"};

const statement profile_is_fixed{"billing_profiles.is_fixed",
                                 "SELECT EXISTS (SELECT FROM subscriptions WHERE tenant_number = $1)"};

const statement profile_put{"billing_profiles.put", R"sql(
INSERT INTO billing_profiles AS p (tenant_number, issuer_number, legal_name, line1, line2, city, region, postal_code, country, tax_id, email,
  billing_day, tax_rates, tax_inclusive, exemption_reason, exemption_code, finalize, grace_hours, most_lines, most_amount, version)
SELECT $1, (SELECT i.number FROM issuers AS i WHERE i.code = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text[], $14, $15, $16, $17,
  $18, $19, $20, 1
WHERE $2 = '' OR EXISTS (SELECT FROM issuers AS i WHERE i.code = $2)
ON CONFLICT (tenant_number) DO UPDATE SET issuer_number = excluded.issuer_number, legal_name = excluded.legal_name, line1 = excluded.line1,
  line2 = excluded.line2, city = excluded.city, region = excluded.region, postal_code = excluded.postal_code, country = excluded.country,
  tax_id = excluded.tax_id, email = excluded.email, billing_day = excluded.billing_day, tax_rates = excluded.tax_rates,
  tax_inclusive = excluded.tax_inclusive, exemption_reason = excluded.exemption_reason, exemption_code = excluded.exemption_code,
  finalize = excluded.finalize, grace_hours = excluded.grace_hours, most_lines = excluded.most_lines, most_amount = excluded.most_amount,
  version = p.version + 1, updated_at = clock_timestamp()
RETURNING p.tenant_number)sql"};

billing_profile_row read(const rows& r, std::size_t i) {
  billing_profile_row out;
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  out.issuer_number = at(0).optional_int4();
  out.issuer_code = at(1).string();
  out.buyer = {at(2).string(),
               {at(3).string(), at(4).string(), at(5).string(), at(6).string(), at(7).string(), at(8).string()},
               at(9).string(),
               at(10).string()};
  out.billing_day = at(11).int4();
  out.tax_rates = at(12).text_array();
  out.tax_inclusive = at(13).boolean();
  out.exemption_reason = at(14).string();
  out.exemption_code = at(15).string();
  out.finalize = at(16).string();
  out.grace_hours = at(17).int4();
  out.most_lines = at(18).optional_int4();
  if (const auto most = at(19).optional_int8()) out.most_amount = billing::money{*most};
  out.version = at(20).int8();
  out.created_at = at(21).timestamp();
  out.updated_at = at(22).timestamp();
  out.tenant_number = at(23).int4();
  return out;
}

}  // namespace

result<billing_profile_row> find(executor& in, std::int32_t tenant) {
  auto found = find(in, std::span(&tenant, 1));
  if (!found) return std::unexpected(found.error());
  return std::move(found->front());
}

result<std::vector<billing_profile_row>> find(executor& in, std::span<const std::int32_t> tenants) {
  auto r = in.run(profile_find, param::array(tenants));
  if (!r) return std::unexpected(r.error());
  std::vector<billing_profile_row> stored, out;
  for (std::size_t i = 0; i < r->size(); ++i)
    stored.push_back(read(*r, i));
  std::ranges::sort(stored, {}, &billing_profile_row::tenant_number);
  for (const auto tenant : tenants) {
    const auto row = std::ranges::lower_bound(stored, tenant, {}, &billing_profile_row::tenant_number);
    if (row != stored.end() && row->tenant_number == tenant) {
      out.push_back(*row);
    } else {
      out.emplace_back().tenant_number = tenant;
    }
  }
  return out;
}

result<void> lock(executor& in, std::int32_t tenant) {
  auto r = in.run(profile_lock, tenant);
  if (!r) return std::unexpected(r.error());
  return {};
}

result<bool> is_fixed(executor& in, std::int32_t tenant) {
  auto r = in.run(profile_is_fixed, tenant);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).boolean();
}

result<billing_profile_row> put(executor& in, std::int32_t tenant, const billing::billing_profile& wanted) {
  const auto& [name, a, tax_id, email] = wanted.buyer;
  const auto most = wanted.most_amount ? std::optional(wanted.most_amount->minor) : std::nullopt;
  auto r = in.run(profile_put, tenant, wanted.issuer_code, name, a.line1, a.line2, a.city, a.region, a.postal_code,
                  a.country, tax_id, email, wanted.billing_day, param::array(wanted.tax_rates), wanted.tax_inclusive,
                  wanted.exemption_reason, wanted.exemption_code, wanted.finalize, wanted.grace_hours,
                  wanted.most_lines, most);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::issuer_not_found, "", "/issuer");
  return find(in, tenant);
}

}  // namespace weir::postgres::billing_profiles
