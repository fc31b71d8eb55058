// An issuer on the loopback that is slow, away, changes its keys or answers nonsense.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <tests/support/issuer_keys.hpp>
#include <tests/support/manual_clock.hpp>

#include "loopback.hpp"
#include <weir/http/openid_provider.hpp>
#include <weir/http/server.hpp>

using namespace weir;
using http::openid_client;
using http::openid_provider;
using http::openid_secrets;
using test::issuer_key;

namespace {

constexpr std::int64_t now_s = 1'800'000'000;
const openid_secrets secrets{"the state", "the nonce", "the verifier of the code"};

const issuer_key& first_key() {
  static const issuer_key key(issuer_key::kind::p256, "first");
  return key;
}
const issuer_key& second_key() {
  static const issuer_key key(issuer_key::kind::p256, "second");
  return key;
}

class issuer {
 public:
  issuer()
      : server_(http::test::quick_options(),
                [this](http::request request, http::responder respond) { answer(request, respond); }) {
    REQUIRE(server_.start().has_value());
    url = "http://127.0.0.1:" + std::to_string(server_.port());
  }

  openid_client client() const {
    return {url,
            "weir",
            "a secret: with +",
            "openid email",
            "https://weir.example.com/app/oidc",
            {},
            std::chrono::milliseconds(300)};
  }

  std::string claims(const std::string& more = "") const {
    return R"({"iss":")" + url + R"(","aud":"weir","sub":"7","nonce":"the nonce","iat":)" + std::to_string(now_s) +
           R"(,"exp":)" + std::to_string(now_s + 300) + more + "}";
  }

  int asked(const std::string& path) const {
    std::scoped_lock lock(mutex_);
    return static_cast<int>(std::ranges::count(asked_, path));
  }
  std::string last_body() const {
    std::scoped_lock lock(mutex_);
    return last_body_;
  }
  std::string last_authorization() const {
    std::scoped_lock lock(mutex_);
    return last_authorization_;
  }

  std::string url;
  std::string named;  // as the configuration names it; empty: as it is
  std::string keys = test::key_set({first_key().jwk()});
  std::string token_answer;  // empty: a good one
  int token_status = 200;
  std::string userinfo = R"({"sub":"7","email":"ada@example.com","email_verified":true})";
  const issuer_key* signs = &first_key();
  std::atomic<bool> hangs = false;
  std::atomic<int> configuration_status = 200;

 private:
  void answer(const http::request& request, http::responder& respond) {
    const std::string path(request.path());
    {
      std::scoped_lock lock(mutex_);
      asked_.push_back(path);
      last_body_ = request.body();
      last_authorization_ = request.header("Authorization").value_or("");
    }
    if (hangs) return held_.push_back(std::move(respond));
    if (path == "/.well-known/openid-configuration") {
      respond(http::response::json(
          configuration_status, R"({"issuer":")" + (named.empty() ? url : named) + R"(","authorization_endpoint":")" +
                                    url + R"(/authorize","token_endpoint":")" + url + R"(/token","jwks_uri":")" + url +
                                    R"(/keys","userinfo_endpoint":")" + url + R"(/me"})"));
    } else if (path == "/keys") {
      respond(http::response::json(200, keys));
    } else if (path == "/token") {
      const auto good = R"({"access_token":"the-access-token","id_token":")" + signs->token(claims()) + "\"}";
      respond(http::response::json(token_status, token_answer.empty() ? good : token_answer));
    } else {
      respond(http::response::json(200, userinfo));
    }
  }

  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
  std::string last_body_;
  std::string last_authorization_;
  std::vector<http::responder> held_;  // of the one io thread
  http::server server_;
};

struct both {
  issuer at;
  weir::test::manual_clock clock{timestamp{now_s * 1'000'000'000}};
  openid_provider provider{at.client(), clock};

  std::string redeemed() {
    auto done = provider.redeem("the code", secrets, std::nullopt);
    return done ? "good" : std::string(name(done.error().code));
  }
  std::string why() {
    auto done = provider.redeem("the code", secrets, std::nullopt);
    return done ? "good" : done.error().detail;
  }
};

}  // namespace

TEST_CASE("people are sent to the issuer with what comes back, and without what does not") {
  both b;
  auto url = b.provider.authorization_url(secrets, false);
  REQUIRE(url);
  CHECK(*url == b.at.url +
                    "/authorize?response_type=code&client_id=weir&redirect_uri=https%3A%2F%2Fweir.example.com%2Fapp%"
                    "2Foidc&scope=openid%20email&state=the%20state&nonce=the%20nonce&code_challenge=" +
                    url->substr(url->find("code_challenge=") + 15, 43) + "&code_challenge_method=S256");
  CHECK_FALSE(url->contains("verifier"));
  auto anew = b.provider.authorization_url(secrets, true);
  REQUIRE(anew);
  CHECK(*anew == *url + "&prompt=login&max_age=0");
  CHECK(b.at.asked("/.well-known/openid-configuration") == 1);
}

TEST_CASE("a code is redeemed with the verifier, and more is asked about that person alone") {
  both b;
  auto done = b.provider.redeem("the code", secrets, std::nullopt);
  REQUIRE(done);
  CHECK(done->claims.subject == "7");
  CHECK(done->access_token == "the-access-token");
  CHECK(b.at.asked("/token") == 1);
  auto more = b.provider.userinfo(*done);
  REQUIRE(more);
  CHECK(more->email == "ada@example.com");
  CHECK(b.at.last_authorization() == "Bearer the-access-token");
  b.at.userinfo = R"({"sub":"8","email":"eve@example.com","email_verified":true})";
  auto other = b.provider.userinfo(*done);
  REQUIRE_FALSE(other);
  CHECK(other.error().code == error_code::openid_answer_refused);
}

TEST_CASE("a client with a secret proves it in the header, one without says who it is") {
  both b;
  b.at.token_answer = "{}";
  CHECK(b.redeemed() == "openid_provider_unfit");
  // RFC 6749 §2.3.1: base64 of "weir:a%20secret%3A%20with%20%2B".
  CHECK(b.at.last_authorization() == "Basic d2VpcjphJTIwc2VjcmV0JTNBJTIwd2l0aCUyMCUyQg==");
  CHECK(b.at.last_body() ==
        "grant_type=authorization_code&code=the%20code&redirect_uri=https%3A%2F%2Fweir.example.com%2Fapp%2Foidc&"
        "code_verifier=the%20verifier%20of%20the%20code");
  auto open = b.at.client();
  open.client_secret.clear();
  openid_provider provider(open, b.clock);
  CHECK_FALSE(provider.redeem("the code", secrets, std::nullopt));
  CHECK(b.at.last_authorization().empty());
  CHECK(b.at.last_body().ends_with("&client_id=weir"));
}

TEST_CASE("configuration and keys are fetched once an hour") {
  both b;
  for (int i = 0; i < 3; ++i) {
    CHECK(b.redeemed() == "good");
    b.clock.advance_ms(1'000);
  }
  CHECK(b.at.asked("/.well-known/openid-configuration") == 1);
  CHECK(b.at.asked("/keys") == 1);
  b.clock.advance_ms(3'600'000);
  (void)b.redeemed();
  CHECK(b.at.asked("/.well-known/openid-configuration") == 2);
  CHECK(b.at.asked("/keys") == 2);
}

TEST_CASE("a new key of the issuer is fetched when a token names it, at most once in ten seconds") {
  both b;
  CHECK(b.redeemed() == "good");
  b.at.keys = test::key_set({first_key().jwk(), second_key().jwk()});
  b.at.signs = &second_key();
  // The keys are seconds old: whoever makes up names of keys does not make us ask each time.
  CHECK(b.why() == "the ID token: key_unknown");
  CHECK(b.at.asked("/keys") == 1);
  b.clock.advance_ms(10'000);
  CHECK(b.redeemed() == "good");
  CHECK(b.at.asked("/keys") == 2);
  // A key that the issuer has taken away is good no more once its keys were fetched again.
  b.at.keys = test::key_set({second_key().jwk()});
  b.at.signs = &first_key();
  b.clock.advance_ms(3'600'000 - 20'000);
  CHECK(b.redeemed() == "openid_answer_refused");
}

TEST_CASE("an issuer that is away or slow costs a moment, and is asked again later") {
  both b;
  b.at.hangs = true;
  const auto begin = std::chrono::steady_clock::now();
  auto url = b.provider.authorization_url(secrets, false);
  REQUIRE_FALSE(url);
  CHECK(url.error().code == error_code::openid_provider_unavailable);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  // Who comes right after gets the same answer at once.
  CHECK_FALSE(b.provider.authorization_url(secrets, false));
  CHECK(b.at.asked("/.well-known/openid-configuration") == 1);
  b.at.hangs = false;
  b.clock.advance_ms(1'000);
  CHECK(b.provider.authorization_url(secrets, false));
  b.at.hangs = true;
  CHECK(b.redeemed() == "openid_provider_unavailable");
  b.at.hangs = false;
  b.at.token_status = 503;
  CHECK(b.redeemed() == "openid_provider_unavailable");

  auto nobody = b.at.client();
  nobody.issuer = "http://127.0.0.1:1";
  openid_provider away(nobody, b.clock);
  CHECK(away.authorization_url(secrets, false).error().code == error_code::openid_provider_unavailable);
}

TEST_CASE("an issuer that is not the one it should be, or no issuer at all, is not believed") {
  {
    both b;
    b.at.named = "https://evil.example.com";
    CHECK(b.redeemed() == "openid_provider_unfit");
    CHECK(b.at.asked("/token") == 0);
  }
  {
    both b;
    b.at.configuration_status = 302;
    CHECK(b.redeemed() == "openid_provider_unfit");
  }
  {
    both b;
    b.at.keys = "<html>";
    CHECK(b.redeemed() == "openid_provider_unfit");
  }
  {
    both b;
    b.at.keys = std::string(300'000, ' ') + b.at.keys;
    CHECK(b.redeemed() == "openid_provider_unfit");
  }
}

TEST_CASE("a code that is refused says why, and nothing else of the answer") {
  both b;
  b.at.token_status = 400;
  b.at.token_answer = R"({"error":"invalid_grant","error_description":"the secret thing"})";
  CHECK(b.redeemed() == "openid_answer_refused");
  CHECK(b.why() == "the code: invalid_grant");
  b.at.token_answer = "<html>";
  CHECK(b.why() == "the code: answered 400");
  b.at.token_status = 401;
  b.at.token_answer = R"({"error":"invalid_client"})";
  CHECK(b.redeemed() == "openid_provider_unfit");
}

TEST_CASE("a fresh sign-in is demanded where it was asked for") {
  both b;
  auto stale = b.provider.redeem("the code", secrets, timestamp{now_s * 1'000'000'000});
  REQUIRE_FALSE(stale);
  CHECK(stale.error().code == error_code::openid_not_fresh);
}
