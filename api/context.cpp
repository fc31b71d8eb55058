#include <algorithm>
#include <charconv>
#include <utility>

#include <api/active_types.hpp>
#include <api/context.hpp>
#include <api/feature_flags.hpp>
#include <api/feed_waits.hpp>
#include <api/ingest.hpp>
#include <api/key_cache.hpp>
#include <api/openid_sign_in.hpp>
#include <api/problems.hpp>
#include <api/provider_doors.hpp>
#include <api/rate_limiter.hpp>
#include <api/refresher.hpp>
#include <api/session_cache.hpp>
#include <api/subject_cache.hpp>
#include <api/usage/after_waiter.hpp>
#include <api/usage/usage_streams.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/password_hash.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/paypal_signature.hpp>
#include <weir/http/paypal_client.hpp>
#include <weir/http/signer_certificates.hpp>

namespace weir::api {
namespace {

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t n = 0;
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return n;
}

subject_cache::unknown policy(const settings& s) {
  return s.unknown_subject == "reject" ? subject_cache::unknown::reject : subject_cache::unknown::create;
}

std::unique_ptr<http::signer_certificates> make_paypal_certificates(const settings& s, clock_source& clock) {
  http::signer_certificate_options out;
  out.check_url = [hosts = domain::read_host_list(s.paypal_certificate_hosts)](std::string_view url) {
    return domain::check_certificate_url(url, hosts);
  };
  out.is_signer = domain::is_paypal_signer;
  out.ca_file = s.paypal_ca_file;
  return std::make_unique<http::signer_certificates>(std::move(out), clock);
}

}  // namespace

services::services(dependencies d)
    : dependencies(std::move(d)),
      receipts(config.app_secret_key, config.app_secret_key_previous),
      cursors(config.app_secret_key, config.app_secret_key_previous),
      access_tokens(config.jwt_secret, config.jwt_secret_previous),
      openid(make_openid_provider(config, clock)),
      stripe(std::make_unique<http::stripe_client>(
          http::stripe_client_options{.url = config.stripe_url, .ca_file = config.stripe_ca_file}, clock, metrics)),
      paypal(std::make_unique<http::paypal_client>(
          http::paypal_client_options{.url = config.paypal_url, .ca_file = config.paypal_ca_file}, clock, metrics)),
      paypal_certificates(make_paypal_certificates(config, clock)),
      keys(std::make_unique<key_cache>(database, clock, metrics)),
      sessions(std::make_unique<session_cache>(database, clock, metrics)),
      subjects(std::make_unique<subject_cache>(database, clock, ids, metrics, policy(config))),
      types(std::make_unique<active_types>(database)),
      flags(std::make_unique<feature_flags>(database)),
      ingest(std::make_unique<ingest_state>(config, metrics)),
      after(std::make_unique<after_waiter>(database)),
      streams(std::make_unique<usage_streams>(database)),
      feed(std::make_unique<feed_waits>(database)),
      limits(std::make_unique<rate_limiter>(config, clock, metrics)),
      doors(std::make_unique<provider_doors>(database, clock, secrets, metrics)),
      portal(portal_files::read(config.portal_dir)),
      refresher_(std::make_unique<refresher>(*this)) {}

services::~services() = default;

void services::start() {
  // Made now, not by the first sign-in to an unknown account: that one would take visibly longer.
  (void)nobodys_password_hash();
  refresher_->start();
}

bool services::database_away() const {
  return refresher_->database_away();
}

result<std::int32_t> call::limit(std::int32_t usual, std::int32_t most) const {
  auto text = query("limit");
  if (!text) return usual;
  auto n = integer(*text);
  if (!n || *n < 1 || *n > most)
    return fail(error_code::query_parameter_invalid, "limit is a number from 1 to " + std::to_string(most) + ".");
  return static_cast<std::int32_t>(*n);
}

contract::json_value call::body() const {
  WEIR_ASSERT(body_, "the endpoint has no body schema");
  return body_->root();
}

result<std::optional<std::int64_t>> call::if_match() const {
  auto text = request_.header("If-Match");
  if (!text || *text == "*") return std::nullopt;
  if (text->size() >= 3 && text->front() == '"' && text->back() == '"') {
    if (auto n = integer(text->substr(1, text->size() - 2))) return n;
  }
  return fail(error_code::precondition_failed, "If-Match is no ETag of this resource.");
}

http::response call::problem(const error& e) const {
  return problem_response(contract::to_problem(e), request_);
}

http::response call::problems(const std::vector<error>& errors) const {
  WEIR_ASSERT(!errors.empty(), "a problem without a cause");
  contract::problem p;
  const auto same = std::ranges::all_of(errors, [&](const error& e) { return e.code == errors.front().code; });
  p.code = same ? errors.front().code : error_code::validation_failed;
  if (errors.size() == 1) p.detail = errors.front().detail;
  for (const auto& e : errors)
    p.errors.push_back({e, std::nullopt});
  return problem_response(std::move(p), request_);
}

std::string etag(std::int64_t version) {
  return '"' + std::to_string(version) + '"';
}

http::response unstored(http::response answer) {
  answer.set_header("Cache-Control", "no-store");
  return answer;
}

std::string page(std::string_view items_json, const std::optional<std::string>& next_cursor) {
  contract::json_writer w(items_json.size() + 128);
  return w.begin_object().key("items").raw(items_json).member("next_cursor", next_cursor).end_object().take();
}

}  // namespace weir::api
