// An unsubscribe link names a person and a kind, and nobody makes one who has not the installation's key.
#include <doctest/doctest.h>

#include <weir/contract/unsubscribe_token.hpp>

using namespace weir;
using contract::unsubscribe_claim;
using contract::unsubscribe_codec;

namespace {

const std::string key(32, 'k');
const unsubscribe_claim ada{*user_id::parse("usr_01ARZ3NDEKTSV4RRFFQ69G5FAV"), "new_device"};

}  // namespace

TEST_CASE("an unsubscribe token comes back whole, is the same each time and fits into a link") {
  const unsubscribe_codec codec(key);
  const auto token = codec.token(ada);
  CHECK(token == codec.token(ada));
  CHECK(token.starts_with("weir_un_"));
  CHECK(token.size() < 80);
  CHECK(codec.read(token) == ada);
  const unsubscribe_claim longest{ada.user, std::string(64, 'z')};
  CHECK(codec.token(longest).size() <= unsubscribe_codec::most_bytes);
  CHECK(codec.read(codec.token(longest)) == longest);
}

TEST_CASE("every changed character of an unsubscribe token is noticed, and so is another key") {
  const unsubscribe_codec codec(key);
  const auto token = codec.token(ada);
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (char c : std::string_view("A_9z")) {
      auto forged = token;
      if (forged[i] == c) continue;
      forged[i] = c;
      CHECK_FALSE(codec.read(forged).has_value());
    }
  }
  CHECK_FALSE(unsubscribe_codec(std::string(32, 'l')).read(token).has_value());
  for (const auto& wrong : {token + "A", token.substr(1), std::string("weir_un_"), std::string(), token + "#x",
                            "weir_un_" + std::string(10'000, 'A')})
    CHECK_FALSE(codec.read(wrong).has_value());
}

TEST_CASE("what looks like an unsubscribe token can stand in an address as it is") {
  CHECK(unsubscribe_codec::looks_like_one(unsubscribe_codec(key).token(ada)));
  for (std::string_view wrong :
       {"weir_un_a b", "weir_un_a\r\nSet-Cookie: x", "weir_un_<a>", "//example.com", "weir_mt_abc"})
    CHECK_FALSE(unsubscribe_codec::looks_like_one(wrong));
}
