#include <algorithm>
#include <iterator>

#include <weir/domain/mail_token.hpp>

namespace weir::domain {
namespace {

constexpr std::string_view names[] = {"invitation", "email_verification", "password_reset"};
constexpr std::int64_t lifetimes_s[] = {7 * 24 * 3600, 24 * 3600, 30 * 60};
static_assert(std::size(names) == std::size(lifetimes_s));

}  // namespace

std::string_view name(mail_purpose p) {
  return names[static_cast<std::size_t>(p)];
}

std::optional<mail_purpose> mail_purpose_from_name(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<mail_purpose>(found - std::begin(names));
}

std::int64_t lifetime_s(mail_purpose p) {
  return lifetimes_s[static_cast<std::size_t>(p)];
}

mail_token_verdict judge_mail_token(const mail_token_facts& f, mail_purpose wanted, timestamp now) {
  if (f.purpose != wanted) return mail_token_verdict::foreign;
  if (f.used_at) return mail_token_verdict::used;
  if (f.superseded_at) return mail_token_verdict::superseded;
  if (f.expires_at <= now) return mail_token_verdict::expired;
  return mail_token_verdict::good;
}

}  // namespace weir::domain
