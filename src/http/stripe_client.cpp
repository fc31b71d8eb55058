#include <algorithm>
#include <utility>

#include <src/http/provider_requests.hpp>

#include <weir/http/stripe_client.hpp>

namespace weir::http {
namespace {

constexpr int unauthorized = 401;
constexpr int forbidden = 403;

stripe_failure unavailable(std::string detail, contract::error_answer said = {}) {
  return {error(error_code::payment_provider_unavailable, std::move(detail)), std::move(said.code),
          std::move(said.message)};
}

// It names the key that lacks a permission, with some of its characters.
std::string without_keys(std::string text) {
  for (const std::string_view kind : {"sk_test_", "sk_live_", "rk_test_", "rk_live_"})
    for (std::size_t at = 0; (at = text.find(kind, at)) != std::string::npos; at += kind.size())
      text.erase(at + kind.size(), std::min(text.find_first_of(" '\"", at), text.size()) - at - kind.size());
  return text;
}

stripe_failure refused(int status, contract::error_answer said) {
  // What it says of a wrong key shows parts of it.
  if (status == unauthorized)
    return {.what = error(error_code::payment_provider_refused, "Stripe does not accept the API key."),
            .code = "api_key_refused",
            .message = "Stripe does not accept the API key.",
            .status = status,
            .is_of_key = true};
  said.message = without_keys(std::move(said.message));
  if (status == forbidden && said.code.empty()) said.code = "api_key_not_permitted";
  auto code = said.code.empty() ? said.type : said.code;
  if (code.empty()) code = "status_" + std::to_string(status);
  auto detail = said.message.empty() ? "Stripe answers " + std::to_string(status) + "." : "Stripe: " + said.message;
  return {.what = error(error_code::payment_provider_refused, std::move(detail)),
          .code = std::move(code),
          .message = std::move(said.message),
          .intent = std::move(said.intent),
          .status = status,
          .is_of_key = status == forbidden};
}

}  // namespace

class stripe_client::implementation {
 public:
  implementation(const stripe_client_options& options, clock_source& clock, metric_registry& metrics)
      : url_(options.url),
        live_rate_(options.live_rate),
        test_rate_(options.test_rate),
        requests_({.name = "Stripe",
                   .ca_file = options.ca_file,
                   .timeout = options.timeout,
                   .most_wait = options.most_wait,
                   .first_pause = options.first_pause,
                   .attempts = options.attempts},
                  "stripe", clock, metrics) {
    while (url_.ends_with('/'))
      url_.pop_back();
  }

  template<class T>
  stripe_result<T> ask(const stripe_account& of, const stripe_request& what, result<T> (*read)(std::string_view)) {
    auto answer = requests_.ask(of.id, of.live ? live_rate_ : test_rate_, request_of(of, what));
    if (!answer) {
      auto& no = answer.error();
      auto said = contract::read_error_answer(no.body);
      if (no.is_refused) return std::unexpected(refused(no.status, std::move(said)));
      auto failure = unavailable(std::move(no.why), std::move(said));
      failure.status = no.status;
      failure.retry_after = no.retry_after;
      return std::unexpected(std::move(failure));
    }
    auto out = read(*answer);
    if (!out) return std::unexpected(stripe_failure{std::move(out.error())});
    return std::move(*out);
  }

 private:
  client_request request_of(const stripe_account& of, const stripe_request& what) const {
    client_request out{.method = what.method, .url = url_ + what.path, .headers = {}, .body = what.form};
    out.headers.emplace_back("Authorization", "Bearer " + of.api_key);
    out.headers.emplace_back("Stripe-Version", stripe_version);
    out.headers.emplace_back("Accept", "application/json");
    if (what.method == "POST") out.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    if (!what.key.empty()) out.headers.emplace_back("Idempotency-Key", what.key);
    return out;
  }

  std::string url_;
  int live_rate_;
  int test_rate_;
  provider_requests requests_;
};

stripe_client::stripe_client(stripe_client_options options, clock_source& clock, metric_registry& metrics)
    : implementation_(std::make_unique<implementation>(options, clock, metrics)) {}

stripe_client::~stripe_client() = default;

stripe_result<contract::customer_answer> stripe_client::create_customer(const stripe_account& of,
                                                                        const wanted_customer& what) {
  return implementation_->ask(of, http::create_customer(what), contract::read_customer_answer);
}

stripe_result<contract::session_answer> stripe_client::create_session(const stripe_account& of,
                                                                      const wanted_session& what) {
  return implementation_->ask(of, http::create_session(what), contract::read_session_answer);
}

stripe_result<contract::session_answer> stripe_client::create_setup_session(const stripe_account& of,
                                                                            const wanted_setup& what) {
  return implementation_->ask(of, http::create_setup_session(what), contract::read_session_answer);
}

stripe_result<contract::session_answer> stripe_client::retrieve_session(const stripe_account& of, std::string_view id) {
  return implementation_->ask(of, http::retrieve_session(id), contract::read_session_answer);
}

stripe_result<contract::session_answer> stripe_client::expire_session(const stripe_account& of, std::string_view id) {
  return implementation_->ask(of, http::expire_session(id), contract::read_session_answer);
}

stripe_result<contract::intent_answer> stripe_client::retrieve_intent(const stripe_account& of, std::string_view id) {
  return implementation_->ask(of, http::retrieve_intent(id), contract::read_intent_answer);
}

stripe_result<contract::intent_answer> stripe_client::create_charge(const stripe_account& of,
                                                                    const wanted_charge& what) {
  return implementation_->ask(of, http::create_charge(what), contract::read_intent_answer);
}

stripe_result<contract::intent_answer> stripe_client::cancel_intent(const stripe_account& of, std::string_view id) {
  return implementation_->ask(of, http::cancel_intent(id), contract::read_intent_answer);
}

stripe_result<contract::method_answer> stripe_client::retrieve_method(const stripe_account& of, std::string_view id) {
  return implementation_->ask(of, http::retrieve_method(id), contract::read_method_answer);
}

stripe_result<contract::method_answer> stripe_client::detach_method(const stripe_account& of, std::string_view id) {
  return implementation_->ask(of, http::detach_method(id), contract::read_method_answer);
}

stripe_result<contract::refund_answer> stripe_client::create_refund(const stripe_account& of,
                                                                    const wanted_refund& what) {
  return implementation_->ask(of, http::create_refund(what), contract::read_refund_answer);
}

stripe_result<contract::meter_event_answer> stripe_client::create_meter_event(const stripe_account& of,
                                                                              const wanted_meter_event& what) {
  return implementation_->ask(of, http::create_meter_event(what), contract::read_meter_event_answer);
}

stripe_result<contract::invoice_answer> stripe_client::ask_invoice(const stripe_account& of,
                                                                   const stripe_request& what) {
  return implementation_->ask(of, what, contract::read_invoice_answer);
}

stripe_result<std::optional<contract::invoice_answer>> stripe_client::find_invoice(const stripe_account& of,
                                                                                   std::string_view customer,
                                                                                   timestamp since,
                                                                                   const stripe_marks& marks) {
  for (std::string after;;) {
    auto page =
        implementation_->ask(of, http::list_invoices(customer, since, after), contract::read_invoice_page_answer);
    if (!page) return std::unexpected(std::move(page.error()));
    for (auto& one : page->invoices)
      if (one.marked_installation == marks.installation && one.marked_invoice == marks.invoice) return std::move(one);
    if (!page->more || page->invoices.empty()) return std::nullopt;
    after = page->invoices.back().id;
  }
}

stripe_result<contract::event_page_answer> stripe_client::list_events(const stripe_account& of,
                                                                      const wanted_events& what) {
  return implementation_->ask(of, http::list_events(what), contract::read_event_page_answer);
}

}  // namespace weir::http
