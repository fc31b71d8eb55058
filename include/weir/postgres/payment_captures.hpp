// Payments whose payer has approved them and whose money is to be taken: due rows of `payments`. Under role::worker.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct due_capture {
  std::string payment_id;
  std::int64_t number = 0;
  std::int32_t provider_number = 0;
  std::string order;  // the provider's id of it
  std::string key;    // of this attempt
};

namespace payment_captures {

// Due at once, with this key. After payment_facts::lock() of the payment, which has its order.
result<void> request(executor& in, std::int64_t payment, const std::string& key);

// At most so many that are due, each held by the caller for `seconds`: nobody else gets it before they have passed.
result<std::vector<due_capture>> take(executor& in, std::int32_t most, std::int32_t seconds);

// Nothing more is to be taken with this key.
result<void> end(executor& in, std::int64_t payment, const std::string& key);

// Nobody pays on its page any more: what was declined there is asked for on another one.
result<void> close_page(executor& in, std::int64_t payment);

}  // namespace payment_captures
}  // namespace weir::postgres
