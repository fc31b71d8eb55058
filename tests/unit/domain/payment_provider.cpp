// Secrets and keys of payment providers: taken as they are written, or refused without being repeated.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <weir/domain/payment_provider.hpp>
#include <weir/domain/stripe_signature.hpp>

using namespace weir;
using domain::check_provider_key;
using domain::stripe_secret;

TEST_CASE("a signing secret is whsec_ and anything that can stand in one line") {
  for (const std::string& taken : {std::string("whsec_ab"), std::string("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                                   std::string("whsec_not=base64/at+all!"), "whsec_" + std::string(249, 'x')}) {
    CAPTURE(taken);
    CHECK(stripe_secret::parse(taken).has_value());
  }
  for (const std::string& refused :
       {std::string(), std::string("whsec_"), std::string("whsec_a"), std::string("sk_test_abcdef"),
        std::string("WHSEC_abcdef"), std::string(" whsec_abcdef"), std::string("whsec_abc def"),
        std::string("whsec_abcdef\n"), std::string("whsec_äöü"), "whsec_" + std::string(250, 'x')}) {
    CAPTURE(refused);
    const auto answer = stripe_secret::parse(refused);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == error_code::payment_provider_secret_refused);
    if (refused.size() > 8) CHECK_FALSE(answer.error().detail.contains(refused));
  }
}

TEST_CASE("a key fits its mode of its account, whole or restricted") {
  for (const std::string taken : {"sk_test_abc123", "rk_test_a", "sk_test_51Hx_y"}) {
    CAPTURE(taken);
    CHECK(check_provider_key(taken, false).has_value());
    CHECK(check_provider_key(taken, true).error().code == error_code::payment_provider_key_refused);
    const auto live = taken.substr(0, 3) + "live" + taken.substr(7);
    CAPTURE(live);
    CHECK(check_provider_key(live, true).has_value());
    CHECK(check_provider_key(live, false).error().code == error_code::payment_provider_key_refused);
  }
  for (const std::string& refused :
       {std::string(), std::string("sk_"), std::string("sk_test_"), std::string("sk_live_"), std::string("pk_test_abc"),
        std::string("sk_prod_abc"), std::string("SK_TEST_abc"), std::string("whsec_abcdef"), std::string("sk_test_a b"),
        std::string("sk_test_abc\n"), "sk_test_" + std::string(248, 'x')}) {
    for (const bool live : {false, true}) {
      CAPTURE(refused);
      const auto answer = check_provider_key(refused, live);
      REQUIRE_FALSE(answer.has_value());
      CHECK(answer.error().code == error_code::payment_provider_key_refused);
      if (refused.size() > 8) CHECK_FALSE(answer.error().detail.contains(refused));
    }
  }
}
