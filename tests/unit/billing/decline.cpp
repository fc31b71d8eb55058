// What a declined charge means for the next one.
#include <doctest/doctest.h>

#include <weir/billing/decline.hpp>

using namespace weir::billing;

TEST_CASE("what may pass by itself is tried again, and so is what nobody knows") {
  for (const auto* code : {"insufficient_funds", "processing_error", "issuer_not_available", "try_again_later",
                           "generic_decline", "do_not_honor", "card_velocity_exceeded", "a_code_of_next_year", ""})
    CHECK_MESSAGE(advice_on(code) == decline_advice::retry, code);
}

TEST_CASE("what the payer has to mend waits for the payer") {
  for (const auto* code : {"expired_card", "authentication_required", "incorrect_number", "invalid_cvc",
                           "transaction_not_allowed", "authentication_not_handled"})
    CHECK_MESSAGE(advice_on(code) == decline_advice::ask_payer, code);
}

TEST_CASE("what is lost, stolen, revoked or suspected is never charged again") {
  for (const auto* code : {"lost_card", "stolen_card", "pickup_card", "fraudulent", "revocation_of_authorization",
                           "stop_payment_order", "do_not_try_again", "merchant_blacklist"})
    CHECK_MESSAGE(advice_on(code) == decline_advice::never, code);
}

TEST_CASE("the advice of a network counts, but for a card that is gone") {
  CHECK(advice_on("generic_decline", "do_not_try_again") == decline_advice::never);
  CHECK(advice_on("insufficient_funds", "confirm_card_data") == decline_advice::ask_payer);
  CHECK(advice_on("expired_card", "try_again_later") == decline_advice::retry);
  CHECK(advice_on("stolen_card", "try_again_later") == decline_advice::never);
  CHECK(advice_on("expired_card", "an_advice_of_next_year") == decline_advice::ask_payer);
}

TEST_CASE("each advice has a name") {
  CHECK(name(decline_advice::retry) == "retry");
  CHECK(name(decline_advice::ask_payer) == "ask_payer");
  CHECK(name(decline_advice::never) == "never");
}
