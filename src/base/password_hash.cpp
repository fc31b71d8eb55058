#include <array>
#include <cstring>
#include <memory>

#include <crypt.h>
#include <sodium.h>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/base/password_hash.hpp>
#include <weir/base/random.hpp>

namespace weir {
namespace {

constexpr std::size_t nobodys_password_bytes = 32;

bool is_bcrypt(const std::string& hash) {
  return hash.starts_with("$2b$");
}

bool verify_bcrypt(const std::string& hash, std::string_view password) {
  if (password.contains('\0')) return false;
  const std::string text(password);
  auto work = std::make_unique<crypt_data>();
  const char* made = crypt_r(text.c_str(), hash.c_str(), work.get());
  const bool same = made != nullptr && equal_in_constant_time(made, hash);
  sodium_memzero(work.get(), sizeof *work);
  return same;
}

}  // namespace

std::string hash_password(std::string_view password, const password_cost& cost) {
  std::array<char, crypto_pwhash_argon2id_STRBYTES> out{};
  const auto done =
      crypto_pwhash_argon2id_str(out.data(), password.data(), password.size(), cost.passes, cost.memory_bytes);
  WEIR_ASSERT(done == 0, "argon2id fails for want of memory only");
  return out.data();
}

bool verify_password(const std::string& hash, std::string_view password) {
  if (is_bcrypt(hash)) return verify_bcrypt(hash, password);
  if (!hash.starts_with(crypto_pwhash_argon2id_STRPREFIX)) return false;
  return crypto_pwhash_argon2id_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool password_hash_is_old(const std::string& hash, const password_cost& cost) {
  return crypto_pwhash_argon2id_str_needs_rehash(hash.c_str(), cost.passes, cost.memory_bytes) != 0;
}

const std::string& nobodys_password_hash() {
  static const std::string hash = hash_password(random_bytes(nobodys_password_bytes));
  return hash;
}

}  // namespace weir
