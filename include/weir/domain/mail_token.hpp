// Tokens that travel by mail and prove that somebody reads it: good once, for one purpose, for a while.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <weir/base/time.hpp>

namespace weir::domain {

enum class mail_purpose : std::uint8_t { invitation, email_verification, password_reset };

std::string_view name(mail_purpose p);  // "password_reset"
std::optional<mail_purpose> mail_purpose_from_name(std::string_view text);

// 7 days, a day, half an hour.
std::int64_t lifetime_s(mail_purpose p);

struct mail_token_facts {
  mail_purpose purpose{};
  timestamp expires_at{};
  std::optional<timestamp> used_at{};
  std::optional<timestamp> superseded_at{};  // by a newer one for the same purpose
};

enum class mail_token_verdict : std::uint8_t { good, foreign, used, superseded, expired };

// `wanted`: what it is presented for. A token of another purpose is none.
mail_token_verdict judge_mail_token(const mail_token_facts& f, mail_purpose wanted, timestamp now);

}  // namespace weir::domain
