#include <algorithm>
#include <functional>
#include <mutex>
#include <utility>

#include <weir/base/crypto.hpp>
#include <weir/http/client.hpp>
#include <weir/http/openid_provider.hpp>
#include <weir/http/url.hpp>

namespace weir::http {
namespace {

constexpr std::int64_t kept_ms = std::int64_t{3600} * 1000;
constexpr std::int64_t least_between_keys_ms = 10'000;
constexpr std::int64_t failure_stands_ms = 1'000;
constexpr std::chrono::milliseconds connect_timeout{3'000};
constexpr int first_server_error = 500;
constexpr int too_many_requests = 429;

std::unexpected<error> unavailable(std::string detail) {
  return fail(error_code::openid_provider_unavailable, std::move(detail));
}

// A text that was fetched, with its age.
template<class T>
class kept {
 public:
  using fetch = std::function<result<T>()>;

  // The one that is there while it is younger than `most_age_ms`; else a new one.
  result<std::shared_ptr<const T>> get(const clock_source& clock, std::int64_t most_age_ms, const fetch& make) {
    std::scoped_lock lock(mutex_);
    const auto asked = clock.monotonic_ms();
    if (value_ && asked - fetched_ms_ < most_age_ms) return value_;
    if (failure_ && asked - failed_ms_ < failure_stands_ms) return std::unexpected(*failure_);
    auto made = make();
    const auto now = clock.monotonic_ms();
    if (!made) {
      failure_ = made.error();
      failed_ms_ = now;
      return std::unexpected(made.error());
    }
    failure_.reset();
    value_ = std::make_shared<const T>(std::move(*made));
    fetched_ms_ = now;
    return value_;
  }

 private:
  std::mutex mutex_;
  std::shared_ptr<const T> value_;
  std::int64_t fetched_ms_ = 0;
  std::optional<error> failure_;
  std::int64_t failed_ms_ = 0;
};

std::string field(std::string_view name, std::string_view value) {
  return std::string(name) + '=' + percent_encode(value);
}

std::string challenge_of(std::string_view verifier) {
  const auto hash = sha256(verifier);
  return base64url({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

}  // namespace

struct openid_provider::state {
  openid_client client;
  clock_source& clock;
  kept<contract::openid_configuration> configuration;
  kept<std::string> keys;

  // Any answer below 500 that is no 429.
  result<client_response> send(client_request request) const {
    request.timeout = client.timeout;
    request.headers.emplace_back("Accept", "application/json");
    http::client connection({.ca_file = client.ca_file,
                             .most_body_bytes = contract::most_key_set_bytes,
                             .connect_timeout = std::min(connect_timeout, client.timeout)});
    auto got = connection.send(request);
    if (!got && got.error().code == error_code::body_too_large)
      return fail(error_code::openid_provider_unfit, "its answer is larger than is read");
    if (!got) return unavailable(got.error().detail);
    if (got->status >= first_server_error || got->status == too_many_requests)
      return unavailable("it answers " + std::to_string(got->status));
    return got;
  }

  result<std::string> fetch(const std::string& url) const {
    auto got = send({.url = url, .headers = {}, .body = {}});
    if (!got) return std::unexpected(got.error());
    if (got->status != 200)
      return fail(error_code::openid_provider_unfit, "it answers " + std::to_string(got->status) + " to " + url);
    return std::move(got->body);
  }

  result<std::shared_ptr<const contract::openid_configuration>> look_up() {
    return configuration.get(clock, kept_ms, [this]() -> result<contract::openid_configuration> {
      // Discovery 1.0 §4: behind the issuer's own path, without a second slash.
      auto base = client.issuer;
      if (base.ends_with('/')) base.pop_back();
      auto text = fetch(base + "/.well-known/openid-configuration");
      if (!text) return std::unexpected(text.error());
      return contract::read_openid_configuration(*text, client.issuer);
    });
  }

  result<std::shared_ptr<const std::string>> look_up_keys(const contract::openid_configuration& at,
                                                          std::int64_t most_age_ms) {
    return keys.get(clock, most_age_ms, [&]() -> result<std::string> {
      auto text = fetch(at.jwks_uri);
      if (text && !contract::is_key_set(*text))
        return fail(error_code::openid_provider_unfit, "what its jwks_uri answers is no key set");
      return text;
    });
  }

  result<contract::openid_tokens> redeem(const contract::openid_configuration& at, const std::string& code,
                                         const openid_secrets& secrets) const {
    client_request request{.method = "POST", .url = at.token_endpoint, .headers = {}, .body = {}};
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = field("grant_type", "authorization_code") + '&' + field("code", code) + '&' +
                   field("redirect_uri", client.redirect_uri) + '&' + field("code_verifier", secrets.verifier);
    if (client.client_secret.empty()) {
      request.body += '&' + field("client_id", client.client_id);
    } else {
      // RFC 6749 §2.3.1: both parts are encoded as in a form first.
      const auto pair = percent_encode(client.client_id) + ':' + percent_encode(client.client_secret);
      request.headers.emplace_back("Authorization", "Basic " + base64(pair));
    }
    auto got = send(std::move(request));
    if (!got) return std::unexpected(got.error());
    if (got->status == 200) return contract::read_openid_tokens(got->body);
    const auto why = contract::read_oauth_error(got->body);
    if (got->status == 401 || why == "invalid_client" || why == "unauthorized_client")
      return fail(error_code::openid_provider_unfit, "it does not accept OIDC_CLIENT_ID and OIDC_CLIENT_SECRET");
    return fail(error_code::openid_answer_refused,
                "the code: " + (why.empty() ? "answered " + std::to_string(got->status) : why));
  }
};

openid_provider::openid_provider(openid_client client, clock_source& clock)
    : state_(new state{std::move(client), clock, {}, {}}) {}

openid_provider::~openid_provider() = default;

const std::string& openid_provider::issuer() const {
  return state_->client.issuer;
}

result<std::string> openid_provider::authorization_url(const openid_secrets& secrets, bool anew) {
  auto at = state_->look_up();
  if (!at) return std::unexpected(at.error());
  const auto& mine = state_->client;
  auto out = (*at)->authorization_endpoint;
  out += out.contains('?') ? '&' : '?';
  out += field("response_type", "code") + '&' + field("client_id", mine.client_id) + '&' +
         field("redirect_uri", mine.redirect_uri) + '&' + field("scope", mine.scopes) + '&' +
         field("state", secrets.state) + '&' + field("nonce", secrets.nonce) + '&' +
         field("code_challenge", challenge_of(secrets.verifier)) + '&' + field("code_challenge_method", "S256");
  if (anew) out += '&' + field("prompt", "login") + '&' + field("max_age", "0");
  return out;
}

result<openid_provider::person> openid_provider::redeem(const std::string& code, const openid_secrets& secrets,
                                                        std::optional<timestamp> authenticated_since) {
  auto at = state_->look_up();
  if (!at) return std::unexpected(at.error());
  auto tokens = state_->redeem(**at, code, secrets);
  if (!tokens) return std::unexpected(tokens.error());
  const contract::id_token_expectation expected{state_->client.issuer, state_->client.client_id, secrets.nonce,
                                                tokens->access_token, authenticated_since};
  using fault = contract::id_token_fault;
  std::expected<contract::id_claims, fault> claims = std::unexpected(fault::key_unknown);
  for (const auto most_age_ms : {kept_ms, least_between_keys_ms}) {
    auto keys = state_->look_up_keys(**at, most_age_ms);
    if (!keys) return std::unexpected(keys.error());
    claims = contract::verify_id_token(tokens->id_token, **keys, expected, state_->clock.now());
    if (claims || claims.error() != fault::key_unknown) break;
  }
  if (claims) return person{std::move(*claims), std::move(tokens->access_token)};
  if (claims.error() == fault::auth_time) return fail(error_code::openid_not_fresh);
  return fail(error_code::openid_answer_refused, "the ID token: " + std::string(contract::name(claims.error())));
}

result<contract::openid_userinfo> openid_provider::userinfo(const person& of) {
  auto at = state_->look_up();
  if (!at) return std::unexpected(at.error());
  if ((*at)->userinfo_endpoint.empty() || of.access_token.empty())
    return contract::openid_userinfo{of.claims.subject, {}, false};
  client_request request{.url = (*at)->userinfo_endpoint, .headers = {}, .body = {}};
  request.headers.emplace_back("Authorization", "Bearer " + of.access_token);
  auto got = state_->send(std::move(request));
  if (!got) return std::unexpected(got.error());
  if (got->status != 200)
    return fail(error_code::openid_provider_unfit,
                "it answers " + std::to_string(got->status) + " to " + (*at)->userinfo_endpoint);
  auto read = contract::read_openid_userinfo(got->body);
  // OpenID Connect Core 1.0 §5.3.2: else it may be about anybody.
  if (read && read->subject != of.claims.subject)
    return fail(error_code::openid_answer_refused, "what it says of the person is about somebody else");
  return read;
}

}  // namespace weir::http
