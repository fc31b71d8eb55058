// How billing goes, for who looks after it: runs of invoices, what they did and why they did not, and who is due.
#pragma once

#include <string>

#include <weir/postgres/executor.hpp>

namespace weir::billing {

// Of so many runs it is told, the newest first.
inline constexpr std::int32_t most_told_runs = 20;

// schemas/json/invoice_runs.json, as of `now`.
result<std::string> invoice_runs_json(postgres::executor& in, timestamp now);

}  // namespace weir::billing
