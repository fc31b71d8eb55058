// The second step of signing in: whether it is asked for, and what comes of it.
#include <algorithm>
#include <optional>
#include <utility>

#include <api/announce.hpp>
#include <api/second_factor.hpp>
#include <api/session_cache.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/crypto.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/second_factor.hpp>

namespace weir::api {
namespace {

constexpr std::string_view challenge_prefix = "weir_mfa_";
constexpr std::string_view device_prefix = "weir_dt_";
constexpr std::size_t most_name_bytes = 100;

std::string name_of(const call& c, const second_step& given) {
  auto name = given.device_name.empty() ? agent_of(c.request()) : given.device_name;
  if (name.size() > most_name_bytes) name.resize(most_name_bytes);
  return name.empty() ? "unnamed device" : name;
}

result<void> trust(postgres::executor& in, const call& c, const second_step& given, const std::string& user,
                   grant& to) {
  to.device_token = new_token(device_prefix);
  to.device_seconds = domain::device_trust_s;
  auto d = postgres::trusted_devices::create(
      in, {device_id{c.with().ids.next()}.text(), user, sha256_bytes(to.device_token), name_of(c, given),
           agent_of(c.request()), std::string(c.request().client_address()), domain::device_trust_s});
  if (!d) return std::unexpected(d.error());
  contract::json_writer data;
  data.begin_object()
      .member("user_id", user)
      .member("device_id", d->id)
      .member("name", d->name)
      .member("expires_at", d->expires_at)
      .end_object();
  // About the person, whose erasure takes the name along.
  return announce_by(in, c, user,
                     {contract::event_type::device_trusted, user, d->created_at.ns, std::nullopt, data.take()});
}

result<grant> stepped_up(postgres::executor& in, const call& c, const postgres::user_row& user,
                         const std::string& session) {
  auto at = step_up_session(in, c, user.id, session);
  if (!at) return std::unexpected(at.error());
  return grant_for(c, user, session, *at, {});
}

// Everything in one transaction: codes are counted, used up and answered in the order they came. Commits refusals too.
result<grant_outcome> judge_code(postgres::executor& in, const call& c, const second_step& given) {
  const auto hash = sha256_bytes(given.token);
  auto open = postgres::mfa_challenges::lock(in, hash);
  if (!open) return std::unexpected(open.error());
  if (!*open || (*open)->attempts >= domain::most_codes_per_token) return refused{};
  const auto& user = (*open)->user;
  auto known = postgres::sessions::has_been_used_from(in, user.id, std::string(c.request().client_address()));
  if (!known) return std::unexpected(known.error());
  attempt tried(c, "code/" + user.id, domain::attempts_of::code);
  auto wait = tried.begin(in, *known);
  if (!wait) return std::unexpected(wait.error());
  if (*wait > 0) return wait_first{*wait};
  if (auto counted = postgres::mfa_challenges::count(in, hash); !counted) return std::unexpected(counted.error());
  auto verdict = use_code(in, c, user.id, given.code);
  if (!verdict) return std::unexpected(verdict.error());
  if (*verdict == code_verdict::wrong) {
    if (auto noted = note_failure(in, c, tried); !noted) return std::unexpected(noted.error());
    return wrong_code{};
  }
  // Switched off since the password was given: nothing is asked for any more, and this token is no way in.
  if (*verdict == code_verdict::not_asked) return refused{};
  if (auto done = tried.passed(in); !done) return std::unexpected(done.error());
  if (auto ended = postgres::mfa_challenges::end(in, hash); !ended) return std::unexpected(ended.error());
  const auto& session = (*open)->session;
  auto g = session.empty() ? open_session(in, c, user, (*open)->fresh) : stepped_up(in, c, user, session);
  // It has ended since: there is nothing left to step up.
  if (!g && g.error().code == error_code::session_not_found) return refused{};
  if (!g) return std::unexpected(g.error());
  if (given.trust_device) {
    if (auto trusted = trust(in, c, given, user.id, *g); !trusted) return std::unexpected(trusted.error());
  }
  return std::move(*g);
}

}  // namespace

result<timestamp> step_up_session(postgres::executor& in, const call& c, const std::string& user,
                                  const std::string& session) {
  auto at = postgres::sessions::step_up(in, user, session);
  if (!at) return at;
  contract::json_writer data;
  data.begin_object().member("user_id", user).member("session_id", session).end_object();
  auto said =
      announce_by(in, c, user, {contract::event_type::session_stepped_up, session, at->ns, std::nullopt, data.take()});
  if (!said) return std::unexpected(said.error());
  return at;
}

result<grant_outcome> after_first_proof(postgres::executor& in, const call& c, const postgres::user_row& user,
                                        const first_proof& proof, std::string_view device_token) {
  auto factor = postgres::user_totp::lock(in, user.id);
  if (!factor) return std::unexpected(factor.error());
  const bool has_factor = *factor && (*factor)->confirmed;
  bool trusted = false;
  if (has_factor && proof.session.empty() && !device_token.empty()) {
    auto known = postgres::trusted_devices::use(in, user.id, sha256_bytes(device_token));
    if (!known) return std::unexpected(known.error());
    trusted = *known;
  }
  if (has_factor && !trusted) {
    code_needed asked{new_token(challenge_prefix), domain::mfa_token_s};
    auto made = postgres::mfa_challenges::create(
        in, {user.id, sha256_bytes(asked.token), asked.seconds, proof.session, proof.fresh});
    if (!made) return std::unexpected(made.error());
    return asked;
  }
  auto g = proof.session.empty() ? open_session(in, c, user, !has_factor && proof.fresh)
                                 : stepped_up(in, c, user, proof.session);
  if (!g) return std::unexpected(g.error());
  return std::move(*g);
}

result<grant_outcome> sign_in_by_code(const call& c, const second_step& given) {
  auto done = as_login(c, [&](postgres::executor& in) { return judge_code(in, c, given); });
  if (!done) return done;
  // What is known of it here was before.
  if (const auto* g = std::get_if<grant>(&*done); g && g->refresh_token.empty())
    c.with().sessions->forget(g->claims.session.text());
  count_login(c, std::holds_alternative<grant>(*done)        ? "granted"
                 : std::holds_alternative<wait_first>(*done) ? "backoff"
                                                             : "code_refused");
  return done;
}

}  // namespace weir::api
