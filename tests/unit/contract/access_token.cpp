// Access tokens as hostile clients send them.
#include <algorithm>
#include <string>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/base/crypto.hpp>
#include <weir/contract/access_token.hpp>

using namespace weir;
using contract::access_claims;
using contract::access_token_codec;

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::string_view secret = "k7Yv0Qm3cH1sWnB8eTzR5uJx2pLdGa9F";
constexpr std::string_view older = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
constexpr timestamp now{1'800'000'000 * second};

access_claims usual() {
  return {user_id{ulid{{1, 2, 3}}}, session_id{ulid{{4, 5, 6}}}, 7, now,
          {now.ns + 1800 * second}, {now.ns - 60 * second}};
}

std::string signed_with(std::string_view key, const std::string& header, const std::string& claims) {
  auto text = base64url(header) + "." + base64url(claims);
  const auto mac = hmac_sha256({reinterpret_cast<const std::uint8_t*>(key.data()), key.size()}, text);
  return text + "." + base64url({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

struct parts {
  std::string header, claims, signature;
};

parts taken_apart(const std::string& token) {
  const auto a = token.find('.');
  const auto b = token.find('.', a + 1);
  return {*from_base64url(token.substr(0, a)), *from_base64url(token.substr(a + 1, b - a - 1)), token.substr(b + 1)};
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("claims come back whole") {
  const access_token_codec codec(secret);
  const auto token = codec.sign(usual());
  CHECK(access_token_codec::looks_like_one(token));
  CHECK(token.size() < 512);
  auto back = codec.verify(token, now);
  REQUIRE(back);
  CHECK(*back == usual());
  const auto p = taken_apart(token);
  CHECK(p.header.starts_with(R"({"alg":"HS256","kid":")"));
  CHECK(p.claims.contains(R"("aud":"weir-api")"));
}

TEST_CASE("after a rotation tokens of both keys are read, and none of a third") {
  const access_token_codec before(older), after(secret, older), later(secret);
  const auto token = before.sign(usual());
  CHECK(after.verify(token, now));
  CHECK(later.verify(after.sign(usual()), now));
  CHECK_FALSE(before.verify(after.sign(usual()), now));
  CHECK_FALSE(later.verify(token, now));
}

TEST_CASE("without a secret each process has one of its own") {
  const access_token_codec one(""), two("");
  CHECK(one.verify(one.sign(usual()), now));
  CHECK_FALSE(two.verify(one.sign(usual()), now));
  // No key of an empty text either.
  const auto p = taken_apart(access_token_codec(secret).sign(usual()));
  CHECK_FALSE(one.verify(signed_with("", p.header, p.claims), now));
}

TEST_CASE("another algorithm is refused, whatever the signature") {
  const access_token_codec codec(secret);
  const auto p = taken_apart(codec.sign(usual()));
  for (const char* alg : {"none", "None", "NONE", "nOnE", "HS384", "HS512", "RS256", "ES256", "hs256", ""}) {
    CAPTURE(std::string(alg));
    const auto header = replaced(p.header, "HS256", alg);
    CHECK_FALSE(codec.verify(signed_with(secret, header, p.claims), now));
    CHECK_FALSE(codec.verify(base64url(header) + "." + base64url(p.claims) + ".", now));
  }
  CHECK_FALSE(codec.verify(signed_with(secret, R"({"kid":"x","typ":"JWT"})", p.claims), now));
  CHECK_FALSE(
      codec.verify(signed_with(secret, replaced(p.header, "\"typ\"", "\"crit\":[\"x\"],\"typ\""), p.claims), now));
  CHECK_FALSE(codec.verify(signed_with(secret, replaced(p.header, "\"JWT\"", "\"at+jwt\""), p.claims), now));
  CHECK_FALSE(codec.verify(
      signed_with(secret, replaced(p.header, "\"alg\":\"HS256\"", "\"alg\":\"none\",\"alg\":\"HS256\""), p.claims),
      now));
  CHECK_FALSE(codec.verify(signed_with(secret, "[]", p.claims), now));
}

TEST_CASE("an unknown, missing or path-like key id finds no key") {
  const access_token_codec codec(secret);
  const auto p = taken_apart(codec.sign(usual()));
  for (const char* kid : {"", "../../dev/null", "0", "' OR 1=1"}) {
    const auto header = std::string(R"({"alg":"HS256","kid":")") + kid + R"(","typ":"JWT"})";
    CHECK_FALSE(codec.verify(signed_with(secret, header, p.claims), now));
    CHECK_FALSE(codec.verify(signed_with("", header, p.claims), now));
  }
  CHECK_FALSE(codec.verify(signed_with(secret, R"({"alg":"HS256","typ":"JWT"})", p.claims), now));
  CHECK_FALSE(codec.verify(signed_with(secret, R"({"alg":"HS256","kid":null,"typ":"JWT"})", p.claims), now));
}

TEST_CASE("another issuer or audience is refused, a list of audiences too") {
  const access_token_codec codec(secret);
  const auto p = taken_apart(codec.sign(usual()));
  const auto with = [&](const std::string& what, const std::string& instead) {
    return codec.verify(signed_with(secret, p.header, replaced(p.claims, what, instead)), now);
  };
  CHECK(with("\"weir\"", "\"weir\""));
  CHECK_FALSE(with("\"weir\"", "\"other\""));
  CHECK_FALSE(with("\"weir-api\"", "\"other\""));
  CHECK_FALSE(with("\"weir-api\"", "[\"weir-api\"]"));
  CHECK_FALSE(with("\"aud\":\"weir-api\",", ""));
  CHECK_FALSE(with("\"sub\":\"usr_", "\"sub\":\"key_"));
  CHECK_FALSE(with("\"sid\":\"ses_", "\"sid\":\"usr_"));
  CHECK_FALSE(with("\"epoch\":7", "\"epoch\":\"7\""));
  CHECK_FALSE(with("\"epoch\":7", "\"epoch\":7.5"));
  CHECK_FALSE(with("\"epoch\":7,", ""));
  CHECK_FALSE(with("\"exp\":", "\"exp\":-"));
  CHECK_FALSE(with("\"exp\":", "\"exp\":99999999999999999"));
  CHECK_FALSE(with("\"exp\":", "\"expires\":"));
  CHECK_FALSE(with("\"iat\":1800000000", "\"iat\":true"));
  CHECK_FALSE(with("\"epoch\":7", "\"epoch\":8,\"epoch\":7"));
}

TEST_CASE("it begins and ends in time, and clocks may differ by a minute") {
  const access_token_codec codec(secret);
  const auto token = codec.sign(usual());
  CHECK(codec.verify(token, {now.ns + 1859 * second}));
  CHECK_FALSE(codec.verify(token, {now.ns + 1860 * second}));
  CHECK(codec.verify(token, {now.ns - 60 * second}));
  CHECK_FALSE(codec.verify(token, {now.ns - 61 * second}));
  const auto p = taken_apart(token);
  const auto later = replaced(p.claims, "\"epoch\"", "\"nbf\":1800000100,\"epoch\"");
  CHECK_FALSE(codec.verify(signed_with(secret, p.header, later), {now.ns + 39 * second}));
  CHECK(codec.verify(signed_with(secret, p.header, later), {now.ns + 40 * second}));
}

TEST_CASE("every changed, added or missing character is noticed") {
  const access_token_codec codec(secret);
  const auto token = codec.sign(usual());
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(codec.verify(changed, now));
    CHECK_FALSE(codec.verify(token.substr(0, i), now));
  }
  for (const char more : {'=', '.', 'A', ' ', '\n', '\0'})
    CHECK_FALSE(codec.verify(token + more, now));
  CHECK_FALSE(codec.verify(std::string(100'000, 'e') + token, now));
  CHECK_FALSE(codec.verify(std::string(100'000, '.'), now));
}

TEST_CASE("any text is refused and none ends the program") {
  const access_token_codec codec(secret);
  CHECK(rc::check([&](const std::string& a, const std::string& b, const std::string& c) {
    RC_ASSERT(!codec.verify(a, now));
    RC_ASSERT(!codec.verify(a + "." + b + "." + c, now));
    RC_ASSERT(!codec.verify(signed_with(secret, a, b), now));
  }));
  CHECK_FALSE(access_token_codec::looks_like_one("weir_sk_abc"));
  CHECK_FALSE(access_token_codec::looks_like_one("eyJ.x"));
}

TEST_CASE("another ring counts for every later call") {
  access_token_codec keys(older);
  const auto before = keys.sign(usual());
  keys.renew(secret, older);
  const auto after = keys.sign(usual());
  CHECK(keys.verify(before, now).has_value());
  CHECK(keys.verify(after, now).has_value());
  CHECK(taken_apart(after).header.contains(access_token_codec::key_id(secret)));
  CHECK_FALSE(access_token_codec(older).verify(after, now).has_value());
  keys.renew(secret, "");
  CHECK_FALSE(keys.verify(before, now).has_value());
  CHECK(keys.verify(after, now).has_value());
}
