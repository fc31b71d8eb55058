// Cells of one partition in memory, as the database would have them: of those hours alone that somebody asks for. One
// thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include <workers/usage/effects.hpp>
#include <workers/usage/stored_cell.hpp>

#include <weir/base/time.hpp>

namespace weir::usage {

class counted_cells {
 public:
  // What one meter counts for one tenant.
  struct series {
    std::int32_t tenant_number = 0;
    std::int32_t meter_number = 0;
    std::int32_t generation = 1;

    auto operator<=>(const series&) const = default;
  };

  // Cells whose hours begin from `from` on and before `to` are kept from now on.
  void want(const series& of, timestamp from, timestamp to);

  // Adds a batch's effects in one partition. Values beyond unique_values_most are not admitted, as in the database.
  // Error: cell_overflow.
  result<void> add(const partition_effects& effects);

  struct cell_view {
    timestamp hour;
    std::string_view subject;
    std::string_view dimensions;
    const stored_cell& cell;
  };
  // By hour, subject and dimensions.
  void for_each(const series& of, timestamp from, timestamp to, const std::function<void(const cell_view&)>& see) const;

  std::size_t size() const { return size_; }

 private:
  using stretch = std::pair<std::int32_t, std::int32_t>;  // minutes since 1970
  struct cell_name {
    std::string subject;
    std::string dimensions;

    auto operator<=>(const cell_name&) const = default;
  };
  struct wanted {
    std::vector<stretch> hours;
    std::map<std::int32_t, std::map<cell_name, stored_cell>> cells;  // by the start of the hour
  };

  stored_cell* find_or_make(const cell_key& key);
  static bool is_within(const std::vector<stretch>& hours, std::int32_t minutes);

  std::map<series, wanted> series_;
  std::size_t size_ = 0;
};

}  // namespace weir::usage
