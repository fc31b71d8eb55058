// The announcement that a record was set aside because it ended its worker again and again.
#pragma once

#include <string>

#include <weir/base/time.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::postgres {

// Of the platform; once for each place in the log. `at`: when the broker appended the record.
result<void> announce_quarantine(executor& in, const stream::position& place, timestamp at,
                                 const std::string& consumer);

}  // namespace weir::postgres
