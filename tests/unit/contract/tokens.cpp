// Receipts and cursors come back as they were given out, or not at all.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/contract/cursor.hpp>
#include <weir/contract/receipt.hpp>

namespace contract = weir::contract;
using contract::cursor_codec;
using contract::receipt;
using contract::receipt_codec;

namespace {

constexpr std::string_view secret = "k7Yv0Qm3cH1sWnB8eTzR5uJx2pLdGa9F";

bool is_url_safe(std::string_view text) {
  return text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
         std::string_view::npos;
}

}  // namespace

TEST_CASE("receipts are short and come back whole") {
  const receipt_codec codec(secret);
  const receipt usual{{"weir.usage", 17, 123'456'789}, 42};
  CHECK(codec.token(usual).size() <= 22);
  CHECK(rc::check([&](std::uint32_t partition, std::uint64_t offset, std::uint32_t index, std::uint8_t topic) {
    const char* topics[] = {"weir.usage", "weir.commands", "weir.payments", "weir.events"};
    const receipt r{
        {topics[topic % 4], static_cast<std::int32_t>(partition >> 1), static_cast<std::int64_t>(offset >> 1)}, index};
    const auto token = codec.token(r);
    RC_ASSERT(is_url_safe(token));
    RC_ASSERT((codec.parse(token) == r));
  }));
}

TEST_CASE("every changed character of a receipt is noticed") {
  const receipt_codec codec(secret);
  const auto token = codec.token({{"weir.usage", 3, 1000}, 0});
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (char c : std::string_view("A_9z")) {
      auto forged = token;
      if (forged[i] == c) continue;
      forged[i] = c;
      const auto parsed = codec.parse(forged);
      REQUIRE_FALSE(parsed.has_value());
      CHECK(parsed.error().code == weir::error_code::receipt_invalid);
    }
  }
  CHECK_FALSE(receipt_codec("another secret, also 32 characters").parse(token).has_value());
  CHECK_FALSE(codec.parse(token + "A").has_value());
  CHECK_FALSE(codec.parse(token.substr(1)).has_value());
  CHECK_FALSE(codec.parse("").has_value());
  CHECK_FALSE(codec.parse(std::string(10'000, 'A')).has_value());
}

TEST_CASE("after takes one to sixty-four receipts") {
  const receipt_codec codec(secret);
  const auto a = codec.token({{"weir.usage", 1, 1}, 0});
  const auto b = codec.token({{"weir.commands", 2, 2}, 0});
  auto both = codec.parse_list(a + "," + b);
  REQUIRE(both.has_value());
  CHECK(both->size() == 2);
  CHECK((*both)[1].position.topic == "weir.commands");
  CHECK_FALSE(codec.parse_list("").has_value());
  CHECK_FALSE(codec.parse_list(a + ",").has_value());
  std::string many = a;
  for (int i = 0; i < 64; ++i)
    many += "," + a;
  CHECK_FALSE(codec.parse_list(many).has_value());
}

TEST_CASE("cursors are bound to their endpoint and to their content") {
  const cursor_codec codec(secret);
  contract::cursor c;
  c.set("offset", "12").set("partition", "3").set("empty", "");
  const auto token = codec.token("events", c);
  CHECK(is_url_safe(token));
  auto back = codec.parse("events", token);
  REQUIRE(back.has_value());
  CHECK(*back == c);
  CHECK(back->get("partition") == "3");
  CHECK(back->get("none").empty());
  CHECK(codec.parse("rejected", token).error().code == weir::error_code::cursor_invalid);
  CHECK_FALSE(cursor_codec("another secret, also 32 characters").parse("events", token).has_value());
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto forged = token;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(codec.parse("events", forged).has_value());
  }
}

TEST_CASE("a receipt is no cursor and a cursor no receipt") {
  const cursor_codec cursors(secret);
  const receipt_codec receipts(secret);
  CHECK_FALSE(cursors.parse("events", receipts.token({{"weir.usage", 1, 1}, 0})).has_value());
  CHECK_FALSE(receipts.parse(cursors.token("events", {})).has_value());
}

TEST_CASE("any fields of a cursor come back") {
  const cursor_codec codec(secret);
  CHECK(rc::check([&](const std::vector<std::pair<std::string, std::string>>& fields) {
    contract::cursor c;
    for (const auto& [name, value] : fields)
      c.set(name.substr(0, 10), value.substr(0, 10));
    RC_ASSERT((codec.parse("list", codec.token("list", c)) == c));
  }));
}

TEST_CASE("tokens of the previous key are taken, those of the one before that are not") {
  const std::string_view other = "another secret, also 32 characters", third = "a third secret of 32 characters, too";
  const receipt where{{"weir.usage", 3, 1000}, 0};
  receipt_codec receipts(secret);
  cursor_codec cursors(secret);
  contract::cursor c;
  c.set("after", "7");
  const auto receipt_before = receipts.token(where);
  const auto cursor_before = cursors.token("list", c);
  receipts.renew(other, secret);
  cursors.renew(other, secret);
  CHECK(receipts.token(where) != receipt_before);
  CHECK(receipts.parse(receipt_before).has_value());
  CHECK(receipts.parse(receipts.token(where)).has_value());
  CHECK(cursors.token("list", c) != cursor_before);
  CHECK(cursors.parse("list", cursor_before).has_value());
  CHECK(receipt_codec(secret, other).parse(receipts.token(where)).has_value());
  CHECK_FALSE(receipt_codec("", "").parse(receipts.token(where)).has_value());
  receipts.renew(third, other);
  cursors.renew(third, other);
  CHECK_FALSE(receipts.parse(receipt_before).has_value());
  CHECK_FALSE(cursors.parse("list", cursor_before).has_value());
}
