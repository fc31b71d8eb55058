// How payment providers are asked, whichever it is: a request is repeated a few times and within a limit when nobody
// knows whether it was done; each account has a rate; connections are kept. What is repeated has the same key, so it is
// done once.
#pragma once

#include <chrono>
#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <weir/base/metrics.hpp>
#include <weir/base/time.hpp>
#include <weir/http/client.hpp>

namespace weir::http {

struct provider_pacing {
  std::string name;       // "Stripe", for people
  std::string ca_file{};  // empty: the system's
  std::chrono::milliseconds timeout{10'000};
  std::chrono::milliseconds most_wait{20'000};
  std::chrono::milliseconds first_pause{500};  // before the first repetition; twice as long before each further one
  int attempts = 3;
};

// An answer that is none of 200 to 299, or none at all.
struct unsuccessful {
  bool is_refused = false;  // it says that it has not done it; else nobody knows
  int status = 0;           // 0: no answer
  std::string body{};
  std::string why{};                    // for people
  std::chrono::seconds retry_after{0};  // as it said; 0: it said none
};

class provider_requests {
 public:
  // `label`: of weir_provider_requests_total. `clock` outlives it.
  provider_requests(provider_pacing pacing, std::string_view label, clock_source& clock, metric_registry& metrics);

  // The body of its answer. `rate`: requests a second of the account. Waits.
  std::expected<std::string, unsuccessful> ask(const std::string& account, int rate, client_request request);

 private:
  // The turns of one account: so many each second, and a second's worth at once.
  class turns {
   public:
    std::chrono::milliseconds take(int rate, std::int64_t now_ms);

   private:
    std::int64_t next_us_ = 0;  // when the last one taken is over, were they one after the other
  };

  bool wait(std::chrono::milliseconds how_long, std::int64_t until_ms) const;
  std::chrono::milliseconds turn(const std::string& account, int rate);
  result<client_response> send(const client_request& request);
  std::unique_ptr<client> take_client();

  provider_pacing pacing_;
  clock_source& clock_;
  counter ok_;
  counter refused_;
  counter unavailable_;
  std::mutex mutex_;
  std::map<std::string, turns> turns_;
  std::vector<std::unique_ptr<client>> idle_;
};

}  // namespace weir::http
