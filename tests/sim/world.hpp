// What a history needs of a database: the in-memory twin, or a real PostgreSQL on which the very same history runs.
#pragma once

#include <any>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tests/sim/usage_log.hpp>
#include <workers/usage/memory_usage_store.hpp>

#include <weir/stream/memory_database.hpp>

namespace weir::sim {

class world {
 public:
  // Asked at each call of a store: may return an error, or throw (a crash); what a COMMIT says instead of the truth.
  struct faults {
    std::function<std::optional<error>(std::string_view call)> before;
    std::function<std::optional<stream::commit_outcome>()> commit;
    std::function<bool()> unknown_is_applied;
  };

  // What one worker links.
  struct stores {
    std::unique_ptr<stream::lease_store> leases;
    std::unique_ptr<stream::store> flushes;
    std::unique_ptr<usage::usage_store> usage;
  };

  struct lease_row {
    stream::epoch epoch = 0;
    std::string owner;
    stream::offset next = 0;
    std::optional<std::string> halted;  // why
  };

  virtual ~world() = default;

  // Empty tables but for these; the definitions are at version 1.
  virtual void begin(const std::vector<made_tenant>& tenants, const std::vector<usage::live_meter>& meters) = 0;
  virtual stores connect(const std::string& owner, const faults& f) = 0;

  virtual std::map<stream::partition_number, lease_row> leases() = 0;
  virtual usage::usage_tables tables() = 0;
  virtual std::int64_t definitions_version() = 0;
  virtual void define(std::int64_t version, const std::vector<usage::live_meter>& meters) = 0;

  virtual std::any back_up() = 0;
  virtual void restore(const std::any& backup) = 0;  // transactions that hold a lease row are lost
};

// The clock is the history's; a lease lasts so long on it.
using world_factory = std::function<std::unique_ptr<world>(const clock_source& clock, std::int64_t lease_ms)>;

std::unique_ptr<world> make_memory_world(const clock_source& clock, std::int64_t lease_ms);

}  // namespace weir::sim
