// What announcements of payments, refunds and disputes carry.
#pragma once

#include <string>

#include <weir/postgres/payment_facts.hpp>

namespace weir::payments {

std::string payment_json(const postgres::payment_fact& f);
std::string refund_json(const postgres::payment_fact& of, const postgres::refund_fact& f);
std::string dispute_json(const postgres::payment_fact& of, const postgres::dispute_fact& f);

}  // namespace weir::payments
