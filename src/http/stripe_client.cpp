#include <algorithm>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <weir/base/random.hpp>
#include <weir/http/client.hpp>
#include <weir/http/stripe_client.hpp>

namespace weir::http {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_body_bytes = std::size_t{16} * 1024 * 1024;
constexpr milliseconds most_connect_wait{3'000};
constexpr std::size_t most_idle_clients = 8;
constexpr int unauthorized = 401;
constexpr int conflict = 409;
constexpr int too_many_requests = 429;
constexpr int first_server_error = 500;

bool passes(int status) {
  return status == conflict || status == too_many_requests || status >= first_server_error;
}

// Half of it to all of it, so that those who were refused together do not come back together.
milliseconds jittered(milliseconds most) {
  const auto part = static_cast<unsigned char>(random_bytes(1).front());
  return most / 2 + most / 2 * part / 255;
}

stripe_failure unavailable(std::string detail, contract::error_answer said = {}) {
  return {error(error_code::payment_provider_unavailable, std::move(detail)), std::move(said.code),
          std::move(said.message)};
}

stripe_failure refused(int status, contract::error_answer said) {
  // What it says of a wrong key shows parts of it.
  if (status == unauthorized)
    return {error(error_code::payment_provider_refused, "Stripe does not accept the API key."), "api_key_refused",
            "Stripe does not accept the API key."};
  auto code = said.code.empty() ? said.type : said.code;
  if (code.empty()) code = "status_" + std::to_string(status);
  auto detail = said.message.empty() ? "Stripe answers " + std::to_string(status) + "." : "Stripe: " + said.message;
  return {error(error_code::payment_provider_refused, std::move(detail)), std::move(code), std::move(said.message),
          std::move(said.intent)};
}

// The turns of one account: so many each second, and a second's worth at once.
class turns {
 public:
  // When the next one may begin, from now; it is taken.
  milliseconds take(int rate, std::int64_t now_ms) {
    const auto each_us = std::int64_t{1'000'000} / rate;
    const auto now_us = now_ms * 1000;
    next_us_ = std::max(next_us_, now_us) + each_us;
    const auto early_us = next_us_ - now_us - 1'000'000;
    return milliseconds(std::max<std::int64_t>(0, (early_us + 999) / 1000));
  }

 private:
  std::int64_t next_us_ = 0;  // when the last one taken is over, were they one after the other
};

}  // namespace

class stripe_client::implementation {
 public:
  implementation(stripe_client_options options, clock_source& clock, metric_registry& metrics)
      : options_(std::move(options)),
        clock_(clock),
        ok_(metrics.counter(metric::weir_provider_requests_total, {"stripe", "ok"})),
        refused_(metrics.counter(metric::weir_provider_requests_total, {"stripe", "refused"})),
        unavailable_(metrics.counter(metric::weir_provider_requests_total, {"stripe", "unavailable"})) {
    while (options_.url.ends_with('/'))
      options_.url.pop_back();
  }

  template<class T>
  stripe_result<T> ask(const stripe_account& of, const stripe_request& what, result<T> (*read)(std::string_view)) {
    auto answer = ask(of, what);
    if (!answer) return std::unexpected(std::move(answer.error()));
    auto out = read(*answer);
    if (!out) return std::unexpected(stripe_failure{std::move(out.error())});
    return std::move(*out);
  }

 private:
  // The body of its answer.
  stripe_result<std::string> ask(const stripe_account& of, const stripe_request& what) {
    const auto until_ms = clock_.monotonic_ms() + options_.most_wait.count();
    auto request = request_of(of, what);
    auto pause = options_.first_pause;
    for (int attempt = 1;; ++attempt, pause *= 2) {
      if (!wait(turn(of), until_ms)) return std::unexpected(unavailable("Too much is asked of Stripe at once."));
      request.timeout = std::min(options_.timeout, milliseconds(std::max<std::int64_t>(1, until_ms - now())));
      auto answer = send(request);
      if (answer && answer->status >= 200 && answer->status < 300) {
        ok_.add();
        return std::move(answer->body);
      }
      if (answer && !passes(answer->status)) {
        refused_.add();
        return std::unexpected(refused(answer->status, contract::read_error_answer(answer->body)));
      }
      unavailable_.add();
      auto failure = answer ? unavailable("Stripe answers " + std::to_string(answer->status) + ".",
                                          contract::read_error_answer(answer->body))
                            : unavailable("Stripe: " + answer.error().detail);
      if (answer) failure.retry_after = answer->retry_after;
      if (attempt >= options_.attempts) return std::unexpected(std::move(failure));
      const auto asked = answer ? milliseconds(answer->retry_after) : milliseconds(0);
      if (!wait(std::max(jittered(pause), asked), until_ms)) return std::unexpected(std::move(failure));
    }
  }

  client_request request_of(const stripe_account& of, const stripe_request& what) const {
    client_request out{.method = what.method, .url = options_.url + what.path, .headers = {}, .body = what.form};
    out.headers.emplace_back("Authorization", "Bearer " + of.api_key);
    out.headers.emplace_back("Stripe-Version", stripe_version);
    out.headers.emplace_back("Accept", "application/json");
    if (what.method == "POST") out.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    if (!what.key.empty()) out.headers.emplace_back("Idempotency-Key", what.key);
    return out;
  }

  std::int64_t now() const { return clock_.monotonic_ms(); }

  // False, at once, when that would be too long.
  bool wait(milliseconds how_long, std::int64_t until_ms) const {
    if (now() + how_long.count() >= until_ms) return false;
    if (how_long.count() > 0) std::this_thread::sleep_for(how_long);
    return true;
  }

  milliseconds turn(const stripe_account& of) {
    const std::scoped_lock lock(mutex_);
    return turns_[of.id].take(of.live ? options_.live_rate : options_.test_rate, now());
  }

  // Over a connection that is there already, if one is.
  result<client_response> send(const client_request& request) {
    auto by = take_client();
    auto answer = by->send(request);
    if (answer) {
      const std::scoped_lock lock(mutex_);
      if (idle_.size() < most_idle_clients) idle_.push_back(std::move(by));
    }
    return answer;
  }

  std::unique_ptr<client> take_client() {
    {
      const std::scoped_lock lock(mutex_);
      if (!idle_.empty()) {
        auto out = std::move(idle_.back());
        idle_.pop_back();
        return out;
      }
    }
    return std::make_unique<client>(client_options{.ca_file = options_.ca_file,
                                                   .most_body_bytes = most_body_bytes,
                                                   .connect_timeout = std::min(most_connect_wait, options_.timeout)});
  }

  stripe_client_options options_;
  clock_source& clock_;
  counter ok_;
  counter refused_;
  counter unavailable_;
  std::mutex mutex_;
  std::map<std::string, turns> turns_;
  std::vector<std::unique_ptr<client>> idle_;
};

stripe_client::stripe_client(stripe_client_options options, clock_source& clock, metric_registry& metrics)
    : implementation_(std::make_unique<implementation>(std::move(options), clock, metrics)) {}

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

stripe_result<contract::event_page_answer> stripe_client::list_events(const stripe_account& of,
                                                                      const wanted_events& what) {
  return implementation_->ask(of, http::list_events(what), contract::read_event_page_answer);
}

}  // namespace weir::http
