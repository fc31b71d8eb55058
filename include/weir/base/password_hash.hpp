// Passwords at rest: argon2id, by libsodium. What an import brought as bcrypt is verified too, and replaced at its next
// use. These functions are slow and take memory on purpose: not on an io thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

// OWASP's floor of 2023 for argon2id: 19 MiB, two passes, one lane. Raising it renews each hash at its next use.
struct password_cost {
  std::uint64_t passes = 2;
  std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;
};

std::string hash_password(std::string_view password, const password_cost& cost = {});  // "$argon2id$v=19$…"

// False also for hashes of another kind. bcrypt ("$2b$") looks at the first 72 bytes, as it always does.
bool verify_password(const std::string& hash, std::string_view password);

// Whether a hash is of another kind or cost than new ones are.
bool password_hash_is_old(const std::string& hash, const password_cost& cost = {});

// What can be verified where there is no account, so that this takes as long: of no password that anybody knows.
const std::string& nobodys_password_hash();

}  // namespace weir
