// Where a halted partition goes on when an operator gives up what is missing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <weir/base/error.hpp>
#include <weir/stream/log.hpp>

namespace weir::app {

struct loss_plan {
  stream::offset next = 0;
  std::int64_t lost = 0;    // offsets of the log that will never be counted
  std::string explanation;  // one sentence
};

// `code` of the halt; `expected`: the database's next offset; `to`: what the operator says. Without `to`: the log's
// start when retention took the records; the partition's own place for a gap's end is not known, so all other halts
// need it. Errors: validation_failed (`to` is missing, outside of the log, or not needed where it would count records
// twice).
result<loss_plan> plan_loss(const std::string& code, stream::offset expected, const stream::log_bounds& log,
                            std::optional<stream::offset> to);

}  // namespace weir::app
