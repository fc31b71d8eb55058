// What one look at an invoice whose money does not come leads to, in the look's own transaction. What is done outside
// of it, charging and commands, is answered: the same however often it is asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/contract/command.hpp>
#include <weir/postgres/collections.hpp>

namespace weir::payments {

// Since when the tenant has the method that may be charged for the invoice; nothing: it has none. The charge upon
// finalization is of one that was there then.
using charge_question =
    std::function<result<std::optional<timestamp>>(postgres::executor&, const postgres::collection_row&)>;

struct taken_step {
  billing::dunning_act act{};
  std::string result;  // done, skipped, failed
};

struct look_outcome {
  std::int32_t attempts = 0;                  // looks since something came of one
  std::optional<std::int32_t> charge{};       // the method is to be charged as this step, and record_charge() called
  std::vector<contract::command> commands{};  // to be handed over, and looked for when it is due again
  std::vector<taken_step> taken{};            // once this is committed
};

// As role::worker. An invoice that the caller has taken; it is due again when there is something to be done.
result<look_outcome> take_step(postgres::executor& in, const std::string& invoice, const charge_question& can_charge,
                               timestamp now);

struct charge_end {
  std::string result;   // done, skipped, failed
  std::string outcome;  // asked, declined, no_method, not_due, not_offered, the code of an error
  std::optional<std::string> payment_id{};
};
// What came of the charge of that step. Nothing changes when the step is recorded already.
result<look_outcome> record_charge(postgres::executor& in, const std::string& invoice, std::int32_t step,
                                   const charge_end& end, const charge_question& can_charge, timestamp now);

// It could not be tried for a reason that passes: due again at `at`.
result<void> put_off(postgres::executor& in, const std::string& invoice, timestamp at);

}  // namespace weir::payments
