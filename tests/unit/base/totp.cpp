// Codes against the vectors of RFC 6238 and RFC 4226, and which of them are taken.
#include <doctest/doctest.h>

#include <weir/base/totp.hpp>

using namespace weir;

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::string_view secret = "12345678901234567890";

timestamp at(std::int64_t seconds) {
  return {seconds * second};
}

}  // namespace

TEST_CASE("codes are those of RFC 6238 appendix B, by their last six digits") {
  for (auto [time, code] : {std::pair<std::int64_t, std::string_view>{59, "287082"},
                            {1111111109, "081804"},
                            {1111111111, "050471"},
                            {1234567890, "005924"},
                            {2000000000, "279037"}}) {
    CAPTURE(time);
    CHECK(totp_code(secret, totp_step(at(time))) == code);
  }
}

TEST_CASE("codes are those of RFC 4226 appendix D") {
  constexpr std::string_view codes[] = {"755224", "287082", "359152", "969429", "338314",
                                        "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t i = 0; i < 10; ++i)
    CHECK(totp_code(secret, i) == codes[i]);
}

TEST_CASE("one step before and after is taken, further ones are not, and none twice") {
  const auto now = at(1'000'000);
  const auto step = totp_step(now);
  for (std::int64_t d = -3; d <= 3; ++d) {
    CAPTURE(d);
    const auto found = totp_match(secret, totp_code(secret, step + d), now, 0);
    CHECK(found.has_value() == (d >= -1 && d <= 1));
    if (found) CHECK(*found == step + d);
  }
  CHECK_FALSE(totp_match(secret, totp_code(secret, step), now, step));
  CHECK_FALSE(totp_match(secret, totp_code(secret, step - 1), now, step));
  CHECK(totp_match(secret, totp_code(secret, step + 1), now, step) == step + 1);
  for (std::string_view wrong : {"", "0", "1234567", "abcdef"})
    CHECK_FALSE(totp_match(secret, wrong, now, 0));
  CHECK_FALSE(totp_match("another secret of 20", totp_code(secret, step), now, 0));
}

TEST_CASE("an app reads the secret and who it is for") {
  CHECK(totp_secret_text(secret) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  CHECK(totp_uri("Weir & Co", "ada+1@example.com", secret) ==
        "otpauth://totp/Weir%20%26%20Co:ada%2B1%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=Weir%20%26%20Co&algorithm=SHA1&digits=6&period=30");
}
