// What everybody reads of payments (p, with t the tenant), refunds (r) and disputes (d): columns and how they become a
// fact, in one place for those who begin payments and those who hear of them.
#pragma once

#include <weir/base/assert.hpp>
#include <weir/postgres/payment_facts.hpp>

#define WEIR_PAYMENT_FACT                                                                                      \
  "p.id, p.number, p.tenant_number, t.id, p.invoice_id, p.origin, p.amount, p.currency, p.intent, p.session, " \
  "p.state, p.as_of, p.received, p.failure_code, p.failure_message, p.refunded, p.version"
#define WEIR_PAYMENT_TABLES " FROM payments AS p JOIN tenants AS t ON t.number = p.tenant_number "
#define WEIR_REFUND_FACT \
  "r.id, r.payment_number, r.amount, r.reason, r.reference, r.state, r.as_of, r.failure_code, r.version"
#define WEIR_DISPUTE_FACT \
  "d.id, d.payment_number, d.amount, d.reason, d.reference, d.state, d.as_of, d.respond_by, d.version"

namespace weir::postgres {

// Where further columns begin.
inline constexpr std::size_t payment_fact_columns = 17;
inline constexpr std::size_t refund_fact_columns = 9;
inline constexpr std::size_t dispute_fact_columns = 9;

template<class state>
state checked_state(std::optional<state> s) {
  WEIR_ASSERT(s, "states are checked by the database");
  return *s;
}

inline void read_fact(const rows& r, std::size_t i, payment_fact& out) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  out.id = at(0).string();
  out.number = at(1).int8();
  out.tenant_number = at(2).int4();
  out.tenant_id = at(3).string();
  out.invoice_id = at(4).string();
  out.origin = at(5).string();
  out.amount = {at(6).int8()};
  out.currency = at(7).string();
  out.intent = at(8).optional_string();
  out.session = at(9).optional_string();
  out.progress.state = checked_state(billing::payment_state_from_name(at(10).text()));
  out.progress.as_of = at(11).timestamp();
  out.progress.received = {at(12).int8()};
  out.progress.failure_code = at(13).optional_string().value_or("");
  out.progress.failure_message = at(14).optional_string().value_or("");
  out.refunded = {at(15).int8()};
  out.version = at(16).int8();
}

// Its columns begin at `first`.
inline void read_fact(const rows& r, std::size_t i, refund_fact& out, std::size_t first = 0) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, first + column); };
  out.id = at(0).string();
  out.payment_number = at(1).int8();
  out.amount = {at(2).int8()};
  out.reason = at(3).string();
  out.reference = at(4).optional_string();
  out.progress.state = checked_state(billing::refund_state_from_name(at(5).text()));
  out.progress.as_of = at(6).timestamp();
  out.progress.failure_code = at(7).optional_string().value_or("");
  out.version = at(8).int8();
}

inline void read_fact(const rows& r, std::size_t i, dispute_fact& out) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  out.id = at(0).string();
  out.payment_number = at(1).int8();
  out.amount = {at(2).int8()};
  out.reason = at(3).string();
  out.reference = at(4).string();
  out.progress.state = checked_state(billing::dispute_state_from_name(at(5).text()));
  out.progress.as_of = at(6).timestamp();
  out.progress.respond_by = at(7).optional_timestamp();
  out.version = at(8).int8();
}

// The first row, if there is one.
template<class fact>
result<std::optional<fact>> read_first_fact(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  fact out;
  read_fact(*r, 0, out);
  return out;
}

}  // namespace weir::postgres
