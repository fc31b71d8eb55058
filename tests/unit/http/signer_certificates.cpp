// Certificates that messages name: read once, kept until they end, and not asked for all the time when they fail.
#include <atomic>
#include <cstdio>
#include <fstream>

#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>
#include <tests/support/signing_certificates.hpp>
#include <unistd.h>

#include "receiver.hpp"
#include <weir/http/signer_certificates.hpp>

using namespace weir;
using namespace weir::http;
using weir::http::test::answer_of;
using weir::http::test::receiver;
using weir::test::signing_certificate;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

struct world {
  explicit world(const std::string& name = "sign.example.com")
      : now(timestamp::from_ms(20'010 * day_ms)),
        root({.name = "Test Root",
              .is_authority = true,
              .from = timestamp::from_ms(20'000 * day_ms),
              .until = timestamp::from_ms(20'100 * day_ms)}),
        leaf({.name = name, .from = timestamp::from_ms(20'000 * day_ms), .until = timestamp::from_ms(20'020 * day_ms)},
             &root),
        path("/tmp/weir-signers-" + std::to_string(::getpid()) + ".pem") {
    std::ofstream(path) << root.pem();
  }
  ~world() { std::remove(path.c_str()); }
  world(const world&) = delete;
  world& operator=(const world&) = delete;

  signer_certificate_options options() const {
    return {.check_url = [](std::string_view url) -> result<void> {
              if (url.ends_with("/refused")) return fail(error_code::webhook_certificate_refused);
              return {};
            },
            .is_signer = [](std::span<const std::string> names) { return names.front() == "sign.example.com"; },
            .ca_file = path};
  }

  timestamp now;
  signing_certificate root, leaf;
  std::string path;
};

std::optional<error_code> refusal(const result<signer_certificates::signer_ptr>& r) {
  return r ? std::nullopt : std::optional(r.error().code);
}

}  // namespace

TEST_CASE("a certificate is read once and kept until it ends") {
  const world w;
  receiver at([&](const receiver::connection& c, const receiver::request&) {
    return c.send(answer_of(200, "", w.leaf.pem()));
  });
  weir::test::manual_clock clock(w.now);
  signer_certificates by(w.options(), clock);
  const auto url = at.url("/CERT-1");
  CHECK_FALSE(by.peek(url));
  for (int i = 0; i < 3; ++i) {
    const auto got = by.load(url);
    REQUIRE(got);
    CHECK((*got)->signed_this("text", w.leaf.sign("text")));
  }
  CHECK(by.peek(url));
  CHECK(at.got().size() == 1);
  clock.set(timestamp::from_ms(20'021 * day_ms));
  CHECK_FALSE(by.peek(url));
  CHECK(refusal(by.load(url)) == error_code::webhook_certificate_refused);
  CHECK(at.got().size() == 2);
}

TEST_CASE("what is refused stands for a while, and no URL is asked that may not be") {
  const world w("other.example.com");
  receiver at([&](const receiver::connection& c, const receiver::request& r) {
    return c.send(r.head.contains("/none") ? answer_of(404) : answer_of(200, "", w.leaf.pem()));
  });
  weir::test::manual_clock clock(w.now);
  signer_certificates by(w.options(), clock);
  for (int i = 0; i < 2; ++i) {
    CHECK(refusal(by.load(at.url("/CERT-1"))) == error_code::webhook_certificate_refused);
    CHECK(refusal(by.load(at.url("/none"))) == error_code::webhook_certificate_refused);
    CHECK(refusal(by.load(at.url("/refused"))) == error_code::webhook_certificate_refused);
  }
  CHECK(at.got().size() == 2);
}

TEST_CASE("a host that is away decides nothing, and is asked again soon") {
  const world w;
  std::atomic<int> asked = 0;
  receiver at([&](const receiver::connection& c, const receiver::request&) {
    return c.send(asked++ == 0 ? answer_of(503) : answer_of(200, "", w.leaf.pem()));
  });
  weir::test::manual_clock clock(w.now);
  signer_certificates by(w.options(), clock);
  for (int i = 0; i < 2; ++i)
    CHECK(refusal(by.load(at.url("/CERT-1"))) == error_code::webhook_certificate_unavailable);
  CHECK(asked == 1);
  clock.advance_ms(1'001);
  CHECK_FALSE(refusal(by.load(at.url("/CERT-1"))));
  CHECK(refusal(by.load("http://127.0.0.1:" + std::to_string(weir::http::test::closed_port()) + "/CERT-1")) ==
        error_code::webhook_certificate_unavailable);
  auto nobody = w.options();
  nobody.ca_file = "/tmp/there is no such file";
  signer_certificates without(nobody, clock);
  CHECK(refusal(without.load(at.url("/CERT-1"))) == error_code::webhook_certificate_unavailable);
}
