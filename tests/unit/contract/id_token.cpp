// ID tokens as an issuer makes them, as somebody else forges them, and as a clock or a mistake bends them.
#include <functional>
#include <string>

#include <doctest/doctest.h>
#include <tests/support/issuer_keys.hpp>

#include <weir/base/crypto.hpp>
#include <weir/contract/id_token.hpp>

using namespace weir;
using contract::id_token_expectation;
using contract::id_token_fault;
using contract::verify_id_token;
using test::issuer_key;
using test::key_set;
using fault = id_token_fault;

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t now_s = 1'800'000'000;
constexpr timestamp now{now_s * second};

const issuer_key& rsa() {
  static const issuer_key key(issuer_key::kind::rsa, "rsa");
  return key;
}
const issuer_key& ec() {
  static const issuer_key key(issuer_key::kind::p256, "ec");
  return key;
}
const std::string& keys() {
  static const auto both = key_set({rsa().jwk(), ec().jwk(R"(,"use":"sig","alg":"ES256")")});
  return both;
}

const id_token_expectation usual{"https://id.example.com", "weir", "the nonce", "the access token", std::nullopt};

std::string claims(const std::string& more = "", const std::string& without = "") {
  std::string out = "{";
  for (const auto& [name, value] :
       std::initializer_list<std::pair<std::string, std::string>>{{"iss", R"("https://id.example.com")"},
                                                                  {"aud", R"("weir")"},
                                                                  {"sub", R"("248289761001")"},
                                                                  {"nonce", R"("the nonce")"},
                                                                  {"iat", std::to_string(now_s - 5)},
                                                                  {"exp", std::to_string(now_s + 300)}}) {
    if (name == without) continue;
    out += (out.size() > 1 ? "," : "") + std::string("\"") + name + "\":" + value;
  }
  return out + (more.empty() ? "" : "," + more) + "}";
}

// "good", or the name of the fault.
std::string outcome(const std::string& token, const std::string& set = keys(),
                    const id_token_expectation& expected = usual, timestamp at = now) {
  auto done = verify_id_token(token, set, expected, at);
  return done ? "good" : std::string(contract::name(done.error()));
}

std::string of(const std::string& text) {
  return outcome(rsa().token(text));
}
std::string changed(const std::string& name, const std::string& value) {
  return of(claims("\"" + name + "\":" + value, name));
}

std::string mac_token(const std::string& header, const std::string& text, std::string_view key) {
  const auto body = base64url(header) + "." + base64url(text);
  const auto mac = hmac_sha256({reinterpret_cast<const std::uint8_t*>(key.data()), key.size()}, body);
  return body + "." + base64url({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

}  // namespace

TEST_CASE("what an issuer signs is read, with either algorithm") {
  for (const auto* key : {&rsa(), &ec()}) {
    const auto token =
        key->token(claims(R"("auth_time":1799999000,"email":"Ada@Example.com","email_verified":true,"name":"Ada")"));
    auto done = verify_id_token(token, keys(), usual, now);
    REQUIRE(done);
    CHECK(done->subject == "248289761001");
    CHECK(done->auth_time == timestamp{1'799'999'000 * second});
    CHECK(done->email == "Ada@Example.com");
    CHECK(done->email_verified);
  }
  auto least = verify_id_token(rsa().token(claims()), keys(), usual, now);
  REQUIRE(least);
  CHECK_FALSE(least->auth_time);
  CHECK(least->email.empty());
  CHECK_FALSE(least->email_verified);
  // Some issuers write it as a text; anything else is no yes.
  for (const auto& [text, verified] : {std::pair{"\"true\"", true},
                                       {"true", true},
                                       {"\"false\"", false},
                                       {"1", false},
                                       {"null", false},
                                       {"[]", false}})
    CHECK(verify_id_token(rsa().token(claims(std::string(R"("email":"a@example.com","email_verified":)") + text)),
                          keys(), usual, now)
              ->email_verified == verified);
}

TEST_CASE("an unsigned token, and one whose secret is the public key, prove nothing") {
  const auto body = base64url(claims());
  for (const char* none : {"none", "None", "NONE", ""}) {
    CAPTURE(std::string(none));
    const auto header = base64url(std::string(R"({"alg":")") + none + R"(","kid":"rsa"})");
    CHECK(outcome(header + "." + body + ".") == "algorithm");
    CHECK(outcome(header + "." + body + ".eA") == "algorithm");
  }
  for (const auto& secret : {keys(), rsa().jwk(), std::string(), std::string("weir")}) {
    CHECK(outcome(mac_token(R"({"alg":"HS256","kid":"rsa"})", claims(), secret)) == "algorithm");
    CHECK(outcome(mac_token(R"({"alg":"RS256","kid":"rsa"})", claims(), secret)) == "signature");
  }
  for (const char* other : {"HS384", "PS256", "RS512", "ES384", "EdDSA", "RS256 ", "rs256"})
    CHECK(outcome(rsa().token(claims(), std::string(R"({"alg":")") + other + R"(","kid":"rsa"})")) == "algorithm");
  CHECK(outcome(rsa().token(claims(), R"({"kid":"rsa"})")) == "algorithm");
  CHECK(outcome(rsa().token(claims(), R"({"alg":["RS256"],"kid":"rsa"})")) == "algorithm");
}

TEST_CASE("an algorithm is of the kind of its key") {
  CHECK(outcome(rsa().token(claims(), R"({"alg":"RS256","kid":"ec"})")) == "algorithm");
  CHECK(outcome(ec().token(claims(), R"({"alg":"ES256","kid":"rsa"})")) == "algorithm");
  CHECK(outcome(rsa().token(claims()), key_set({rsa().jwk(R"(,"use":"enc")")})) == "algorithm");
  CHECK(outcome(rsa().token(claims()), key_set({rsa().jwk(R"(,"alg":"PS256")")})) == "algorithm");
  CHECK(outcome(rsa().token(claims()), key_set({rsa().jwk(R"(,"key_ops":["encrypt"])")})) == "algorithm");
  CHECK(outcome(rsa().token(claims()), key_set({rsa().jwk(R"(,"key_ops":["verify"])")})) == "good");
}

TEST_CASE("a key is named by its kid, and guessed only when there is one") {
  const issuer_key stranger(issuer_key::kind::p256, "stranger");
  const issuer_key impostor(issuer_key::kind::p256, "ec");
  CHECK(outcome(stranger.token(claims())) == "key_unknown");
  CHECK(outcome(impostor.token(claims())) == "signature");
  // A key that the token brings itself is nobody's.
  CHECK(outcome(stranger.token(claims(), R"({"alg":"ES256","kid":"ec","jwk":)" + stranger.jwk() + "}")) == "signature");
  CHECK(outcome(stranger.token(claims(), R"({"alg":"ES256","jku":"https://evil.example.com/","kid":"ec"})")) ==
        "signature");
  const std::string unnamed = R"({"alg":"ES256"})";
  CHECK(outcome(ec().token(claims(), unnamed)) == "good");
  CHECK(outcome(ec().token(claims(), unnamed), key_set({ec().jwk(), stranger.jwk()})) == "key_unknown");
  CHECK(outcome(ec().token(claims()), key_set({impostor.jwk(), ec().jwk()})) == "good");
  CHECK(outcome(ec().token(claims(), R"({"alg":"ES256","kid":7})")) == "malformed");
  for (const char* set : {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[]})", R"({"keys":[1,"x",{}]})", "nonsense"})
    CHECK(outcome(ec().token(claims()), set) == "key_unknown");
}

TEST_CASE("every part of a token is signed, and read as it was signed") {
  const auto good = rsa().token(claims());
  CHECK(outcome(good) == "good");
  const auto first = good.find('.'), last = good.rfind('.');
  const auto other = base64url(claims("", "nonce"));
  CHECK(outcome(good.substr(0, first + 1) + other + good.substr(last)) == "signature");
  CHECK(outcome(base64url(R"({"alg":"RS256","kid":"rsa","x":1})") + good.substr(first)) == "signature");
  for (const std::string& bent : {good + ".", good + "=", good.substr(0, last), good.substr(0, last + 1), " " + good,
                                  std::string(), std::string(".."), std::string(20'000, 'a')})
    CHECK(outcome(bent) != "good");
  CHECK(outcome(good.substr(0, last + 1)) == "signature");
  CHECK(outcome(rsa().token(claims(), R"({"alg":"RS256","kid":"rsa","crit":["b64"],"b64":false})")) == "malformed");
  for (const char* type : {"JWT", "jwt"})
    CHECK(outcome(rsa().token(claims(), std::string(R"({"alg":"RS256","kid":"rsa","typ":")") + type + "\"}")) ==
          "good");
  for (const char* type : {"at+jwt", "logout+jwt", ""})
    CHECK(outcome(rsa().token(claims(), std::string(R"({"alg":"RS256","kid":"rsa","typ":")") + type + "\"}")) ==
          "malformed");
  // Two members of one name: readers differ in which one they take.
  CHECK(of(claims(R"("sub":"another")")) == "malformed");
  CHECK(of("[]") == "malformed");
}

TEST_CASE("a token of another issuer, for another client or another sign-in is refused") {
  for (const char* issuer : {"\"https://id.example.com/\"", "\"https://ID.example.com\"", "\"http://id.example.com\"",
                             "\"https://evil.example.com\"", "null", "7", "[\"https://id.example.com\"]"})
    CHECK(changed("iss", issuer) == "issuer");
  CHECK(of(claims("", "iss")) == "issuer");
  for (const char* audience :
       {"\"other\"", "\"weir \"", "[\"other\"]", "[]", "null", "7", "{\"weir\":1}", "[\"weir\",\"other\"]"})
    CHECK(changed("aud", audience) == "audience");
  CHECK(of(claims("", "aud")) == "audience");
  CHECK(changed("aud", "[\"weir\"]") == "good");
  CHECK(of(claims(R"("aud":["other","weir"],"azp":"weir")", "aud")) == "good");
  CHECK(of(claims(R"("aud":["other","weir"],"azp":"other")", "aud")) == "audience");
  CHECK(of(claims(R"("azp":"other")")) == "audience");
  CHECK(of(claims(R"("azp":"weir")")) == "good");
  for (const char* nonce : {"\"another\"", "\"\"", "null", "7"})
    CHECK(changed("nonce", nonce) == "nonce");
  CHECK(of(claims("", "nonce")) == "nonce");
  auto careless = usual;
  careless.nonce = "";
  CHECK(outcome(rsa().token(claims(R"("nonce":"")", "nonce")), keys(), careless) == "nonce");
}

TEST_CASE("two clocks may differ by a minute") {
  const auto s = [](std::int64_t n) { return std::to_string(now_s + n); };
  CHECK(changed("exp", s(-59)) == "good");
  CHECK(changed("exp", s(-60)) == "expired");
  CHECK(changed("iat", s(60)) == "good");
  CHECK(changed("iat", s(61)) == "not_valid_yet");
  CHECK(of(claims("\"nbf\":" + s(60))) == "good");
  CHECK(of(claims("\"nbf\":" + s(61))) == "not_valid_yet");
  for (const char* name : {"exp", "iat"}) {
    CHECK(of(claims("", name)) == "malformed");
    for (const char* wrong : {"\"1800000300\"", "1800000300.5", "-1", "99999999999999", "null", "true"})
      CHECK(changed(name, wrong) == "malformed");
  }
  CHECK(of(claims("\"nbf\":\"x\"")) == "malformed");
}

TEST_CASE("the access token beside it is the one that was signed for") {
  const auto hash = sha256("the access token");
  const auto half = base64url({reinterpret_cast<const char*>(hash.data()), 16});
  CHECK(of(claims("\"at_hash\":\"" + half + "\"")) == "good");
  for (const std::string wrong : {"\"x\"", "null", "\"\"", "7"})
    CHECK(of(claims("\"at_hash\":" + wrong)) == "access_token");
  auto alone = usual;
  alone.access_token = "";
  CHECK(outcome(rsa().token(claims("\"at_hash\":\"" + half + "\"")), keys(), alone) == "access_token");
}

TEST_CASE("a fresh sign-in is one since it was asked for") {
  auto asked = usual;
  asked.authenticated_since = now;
  const auto at = [&](const std::string& time) {
    return outcome(rsa().token(claims("\"auth_time\":" + time)), keys(), asked);
  };
  CHECK(outcome(rsa().token(claims()), keys(), asked) == "auth_time");
  CHECK(at(std::to_string(now_s)) == "good");
  CHECK(at(std::to_string(now_s - 60)) == "good");
  CHECK(at(std::to_string(now_s - 61)) == "auth_time");
  CHECK(at("\"x\"") == "malformed");
}

TEST_CASE("a subject is a name that can be kept") {
  for (const auto& wrong : {std::string("\"\""), std::string("null"), std::string("7"), std::string("\"a\\nb\""),
                            std::string("\"\\u00e4\""), "\"" + std::string(256, 'a') + "\""})
    CHECK(changed("sub", wrong) == "malformed");
  CHECK(of(claims("", "sub")) == "malformed");
  CHECK(changed("sub", "\"" + std::string(255, 'a') + "\"") == "good");
}

TEST_CASE("a key set has a limit") {
  CHECK(contract::is_key_set(keys()));
  CHECK(contract::is_key_set(R"({"keys":[]})"));
  CHECK_FALSE(contract::is_key_set(""));
  CHECK_FALSE(contract::is_key_set("<html>"));
  std::string many = R"({"keys":[)";
  for (std::size_t i = 0; i < contract::most_keys; ++i)
    many += (i > 0 ? "," : "") + std::string("{}");
  CHECK(contract::is_key_set(many + "]}"));
  CHECK_FALSE(contract::is_key_set(many + ",{}]}"));
  CHECK_FALSE(contract::is_key_set(std::string(contract::most_key_set_bytes, ' ') + keys()));
}
