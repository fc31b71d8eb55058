// Signatures equal the vector that the specification and its libraries share; secrets have one form.
#include <vector>

#include <doctest/doctest.h>

#include <weir/domain/webhook_signature.hpp>

using namespace weir;
using namespace weir::domain;

namespace {

constexpr std::string_view known = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
constexpr std::string_view message = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::string_view body = R"({"test": 2432232314})";
constexpr std::int64_t attempt_s = 1'614'265'330;

std::string signed_with(std::initializer_list<std::string_view> texts, std::string_view id = message,
                        std::int64_t at_s = attempt_s, std::string_view of = body) {
  std::vector<webhook_secret> secrets;
  for (auto text : texts)
    secrets.push_back(*webhook_secret::parse(text));
  return webhook_signatures(secrets, id, at_s, of);
}

}  // namespace

TEST_CASE("the signature equals the vector of Standard Webhooks") {
  CHECK(signed_with({known}) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("while secrets are rotated both sign, in their order") {
  CHECK(signed_with({other, known}) ==
        "v1,O4Gjv1HqPqsMrjmczoggs/sWA8gZD0VyHG+fLh4+ktI= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("a key signs behind the secrets, as the vector of Standard Webhooks has it") {
  // whsk_ is the private and the public half; ours are the seed alone.
  const auto pair =
      from_base64("6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==");
  REQUIRE(pair.has_value());
  const auto key = webhook_key::of_bytes(pair->substr(0, 32));
  REQUIRE(key.has_value());
  CHECK(key->bytes() == pair->substr(0, 32));
  CHECK(key->public_bytes() == pair->substr(32));
  CHECK(webhook_public_key_text(key->public_bytes()) == "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=");
  const std::vector keys{*key};
  const std::vector secrets{*webhook_secret::parse(known)};
  CHECK(webhook_signatures(secrets, message, attempt_s, body, keys) ==
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= "
        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==");
  CHECK(!webhook_key::of_bytes(pair->substr(0, 31)));
  CHECK(!webhook_key::of_bytes(*pair));
}

TEST_CASE("the id, the instant and each byte of the body are signed") {
  const auto whole = signed_with({known});
  CHECK(signed_with({known}, "msg_p5jXN8AQM9LWM0D4loKWxJel") != whole);
  CHECK(signed_with({known}, message, attempt_s + 1) != whole);
  CHECK(signed_with({known}, message, attempt_s, R"({"test": 2432232315})") != whole);
  CHECK(signed_with({known}, message, attempt_s, R"({"test":2432232314})") != whole);
}

TEST_CASE("a secret is 24 to 64 bytes behind whsec_") {
  for (std::size_t size : {std::size_t{24}, webhook_secret::usual_bytes, std::size_t{64}}) {
    const auto made = webhook_secret::of_bytes(std::string(size, '\xfe'));
    const auto read = webhook_secret::parse(made.text());
    REQUIRE(read.has_value());
    CHECK(read->bytes() == made.bytes());
  }
  CHECK(webhook_secret::parse(known)->text() == known);
  const auto unpadded = other.substr(0, other.size() - 1);
  const std::string short_one = "whsec_" + std::string(28, 'A') + "AA==";  // 22 bytes
  const std::string long_one = "whsec_" + std::string(84, 'A') + "AAA=";   // 65 bytes
  for (std::string_view text : {std::string_view{}, std::string_view{"whsec_"}, known.substr(6), unpadded,
                                std::string_view{"whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
                                std::string_view{"whsec_-fKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
                                std::string_view{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw "},
                                std::string_view{short_one}, std::string_view{long_one}}) {
    CAPTURE(text);
    const auto read = webhook_secret::parse(text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == error_code::webhook_secret_refused);
    if (text.size() > 6) CHECK_FALSE(read.error().detail.contains(text.substr(6)));
  }
}
