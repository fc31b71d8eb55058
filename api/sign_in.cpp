#include <algorithm>
#include <array>
#include <utility>

#include <api/announce.hpp>
#include <api/session_cache.hpp>
#include <api/session_ends.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/base/password_hash.hpp>
#include <weir/base/random.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/email.hpp>
#include <weir/domain/login_backoff.hpp>
#include <weir/domain/refresh_rotation.hpp>
#include <weir/postgres/sessions.hpp>
#include <weir/postgres/users.hpp>

namespace weir::api {
namespace {

using domain::attempts_of;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::string_view refresh_prefix = "weir_rt_";
constexpr std::size_t token_bytes = 32;
constexpr std::size_t most_agent_bytes = 512;

struct begun {
  std::int64_t wait_s = 0;
  std::optional<postgres::users::credential> who;
};

result<begun> begin(const call& c, const std::string& email, attempt& tried) {
  return as_login(c, [&](postgres::executor& in) -> result<begun> {
    auto who = postgres::users::find(in, email);
    if (!who) return std::unexpected(who.error());
    auto known = postgres::sessions::has_been_used_from(in, *who ? (*who)->user.id : std::string(),
                                                        std::string(c.request().client_address()));
    if (!known) return std::unexpected(known.error());
    auto wait = tried.begin(in, *known);
    if (!wait) return std::unexpected(wait.error());
    return begun{*wait, std::move(*who)};
  });
}

result<grant_outcome> after_password(const call& c, const postgres::users::credential& who, const std::string& renewed,
                                     const attempt& tried, std::string_view device_token) {
  return as_login(c, [&](postgres::executor& in) -> result<grant_outcome> {
    if (auto done = tried.passed(in); !done) return std::unexpected(done.error());
    if (!renewed.empty()) {
      auto done = postgres::users::renew_hash(in, who.user.id, *who.password_hash, renewed);
      if (!done) return std::unexpected(done.error());
    }
    return after_first_proof(in, c, who.user, {}, device_token);
  });
}

// Commits whatever it finds: reuse has to end the session although the request is refused.
result<grant_outcome> judge_token(postgres::executor& in, const call& c, const std::string& hash, std::string& ended) {
  using domain::refresh_verdict;
  auto found = postgres::refresh_tokens::lock(in, hash);
  if (!found) return std::unexpected(found.error());
  if (!*found) return refused{};
  const auto& p = **found;
  const auto token = new_token(refresh_prefix);
  result<void> done;
  switch (domain::judge_refresh(p.facts, p.now)) {
    case refresh_verdict::refuse:
      return refused{};
    case refresh_verdict::reuse: {
      auto gone = postgres::sessions::revoke(in, p.user.id, p.session, "reuse");
      if (!gone) return std::unexpected(gone.error());
      if (auto said = announce_session_end(in, c, p.user.id, p.user.id, p.session, "reuse"); !said)
        return std::unexpected(said.error());
      ended = p.session;
      return refused{};
    }
    case refresh_verdict::rotate:
      done = postgres::refresh_tokens::rotate(in, hash, p, sha256_bytes(token));
      break;
    case refresh_verdict::repeat:
      done = postgres::refresh_tokens::repeat(in, hash, p, sha256_bytes(token));
      break;
  }
  if (!done) return std::unexpected(done.error());
  return grant_for(c, p.user, p.session, p.auth_time, token);
}

}  // namespace

void in_pool(http::worker_pool& pool, call c, http::responder respond, pool_work work) {
  auto right = std::make_shared<http::responder>(std::move(respond));
  const bool taken = pool.try_submit([c, right, work = std::move(work)] {
    auto done = work(c);
    (*right)(unstored(done ? std::move(*done) : c.problem(done.error())));
  });
  if (!taken) (*right)(c.problem(error(error_code::overloaded)));
}

void in_password_pool(call c, http::responder respond, pool_work work) {
  auto& pool = c.with().passwords;
  in_pool(pool, std::move(c), std::move(respond), std::move(work));
}

http::response wait_answer(const call& c, std::int64_t seconds) {
  auto out = c.problem(error(error_code::login_backoff));
  out.set_header("Retry-After", std::to_string(seconds));
  return out;
}

std::string new_token(std::string_view prefix) {
  return std::string(prefix) + base64url(random_bytes(token_bytes));
}

std::string agent_of(const http::request& request) {
  std::string out(request.header("User-Agent").value_or("").substr(0, most_agent_bytes));
  std::ranges::replace_if(out, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return out;
}

void count_login(const call& c, std::string_view outcome) {
  c.with().metrics.counter(metric::weir_logins_total, {outcome}).add();
}

grant grant_for(const call& c, const postgres::user_row& user, const std::string& session, timestamp auth_time,
                std::string token) {
  auto subject = user_id::parse(user.id);
  auto own = session_id::parse(session);
  WEIR_ASSERT(subject && own, "ids are checked by the database");
  const auto whole = [](timestamp t) { return timestamp{t.ns / second * second}; };
  const auto now = whole(c.with().clock.now());
  return {
      {*subject, *own, user.session_epoch, now, {now.ns + c.with().config.jwt_expiration * second}, whole(auth_time)},
      std::move(token),
      domain::session_idle_s};
}

result<grant> open_session(postgres::executor& in, const call& c, const postgres::user_row& user, bool stepped_up) {
  const auto token = new_token(refresh_prefix);
  auto s = postgres::sessions::create(in, {session_id{c.with().ids.next()}.text(), user.id, agent_of(c.request()),
                                           std::string(c.request().client_address()), sha256_bytes(token), stepped_up});
  if (!s) return std::unexpected(s.error());
  contract::json_writer data;
  data.begin_object()
      .member("user_id", user.id)
      .member("session_id", s->id)
      .member("created_at", s->created_at)
      .member("expires_at", s->expires_at)
      .end_object();
  auto said = announce_by(in, c, user.id, {contract::event_type::session_started, s->id, 1, std::nullopt, data.take()});
  if (!said) return std::unexpected(said.error());
  return grant_for(c, user, s->id, s->auth_time, token);
}

result<void> note_failure(postgres::executor& in, const call& c, const attempt& tried) {
  if (!domain::is_sampled(tried.failures())) return {};
  contract::json_writer data;
  data.begin_object()
      .member("account", tried.account())
      .member("failures", tried.failures())
      .member("address", c.request().client_address())
      .end_object();
  return announce_by(
      in, c, "anonymous",
      {contract::event_type::login_failed, tried.account(), c.with().clock.now().ns, std::nullopt, data.take()});
}

attempt::attempt(const call& c, std::string_view account_text, attempts_of account)
    : call_(c), kind_(account), address_(c.request().client_address()) {
  account_ = "acc_" + base64url(sha256_bytes("weir/account/" + std::string(account_text)));
}

result<std::int64_t> attempt::begin(postgres::executor& in, bool known) {
  const auto now = call_.with().clock.now();
  const std::array keys{"pair/" + account_ + "/" + address_, "account/" + account_, "address/" + address_};
  auto counts = postgres::login_attempts::lock(in, keys, now);
  if (!counts) return std::unexpected(counts.error());
  const std::array kinds{attempts_of::pair, kind_, attempts_of::address};
  std::int64_t wait = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    // Others' guesses do not keep somebody out of where they have been before.
    if (kinds[i] == kind_ && known) continue;
    wait = std::max(wait, domain::wait_s((*counts)[i].state, now));
  }
  if (wait > 0) return wait;
  for (std::size_t i = 0; i < keys.size(); ++i)
    (*counts)[i].state = domain::with_failure(domain::rule_of(kinds[i]), (*counts)[i].state, now);
  failures_ = counts->front().state.failures;
  if (auto stored = postgres::login_attempts::store(in, *counts); !stored) return std::unexpected(stored.error());
  return 0;
}

result<void> attempt::passed(postgres::executor& in) const {
  const std::array keys{"pair/" + account_ + "/" + address_, "account/" + account_};
  if (auto done = postgres::login_attempts::forget(in, keys); !done) return done;
  return postgres::login_attempts::take_back(in, "address/" + address_);
}

result<grant_outcome> sign_in(const call& c, std::string_view email, std::string_view password,
                              std::string_view device_token) {
  // What is no address is nobody's, and takes as long as one that might be.
  const auto normalized = domain::normalize_email(email);
  const auto name = normalized ? *normalized : std::string("?");
  attempt tried(c, normalized ? *normalized : std::string(email));
  auto b = begin(c, name, tried);
  if (!b) return std::unexpected(b.error());
  if (b->wait_s > 0) {
    count_login(c, "backoff");
    return wait_first{b->wait_s};
  }
  const bool has_hash = b->who && b->who->password_hash;
  const bool right = verify_password(has_hash ? *b->who->password_hash : nobodys_password_hash(), password);
  if (!right || !has_hash || !b->who->user.is_active) {
    count_login(c, "refused");
    auto noted = as_login(c, [&](postgres::executor& in) { return note_failure(in, c, tried); });
    if (!noted) return std::unexpected(noted.error());
    return refused{};
  }
  std::string renewed;
  if (password_hash_is_old(*b->who->password_hash)) renewed = hash_password(password);
  auto done = after_password(c, *b->who, renewed, tried, device_token);
  if (done) count_login(c, std::holds_alternative<grant>(*done) ? "granted" : "code_asked");
  return done;
}

result<grant_outcome> refresh(const call& c, std::string_view token) {
  std::string ended;
  auto done = as_login(c, [&](postgres::executor& in) { return judge_token(in, c, sha256_bytes(token), ended); });
  if (!done) return done;
  if (!ended.empty()) c.with().sessions->forget(ended);
  count_login(c, !ended.empty() ? "reused" : std::holds_alternative<grant>(*done) ? "refreshed" : "refused");
  return done;
}

result<bool> end_session_of(const call& c, std::string_view token, const std::string& because) {
  std::string session;
  auto done = as_login(c, [&](postgres::executor& in) -> result<bool> {
    std::optional<postgres::refresh_tokens::owner> of;
    if (contract::access_token_codec::looks_like_one(token)) {
      auto claims = c.with().access_tokens.verify(token, c.with().clock.now());
      if (!claims) return false;
      of = {claims->session.text(), claims->subject.text()};
    } else {
      auto found = postgres::refresh_tokens::owner_of(in, sha256_bytes(token));
      if (!found) return std::unexpected(found.error());
      of = std::move(*found);
    }
    if (!of) return false;
    auto gone = postgres::sessions::revoke(in, of->user, of->session, because);
    if (!gone && gone.error().code == error_code::session_not_found) return false;
    if (!gone) return std::unexpected(gone.error());
    auto said = announce_session_end(in, c, of->user, of->user, of->session, because);
    if (!said) return std::unexpected(said.error());
    session = of->session;
    return true;
  });
  if (done && *done) c.with().sessions->forget(session);
  return done;
}

}  // namespace weir::api
