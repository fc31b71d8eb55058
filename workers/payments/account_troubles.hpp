// Accounts at payment providers that cannot be asked at the moment: what cannot be asked now is not asked, and nobody
// waits for it again and again. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/time.hpp>

namespace weir::payments {

class account_troubles {
 public:
  struct trouble {
    std::string code{}, message{};  // the provider's
    std::int64_t wait_ms = 0;       // until it may be asked again
  };

  // `clock` outlives it. `what`: for the log, what cannot be done.
  account_troubles(clock_source& clock, std::string what) : clock_(clock), what_(std::move(what)) {}

  // Those that are left alone now.
  std::vector<std::string> held() const;
  // Nothing: it may be asked.
  std::optional<trouble> of(const std::string& account) const;

  // It failed at one thing of the account, which may be the thing's trouble: whether something else failed so before,
  // and nothing has been answered since. Then it is the account's.
  bool is_second(const std::string& account, const std::string& thing);

  // It answered.
  void end(const std::string& account);
  // It did not, and is left alone for a while: longer each time, and as long as it wants. Those that were asked
  // meanwhile are the same failure.
  trouble begin(const std::string& account, std::string code, std::string message, std::chrono::seconds retry_after);

 private:
  struct state {
    int failures = 0;
    std::int64_t until_ms = 0;
    std::string code{}, message{};
    std::string failed{};  // the one thing
  };

  clock_source& clock_;
  std::string what_;
  mutable std::mutex mutex_;
  std::map<std::string, state> states_;
};

}  // namespace weir::payments
