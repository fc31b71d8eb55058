#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <api/mail_tokens.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/domain/login_backoff.hpp>
#include <weir/postgres/sessions.hpp>

namespace weir::api {

using domain::attempts_of;
using domain::mail_token_verdict;

result<postgres::mail_tokens::row> good_mail_token(const result<std::optional<postgres::mail_tokens::row>>& found,
                                                   domain::mail_purpose wanted) {
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(error_code::mail_token_invalid);
  switch (domain::judge_mail_token((*found)->facts, wanted, (*found)->now)) {
    case mail_token_verdict::good:
      return **found;
    case mail_token_verdict::foreign:
      return fail(error_code::mail_token_invalid);
    case mail_token_verdict::used:
      return fail(error_code::mail_token_used);
    case mail_token_verdict::superseded:
      return fail(error_code::mail_token_superseded);
    case mail_token_verdict::expired:
      return fail(error_code::mail_token_expired);
  }
  WEIR_ASSERT(false, "every verdict is answered");
}

result<std::int64_t> mail_wait_s(postgres::executor& in, const call& c, std::string_view use,
                                 std::string_view account) {
  const std::array keys{
      std::string(use) + "/account/" + base64url(sha256_bytes("weir/account/" + std::string(account))),
      std::string(use) + "/address/" + std::string(c.request().client_address())};
  constexpr attempts_of kinds[] = {attempts_of::mail_account, attempts_of::mail_address};
  const auto now = c.with().clock.now();
  auto counts = postgres::login_attempts::lock(in, keys, now);
  if (!counts) return std::unexpected(counts.error());
  std::int64_t wait = 0;
  for (const auto& one : *counts)
    wait = std::max(wait, domain::wait_s(one.state, now));
  if (wait > 0) return wait;
  for (std::size_t i = 0; i < keys.size(); ++i)
    (*counts)[i].state = domain::with_failure(domain::rule_of(kinds[i]), (*counts)[i].state, now);
  if (auto stored = postgres::login_attempts::store(in, *counts); !stored) return std::unexpected(stored.error());
  return 0;
}

result<std::optional<http::response>> refused_for_now(const call& c, std::string_view use, std::string_view account) {
  auto wait = as_login(c, [&](postgres::executor& in) { return mail_wait_s(in, c, use, account); });
  if (!wait) return std::unexpected(wait.error());
  if (*wait == 0) return std::nullopt;
  auto out = c.problem(error(error_code::rate_limited, "So many mails were asked for lately."));
  out.set_header("Retry-After", std::to_string(*wait));
  return std::optional(std::move(out));
}

}  // namespace weir::api
