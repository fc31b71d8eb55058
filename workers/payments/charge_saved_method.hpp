// Charges a payment method that is kept, while its payer is away: for what is still due of an invoice.
//
// A payment's row is committed before the provider is asked, and its id is the key of the request: whoever is killed in
// between, or gets no answer, asks for the same again. What the provider answers makes the payment known as its event
// does, by the same rule (billing::hear), so that it does not matter which of the two comes first. The invoice gets its
// money by the event alone.
//
// Of one invoice nothing is charged while other money of it is under way, or came in and is not on the invoice yet; a
// page that is open is ended at the provider before.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/contract/stripe_answers.hpp>
#include <weir/postgres/payments.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::payments {

struct wanted_charge {
  std::string payment_id;
  std::string tenant_id;
  std::string invoice_id;
  std::string invoice_number;
  std::int64_t amount = 0;  // the provider's, as the currency
  std::string currency;
  std::string customer;  // the provider's ids
  std::string method;
  std::string kind;
};

// What came of asking. Neither an intent nor a refusal: nobody knows.
struct charge_answer {
  std::optional<contract::intent_answer> intent{};  // also of a charge that was declined
  std::optional<error> refused{};                   // nothing was made
  std::string refusal_code{};                       // the provider's
  std::string refusal_message{};
  bool method_unknown = false;  // it does not have that method, or that customer, any more
};

// An account at a payment provider. Its functions wait, and hold no transaction.
struct charging_account {
  std::int32_t number = 0;
  std::function<charge_answer(const wanted_charge&)> charge;
  // Nobody can pay on that page, or by that intent, from now on. False: its money is under way or there. Error: nobody
  // knows.
  std::function<result<bool>(const std::string& session)> end_page;
  std::function<result<bool>(const std::string& intent)> end_intent;
};

struct charge_ports {
  // That new payments go through. Error: payment_not_offered.
  std::function<result<charging_account>()> offered;
  // That a payment was made through.
  std::function<result<charging_account>(std::int32_t number)> by_number;
};

// Who wants it, for the audit trail.
struct charge_origin {
  std::string created_by;  // "key_…", "dunning"
  std::string principal;   // as announcements have it
  std::string request{};   // empty: no request; so is the next
  std::string address{};
};

struct wanted_charge_of_invoice {
  std::string invoice_id;
  // One payment for each, whatever became of it: "dunning:3". Empty: what was begun and is unanswered, else another
  // one.
  std::string why;
  std::optional<std::string> method_id{};  // pmt_…; nothing: the tenant's default
  charge_origin origin;
};

struct charge_outcome {
  enum class kind : std::uint8_t {
    made,         // `payment` is how it stands: failed, declined; canceled, refused; open, its payer is needed
    no_method,    // the tenant has none
    not_due,      // nothing is due, or money is under way
    not_offered,  // no account, or it does not have such an amount
  } what = kind::made;
  std::optional<postgres::payment_row> payment{};
  // Why the provider made nothing, of a payment that was canceled for it just now: payment_method_refused, when it does
  // not have the method any more, or payment_provider_refused.
  std::optional<error> refused{};
};

// Any thread that may wait; safe to repeat. Errors: payment_provider_unavailable (the row stays; the same call asks for
// the same again), payment_method_not_found, payment_method_refused (it is of another account), invoice_not_found, the
// account's, the database's.
result<charge_outcome> charge_saved_method(postgres::pool& database, const charge_ports& ports, clock_source& clock,
                                           id_source& ids, const wanted_charge_of_invoice& wanted);

// Asks once more for charges that got no answer a minute ago or before, at most so many; those of a day ago come to
// nothing, as the provider knows a key for a day. Returns how many there were.
result<std::size_t> charge_again(postgres::pool& database, const charge_ports& ports, clock_source& clock,
                                 std::int32_t most);

// How long an unanswered charge is asked for again.
inline constexpr std::int64_t charge_asked_for_ms = std::int64_t{23} * 3600 * 1000;

// The provider was asked and did not say what came of it.
bool is_unanswered_charge(const postgres::payment_row& row);

}  // namespace weir::payments
