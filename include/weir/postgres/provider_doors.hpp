// What the door of a payment provider's webhooks is told by: the account behind a path, and the secrets that sign for
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct provider_door_row {
  struct secret {
    std::string id;
    std::string sealed;
    std::optional<timestamp> expires_at{};  // nothing: the current one
  };
  std::string id;  // ppr_…
  bool live = false;
  bool enabled = true;
  std::vector<secret> secrets;  // that sign and are not over
};

namespace provider_doors {

// Nothing: there is no such account.
result<std::optional<provider_door_row>> find(executor& in, const std::string& provider, const std::string& slug);

}  // namespace provider_doors
}  // namespace weir::postgres
