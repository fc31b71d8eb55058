#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/mailed_proofs.hpp>
#include <api/mail_tokens.hpp>
#include <api/second_factor.hpp>
#include <api/session_cache.hpp>
#include <api/session_ends.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/password_hash.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/email.hpp>
#include <weir/domain/password.hpp>
#include <weir/postgres/sessions.hpp>

namespace weir::api {
namespace {

using domain::mail_purpose;

result<void> announce_verified(postgres::executor& in, const call& c, const postgres::user_row& u) {
  contract::json_writer data;
  data.begin_object().member("user_id", u.id).member("email", u.email).end_object();
  return announce_by(in, c, u.id, {contract::event_type::email_verified, u.id, u.version, std::nullopt, data.take()});
}

result<void> mark_verified(postgres::executor& in, const call& c, const std::string& user, const std::string& email) {
  auto verified = postgres::users::verify_email(in, user, email);
  if (!verified) return std::unexpected(verified.error());
  return *verified ? announce_verified(in, c, **verified) : result<void>{};
}

struct holder {
  postgres::mail_tokens::row token;
  postgres::user_row user;
};

// Who may use this token. A disabled account's is no token any more.
result<holder> holder_of(postgres::executor& in, const std::string& hash, mail_purpose purpose, bool for_use) {
  auto good =
      good_mail_token(for_use ? postgres::mail_tokens::lock(in, hash) : postgres::mail_tokens::find(in, hash), purpose);
  if (!good) return std::unexpected(good.error());
  auto who = postgres::users::find_by_id(in, good->user_id.value_or(""));
  if (!who) return std::unexpected(who.error());
  if (!*who || !(*who)->user.is_active) return fail(error_code::mail_token_invalid);
  return holder{std::move(*good), std::move((*who)->user)};
}

// Everything that goes on with the old password ends, and what failed attempts have counted is forgotten.
result<void> store(postgres::executor& in, const call& c, const holder& h, const std::string& hash) {
  auto changed = postgres::users::set_password(in, h.user.id, hash);
  if (!changed) return std::unexpected(changed.error());
  auto ended = end_sessions_of(in, c, h.user.id, h.user.id, "", "password");
  if (!ended) return std::unexpected(ended.error());
  if (auto gone = forget_proofs(in, c, h.user.id); !gone) return gone;
  contract::json_writer data;
  data.begin_object()
      .member("user_id", h.user.id)
      .member("sessions_ended", *ended)
      .member("because", "reset")
      .end_object();
  auto said =
      announce_by(in, c, h.user.id,
                  {contract::event_type::password_changed, h.user.id, changed->version, std::nullopt, data.take()});
  if (!said) return said;
  if (auto proved = mark_verified(in, c, h.user.id, h.token.email); !proved) return proved;
  return attempt(c, h.user.email).passed(in);
}

// In the pool for passwords.
result<http::response> reset(const call& c) {
  const auto token = sha256_bytes(c.body().text("token").value_or(""));
  const std::string wanted(c.body().text("new_password").value_or(""));
  auto before =
      as_login(c, [&](postgres::executor& in) { return holder_of(in, token, mail_purpose::password_reset, false); });
  if (!before) return std::unexpected(before.error());
  if (auto wrong = domain::check_password(wanted, before->user.email, "/new_password"); !wrong.empty())
    return c.problems(wrong);
  const auto hash = hash_password(wanted);
  auto done = as_login(c, [&](postgres::executor& in) -> result<void> {
    auto h = holder_of(in, token, mail_purpose::password_reset, true);
    if (!h) return std::unexpected(h.error());
    if (auto used = postgres::mail_tokens::use(in, token); !used) return used;
    return store(in, c, *h, hash);
  });
  if (!done) return std::unexpected(done.error());
  c.with().sessions->forget_user(before->user.id);
  return c.no_content();
}

}  // namespace

result<http::response> forgot_password(const call& c) {
  auto email = domain::normalize_email(c.body().text("email").value_or(""));
  if (!email) return fail(email.error().code, email.error().detail, "/email");
  auto done = as_login(c, [&](postgres::executor& in) -> result<void> {
    auto wait = mail_wait_s(in, c, "reset", *email);
    if (!wait) return std::unexpected(wait.error());
    if (*wait > 0) return {};
    return postgres::reset_requests::ask(in, *email, std::string(c.request().client_address()),
                                         std::string(c.request().request_id()));
  });
  if (!done) return std::unexpected(done.error());
  return http::response::empty(202);
}

void reset_password(call c, http::responder respond) {
  in_password_pool(std::move(c), std::move(respond), reset);
}

result<http::response> request_verification(const call& c) {
  auto refused = refused_for_now(c, "verify", c.who().id);
  if (!refused) return std::unexpected(refused.error());
  if (*refused) return std::move(**refused);
  auto done = change_own(c, [&](postgres::executor& in) -> result<void> {
    auto u = postgres::users::by_id(in, c.who().id);
    if (!u) return std::unexpected(u.error());
    if (u->email_verified_at) return {};
    contract::json_writer data;
    data.begin_object().member("user_id", u->id).member("email", u->email).end_object();
    // Asked for again and again, each time another mail: told apart by the instant.
    return announce_by(in, c, u->id,
                       {contract::event_type::email_verification_requested, u->id, c.with().clock.now().ns,
                        std::nullopt, data.take()});
  });
  if (!done) return std::unexpected(done.error());
  return http::response::empty(202);
}

result<http::response> confirm_email(const call& c) {
  const auto token = sha256_bytes(c.body().text("token").value_or(""));
  auto done = as_login(c, [&](postgres::executor& in) -> result<void> {
    auto h = holder_of(in, token, mail_purpose::email_verification, true);
    if (!h) return std::unexpected(h.error());
    if (h->user.email != h->token.email) return fail(error_code::mail_token_invalid);
    if (auto used = postgres::mail_tokens::use(in, token); !used) return used;
    return mark_verified(in, c, h->user.id, h->token.email);
  });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

}  // namespace weir::api
