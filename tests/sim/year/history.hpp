// A year of billing: tenants in several zones subscribe, change, pause, cancel, use, use late, pay and are credited,
// while the workers that bill them die. The seed decides all of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weir::sim {

struct year_options {
  std::uint64_t seed = 1;
  std::size_t tenants = 12;
  int months = 12;
  bool dies = true;  // else nothing ever goes wrong
  bool verbose = false;
};

struct year_result {
  std::optional<std::string> violation;
  std::map<std::string, std::uint64_t> witnessed;
  std::vector<std::string> told;  // tell() at its end
};

year_result run_year(const year_options& options);

}  // namespace weir::sim
