// Verdicts equal those of Stripe's own libraries (stripe 23 for Node, recorded) but where said.
#include <vector>

#include <doctest/doctest.h>

#include <weir/base/crypto.hpp>
#include <weir/domain/stripe_signature.hpp>

using namespace weir;
using namespace weir::domain;

namespace {

constexpr std::string_view known = "whsec_test_secret";
constexpr std::string_view body = R"({"id":"evt_1","object":"event","type":"invoice.paid"})";
constexpr std::int64_t signed_s = 1'700'000'000;
constexpr std::string_view tag = "dfb4777aaaec4ea29ff455dd4df7fe6b2ef71096ad3a93a158db7e100109ea91";
const std::string right = "t=1700000000,v1=" + std::string(tag);

std::vector<stripe_secret> secrets(std::initializer_list<std::string_view> texts) {
  std::vector<stripe_secret> out;
  for (auto text : texts)
    out.push_back(*stripe_secret::parse(text));
  return out;
}

std::optional<error_code> verdict(std::string_view header, std::string_view of = body, std::int64_t now = signed_s,
                                  std::initializer_list<std::string_view> with = {known}) {
  auto r = verify_stripe_signature(header, of, secrets(with), now);
  return r ? std::nullopt : std::optional(r.error().code);
}

}  // namespace

TEST_CASE("the vector of the libraries fits") {
  CHECK(verdict(right) == std::nullopt);
}

TEST_CASE("each byte of the body, the second and the secret count") {
  for (std::size_t i = 0; i < body.size(); ++i) {
    std::string other(body);
    other[i] ^= 1;
    CHECK(verdict(right, other) == error_code::webhook_signature_wrong);
  }
  CHECK(verdict(right, std::string(body) + "\n") == error_code::webhook_signature_wrong);
  CHECK(verdict("t=1700000001,v1=" + std::string(tag)) == error_code::webhook_signature_wrong);
  CHECK(verdict(right, body, signed_s, {"whsec_test_secreT"}) == error_code::webhook_signature_wrong);
  CHECK(verdict(right, body, signed_s, {}) == error_code::webhook_signature_wrong);
}

TEST_CASE("a signature is good for 300 seconds after its second, and before it") {
  CHECK(verdict(right, body, signed_s + 300) == std::nullopt);
  CHECK(verdict(right, body, signed_s + 301) == error_code::webhook_signature_expired);
  CHECK(verdict(right, body, signed_s - 3600) == std::nullopt);
  // A forged one is forged, however old.
  CHECK(verdict("t=1,v1=" + std::string(tag), body, signed_s) == error_code::webhook_signature_wrong);
}

TEST_CASE("one of several signatures and one of several secrets that fit are enough") {
  const std::string wrong(64, 'a');
  CHECK(verdict("t=1700000000,v1=" + wrong + ",v1=" + std::string(tag)) == std::nullopt);
  CHECK(verdict(right + ",v1=" + wrong) == std::nullopt);
  CHECK(verdict(right, body, signed_s, {"whsec_older", known}) == std::nullopt);
  CHECK(verdict(right + ",v0=" + wrong + ",scheme=x") == std::nullopt);
}

TEST_CASE("headers that cannot be read are told from those that do not fit") {
  CHECK(verdict("") == error_code::webhook_signature_missing);
  CHECK(verdict("t=1700000000") == error_code::webhook_signature_missing);
  CHECK(verdict("t=1700000000,v0=" + std::string(tag)) == error_code::webhook_signature_missing);
  std::string upper(tag);
  for (char& c : upper)
    c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  CHECK(verdict("t=1700000000,v1=" + upper) == error_code::webhook_signature_missing);
  CHECK(verdict("t=1700000000,v1=" + std::string(tag.substr(2))) == error_code::webhook_signature_missing);
  CHECK(verdict("v1=" + std::string(tag)) == error_code::webhook_signature_malformed);
  CHECK(verdict("t=,v1=" + std::string(tag)) == error_code::webhook_signature_malformed);
  CHECK(verdict("t=-1,v1=" + std::string(tag)) == error_code::webhook_signature_malformed);
  CHECK(verdict("t=99999999999999999999,v1=" + std::string(tag)) == error_code::webhook_signature_malformed);
  CHECK(verdict("garbage") == error_code::webhook_signature_malformed);
  CHECK(verdict(right + ",a=b=c") == error_code::webhook_signature_malformed);
}

TEST_CASE("a secret is used as it is written, and its text is in no error") {
  CHECK(secrets({known}).at(0).text() == known);
  for (std::string_view text : {"", "whsec_", "test_secret", "sk_test_secret", "whsec_with blank", "whsec_\n"}) {
    auto parsed = stripe_secret::parse(text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().code == error_code::payment_provider_secret_refused);
    CHECK_FALSE(parsed.error().detail.contains("secret_"));
  }
  CHECK_FALSE(stripe_secret::parse("whsec_" + std::string(250, 'a')).has_value());
  CHECK(stripe_secret::parse("whsec_" + std::string(249, 'a')).has_value());
}
