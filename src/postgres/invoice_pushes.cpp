#include <src/postgres/done.hpp>

#include <weir/postgres/invoice_pushes.hpp>

namespace weir::postgres::invoice_pushes {
namespace {

const statement push_list{"invoice_pushes.of_invoice", R"sql(
SELECT p.id, h.state, h.reference, h.status, h.number, h.attempts, h.failure_code, h.failure_message,
  h.url,
  CASE WHEN h.state = 'waiting' THEN h.due_at END, h.pushed_at, h.created_at, h.updated_at
FROM invoice_pushes AS h JOIN payment_providers AS p ON p.number = h.provider_number
WHERE h.invoice_id = $1 ORDER BY h.created_at, h.provider_number)sql"};

// `resource_missing` of an invoice that has an id there is about that one; else it is about the customer.
const statement push_retry{"invoice_pushes.retry", R"sql(
UPDATE invoice_pushes AS h SET state = 'waiting', round = h.round + 1, attempts = 0, asked_at = NULL, due_at = clock_timestamp(),
  failure_code = NULL, failure_message = NULL, updated_at = clock_timestamp(),
  due_date = CASE WHEN h.reference IS NULL OR h.failure_code = 'resource_missing' THEN greatest(h.due_date, clock_timestamp() + interval '1 day')
    ELSE h.due_date END,
  customer = coalesce((SELECT c.reference FROM payment_customers AS c WHERE c.provider_number = h.provider_number
    AND c.tenant_number = h.tenant_number), h.customer),
  reference = CASE WHEN h.failure_code <> 'resource_missing' THEN h.reference END,
  status = CASE WHEN h.failure_code <> 'resource_missing' THEN h.status END,
  number = CASE WHEN h.failure_code <> 'resource_missing' THEN h.number END,
  url = CASE WHEN h.failure_code <> 'resource_missing' THEN h.url END,
  has_lines = h.has_lines AND h.failure_code <> 'resource_missing'
FROM payment_providers AS p WHERE h.invoice_id = $1 AND h.state = 'failed' AND p.number = h.provider_number AND p.enabled)sql"};

const statement push_disabled{"invoice_pushes.disabled", R"sql(
SELECT p.id FROM invoice_pushes AS h JOIN payment_providers AS p ON p.number = h.provider_number
WHERE h.invoice_id = $1 AND h.state = 'failed' AND NOT p.enabled ORDER BY p.number LIMIT 1)sql"};

const statement push_by_reference{"invoice_pushes.by_reference", R"sql(
SELECT i.id, t.id, i.currency, i.due - i.paid FROM invoice_pushes AS h JOIN invoices AS i ON i.id = h.invoice_id JOIN tenants AS t ON t.number = h.tenant_number
WHERE h.provider_number = $1 AND h.reference = $2)sql"};

const statement push_recorded{"invoice_pushes.recorded", R"sql(
SELECT coalesce(sum(amount), 0)::bigint FROM invoice_payments WHERE invoice_id = $1 AND method = $2 AND reference = $3)sql"};

}  // namespace

result<std::vector<invoice_push_row>> of_invoice(executor& in, const std::string& invoice) {
  auto r = in.run(push_list, invoice);
  if (!r) return std::unexpected(r.error());
  std::vector<invoice_push_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    const auto at = [&](std::size_t column) -> const field& { return r->at(i, column); };
    invoice_push_row row;
    row.account = at(0).string();
    row.state = at(1).string();
    row.reference = at(2).optional_string();
    row.status = at(3).optional_string();
    row.number = at(4).optional_string();
    row.attempts = at(5).int4();
    row.failure_code = at(6).optional_string();
    row.failure_message = at(7).optional_string();
    row.url = at(8).optional_string();
    row.due_at = at(9).optional_timestamp();
    row.pushed_at = at(10).optional_timestamp();
    row.created_at = at(11).timestamp();
    row.updated_at = at(12).timestamp();
    out.push_back(std::move(row));
  }
  return out;
}

result<void> retry(executor& in, const std::string& invoice) {
  auto again = in.run(push_retry, invoice);
  if (!again) return std::unexpected(again.error());
  if (again->affected() > 0) return {};
  auto stuck = in.run(push_disabled, invoice);
  if (!stuck) return std::unexpected(stuck.error());
  if (stuck->empty()) return {};
  return fail(error_code::payment_provider_disabled,
              stuck->at(0, 0).string() + " is disabled: nothing is asked of it.");
}

result<std::optional<pushed_invoice_row>> by_reference(executor& in, std::int32_t provider,
                                                       const std::string& reference) {
  auto r = in.run(push_by_reference, provider, reference);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return pushed_invoice_row{r->at(0, 0).string(), r->at(0, 1).string(), r->at(0, 2).string(), {r->at(0, 3).int8()}};
}

result<billing::money> recorded(executor& in, const std::string& invoice, const std::string& method,
                                const std::string& reference) {
  auto r = in.run(push_recorded, invoice, method, reference);
  if (!r) return std::unexpected(r.error());
  return billing::money{r->at(0, 0).int8()};
}

}  // namespace weir::postgres::invoice_pushes
