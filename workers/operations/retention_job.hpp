// The job "retention": deletes rows that only explain, once they are older than their class is kept. In small steps, so
// that nobody waits for its locks; repeated, it finds less to do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/jobs/runner.hpp>

namespace weir::operations {

inline constexpr std::string_view retention_kind = "retention";

class retention_store {
 public:
  virtual ~retention_store() = default;

  virtual std::vector<std::string> classes() const = 0;

  // Deletes up to `most` rows of the class, and says how many: fewer than `most` when nothing is left.
  virtual result<std::uint64_t> purge(const std::string& retention_class, std::int32_t most) = 0;
};

struct retention_options {
  std::int32_t chunk = 2000;
};

// Result: {"<class>": rows deleted, …}.
jobs::handler retention_job(retention_store& store, retention_options o = {});

}  // namespace weir::operations
