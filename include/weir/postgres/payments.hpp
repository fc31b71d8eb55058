// Rows of `payments`, `refunds` and `disputes` as they are begun and read, and of `payment_customers`. What payment
// providers say of them is payment_facts.hpp. Under role::api, or role::worker where said. Amounts are minor units;
// instants are the database's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>
#include <weir/postgres/payment_facts.hpp>

namespace weir::postgres {

struct payment_row : payment_fact {
  std::int32_t provider_number = 0;
  std::optional<std::string> url{};  // of the page, once the provider has made it
  std::optional<timestamp> url_expires_at{};
  std::string created_by;
  timestamp created_at{};
  timestamp updated_at{};
};

struct refund_row : refund_fact {
  std::string payment_id;
  std::optional<std::string> credit_note_id{};  // inv_…
  std::string created_by;
  timestamp created_at{};
  timestamp updated_at{};
};

struct dispute_row : dispute_fact {
  std::string payment_id;
  std::string tenant_id;
  std::string invoice_id;
  std::string currency;
  timestamp created_at{};
  timestamp updated_at{};
};

namespace payments {

// Holds what is paid of an invoice until the transaction ends: nobody else begins a payment of it.
result<void> hold_invoice(executor& in, const std::string& invoice);

// Those of the invoice that are neither canceled nor succeeded, the newest first. After hold_invoice().
result<std::vector<payment_row>> unfinished(executor& in, const std::string& invoice);

// Money of the invoice that came in and that the invoice does not have yet. After hold_invoice().
result<bool> is_unrecorded(executor& in, const std::string& invoice, const std::string& method);

// id, tenant_number, invoice_id, provider_number, origin, amount, currency, created_by.
result<payment_row> create(executor& in, const payment_row& wanted);

// The page that the provider has made.
result<void> set_page(executor& in, const std::string& id, const std::string& session, const std::string& url,
                      timestamp expires_at);

// It comes to nothing, with the next version. Nothing: it has come to something else meanwhile.
result<std::optional<payment_row>> cancel(executor& in, const std::string& id, const std::string& failure_code,
                                          const std::string& failure_message);

// Error: payment_not_found.
result<payment_row> find(executor& in, const std::string& id);
// The same, and nobody else changes it or its refunds until the transaction ends.
result<payment_row> lock(executor& in, const std::string& id);

struct filter {
  std::string invoice{};  // empty: of all; so is the next
  std::string state{};
};
// The newest first, before `before` (empty: from the newest), in the rows that the transaction sees.
result<std::vector<payment_row>> list(executor& in, const filter& f, const std::string& before, std::int32_t limit);

// In the order in which they were begun.
result<std::vector<refund_row>> refunds(executor& in, const std::string& payment);
result<std::vector<dispute_row>> disputes(executor& in, const std::string& payment);

// Where a list of disputes goes on.
struct dispute_mark {
  timestamp created_at{};
  std::string id{};
};
// Of all payments, the latest first, before `before`. `state`: empty: any.
result<std::vector<dispute_row>> list_disputes(executor& in, const std::string& state,
                                               const std::optional<dispute_mark>& before, std::int32_t limit);
// Error: dispute_not_found.
result<dispute_row> find_dispute(executor& in, const std::string& id);

// id, amount, reason, credit_note_id, created_by. After lock() of the payment.
result<refund_row> create_refund(executor& in, const payment_row& of, const refund_row& wanted);
// Error: payment_not_found.
result<refund_row> find_refund(executor& in, const std::string& id);
// The provider's id of it. Also under role::worker, as the next one.
result<void> set_reference(executor& in, const std::string& refund, const std::string& reference);
// It will not be paid, with the next version. Nothing: it has come to something else meanwhile.
result<std::optional<refund_row>> fail_refund(executor& in, const std::string& refund, const std::string& failure_code);

struct customer {
  std::optional<std::string> reference{};
  std::int32_t generation = 1;
};
// The tenant at the provider; a row is made when there is no row.
result<customer> customer_of(executor& in, std::int32_t provider, std::int32_t tenant);
result<void> set_customer(executor& in, std::int32_t provider, std::int32_t tenant, const std::string& reference);
// The provider does not know it any more: the next one is another one.
result<void> forget_customer(executor& in, std::int32_t provider, std::int32_t tenant, const std::string& reference);

}  // namespace payments
}  // namespace weir::postgres
