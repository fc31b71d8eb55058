// What a payment provider answers to a charge, taken into the payment as its events are.
#pragma once

#include <string>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/stripe_answers.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/payment_facts.hpp>

namespace weir::payments {

// By what its intent says. `as_of` is when the intent was made, which no event about it is older than. Nothing: its
// state, or its money, is none that is known; events say more.
std::optional<billing::payment_progress> progress_of(const contract::intent_answer& said, const std::string& currency);

// In a transaction of its own, that is the platform's. An event that was applied meanwhile stays what it was. Errors:
// the database's.
result<void> apply_answer(postgres::executor& in, std::int32_t provider_number, const std::string& payment,
                          const contract::intent_answer& said, timestamp now);

// The announcement that a payment has come to this, if that is announced.
result<void> announce_payment(postgres::executor& in, const postgres::payment_fact& p, contract::domain_event e,
                              contract::event_type type);

}  // namespace weir::payments
