// Asks a payment provider to pay money of a payment back.
#pragma once

#include <string>

#include <api/payment_accounts.hpp>

#include <weir/http/paypal_client.hpp>
#include <weir/http/stripe_client.hpp>
#include <weir/postgres/payment_facts.hpp>

namespace weir::api {

// Waits, with the refund's id as the key of the request: whoever asks again asks for the same. `of` has its intent. The
// provider's id of the refund.
http::stripe_result<std::string> ask_refund(http::stripe_client& stripe, http::paypal_client& paypal,
                                            const payment_account& account, const postgres::payment_fact& of,
                                            const postgres::refund_fact& refund);

}  // namespace weir::api
