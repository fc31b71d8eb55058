#include <weir/domain/key_age.hpp>

namespace weir::domain {
namespace {

constexpr std::int64_t day = std::int64_t{24} * 3600 * 1'000'000'000;

}  // namespace

std::string_view name(key_warning w) {
  constexpr std::string_view names[] = {"", "expires_soon", "unused", "old"};
  return names[static_cast<std::size_t>(w)];
}

key_warning warning_of(const key_dates& k, timestamp now) {
  if (k.revoked_at || k.replaced || (k.expires_at && *k.expires_at <= now)) return key_warning::none;
  if (k.expires_at && k.expires_at->ns - now.ns <= key_expires_soon_days * day) return key_warning::expires_soon;
  const auto used = k.last_used_at.value_or(k.created_at);
  if (now.ns - used.ns >= key_unused_days * day) return key_warning::unused;
  if (now.ns - k.created_at.ns >= key_old_days * day) return key_warning::old;
  return key_warning::none;
}

}  // namespace weir::domain
