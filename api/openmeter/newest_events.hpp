// The newest events of several partitions.
#pragma once

#include <span>
#include <vector>

#include <api/usage/event_log.hpp>

namespace weir::api {

// At most `limit` events, newest first by the broker's clock. Several partitions are read at the same time, each for
// two seconds at most and all of them for five: where the log is longer than that, older events may be missing. Errors:
// as read_backwards().
result<std::vector<log_event>> read_newest(log_source& log, std::span<const stream::partition_number> partitions,
                                           const event_filter& wanted, std::size_t limit);

}  // namespace weir::api
