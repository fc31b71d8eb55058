// The audit trail's chains: one for each tenant and one for the platform. Each entry's hash covers the entry and the
// hash before it, so that whoever changes one has to change all that follow, and checkpoints sign how far a chain had
// come. Personal data stands beside the chain: an entry holds salted hashes of it only.
//
// What is hashed is the canonical encoding (canonical.hpp) of an object; docs/audit.md lists its members.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/crypto.hpp>
#include <weir/base/signing.hpp>
#include <weir/base/time.hpp>

namespace weir::domain {

inline constexpr std::string_view platform_chain = "platform";

struct personal_hash {
  std::string name;  // "address", "before.name", "after.name", "after"
  bytes32 hash{};
  bool operator==(const personal_hash&) const = default;
};

struct audit_entry {
  std::string chain;          // a tenant's id, or platform_chain
  std::int64_t sequence = 0;  // from 1, without a gap
  bytes32 previous{};         // hash of the entry before; zeros before the first
  std::string event_id;       // of the announcement
  std::string type;           // "meter.created"
  std::string actor;          // "key_…", "operator:ada", "system"
  std::string subject;        // id of what it is about
  std::optional<std::string> tenant{};
  timestamp occurred_at;                // whole microseconds
  std::string request;                  // req_… of the cause, or empty
  std::vector<personal_hash> personal;  // by name, ascending
  std::optional<std::string> before{};  // JSON text as it was hashed, without the personal data
  std::optional<std::string> after{};
  bytes32 hash{};  // of everything above

  bool operator==(const audit_entry&) const = default;
};

struct audit_head {
  std::int64_t sequence = 0;  // of the last entry; 0: none
  bytes32 hash{};
};

// Of everything but `hash`.
bytes32 audit_entry_hash(const audit_entry& e);

// Makes `e` the entry after `head`: sets sequence, previous and hash, cuts occurred_at down to microseconds and sorts
// `personal`. `head` becomes the entry's.
void append_to_chain(audit_head& head, audit_entry& e);

// SHA-256 over name, salt and value. Without the salt nobody can try values.
bytes32 hash_personal(std::string_view name, std::string_view salt, std::string_view value);

struct audit_checkpoint {
  std::string chain;
  std::int64_t number = 0;    // of the chain's checkpoints, from 1, without a gap
  std::int64_t sequence = 0;  // the newest entry then
  bytes32 head{};             // its hash
  bytes32 previous{};         // audit_checkpoint_hash of the one before; zeros before the first
  timestamp signed_at;        // whole microseconds
  std::string key_id;
  bytes64 signature{};  // Ed25519 over everything above

  bool operator==(const audit_checkpoint&) const = default;
};

std::string audit_checkpoint_bytes(const audit_checkpoint& c);  // what is signed
bytes32 audit_checkpoint_hash(const audit_checkpoint& c);       // of what is signed, and the signature

// Sets key_id and signature; signed_at is cut down to microseconds.
void sign_checkpoint(audit_checkpoint& c, const bytes32& seed);

struct audit_key {
  std::string id;
  bytes32 public_key{};
};

// "aud_" and 32 hex digits of the public key's SHA-256: a key cannot be put into another one's place.
std::string audit_key_id(const bytes32& public_key);

}  // namespace weir::domain
