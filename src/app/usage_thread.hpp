// One thread that counts: an engine over its own share of the partitions, with a consumer, leases and connections of
// its own. Several in one process differ from several processes only in what they share: usage_shared.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include <src/app/program.hpp>
#include <workers/usage/claim_storage.hpp>
#include <workers/usage/usage_store.hpp>

#include <weir/postgres/pool.hpp>

namespace weir::app {

// Of all counting threads of a process.
struct usage_shared {
  const program& settings;
  postgres::pool& pool;
  std::int32_t partitions = 0;  // as the database has recorded them
  usage::claim_storage& claims;
  std::atomic<usage::arrival_day> claims_since{0};  // the first day of claims that the database keeps
  std::function<void(const error&)> ended;          // from the thread that cannot go on: the process must end
};

class usage_thread {
 public:
  // Reports itself as an owner of partitions; takes none before run(). `shared` must outlive it.
  static result<std::unique_ptr<usage_thread>> make(usage_shared& shared);
  ~usage_thread();  // as stop(), and waits

  void run();   // once
  void stop();  // flushes what is open and gives the partitions back, on its thread

 private:
  struct parts;
  explicit usage_thread(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::app
