// ?after=<receipt>: waits until the writes that receipts name are in the database, so that a client reads what it
// wrote.
//
// One thread asks for the positions of all waiters with one short statement each tick; nobody holds a connection or a
// worker thread while waiting.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include <weir/contract/receipt.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

class after_waiter {
 public:
  static constexpr std::size_t most_waiting = 10'000;

  struct options {
    std::chrono::milliseconds most{10'000};
    std::chrono::milliseconds tick{20};
  };

  explicit after_waiter(postgres::pool& database) : after_waiter(database, options{}) {}
  after_waiter(postgres::pool& database, options o);
  ~after_waiter();  // completes what waits with after_timeout

  using completed = std::move_only_function<void(result<void>)>;

  // Calls `done` once, from the waiter's thread, or at once when there is nothing to wait for. It must not wait itself.
  // `most`: shorter than the option of that name.
  // Errors: after_timeout, overloaded. A database that is away is waited for, too.
  void wait(std::vector<contract::receipt> receipts, completed done,
            std::chrono::milliseconds most = std::chrono::milliseconds::max());

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace weir::api
