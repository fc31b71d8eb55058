// Whose signatures are believed: chains up to somebody who is trusted, at an instant.
#include <cstdio>
#include <fstream>
#include <optional>

#include <doctest/doctest.h>
#include <tests/support/signing_certificates.hpp>
#include <unistd.h>

#include <weir/base/certificates.hpp>

using namespace weir;
using weir::test::signing_certificate;

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr timestamp day(std::int64_t n) {
  return timestamp::from_ms((20'000 + n) * day_ms);
}

struct file {
  explicit file(const std::string& text) {
    static int made = 0;
    path = "/tmp/weir-certificates-" + std::to_string(::getpid()) + '-' + std::to_string(made++) + ".pem";
    std::ofstream(path) << text;
  }
  ~file() { std::remove(path.c_str()); }
  file(const file&) = delete;
  file& operator=(const file&) = delete;
  std::string path;
};

struct family {
  signing_certificate root{{.name = "Test Root", .is_authority = true, .from = day(0), .until = day(100)}};
  signing_certificate middle{{.name = "Test Issuing", .is_authority = true, .from = day(0), .until = day(50)}, &root};
  signing_certificate leaf{
      {.name = "Signer", .dns = {"Sign.Example.com", "other.example.com"}, .from = day(1), .until = day(60)}, &middle};
  file trusted{root.pem()};

  std::optional<std::string> refusal(const std::string& pem, timestamp at = day(10)) const {
    auto checked = trusted_certificates::load(trusted.path)->check(pem, at);
    return checked ? std::nullopt : std::optional(checked.error());
  }
};

}  // namespace

TEST_CASE("a signer is who somebody trusted says, with its names and the end of its chain") {
  const family f;
  const auto trusted = trusted_certificates::load(f.trusted.path);
  REQUIRE(trusted);
  const auto signer = trusted->check(f.leaf.pem() + f.middle.pem(), day(10));
  REQUIRE_MESSAGE(signer.has_value(), signer.error());
  CHECK(signer->names() == std::vector<std::string>{"sign.example.com", "other.example.com"});
  CHECK(signer->valid_until() == day(50));
  const auto signature = f.leaf.sign("text");
  CHECK(signer->signed_this("text", signature));
  CHECK_FALSE(signer->signed_this("tex", signature));
  CHECK_FALSE(signer->signed_this("text", f.middle.sign("text")));
  CHECK_FALSE(signer->signed_this("text", ""));
  CHECK(trusted->check(f.leaf.pem() + f.middle.pem() + f.root.pem(), day(10)).has_value());
}

TEST_CASE("without alternative names the common name counts") {
  const family f;
  const signing_certificate plain({.name = "Messages.PayPal.com", .from = day(0), .until = day(50)}, &f.root);
  const auto signer = trusted_certificates::load(f.trusted.path)->check(plain.pem(), day(10));
  REQUIRE(signer);
  CHECK(signer->names() == std::vector<std::string>{"messages.paypal.com"});
}

TEST_CASE("chains that end nowhere, are over or have not begun are refused") {
  const family f;
  const family foreign;
  CHECK_FALSE(f.refusal(f.leaf.pem() + f.middle.pem()));
  CHECK(f.refusal(f.leaf.pem()));  // what stands between is missing
  CHECK(f.refusal(foreign.leaf.pem() + foreign.middle.pem()));
  CHECK(f.refusal(foreign.leaf.pem() + foreign.middle.pem() + foreign.root.pem()));
  CHECK(f.refusal(f.leaf.pem() + f.middle.pem(), day(51)));
  CHECK(f.refusal(f.leaf.pem() + f.middle.pem(), day(0)));
  const signing_certificate mine({.name = "Signer", .from = day(0), .until = day(50)});
  CHECK(f.refusal(mine.pem()));
}

TEST_CASE("who is no authority signs for nobody, and weak keys do not count") {
  const family f;
  const signing_certificate below({.name = "below.example.com", .from = day(0), .until = day(50)}, &f.leaf);
  CHECK(f.refusal(below.pem() + f.leaf.pem() + f.middle.pem()));
  const signing_certificate weak({.name = "weak.example.com", .from = day(0), .until = day(50), .bits = 1024}, &f.root);
  CHECK(f.refusal(weak.pem()));
}

TEST_CASE("what is no certificate is refused") {
  const family f;
  for (const std::string& text : {std::string(), std::string("nothing"), f.leaf.pem().substr(0, 200),
                                  "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + f.leaf.pem()})
    CHECK(f.refusal(text));
  std::string many;
  for (int i = 0; i < 11; ++i)
    many += f.middle.pem();
  CHECK(f.refusal(f.leaf.pem() + many));
  CHECK_FALSE(trusted_certificates::load("/tmp/there is no such file").has_value());
  CHECK(trusted_certificates::load("").has_value());
}
