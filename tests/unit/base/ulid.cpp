// ULIDs sort as text and as bytes, and typed ids do not mix.
#include <doctest/doctest.h>

#include <weir/base/ulid.hpp>

using weir::ulid;

TEST_CASE("ulid text follows the specification") {
  std::array<std::uint8_t, 10> zeros{};
  CHECK(ulid::make(0, zeros).text() == "00000000000000000000000000");
  std::array<std::uint8_t, 10> ones{};
  ones.fill(0xff);
  CHECK(ulid::make((std::int64_t{1} << 48) - 1, ones).text() == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  CHECK(ulid::make(1469918176385, zeros).text().starts_with("01ARYZ6S41"));
}

TEST_CASE("ulid parse is the inverse of text") {
  auto made = weir::system_ids().next();
  CHECK(ulid::parse(made.text()) == made);
  CHECK(ulid::parse("01arz3ndektsv4rrffq69g5fav")->text() == "01ARZ3NDEKTSV4RRFFQ69G5FAV");
  for (std::string_view text :
       {"", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01ARZ3NDEKTSV4RRFFQ69G5FAI", "01ARZ3NDEKTSV4RRFFQ69G5FA",
        "01ARZ3NDEKTSV4RRFFQ69G5FAVV", "01ARZ3NDEKTSV4RRFFQ69G5FA "}) {
    CAPTURE(text);
    CHECK_FALSE(ulid::parse(text).has_value());
  }
}

TEST_CASE("system ids ascend") {
  auto previous = weir::system_ids().next();
  for (int i = 0; i < 1000; ++i) {
    auto next = weir::system_ids().next();
    REQUIRE(previous < next);
    REQUIRE(previous.text() < next.text());
    previous = next;
  }
}

TEST_CASE("typed ids carry their prefix") {
  auto tenant = weir::tenant_id{weir::system_ids().next()};
  CHECK(tenant.text().starts_with("ten_"));
  CHECK(weir::tenant_id::parse(tenant.text()) == tenant);
  CHECK_FALSE(weir::meter_id::parse(tenant.text()).has_value());
  CHECK_FALSE(weir::tenant_id::parse(tenant.value.text()).has_value());
}
