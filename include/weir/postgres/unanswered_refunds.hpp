// Refunds that were asked for and of which the payment provider has said nothing: whoever asked was killed, or got no
// answer. Under role::worker. Instants are the database's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>
#include <weir/postgres/payment_facts.hpp>

namespace weir::postgres {

struct unanswered_refund {
  payment_fact of;
  refund_fact refund;
  std::int32_t provider_number = 0;
  std::string provider;
  std::int64_t age_s = 0;
};

namespace unanswered_refunds {

// Pending for `age_s` or longer, the oldest first.
result<std::vector<unanswered_refund>> list(executor& in, std::int64_t age_s, std::int32_t most);

}  // namespace unanswered_refunds
}  // namespace weir::postgres
