// Where secrets stand sealed with APP_SECRET_KEY, and how they are sealed anew when it has changed. A table that gets
// such a column gets a row here, and with it a place in `weir secrets reseal` and `weir doctor`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/secret_ring.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::postgres::sealed_secrets {

enum class what : std::uint8_t {
  second_factor,    // user_totp: seed and key of the recovery codes, for the user
  audit_key,        // audit_keys: the private half, for the key's id
  mail_token,       // mails: of a link that was not sent yet, for the mail's id
  webhook_secret,   // webhook_secrets: the bytes that sign, for the secret's id
  provider_secret,  // payment_provider_secrets: what a payment provider gave, for the secret's id
  webhook_part,     // webhook_sealed_parts: an endpoint's own headers, or the seed of a key, for the part's id
};
inline constexpr std::array every_kind{what::second_factor,  what::audit_key,       what::mail_token,
                                       what::webhook_secret, what::provider_secret, what::webhook_part};

std::string_view name(what kind);  // "second_factors", as announcements and tables have it

// What seals are made for: never change one.
constexpr std::string_view purpose(what kind) {
  constexpr std::array<std::string_view, every_kind.size()> purposes{
      "mfa", "audit signing key", "mail token", "webhook secret", "payment provider secret", "webhook part"};
  return purposes.at(static_cast<std::size_t>(kind));
}

// How the values of one kind are sealed.
struct tally {
  std::int64_t all = 0;
  std::int64_t previous = 0;  // under the ring's previous key
  std::int64_t unmarked = 0;  // under its current key, by a program that did not name keys yet
  std::int64_t unknown = 0;   // under neither
  std::int64_t due() const { return previous + unmarked; }
};
// Opens what does not have the current key's mark. Errors: the database's.
result<tally> count(pool& database, const secret_ring& ring, what kind);

struct resealed {
  std::int64_t done = 0;
  std::int64_t unknown = 0;  // under neither key: left as they were
};
// Seals under the current key what is not, `batch` rows in each transaction: whoever is killed has done what was
// committed, and a repetition goes on there. Several may do it at once, and everything else goes on beside it.
// `progress`: after each transaction, how many were done. Errors: the database's.
result<resealed> reseal(pool& database, const secret_ring& ring, what kind,
                        const std::function<void(std::int64_t done)>& progress = {}, std::int32_t batch = 200);

}  // namespace weir::postgres::sealed_secrets
