// One history: several workers made of the very objects that `weir` links, on the in-memory log and a database, with a
// crash, pause, lost connection, unknown commit, restored backup or cut log wherever the seed puts it; then everything
// is healed and the tables are compared with the model.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <tests/sim/world.hpp>

namespace weir::sim {

struct history_options {
  std::uint64_t seed = 0;
  bool verbose = false;
  bool calm = true;  // compare also with a calm pass over the same log, in every column
};

struct history_result {
  std::optional<std::string> violation;
  std::map<std::string, std::uint64_t> witnessed;  // how often each fault and rare path was really taken
};

history_result run_history(const history_options& options, const world_factory& make = make_memory_world);

}  // namespace weir::sim
