#include <src/postgres/arrays.hpp>

#include <weir/postgres/unsettled_charges.hpp>

namespace weir::postgres::unsettled_charges {
namespace {

// A void that was not committed when the snapshot was taken has an earlier time than that; no transaction of commands
// lasts an hour.
const statement charges_reach{"unsettled_charges.reach", R"sql(
SELECT i.tenant_number, min(l.charge_from) FROM unnest($1::integer[], $2::text[]) AS look (tenant, since)
JOIN invoices AS i ON i.tenant_number = look.tenant
  AND (i.state = 'draft' OR (i.state = 'void' AND i.updated_at >= look.since::timestamptz - interval '1 hour'))
JOIN invoice_lines AS l ON l.invoice_id = i.id GROUP BY i.tenant_number)sql"};

}  // namespace

result<std::map<std::int32_t, timestamp>> reach(executor& in, std::span<const billing_states::last_look> looks) {
  std::map<std::int32_t, timestamp> out;
  if (looks.empty()) return out;
  auto r = in.run(charges_reach, array_of(looks, [](const auto& l) { return l.tenant; }),
                  array_of(looks, [](const auto& l) { return l.since; }));
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i)
    out.emplace(r->at(i, 0).int4(), r->at(i, 1).timestamp());
  return out;
}

}  // namespace weir::postgres::unsettled_charges
