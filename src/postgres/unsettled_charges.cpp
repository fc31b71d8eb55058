#include <weir/postgres/unsettled_charges.hpp>

namespace weir::postgres::unsettled_charges {
namespace {

// A void that was not committed when the snapshot was taken has an earlier time than that; no transaction of commands
// lasts an hour.
const statement charges_reach{"unsettled_charges.reach", R"sql(
SELECT min(l.charge_from) FROM invoices AS i JOIN invoice_lines AS l ON l.invoice_id = i.id
WHERE i.tenant_number = $1
  AND (i.state = 'draft' OR (i.state = 'void' AND i.updated_at >= $2::timestamptz - interval '1 hour')))sql"};

}  // namespace

result<std::optional<timestamp>> reach(executor& in, std::int32_t tenant, timestamp since) {
  auto r = in.run(charges_reach, tenant, since);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).optional_timestamp();
}

}  // namespace weir::postgres::unsettled_charges
