#include <map>
#include <mutex>
#include <utility>

#include <src/http/provider_requests.hpp>

#include <weir/base/crypto.hpp>
#include <weir/http/paypal_client.hpp>

namespace weir::http {
namespace {

constexpr int unauthorized = 401;
constexpr std::int64_t ends_early_s = 60;  // so that none ends on its way
constexpr std::string_view live_url = "https://api-m.paypal.com";
constexpr std::string_view sandbox_url = "https://api-m.sandbox.paypal.com";

paypal_failure failure_of(unsuccessful no) {
  auto said = contract::read_paypal_error(no.body);
  if (!no.is_refused)
    return {error(error_code::payment_provider_unavailable, std::move(no.why)), std::move(said.code),
            std::move(said.message)};
  // What it says of wrong credentials may show parts of them.
  if (no.status == unauthorized)
    return {error(error_code::payment_provider_refused, "PayPal does not accept the client id and secret."),
            "api_key_refused", "PayPal does not accept the client id and secret."};
  if (said.code.empty()) said.code = "status_" + std::to_string(no.status);
  auto detail = said.message.empty() ? std::move(no.why) : "PayPal: " + said.message;
  return {error(error_code::payment_provider_refused, std::move(detail)), std::move(said.code),
          std::move(said.message)};
}

}  // namespace

class paypal_client::implementation {
 public:
  implementation(const paypal_client_options& options, clock_source& clock, metric_registry& metrics)
      : url_(options.url),
        rate_(options.rate),
        clock_(clock),
        requests_({.name = "PayPal",
                   .ca_file = options.ca_file,
                   .timeout = options.timeout,
                   .most_wait = options.most_wait,
                   .first_pause = options.first_pause,
                   .attempts = options.attempts},
                  "paypal", clock, metrics) {
    while (url_.ends_with('/'))
      url_.pop_back();
  }

  template<class T>
  paypal_result<T> ask(const paypal_account& of, const paypal_request& what, result<T> (*read)(std::string_view)) {
    auto answer = ask_with_token(of, what, false);
    if (!answer && answer.error().status == unauthorized) answer = ask_with_token(of, what, true);
    if (!answer) return std::unexpected(failure_of(std::move(answer.error())));
    auto out = read(*answer);
    if (!out) return std::unexpected(paypal_failure{std::move(out.error())});
    return std::move(*out);
  }

 private:
  struct kept_token {
    std::string text;
    std::int64_t until_ms = 0;
  };

  // `anew`: the one that is known is not taken any more.
  std::expected<std::string, unsuccessful> ask_with_token(const paypal_account& of, const paypal_request& what,
                                                          bool anew) {
    auto token = token_of(of, anew);
    if (!token) return std::unexpected(std::move(token.error()));
    client_request out{.method = what.method, .url = home(of) + what.path, .headers = {}, .body = what.body};
    out.headers.emplace_back("Authorization", "Bearer " + *token);
    out.headers.emplace_back("Accept", "application/json");
    if (what.method == "POST") out.headers.emplace_back("Content-Type", "application/json");
    if (!what.key.empty()) out.headers.emplace_back("PayPal-Request-Id", what.key);
    return requests_.ask(of.id, rate_, std::move(out));
  }

  std::expected<std::string, unsuccessful> token_of(const paypal_account& of, bool anew) {
    // Another secret is another token.
    const auto whose = of.id + ' ' + sha256_bytes(of.client_id + ':' + of.secret);
    if (!anew) {
      const std::scoped_lock lock(mutex_);
      const auto known = tokens_.find(whose);
      if (known != tokens_.end() && known->second.until_ms > clock_.monotonic_ms()) return known->second.text;
    }
    client_request out{.method = "POST",
                       .url = home(of) + "/v1/oauth2/token",
                       .headers = {{"Authorization", "Basic " + base64(of.client_id + ':' + of.secret)},
                                   {"Accept", "application/json"},
                                   {"Content-Type", "application/x-www-form-urlencoded"}},
                       .body = "grant_type=client_credentials"};
    auto answer = requests_.ask(of.id, rate_, std::move(out));
    if (!answer) return std::unexpected(std::move(answer.error()));
    auto token = contract::read_paypal_token(*answer);
    if (!token) return std::unexpected(unsuccessful{.why = "PayPal: " + token.error().detail});
    const std::scoped_lock lock(mutex_);
    std::erase_if(tokens_, [&](const auto& one) { return one.second.until_ms <= clock_.monotonic_ms(); });
    tokens_[whose] = {token->text, clock_.monotonic_ms() + ((token->lives_s - ends_early_s) * 1000)};
    return std::move(token->text);
  }

  std::string home(const paypal_account& of) const {
    if (!url_.empty()) return url_;
    return std::string(of.live ? live_url : sandbox_url);
  }

  std::string url_;
  int rate_;
  clock_source& clock_;
  provider_requests requests_;
  std::mutex mutex_;
  std::map<std::string, kept_token> tokens_;
};

paypal_client::paypal_client(paypal_client_options options, clock_source& clock, metric_registry& metrics)
    : implementation_(std::make_unique<implementation>(options, clock, metrics)) {}

paypal_client::~paypal_client() = default;

paypal_result<contract::paypal_order> paypal_client::create_order(const paypal_account& of, const wanted_order& what) {
  return implementation_->ask(of, http::create_order(what), contract::read_paypal_order);
}

paypal_result<contract::paypal_order> paypal_client::capture_order(const paypal_account& of, std::string_view id,
                                                                   std::string key) {
  return implementation_->ask(of, http::capture_order(id, std::move(key)), contract::read_paypal_order);
}

paypal_result<contract::paypal_refund_answer> paypal_client::create_refund(const paypal_account& of,
                                                                           const wanted_capture_refund& what) {
  return implementation_->ask(of, http::create_refund(what), contract::read_paypal_refund_answer);
}

paypal_result<contract::event_page_answer> paypal_client::list_events(const paypal_account& of, timestamp from,
                                                                      timestamp to, const std::string& next) {
  return implementation_->ask(of, http::list_webhook_events(from, to, next), contract::read_paypal_page);
}

}  // namespace weir::http
