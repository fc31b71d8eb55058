// A tenant is made whole or refused with every problem and where it is.
#include <doctest/doctest.h>

#include <weir/domain/tenant.hpp>

namespace domain = weir::domain;

TEST_CASE("a tenant needs only a key") {
  auto made = domain::make_tenant({}, {.key = "cust-42", .name = {}});
  REQUIRE(made.has_value());
  CHECK(made->name == "cust-42");
  CHECK(made->time_zone == "UTC");
  CHECK(made->state == domain::tenant_state::active);
}

TEST_CASE("every problem of a tenant is reported at once") {
  auto made = domain::make_tenant({}, {.key = "",
                                       .name = std::string(256, 'n'),
                                       .time_zone = "Europe/Atlantis",
                                       .minute_offset = std::nullopt,
                                       .currency = "usd"});
  REQUIRE_FALSE(made.has_value());
  std::vector<std::string> found;
  for (const auto& e : made.error())
    found.push_back(e.pointer + " " + std::string(weir::name(e.code)));
  CHECK(found == std::vector<std::string>{"/key validation_failed", "/name validation_failed",
                                          "/time_zone time_zone_unknown", "/currency validation_failed"});
}

TEST_CASE("keys and aliases have at most 255 bytes and no control characters") {
  const auto accepted = [](std::string key) {
    const bool as_key = domain::make_tenant({}, {.key = key, .name = "n"}).has_value();
    CHECK(as_key == domain::check_subject_alias(key, "/alias").empty());
    return as_key;
  };
  CHECK(accepted("a"));
  CHECK(accepted(std::string(255, 'k')));
  CHECK(accepted("K\xc3\xb6ln / 7"));
  CHECK_FALSE(accepted(std::string(256, 'k')));
  CHECK_FALSE(accepted("a\nb"));
  CHECK_FALSE(accepted(std::string("a\0b", 3)));
  CHECK_FALSE(accepted("\xc2\x85"));  // NEL, a C1 control
  CHECK_FALSE(accepted("\xff"));
}

TEST_CASE("a zone off the quarters of an hour is refused") {
  CHECK_FALSE(domain::make_tenant({}, {.key = "k", .name = {}, .minute_offset = 20}).has_value());
  CHECK(domain::make_tenant({}, {.key = "k", .name = {}, .minute_offset = 45}).has_value());
}

TEST_CASE("tenant states are named as in the database") {
  for (std::string_view text : {"active", "suspended", "deleted"}) {
    CHECK(domain::name(*domain::tenant_state_from_name(text)) == text);
  }
  CHECK_FALSE(domain::tenant_state_from_name("Active").has_value());
}
