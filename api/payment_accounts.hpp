// Which account at a payment provider a payment goes through, with its key. The platform's rows: whoever asks for a
// payment sees neither.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <api/context.hpp>

#include <weir/http/stripe_client.hpp>
#include <weir/postgres/payment_providers.hpp>

namespace weir::api {

struct payment_account {
  std::int32_t number = 0;
  http::stripe_account at;
  std::string installation;  // ins_…, for what is written there
};

// Whose account that is, "stripe"; nothing: no invoice can be paid now.
result<std::optional<std::string>> offered_provider(const services& s);

// New payments go through it. Error: payment_not_offered.
result<payment_account> offered_account(const services& s);

// The one that a payment was made through. Errors: payment_provider_disabled, payment_provider_key_refused (it has no
// key any more).
result<payment_account> account_of_payment(const services& s, std::int32_t number);

}  // namespace weir::api
