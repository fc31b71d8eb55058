// Which cells cannot be in the database yet, so that they are inserted without looking for them: half of what a new row
// costs is the search for an old one (docs/performance.md).
//
// A cell is new when its hour is behind the last one that its series (tenant, meter, generation) had in the database
// when this owner first wrote to it, and this owner has not written it since. Only a partition's owner writes the cells
// of its tenants, so nobody else adds any while the epoch is the same; another epoch begins from nothing. Saying "maybe
// there" is always safe, and after a rolled back flush it is what is said. One thread: the committer's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include <workers/usage/cell_table.hpp>

#include <weir/stream/lease.hpp>

namespace weir::usage {

class cell_frontier {
 public:
  struct series {
    std::int32_t tenant_number = 0;
    std::int32_t meter_number = 0;
    std::int32_t generation = 0;
    bool operator==(const series&) const = default;
  };
  static series series_of(const cell_key& key) { return {key.tenant_number, key.meter_number, key.generation}; }

  // Remembers at most so many cells; then all that it wrote so far counts as "maybe there".
  explicit cell_frontier(std::size_t cells_most = 4'000'000) : cells_most_(cells_most) {}

  // Before a batch of this partition: forgets it when the epoch is another one.
  void enter(stream::partition_number partition, stream::epoch epoch);

  bool knows(stream::partition_number partition, const series& s) const;
  // The last hour of a series in the database, minutes since 1970; nothing: it has no cell. Asked inside a flush that
  // holds the partition's lease.
  void learn(stream::partition_number partition, const series& s, std::optional<std::int32_t> last_hour);

  // True once for each cell that is new: from now on it is "maybe there". `hash` is of the whole key. The series is
  // known.
  bool take_new(stream::partition_number partition, const cell_key& key, std::uint64_t hash);

  // The database had a cell that was called new: never again in this process.
  void distrust() { trusted_ = false; }

 private:
  struct series_hash {
    std::size_t operator()(const series& s) const;
  };
  struct partition_state {
    stream::epoch epoch = 0;
    std::unordered_map<series, std::int32_t, series_hash> last_hours;
    std::int32_t latest_written = 0;     // hour
    std::vector<std::uint64_t> written;  // hashes, open addressing; 0: empty
    std::size_t used = 0;
  };

  static bool insert(partition_state& p, std::uint64_t hash);
  static void forget_written(partition_state& p);

  std::size_t cells_most_;
  bool trusted_ = true;
  std::map<stream::partition_number, partition_state> partitions_;
};

}  // namespace weir::usage
