#include <tests/sim/world.hpp>

namespace weir::sim {
namespace {

class memory_world final : public world {
 public:
  memory_world(const clock_source& clock, std::int64_t lease_ms) : database_(clock, lease_ms) {}

  void begin(const std::vector<made_tenant>& tenants, const std::vector<usage::live_meter>& meters) override {
    usage::memory_usage_store prepare(database_);
    for (const auto& t : tenants)
      mine().tenants[t.id] = t.facts;
    define(1, meters);
  }

  stores connect(const std::string& owner, const faults& f) override {
    stream::store_faults of_leases;
    of_leases.before = f.before;
    return {std::make_unique<stream::memory_lease_store>(database_, owner, of_leases),
            std::make_unique<stream::memory_store>(database_, owner,
                                                   stream::store_faults{f.before, f.commit, f.unknown_is_applied}),
            std::make_unique<usage::memory_usage_store>(database_, f.before)};
  }

  std::map<stream::partition_number, lease_row> leases() override {
    std::map<stream::partition_number, lease_row> out;
    for (const auto& [partition, row] : database_.rows().leases) {
      auto& copy = out[partition];
      copy = {row.epoch, row.owner, row.next, {}};
      if (row.halted) copy.halted = row.halted->explanation;
    }
    return out;
  }

  usage::usage_tables tables() override { return mine(); }
  std::int64_t definitions_version() override { return mine().definitions_version; }
  void define(std::int64_t version, const std::vector<usage::live_meter>& meters) override {
    mine().definitions_version = version;
    mine().meters = meters;
  }

  std::any back_up() override { return database_.back_up(); }
  void restore(const std::any& backup) override {
    database_.restore(std::any_cast<const stream::memory_database::contents&>(backup));
  }

 private:
  usage::usage_tables& mine() { return usage::memory_usage_store::tables(database_); }

  stream::memory_database database_;
};

}  // namespace

std::unique_ptr<world> make_memory_world(const clock_source& clock, std::int64_t lease_ms) {
  return std::make_unique<memory_world>(clock, lease_ms);
}

}  // namespace weir::sim
