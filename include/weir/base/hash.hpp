// Hashes. None of them is secret by itself; only the keyed ones resist a chosen input.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir {

struct hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const hash128&) const = default;
};

// XXH3-64, seed 0 (xxhash.com, stable since 0.8).
std::uint64_t hash64(std::string_view bytes);
std::uint64_t hash64(std::span<const std::uint8_t> bytes);

// XXH3-128 with a secret expanded from a 32-byte key: what remembers an event's identity. XXH3 is no cryptographic MAC;
// the tenant is part of every hashed text, so a tenant who could steer collisions would only harm its own counts.
class keyed_hash {
 public:
  using key_type = std::array<std::uint8_t, 32>;

  explicit keyed_hash(const key_type& key);

  hash128 operator()(std::string_view bytes) const;

 private:
  alignas(64) std::array<std::uint8_t, 192> secret_{};
};

}  // namespace weir
