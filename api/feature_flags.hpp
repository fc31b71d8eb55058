// Which features are switched on, as the database says it, a few seconds late at most.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

// schemas/catalogues/feature_flags.json: what this program asks for. The database may have others, for the portal.
enum class feature_flag : std::uint8_t {
#define WEIR_FEATURE_FLAG(name, usual, description) name,
#include <weir/catalogue/feature_flags.inc>
#undef WEIR_FEATURE_FLAG
};

class feature_flags {
 public:
  explicit feature_flags(postgres::pool& database);

  // The catalogue's default until they were read once. Quick; any thread.
  bool on(feature_flag f) const { return on_[static_cast<std::size_t>(f)].load(std::memory_order_relaxed); }

  // Makes those of the catalogue and of `seeds` (FEATURE_*: state by name) that are missing. What is there keeps its
  // state, whatever the seeds say: it may have been switched since.
  result<void> declare(const std::map<std::string, bool, std::less<>>& seeds);

  // Reads them. Waits.
  result<void> refresh();

 private:
  static constexpr std::size_t count = 0
#define WEIR_FEATURE_FLAG(name, usual, description) +1
#include <weir/catalogue/feature_flags.inc>
#undef WEIR_FEATURE_FLAG
      ;

  postgres::pool& database_;
  std::array<std::atomic<bool>, count> on_;
};

}  // namespace weir::api
