// What announcements of payments, refunds and disputes carry, and the part of it that the API answers alike.
#pragma once

#include <optional>
#include <string>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/payment_facts.hpp>

namespace weir::payments {

// In major units, with the currency's digits.
std::string payment_amount(billing::money m, const postgres::payment_fact& of);
// Nothing when it is empty: null in JSON.
std::optional<std::string> if_any(const std::string& text);
// The members of a payment up to its failure, into an open object.
void write_payment(contract::json_writer& w, const postgres::payment_fact& f);

std::string payment_json(const postgres::payment_fact& f);
std::string refund_json(const postgres::payment_fact& of, const postgres::refund_fact& f);
std::string dispute_json(const postgres::payment_fact& of, const postgres::dispute_fact& f);

}  // namespace weir::payments
