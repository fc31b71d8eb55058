// Hashes and tags equal the published vectors; text forms have one spelling.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/base/crypto.hpp>

namespace {

std::span<const std::uint8_t> raw(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

TEST_CASE("sha256 equals FIPS 180-4") {
  CHECK(weir::hex(weir::sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(weir::hex(weir::sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("hmac equals RFC 4231") {
  CHECK(weir::hex(weir::hmac_sha256(raw("Jefe"), "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("short_mac equals the vector of the SipHash paper") {
  weir::bytes16 key;
  std::string text;
  for (std::uint8_t i = 0; i < 16; ++i)
    key[i] = i;
  for (char i = 0; i < 15; ++i)
    text += i;
  CHECK(weir::short_mac(key, text) == 0xe545be4961ca29a1u);  // a129ca6149be45e5, bytes in order
}

TEST_CASE("keys of different purposes differ") {
  CHECK(weir::derive_key("secret", "receipt") != weir::derive_key("secret", "cursor"));
  CHECK(weir::derive_key("secret", "receipt") != weir::derive_key("other", "receipt"));
}

TEST_CASE("base64url has one spelling for each text") {
  CHECK(weir::base64url("\xfb\xff\xfe") == "-__-");
  CHECK(weir::base64url("f") == "Zg");
  CHECK(weir::from_base64url("Zg") == "f");
  for (std::string_view text : {"Zg==", "Zh", "Z", "Zg+/", "Zg\n", "Zm8="}) {
    CAPTURE(text);
    CHECK_FALSE(weir::from_base64url(text).has_value());
  }
  CHECK(rc::check([](const std::string& bytes) { RC_ASSERT(weir::from_base64url(weir::base64url(bytes)) == bytes); }));
}

TEST_CASE("base64 equals RFC 4648 and has one spelling for each text") {
  CHECK(weir::base64("") == "");
  CHECK(weir::base64("f") == "Zg==");
  CHECK(weir::base64("fo") == "Zm8=");
  CHECK(weir::base64("foobar") == "Zm9vYmFy");
  CHECK(weir::base64("\xfb\xff\xfe") == "+//+");
  for (std::string_view text : {"Zg", "Zh==", "Zg=", "Zg===", "====", "Z===", "Zg==Zg==", "-__-", "Zg=\n", "Zm8= "}) {
    CAPTURE(text);
    CHECK_FALSE(weir::from_base64(text).has_value());
  }
  CHECK(rc::check([](const std::string& bytes) { RC_ASSERT(weir::from_base64(weir::base64(bytes)) == bytes); }));
}

TEST_CASE("comparison in constant time still compares") {
  CHECK(weir::equal_in_constant_time("abc", "abc"));
  CHECK_FALSE(weir::equal_in_constant_time("abc", "abd"));
  CHECK_FALSE(weir::equal_in_constant_time("abc", "abcd"));
}
