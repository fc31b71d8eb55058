// What payment providers say of payments, refunds and disputes: the columns of `payments`, `refunds` and `disputes`
// that follow from their events. Under role::worker; each row is locked before it is changed. Amounts are minor units.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <weir/billing/payment_progress.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct payment_fact {
  std::string id;  // pay_…
  std::int64_t number = 0;
  std::int32_t tenant_number = 0;
  std::string tenant_id;
  std::string invoice_id;
  std::string origin;  // hosted, saved_method
  billing::money amount;
  std::string currency;
  std::optional<std::string> intent{};   // the provider's id of it
  std::optional<std::string> session{};  // the provider's id of the page
  billing::payment_progress progress;
  billing::money refunded;
  std::int64_t version = 1;
};

struct refund_fact {
  std::string id;  // rfd_…
  std::int64_t payment_number = 0;
  billing::money amount;
  std::string reason;
  std::optional<std::string> reference{};  // the provider's id of it
  billing::refund_progress progress;
  std::int64_t version = 1;
};

struct dispute_fact {
  std::string id;  // dsp_…
  std::int64_t payment_number = 0;
  billing::money amount;
  std::string reason;
  std::string reference;
  billing::dispute_progress progress;
  std::int64_t version = 1;
};

namespace payment_facts {

// The payment that one of these names, of this account; empty ones name none. Locked until the transaction ends.
struct payment_names {
  std::string id{};
  std::string intent{};
  std::string session{};
};
result<std::optional<payment_fact>> lock(executor& in, std::int32_t provider_number, const payment_names& names);

// progress, intent, session, refunded, with the next version. After lock(). Error: database_conflict, when another
// payment has that intent.
result<void> update(executor& in, payment_fact& f);

// By the provider's id, else by our own. After lock() of the payment, as are the others.
result<std::optional<refund_fact>> find_refund(executor& in, std::int64_t payment_number, const std::string& reference,
                                               const std::string& id);
result<void> add_refund(executor& in, const payment_fact& of, const refund_fact& f, const std::string& created_by);
result<void> update(executor& in, refund_fact& f);
// The sum of those of a payment that succeeded.
result<billing::money> refunded(executor& in, std::int64_t payment_number);

result<std::optional<dispute_fact>> find_dispute(executor& in, std::int64_t payment_number,
                                                 const std::string& reference);
result<void> add_dispute(executor& in, const payment_fact& of, const dispute_fact& f);
result<void> update(executor& in, dispute_fact& f);

}  // namespace payment_facts
}  // namespace weir::postgres
