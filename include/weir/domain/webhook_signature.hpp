// Standard Webhooks 1.0 (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md): secrets, keys, and
// the headers that a delivery carries.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <weir/base/error.hpp>
#include <weir/base/signing.hpp>

namespace weir::domain {

// What signs: 24 to 64 bytes, written as "whsec_" and base64. Stripe's secrets begin alike and are used as they are
// written: never one of these.
class webhook_secret {
 public:
  static constexpr std::string_view prefix = "whsec_";
  static constexpr std::size_t least_bytes = 24;
  static constexpr std::size_t most_bytes = 64;
  static constexpr std::size_t usual_bytes = 32;  // of one that is made here

  // Error: webhook_secret_refused. Its detail never says what was there.
  static result<webhook_secret> parse(std::string_view text);
  // As many as a secret has, or it is a bug.
  static webhook_secret of_bytes(std::string bytes);

  std::string text() const;
  const std::string& bytes() const { return bytes_; }

 private:
  explicit webhook_secret(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string bytes_;
};

// An Ed25519 key that signs for receivers that keep no secret. Its private half never leaves.
class webhook_key {
 public:
  static constexpr std::string_view public_prefix = "whpk_";

  static webhook_key of_seed(const bytes32& seed) { return webhook_key(seed); }
  // Nothing when it has not 32 bytes.
  static std::optional<webhook_key> of_bytes(std::string_view seed);

  std::string bytes() const;         // of the seed
  std::string public_bytes() const;  // 32
  const bytes32& seed() const { return seed_; }

 private:
  explicit webhook_key(const bytes32& seed) : seed_(seed) {}
  bytes32 seed_;
};

// "whpk_" and base64: what a receiver verifies with.
std::string webhook_public_key_text(std::string_view public_bytes);

inline constexpr std::string_view webhook_id_header = "webhook-id";
inline constexpr std::string_view webhook_timestamp_header = "webhook-timestamp";
inline constexpr std::string_view webhook_signature_header = "webhook-signature";

// The signature header: "v1,…" of each secret in their order, then "v1a,…" of each key, a blank between them. `id` has
// no dot; `attempt_s` is this attempt's second since 1970, the timestamp header. At least one secret.
std::string webhook_signatures(std::span<const webhook_secret> secrets, std::string_view id, std::int64_t attempt_s,
                               std::string_view body, std::span<const webhook_key> keys = {});

}  // namespace weir::domain
