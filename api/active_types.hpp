// The event types that some meter wants, as of about a second ago: enough for a warning, not for counting.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include <api/subject_cache.hpp>

#include <weir/base/error.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

class active_types {
 public:
  using set = std::unordered_set<std::string, text_hash, std::equal_to<>>;

  explicit active_types(postgres::pool& database) : database_(database) {}

  // Nothing until they were read once: no warnings then. Quick; any thread.
  const set* snapshot() const;

  // A meter was made here: its type is known at once.
  void add(std::string_view type);

  // Reads them when definitions.version has moved. Waits. For the refresher's thread.
  result<void> refresh();

 private:
  void publish(std::shared_ptr<const set> s);

  postgres::pool& database_;
  std::int64_t version_ = -1;  // of the refresher's thread
  mutable std::mutex mutex_;
  std::shared_ptr<const set> current_;
  std::atomic<std::uint64_t> edition_{0};  // of current_: readers keep their own copy until it moves
};

}  // namespace weir::api
