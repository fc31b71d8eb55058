// Refunds that got no answer are asked for again by themselves, with the key that they were asked for with: what was
// done is done once. The payment provider knows a key for a day, so one that is older has failed (`unanswered`): asking
// for it once more might pay twice. Several processes may do it.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <stop_token>
#include <string>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/unanswered_refunds.hpp>

namespace weir::payments {

// Younger ones may be repeated.
inline constexpr std::int64_t most_refund_age_s = 23 * 3'600;
inline constexpr const char* refund_unanswered = "unanswered";

// Why it was not done: payment_provider_refused, and it will not be; else nobody knows.
struct refund_refusal {
  error what;
  std::string code{};  // the provider's
};

class refund_repeater {
 public:
  // Asks the provider for it, waiting for the answer: its id of it.
  using asker = std::function<std::expected<std::string, refund_refusal>(const postgres::unanswered_refund& of)>;

  refund_repeater(postgres::pool& database, clock_source& clock, asker ask)
      : pool_(database), clock_(clock), ask_(std::move(ask)) {}

  // Every one that is due. What is wrong with one is logged, and holds up no other. Error: the database's.
  result<void> turn(const std::stop_token& stop);

 private:
  result<void> repeat(const postgres::unanswered_refund& of);
  result<void> fail_it(const postgres::unanswered_refund& of, const std::string& code);

  struct pace {
    std::int64_t not_before_ms = 0;
    int times = 0;
  };

  postgres::pool& pool_;
  clock_source& clock_;
  asker ask_;
  std::map<std::string, pace> paces_;  // of those that got no answer again
};

}  // namespace weir::payments
