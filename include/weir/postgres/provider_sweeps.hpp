// Up to when each account's own list of events was read: what was never delivered is found there. Under role::worker.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct due_sweep {
  std::string account;  // ppr_…
  std::string provider;
  bool live = false;
  std::string secret_id;
  std::string sealed_key;               // to its API
  timestamp from{};                     // everything before was read
  std::optional<timestamp> asked_at{};  // somebody wants it now
};

namespace provider_sweeps {

// Accounts that are enabled, whose API can be asked, and that were last read `age_s` ago or longer, or that somebody
// wants to be read. An account is read from its making on, but not further back than `reach_s`.
result<std::vector<due_sweep>> due(executor& in, std::int64_t age_s, std::int64_t reach_s);

// Those ids that the inbox does not have.
result<std::vector<std::string>> unknown(executor& in, const std::string& provider,
                                         std::span<const std::string> events);

// Read up to `to`; never back. Whoever asked for it before it was found to be due has it.
result<void> advance(executor& in, const due_sweep& of, timestamp to);

}  // namespace provider_sweeps
}  // namespace weir::postgres
