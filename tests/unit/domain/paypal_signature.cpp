// What PayPal signs, and what is refused before anything is asked of its certificate. Signed texts equal those of
// PayPal's own library (paypalrestsdk 1.13 for Python, recorded).
#include <array>
#include <optional>
#include <vector>

#include <doctest/doctest.h>

#include <weir/domain/paypal_signature.hpp>

using namespace weir;
using namespace weir::domain;

namespace {

const paypal_headers right{.id = "d938e770-8046-11e6-8103-6b62a8a99ac4",
                           .time = "2016-09-21T22:00:46Z",
                           .signature = "eDOnWUj9FXOnr2naQnrdLw==",
                           .certificate_url = "https://api.paypal.com/v1/notifications/certs/CERT-360caa42",
                           .algorithm = "SHA256withRSA"};

std::optional<error_code> refusal(const paypal_headers& headers) {
  auto r = read_paypal_transmission(headers);
  return r ? std::nullopt : std::optional(r.error().code);
}

paypal_headers with(std::string_view paypal_headers::* member, std::string_view value) {
  auto out = right;
  out.*member = value;
  return out;
}

const std::vector<std::string> hosts = read_host_list("api.paypal.com, API.sandbox.paypal.com,,");

bool fits(std::string_view url) {
  auto r = check_certificate_url(url, hosts);
  if (!r) CHECK(r.error().code == error_code::webhook_certificate_refused);
  return r.has_value();
}

}  // namespace

TEST_CASE("what is signed is the transmission, the id of the webhook and the CRC of the body") {
  CHECK(crc32("") == 0);
  CHECK(crc32("123456789") == 0xcbf43926U);
  CHECK(crc32(R"({"id":"WH-1","text":"Grüße"})") == 2288231621U);
  const auto t = read_paypal_transmission(right);
  REQUIRE(t);
  CHECK(paypal_signed_text(*t, "9XL90610J3647323C", crc32("123456789")) ==
        "d938e770-8046-11e6-8103-6b62a8a99ac4|2016-09-21T22:00:46Z|9XL90610J3647323C|3421780262");
  CHECK(t->signature.size() == 16);
}

TEST_CASE("headers that are missing or cannot be read") {
  CHECK_FALSE(refusal(right));
  for (auto member : {&paypal_headers::id, &paypal_headers::time, &paypal_headers::signature,
                      &paypal_headers::certificate_url, &paypal_headers::algorithm})
    CHECK(refusal(with(member, "")) == error_code::webhook_signature_missing);
  const auto malformed = error_code::webhook_signature_malformed;
  CHECK(refusal(with(&paypal_headers::algorithm, "SHA1withRSA")) == malformed);
  CHECK_FALSE(refusal(with(&paypal_headers::algorithm, "SHA256WITHRSA")));
  CHECK(refusal(with(&paypal_headers::time, "yesterday")) == malformed);
  CHECK(refusal(with(&paypal_headers::time, "2016-09-21T22:00:46Z|x")) == malformed);
  CHECK(refusal(with(&paypal_headers::id, "a|b")) == malformed);
  CHECK(refusal(with(&paypal_headers::id, "a b")) == malformed);
  CHECK(refusal(with(&paypal_headers::signature, "no base64!")) == malformed);
  CHECK(refusal(with(&paypal_headers::signature, std::string(2000, 'A'))) == malformed);
  CHECK(refusal(with(&paypal_headers::certificate_url, std::string(501, 'a'))) == malformed);
}

TEST_CASE("a transmission is believed for three days and some minutes") {
  const auto sent = timestamp::from_ms(1'700'000'000'000);
  const auto later = [&](std::int64_t s) { return timestamp::from_ms(sent.ms() + (s * 1000)); };
  CHECK(check_paypal_age(sent, later(0)));
  CHECK(check_paypal_age(sent, later(paypal_oldest_s)));
  CHECK(check_paypal_age(sent, later(-300)));
  for (const auto at : {later(paypal_oldest_s + 1), later(-301)}) {
    const auto r = check_paypal_age(sent, at);
    REQUIRE_FALSE(r);
    CHECK(r.error().code == error_code::webhook_signature_expired);
  }
}

TEST_CASE("certificates are read from hosts of PayPal alone") {
  CHECK(hosts == std::vector<std::string>{"api.paypal.com", "api.sandbox.paypal.com"});
  CHECK(fits("https://api.paypal.com/v1/notifications/certs/CERT-1"));
  CHECK(fits("HTTPS://API.PayPal.com:443/v1/notifications/certs/CERT-1?x=1"));
  CHECK(fits("https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1"));
  for (std::string_view url : {"http://api.paypal.com/c",
                               "https://api.paypal.com.evil.example/c",
                               "https://evil.example/api.paypal.com/c",
                               "https://api.paypal.com@evil.example/c",
                               "https://user:pw@api.paypal.com/c",
                               "https://api.paypal.com:8443/c",
                               "https://api.paypal.com:443@evil.example/c",
                               "https://evil.example\\@api.paypal.com/c",
                               "https://api.paypal.com\\.evil.example/c",
                               "https://api.paypal.com#@evil.example/c",
                               "https://api.paypal.com",
                               "https://api.paypal.com?/c",
                               "https:///api.paypal.com/c",
                               "//api.paypal.com/c",
                               "ftp://api.paypal.com/c",
                               "https://api.paypal.com./c",
                               "https://api.paypal.com/a b",
                               "https://api.paypal.com/\nHost: x",
                               "",
                               "api.paypal.com/c",
                               "https://[::1]/c",
                               "https://paypal.com/c"}) {
    CAPTURE(url);
    CHECK_FALSE(fits(url));
  }
}

TEST_CASE("the sandbox is known by its host") {
  CHECK(is_paypal_sandbox("https://API.Sandbox.paypal.com/v1/notifications/certs/CERT-1"));
  CHECK_FALSE(is_paypal_sandbox("https://api.paypal.com/v1/sandbox.notifications"));
}

TEST_CASE("who signs is below the domain of PayPal") {
  const auto ours = [](std::string name) { return is_paypal_signer(std::array{std::move(name)}); };
  CHECK(ours("messageverificationcerts.paypal.com"));
  CHECK(ours("messageverificationcerts.sandbox.paypal.com"));
  for (const char* name : {"paypal.com", "evilpaypal.com", "paypal.com.example", "a.paypal.com.example", ""})
    CHECK_FALSE(ours(name));
  CHECK_FALSE(is_paypal_signer({}));
}

TEST_CASE("ids and credentials of PayPal, and nothing else") {
  CHECK(check_paypal_webhook_id("8PT597110X687430L"));
  for (std::string_view wrong : {"", "short", "whsec_test_secret", "8PT59|7110X687430L"})
    CHECK_FALSE(check_paypal_webhook_id(wrong));
  CHECK(check_paypal_credential("AeA1QIZXiflr1_-r0U2UbWTrJ6AMvgq3yS5PBVL1dnvj7Y0R"));
  for (std::string_view wrong : {"", "short", "has a blank in it, which no one has", "colon:colon:colon:colon"}) {
    const auto r = check_paypal_credential(wrong);
    REQUIRE_FALSE(r);
    CHECK(r.error().code == error_code::payment_provider_key_refused);
    CHECK((wrong.empty() || !r.error().detail.contains(wrong)));
  }
}
