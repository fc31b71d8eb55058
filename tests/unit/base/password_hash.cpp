#include <doctest/doctest.h>

#include <weir/base/password_hash.hpp>

using namespace weir;

namespace {

// Made by another program (Python's crypt, libxcrypt), cost 4.
const std::string bcrypt_of_battery = "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG";

}  // namespace

TEST_CASE("a password is verified against its hash and no other") {
  const auto hash = hash_password("correct horse battery");
  CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(hash != hash_password("correct horse battery"));
  CHECK(verify_password(hash, "correct horse battery"));
  CHECK_FALSE(verify_password(hash, "correct horse battery "));
  CHECK_FALSE(verify_password(hash, ""));
  CHECK_FALSE(verify_password(hash, std::string(1024, 'x')));
}

TEST_CASE("a bcrypt hash of an import is verified and counts as old") {
  CHECK(verify_password(bcrypt_of_battery, "correct horse battery staple"));
  CHECK_FALSE(verify_password(bcrypt_of_battery, "correct horse battery stapl"));
  CHECK_FALSE(verify_password(bcrypt_of_battery, std::string_view("correct horse battery staple\0x", 30)));
  CHECK(password_hash_is_old(bcrypt_of_battery));
}

TEST_CASE("what is no hash verifies nothing") {
  for (const std::string wrong : {"", "plain", "$2b$", "$2b$04$short", "$2a$04$abcdefghijklmnopqrstuu", "$argon2id$",
                                  "$argon2id$v=19$m=1", "$1$salt$hash", "*0"}) {
    CAPTURE(wrong);
    CHECK_FALSE(verify_password(wrong, wrong));
    CHECK_FALSE(verify_password(wrong, ""));
    CHECK(password_hash_is_old(wrong));
  }
}

TEST_CASE("a hash is old when the cost has risen") {
  const auto cheap = hash_password("correct horse battery", {.passes = 1, .memory_bytes = 8 * 1024 * 1024});
  CHECK(verify_password(cheap, "correct horse battery"));
  CHECK(password_hash_is_old(cheap));
  CHECK_FALSE(password_hash_is_old(hash_password("correct horse battery")));
  CHECK_FALSE(password_hash_is_old(nobodys_password_hash()));
}
