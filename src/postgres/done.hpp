// Statements whose rows nobody reads.
#pragma once

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

inline result<void> done(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  return {};
}

}  // namespace weir::postgres
