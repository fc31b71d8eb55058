// The second step of signing in.
#include <algorithm>
#include <optional>
#include <utility>

#include <api/announce.hpp>
#include <api/second_factor.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/crypto.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/second_factor.hpp>

namespace weir::api {
namespace {

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
  auto g = open_session(in, c, user, true);
  if (!g) return std::unexpected(g.error());
  if (given.trust_device) {
    if (auto trusted = trust(in, c, given, user.id, *g); !trusted) return std::unexpected(trusted.error());
  }
  return std::move(*g);
}

}  // namespace

result<grant_outcome> sign_in_by_code(const call& c, const second_step& given) {
  auto done = as_login(c, [&](postgres::executor& in) { return judge_code(in, c, given); });
  if (!done) return done;
  count_login(c, std::holds_alternative<grant>(*done)        ? "granted"
                 : std::holds_alternative<wait_first>(*done) ? "backoff"
                                                             : "code_refused");
  return done;
}

}  // namespace weir::api
