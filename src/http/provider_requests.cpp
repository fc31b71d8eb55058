#include <algorithm>
#include <thread>
#include <utility>

#include <src/http/provider_requests.hpp>

#include <weir/base/random.hpp>

namespace weir::http {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_body_bytes = std::size_t{16} * 1024 * 1024;
constexpr milliseconds most_connect_wait{3'000};
constexpr std::size_t most_idle_clients = 8;
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

}  // namespace

provider_requests::provider_requests(provider_pacing pacing, std::string_view label, clock_source& clock,
                                     metric_registry& metrics)
    : pacing_(std::move(pacing)),
      clock_(clock),
      ok_(metrics.counter(metric::weir_provider_requests_total, {label, "ok"})),
      refused_(metrics.counter(metric::weir_provider_requests_total, {label, "refused"})),
      unavailable_(metrics.counter(metric::weir_provider_requests_total, {label, "unavailable"})) {}

// When the next one may begin, from now; it is taken.
milliseconds provider_requests::turns::take(int rate, std::int64_t now_ms) {
  const auto each_us = std::int64_t{1'000'000} / rate;
  const auto now_us = now_ms * 1000;
  next_us_ = std::max(next_us_, now_us) + each_us;
  const auto early_us = next_us_ - now_us - 1'000'000;
  return milliseconds(std::max<std::int64_t>(0, (early_us + 999) / 1000));
}

std::expected<std::string, unsuccessful> provider_requests::ask(const std::string& account, int rate,
                                                                client_request request) {
  const auto until_ms = clock_.monotonic_ms() + pacing_.most_wait.count();
  auto pause = pacing_.first_pause;
  for (int attempt = 1;; ++attempt, pause *= 2) {
    if (!wait(turn(account, rate), until_ms))
      return std::unexpected(unsuccessful{.why = "Too much is asked of " + pacing_.name + " at once."});
    request.timeout =
        std::min(pacing_.timeout, milliseconds(std::max<std::int64_t>(1, until_ms - clock_.monotonic_ms())));
    auto answer = send(request);
    if (answer && answer->status >= 200 && answer->status < 300) {
      ok_.add();
      return std::move(answer->body);
    }
    unsuccessful no;
    if (answer) {
      no = {!passes(answer->status), answer->status, std::move(answer->body),
            pacing_.name + " answers " + std::to_string(answer->status) + ".", answer->retry_after};
    } else {
      no.why = pacing_.name + ": " + answer.error().detail;
    }
    (no.is_refused ? refused_ : unavailable_).add();
    if (no.is_refused || attempt >= pacing_.attempts) return std::unexpected(std::move(no));
    const auto asked = answer ? milliseconds(answer->retry_after) : milliseconds(0);
    if (!wait(std::max(jittered(pause), asked), until_ms)) return std::unexpected(std::move(no));
  }
}

// False, at once, when that would be too long.
bool provider_requests::wait(milliseconds how_long, std::int64_t until_ms) const {
  if (clock_.monotonic_ms() + how_long.count() >= until_ms) return false;
  if (how_long.count() > 0) std::this_thread::sleep_for(how_long);
  return true;
}

milliseconds provider_requests::turn(const std::string& account, int rate) {
  const std::scoped_lock lock(mutex_);
  return turns_[account].take(rate, clock_.monotonic_ms());
}

// Over a connection that is there already, if one is.
result<client_response> provider_requests::send(const client_request& request) {
  auto by = take_client();
  auto answer = by->send(request);
  if (answer) {
    const std::scoped_lock lock(mutex_);
    if (idle_.size() < most_idle_clients) idle_.push_back(std::move(by));
  }
  return answer;
}

std::unique_ptr<client> provider_requests::take_client() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      auto out = std::move(idle_.back());
      idle_.pop_back();
      return out;
    }
  }
  return std::make_unique<client>(client_options{.ca_file = pacing_.ca_file,
                                                 .most_body_bytes = most_body_bytes,
                                                 .connect_timeout = std::min(most_connect_wait, pacing_.timeout)});
}

}  // namespace weir::http
