// Who looks at the budgets of which tenant: rows that are taken under a lease when usage or billing has moved since the
// last look, or some time has passed. A look that was overtaken, by its lease's end or by a change of a budget, writes
// nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres::budget_watches {

// In a transaction that changes budgets of the tenant: they are looked at as soon as it is committed, and looks that
// were begun before write nothing. Its row stays locked until then.
result<void> ask(executor& in, std::int32_t tenant);

struct watch {
  std::int32_t tenant_number = 0;
  std::int64_t epoch = 0;
  // What there is to see, read before anything else.
  std::optional<timestamp> hour{};
  std::optional<std::int64_t> offset{};
  std::optional<std::int64_t> runs{};
};

// Those that are due, at most so many, for so long. Tenants without budgets, and deleted ones, never are.
result<std::vector<watch>> claim(executor& in, std::chrono::milliseconds lease, std::int32_t most);

// First in the transaction that writes what a look found, whose row it locks: not again before `rest` has passed, and
// after `most_wait` or at `at_latest` at the latest. Error: lease_lost, when somebody overtook it.
struct pacing {
  std::chrono::milliseconds rest, most_wait;
};
result<void> finish(executor& in, const watch& w, pacing next, timestamp at_latest);

}  // namespace weir::postgres::budget_watches
