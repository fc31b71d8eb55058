#include <string>

#include <doctest/doctest.h>

#include <weir/contract/openid_documents.hpp>

using namespace weir;
using contract::read_openid_configuration;

namespace {

constexpr std::string_view issuer = "https://id.example.com/tenant";

std::string configuration(const std::string& name = "", const std::string& value = "") {
  std::string out = "{";
  for (auto [key, text] : {std::pair<std::string, std::string>{"issuer", "\"https://id.example.com/tenant\""},
                           {"authorization_endpoint", "\"https://id.example.com/authorize?x=1\""},
                           {"token_endpoint", "\"https://id.example.com/token\""},
                           {"jwks_uri", "\"https://keys.example.com/keys\""},
                           {"userinfo_endpoint", "\"https://id.example.com/me\""}}) {
    if (key == name) text = value;
    if (!text.empty()) out += (out.size() > 1 ? ",\"" : "\"") + key + "\":" + text;
  }
  return out + "}";
}

bool unfit(const std::string& text, std::string_view of = issuer) {
  auto read = read_openid_configuration(text, of);
  return !read && read.error().code == error_code::openid_provider_unfit;
}

}  // namespace

TEST_CASE("a configuration names its endpoints") {
  auto read = read_openid_configuration(configuration(), issuer);
  REQUIRE(read);
  CHECK(read->authorization_endpoint == "https://id.example.com/authorize?x=1");
  CHECK(read->token_endpoint == "https://id.example.com/token");
  CHECK(read->jwks_uri == "https://keys.example.com/keys");
  CHECK(read->userinfo_endpoint == "https://id.example.com/me");
  CHECK(read_openid_configuration(configuration("userinfo_endpoint", ""), issuer)->userinfo_endpoint.empty());
}

TEST_CASE("a configuration of somebody else, or without what is needed, is none") {
  for (const char* other : {"\"https://id.example.com/tenant/\"", "\"https://id.example.com\"", "null", "7", ""})
    CHECK(unfit(configuration("issuer", other)));
  for (const char* endpoint : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
    for (const char* wrong :
         {"", "null", "\"\"", "\"/authorize\"", "\"http://id.example.com/\"", "\"javascript:x\"",
          "\"https://id.example.com/ x\"", "\"https://id.example.com/#x\"", "\"file:///etc/passwd\""})
      CHECK(unfit(configuration(endpoint, wrong)));
  }
  for (const char* wrong : {"", "[]", "<html>", "null", "{\"issuer\":\"a\",\"issuer\":\"b\"}"})
    CHECK(unfit(wrong));
  // On the loopback the issuer is http, and so may its endpoints be.
  auto plain = configuration("issuer", "\"http://127.0.0.1:4000\"");
  plain.replace(plain.find("https://id.example.com/token"), 5, "http");
  CHECK(read_openid_configuration(plain, "http://127.0.0.1:4000"));
}

TEST_CASE("an answer to a code has an ID token") {
  auto read = contract::read_openid_tokens(R"({"id_token":"a.b.c","access_token":"x","token_type":"Bearer"})");
  REQUIRE(read);
  CHECK(read->id_token == "a.b.c");
  CHECK(read->access_token == "x");
  CHECK(contract::read_openid_tokens(R"({"id_token":"a.b.c"})")->access_token.empty());
  // Some issuers make long ones.
  CHECK(contract::read_openid_tokens(R"({"id_token":"a.b.c","access_token":")" + std::string(9000, 'x') + "\"}"));
  for (const char* wrong : {R"({"access_token":"x"})", R"({"id_token":7})", "[]", "", "x",
                            R"({"id_token":"a.b.c","access_token":"x\r\nHost: evil.example.com"})"})
    CHECK_FALSE(contract::read_openid_tokens(wrong));
}

TEST_CASE("the code of an error is read, and nothing that only looks like one") {
  CHECK(contract::read_oauth_error(R"({"error":"invalid_grant","error_description":"no"})") == "invalid_grant");
  for (const char* none : {"", "<html>", "{}", R"({"error":7})", R"({"error":"a b"})", R"({"error":"a\nb"})"})
    CHECK(contract::read_oauth_error(none).empty());
  CHECK(contract::read_oauth_error(R"({"error":")" + std::string(65, 'x') + "\"}").empty());
}

TEST_CASE("what is said of a person says of whom") {
  auto read = contract::read_openid_userinfo(R"({"sub":"7","email":"a@example.com","email_verified":true})");
  REQUIRE(read);
  CHECK(read->subject == "7");
  CHECK(read->email == "a@example.com");
  CHECK(read->email_verified);
  CHECK_FALSE(contract::read_openid_userinfo(R"({"email":"a@example.com"})"));
  CHECK_FALSE(contract::read_openid_userinfo("x"));
}
