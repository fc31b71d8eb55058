// Payments as the API shows them.
#pragma once

#include <string>
#include <vector>

#include <weir/base/time.hpp>
#include <weir/postgres/payments.hpp>

namespace weir::api {

// What can still be paid back: what came in, without what was paid back, or is to be.
billing::money refundable(const postgres::payment_row& of, const std::vector<postgres::refund_row>& refunds);

// Whether somebody can pay on its page for some time yet.
bool has_page(const postgres::payment_row& of, timestamp now);

// schemas/json/payment.json
std::string payment_view(const postgres::payment_row& of, timestamp now);
// schemas/json/payment_details.json
std::string payment_details_view(const postgres::payment_row& of, const std::vector<postgres::refund_row>& refunds,
                                 const std::vector<postgres::dispute_row>& disputes, timestamp now);
// schemas/json/dispute.json
std::string dispute_view(const postgres::dispute_row& d);
// schemas/json/refund.json
std::string refund_view(const postgres::payment_row& of, const postgres::refund_row& refund);

}  // namespace weir::api
