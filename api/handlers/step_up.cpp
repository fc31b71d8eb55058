#include <optional>
#include <string>
#include <utility>

#include <api/handlers/step_up.hpp>
#include <api/second_factor.hpp>
#include <api/session_cache.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/password_hash.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/second_factor.hpp>

namespace weir::api {
namespace {

constexpr std::int64_t second = 1'000'000'000;

struct looked_at {
  std::int64_t wait_s = 0;
  std::optional<error> wrong{};
  timestamp at{};
};

// A code that was right, and the session's new time, in one transaction. Commits refusals too: they are counted.
result<looked_at> judge(postgres::executor& in, const call& c, const attempt& password) {
  const auto& who = *c.who().person;
  const auto code = c.body().text("code");
  attempt tried(c, "code/" + c.who().id, domain::attempts_of::code);
  auto status = postgres::user_totp::lock(in, c.who().id);
  if (!status) return std::unexpected(status.error());
  if (*status && (*status)->confirmed) {
    if (!code) return looked_at{0, error(error_code::mfa_code_required, "", "/code")};
    auto wait = tried.begin(in, true);
    if (!wait) return std::unexpected(wait.error());
    if (*wait > 0) return looked_at{*wait};
    auto verdict = use_code(in, c, c.who().id, *code);
    if (!verdict) return std::unexpected(verdict.error());
    if (*verdict != code_verdict::right) return looked_at{0, error(error_code::mfa_code_wrong, "", "/code")};
    if (auto done = tried.passed(in); !done) return std::unexpected(done.error());
  }
  if (auto done = password.passed(in); !done) return std::unexpected(done.error());
  auto at = step_up_session(in, c, c.who().id, who.session.text());
  if (!at) return std::unexpected(at.error());
  return looked_at{0, std::nullopt, *at};
}

// In the pool for passwords.
result<http::response> answer(const call& c) {
  auto who = as_login(c, [&](postgres::executor& in) { return postgres::users::find_by_id(in, c.who().id); });
  if (!who) return std::unexpected(who.error());
  if (!*who) return fail(error_code::unauthenticated);
  const auto& user = (*who)->user;
  attempt tried(c, user.email);
  auto wait = as_login(c, [&](postgres::executor& in) { return tried.begin(in, true); });
  if (!wait) return std::unexpected(wait.error());
  if (*wait > 0) return wait_answer(c, *wait);
  const std::string password(c.body().text("password").value_or(""));
  if (!verify_password((*who)->password_hash.value_or(nobodys_password_hash()), password))
    return fail(error_code::password_wrong, "", "/password");
  auto done = as_login(c, [&](postgres::executor& in) { return judge(in, c, tried); });
  if (!done) return std::unexpected(done.error());
  if (done->wait_s > 0) return wait_answer(c, done->wait_s);
  if (done->wrong) return std::unexpected(*done->wrong);
  c.with().sessions->forget(c.who().person->session.text());
  const auto g = grant_for(c, user, c.who().person->session.text(), done->at, {});
  contract::json_writer w(768);
  w.begin_object()
      .member("access_token", c.with().access_tokens.sign(g.claims))
      .member("token_type", "Bearer")
      .member("expires_in", c.with().config.jwt_expiration)
      .member("auth_time", done->at)
      .member("good_until", timestamp{done->at.ns + domain::step_up_s * second})
      .end_object();
  return c.json(200, w.take());
}

}  // namespace

void give_again(call c, http::responder respond) {
  in_password_pool(std::move(c), std::move(respond), answer);
}

}  // namespace weir::api
