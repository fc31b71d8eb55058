#include <algorithm>

#include <weir/billing/decline.hpp>

namespace weir::billing {
namespace {

// Both sorted.
constexpr std::string_view never_again[] = {
    "do_not_try_again",
    "fraudulent",
    "highest_risk_level",
    "lost_card",
    "merchant_blacklist",
    "pickup_card",
    "restricted_card",
    "revocation_of_all_authorizations",
    "revocation_of_authorization",
    "security_violation",
    "stolen_card",
    "stop_payment_order",
};
constexpr std::string_view up_to_the_payer[] = {
    "authentication_not_handled",
    "authentication_required",
    "card_not_supported",
    "currency_not_supported",
    "expired_card",
    "incorrect_address",
    "incorrect_cvc",
    "incorrect_number",
    "incorrect_pin",
    "incorrect_zip",
    "invalid_account",
    "invalid_amount",
    "invalid_cvc",
    "invalid_expiry_month",
    "invalid_expiry_year",
    "invalid_number",
    "invalid_pin",
    "mobile_device_authentication_required",
    "new_account_information_available",
    "not_permitted",
    "offline_pin_required",
    "online_or_offline_pin_required",
    "payment_intent_authentication_failure",
    "pin_try_exceeded",
    "service_not_allowed",
    "testmode_decline",
    "transaction_not_allowed",
};
static_assert(std::ranges::is_sorted(never_again) && std::ranges::is_sorted(up_to_the_payer));

}  // namespace

std::string_view name(decline_advice a) {
  constexpr std::string_view names[] = {"retry", "ask_payer", "never"};
  return names[static_cast<std::size_t>(a)];
}

decline_advice advice_on(std::string_view decline_code, std::string_view advice_code) {
  // A network may advise to try a card again that is reported as stolen; the issuer knows better.
  if (std::ranges::binary_search(never_again, decline_code) || advice_code == "do_not_try_again")
    return decline_advice::never;
  if (advice_code == "confirm_card_data") return decline_advice::ask_payer;
  if (advice_code == "try_again_later") return decline_advice::retry;
  return std::ranges::binary_search(up_to_the_payer, decline_code) ? decline_advice::ask_payer : decline_advice::retry;
}

}  // namespace weir::billing
