#include <src/postgres/payment_columns.hpp>

#include <weir/postgres/unanswered_refunds.hpp>

namespace weir::postgres::unanswered_refunds {
namespace {

const statement refund_unanswered{"refunds.unanswered", "SELECT " WEIR_PAYMENT_FACT ", " WEIR_REFUND_FACT R"sql(,
  p.provider_number, a.provider, extract(epoch FROM clock_timestamp() - r.created_at)::bigint
FROM refunds AS r JOIN payments AS p ON p.number = r.payment_number JOIN tenants AS t ON t.number = p.tenant_number
JOIN payment_providers AS a ON a.number = p.provider_number
WHERE r.state = 'pending' AND r.reference IS NULL AND r.created_at <= clock_timestamp() - make_interval(secs => $1)
ORDER BY r.created_at LIMIT $2)sql"};

}  // namespace

result<std::vector<unanswered_refund>> list(executor& in, std::int64_t age_s, std::int32_t most) {
  auto r = in.run(refund_unanswered, age_s, most);
  if (!r) return std::unexpected(r.error());
  std::vector<unanswered_refund> out(r->size());
  for (std::size_t i = 0; i < r->size(); ++i) {
    constexpr auto more = payment_fact_columns + refund_fact_columns;
    auto& one = out[i];
    read_fact(*r, i, one.of);
    read_fact(*r, i, one.refund, payment_fact_columns);
    one.provider_number = r->at(i, more).int4();
    one.provider = r->at(i, more + 1).string();
    one.age_s = r->at(i, more + 2).int8();
  }
  return out;
}

}  // namespace weir::postgres::unanswered_refunds
