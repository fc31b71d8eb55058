#include <optional>
#include <utility>

#include <api/announce.hpp>
#include <api/openid_sign_in.hpp>
#include <api/session_cache.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/log.hpp>
#include <weir/base/settings_loader.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/email.hpp>
#include <weir/postgres/openid.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using provider = http::openid_provider;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::string_view token_prefix = "weir_oidc_";
constexpr std::string_view return_path = "/app/oidc";

std::string derived(const std::string& token, std::string_view purpose) {
  const auto key = derive_key(token, purpose);
  return base64url({reinterpret_cast<const char*>(key.data()), key.size()});
}

http::openid_secrets secrets_of(const std::string& token) {
  return {derived(token, "openid/state"), derived(token, "openid/nonce"), derived(token, "openid/verifier")};
}

result<provider*> provider_of(const call& c) {
  if (!c.with().openid) return fail(error_code::openid_not_configured);
  return c.with().openid.get();
}

result<void> announce_link(executor& in, const call& c, const std::string& user, const std::string& identity) {
  contract::json_writer data;
  data.begin_object()
      .member("user_id", user)
      .member("identity_id", identity)
      .member("issuer", c.with().openid->issuer())
      .end_object();
  return announce_by(in, c, user, {contract::event_type::identity_linked, identity, 1, std::nullopt, data.take()});
}

// The service has verified the address, which it was asked to be believed about.
result<void> mark_verified(executor& in, const call& c, const postgres::user_row& u) {
  auto verified = postgres::users::verify_email(in, u.id, u.email);
  if (!verified) return std::unexpected(verified.error());
  if (!*verified) return {};
  contract::json_writer data;
  data.begin_object().member("user_id", u.id).member("email", u.email).end_object();
  return announce_by(in, c, u.id,
                     {contract::event_type::email_verified, u.id, (*verified)->version, std::nullopt, data.take()});
}

// Whom an identity that was never here belongs to: the account of its address. Whoever made that account with a
// password and never proved the address may be somebody else, who would keep a way in.
result<postgres::user_row> link(executor& in, const call& c, const std::string& email, const std::string& subject) {
  auto found = postgres::users::find(in, email);
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(error_code::openid_account_unknown);
  auto& user = (*found)->user;
  if (!user.is_active) return fail(error_code::openid_account_disabled);
  if ((*found)->password_hash && !user.email_verified_at) return fail(error_code::openid_account_unproved);
  const auto& issuer = c.with().openid->issuer();
  const auto identity = identity_id{c.with().ids.next()}.text();
  auto linked = postgres::user_identities::link(in, {identity, user.id, issuer, subject});
  if (!linked) return std::unexpected(linked.error());
  if (!*linked) {
    // Another tab did the same at the same time; or the address was given to somebody else at the issuer.
    auto owner = postgres::user_identities::use(in, issuer, subject);
    if (!owner) return std::unexpected(owner.error());
    if (!*owner || (*owner)->id != user.id) return fail(error_code::openid_other_identity);
    return std::move(user);
  }
  if (auto verified = mark_verified(in, c, user); !verified) return std::unexpected(verified.error());
  if (auto said = announce_link(in, c, user.id, identity); !said) return std::unexpected(said.error());
  return std::move(user);
}

// Of the ID token, or else of what the service says beyond it: many keep addresses out of the token.
result<std::string> verified_address(provider& at, const provider::person& who) {
  auto email = who.claims.email;
  auto verified = who.claims.email_verified;
  if (email.empty()) {
    auto more = at.userinfo(who);
    if (!more) return std::unexpected(more.error());
    email = std::move(more->email);
    verified = more->email_verified;
  }
  const auto normalized = domain::normalize_email(email);
  if (!normalized || !verified) return fail(error_code::openid_email_unverified);
  return *normalized;
}

result<grant_outcome> let_in(executor& in, const call& c, const postgres::user_row& user, const first_proof& proof,
                             const std::string& device_token) {
  if (!user.is_active) return fail(error_code::openid_account_disabled);
  return after_first_proof(in, c, user, proof, device_token);
}

result<grant_outcome> sign_in_as(const call& c, provider& at, const provider::person& who, const first_proof& proof,
                                 const std::string& device_token) {
  const auto& subject = who.claims.subject;
  auto known = as_login(c, [&](executor& in) -> result<std::optional<grant_outcome>> {
    auto user = postgres::user_identities::use(in, at.issuer(), subject);
    if (!user) return std::unexpected(user.error());
    if (!*user) return std::nullopt;
    auto out = let_in(in, c, **user, proof, device_token);
    if (!out) return std::unexpected(out.error());
    return std::move(*out);
  });
  if (!known) return std::unexpected(known.error());
  if (*known) return std::move(**known);
  // No transaction is open while the service is asked.
  auto email = verified_address(at, who);
  if (!email) return std::unexpected(email.error());
  return as_login(c, [&](executor& in) -> result<grant_outcome> {
    auto user = link(in, c, *email, subject);
    if (!user) return std::unexpected(user.error());
    return let_in(in, c, *user, proof, device_token);
  });
}

result<grant_outcome> step_up_as(const call& c, provider& at, const provider::person& who,
                                 const postgres::openid_sign_ins::begun& begun) {
  auto done = as_login(c, [&](executor& in) -> result<grant_outcome> {
    auto user = postgres::user_identities::use(in, at.issuer(), who.claims.subject);
    if (!user) return std::unexpected(user.error());
    if (!*user || (*user)->id != begun.user) return fail(error_code::openid_other_person);
    return let_in(in, c, **user, {true, begun.session}, {});
  });
  if (done && std::holds_alternative<grant>(*done)) c.with().sessions->forget(begun.session);
  return done;
}

result<grant_outcome> finish(const call& c, provider& at, const openid_return& given) {
  auto begun = as_login(c, [&](executor& in) { return postgres::openid_sign_ins::end(in, sha256_bytes(given.token)); });
  if (!begun) return std::unexpected(begun.error());
  if (!*begun) return fail(error_code::openid_state_invalid);
  const bool is_step_up = !(*begun)->session.empty();
  const auto since = (*begun)->begun_at;
  auto who = at.redeem(given.code, secrets_of(given.token), is_step_up ? std::optional(since) : std::nullopt);
  if (!who) return std::unexpected(who.error());
  if (is_step_up) return step_up_as(c, at, *who, **begun);
  // A sign-in of some time ago that goes on there proves who it is, and not that they are at the keyboard.
  const auto& asked = who->claims.auth_time;
  const bool fresh = asked && asked->ns + contract::id_token_skew_s * second >= since.ns;
  auto done = sign_in_as(c, at, *who, {fresh, {}}, given.device_token);
  if (done) count_login(c, std::holds_alternative<grant>(*done) ? "granted" : "code_asked");
  return done;
}

}  // namespace

std::unique_ptr<provider> make_openid_provider(const settings& s, clock_source& clock) {
  if (s.auth_service_url.empty()) return nullptr;
  return std::make_unique<provider>(
      http::openid_client{s.auth_service_url, s.oidc_client_id, s.oidc_client_secret, s.oidc_scopes,
                          public_url(s) + std::string(return_path), s.oidc_ca_file},
      clock);
}

result<openid_begun> begin_openid(const call& c, const std::string& session) {
  auto at = provider_of(c);
  if (!at) return std::unexpected(at.error());
  openid_begun out{{}, new_token(token_prefix)};
  auto url = (*at)->authorization_url(secrets_of(out.token), !session.empty());
  if (!url) return std::unexpected(url.error());
  out.url = std::move(*url);
  auto kept = as_login(c, [&](executor& in) {
    return postgres::openid_sign_ins::begin(in, sha256_bytes(out.token), session, openid_sign_in_s);
  });
  if (!kept) return std::unexpected(kept.error());
  return out;
}

bool is_openid_state(const std::string& token, const std::string& state) {
  return equal_in_constant_time(secrets_of(token).state, state);
}

result<grant_outcome> finish_openid(const call& c, const openid_return& given) {
  auto at = provider_of(c);
  if (!at) return std::unexpected(at.error());
  auto done = finish(c, **at, given);
  if (!done) {
    if (!done.error().retryable()) count_login(c, "refused");
    log::info(
        "a sign-in at the sign-in service came to nothing",
        {{"error", name(done.error().code)}, {"why", done.error().detail}, {"request_id", c.request().request_id()}});
  }
  return done;
}

}  // namespace weir::api
