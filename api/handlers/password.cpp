#include <string>
#include <utility>

#include <api/announce.hpp>
#include <api/handlers/me.hpp>
#include <api/second_factor.hpp>
#include <api/session_cache.hpp>
#include <api/session_ends.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/password_hash.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/password.hpp>
#include <weir/postgres/sessions.hpp>

namespace weir::api {
namespace {

// Everything that goes on elsewhere with the old password ends.
result<void> store(postgres::executor& in, const call& c, const std::string& hash) {
  auto changed = postgres::users::set_password(in, c.who().id, hash);
  if (!changed) return std::unexpected(changed.error());
  const auto& user = c.who().id;
  auto ended = end_sessions_of(in, c, user, user, c.who().person->session.text(), "password");
  if (!ended) return std::unexpected(ended.error());
  if (auto done = forget_proofs(in, c, user); !done) return done;
  contract::json_writer data;
  data.begin_object().member("user_id", c.who().id).member("sessions_ended", *ended).end_object();
  return announce_by(
      in, c, c.who().id,
      {contract::event_type::password_changed, changed->id, changed->version, std::nullopt, data.take()});
}

// In the pool for passwords.
result<http::response> replace(const call& c) {
  const std::string before(c.body().text("current_password").value_or(""));
  const std::string wanted(c.body().text("new_password").value_or(""));
  auto who = as_login(c, [&](postgres::executor& in) { return postgres::users::find_by_id(in, c.who().id); });
  if (!who) return std::unexpected(who.error());
  if (!*who) return fail(error_code::unauthenticated);
  const auto& user = (*who)->user;
  if (auto wrong = domain::check_password(wanted, user.email, "/new_password"); !wrong.empty())
    return c.problems(wrong);
  attempt tried(c, user.email);
  auto wait = as_login(c, [&](postgres::executor& in) { return tried.begin(in, true); });
  if (!wait) return std::unexpected(wait.error());
  if (*wait > 0) return wait_answer(c, *wait);
  if (!verify_password((*who)->password_hash.value_or(nobodys_password_hash()), before))
    return fail(error_code::password_wrong, "", "/current_password");
  const auto hash = hash_password(wanted);
  auto done = as_login(c, [&](postgres::executor& in) -> result<void> {
    if (auto passed = tried.passed(in); !passed) return passed;
    return store(in, c, hash);
  });
  if (!done) return std::unexpected(done.error());
  c.with().sessions->forget_user(c.who().id);
  return c.no_content();
}

}  // namespace

void change_password(call c, http::responder respond) {
  in_password_pool(std::move(c), std::move(respond), replace);
}

}  // namespace weir::api
