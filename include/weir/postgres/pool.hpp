// Connections of the API: bounded in number and in waiting, one transaction for each use, narrowed to a role and a
// tenant.
//
// The driver is libpqxx 6.4.5. Its exceptions end here, and so does its silent reconnect: a connection that reported
// once that it was broken is destroyed. The process must ignore SIGPIPE.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <weir/base/error.hpp>
#include <weir/base/ulid.hpp>
#include <weir/postgres/conninfo.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

// SET LOCAL ROLE of the transaction. owner: what the URL logs in as; row-level security is forced on it too.
enum class role : std::uint8_t { owner, api, worker, login };

enum class access : std::uint8_t {
  read_write,
  read_only,
  snapshot,  // read only, and all statements see what the first one saw
};

// Whose rows a transaction under role::api sees.
class tenant_scope {
 public:
  static tenant_scope nobody() { return {"", ""}; }
  static tenant_scope platform() { return {"*", ""}; }
  static tenant_scope of(std::int32_t tenant_number) { return {std::to_string(tenant_number), ""}; }
  // What belongs to one person, in no tenant: profile, preferences, sessions, memberships.
  static tenant_scope person(const user_id& who) { return {"", who.text()}; }
  const std::string& setting() const { return setting_; }
  const std::string& user() const { return user_; }

 private:
  tenant_scope(std::string tenant, std::string user) : setting_(std::move(tenant)), user_(std::move(user)) {}
  std::string setting_;
  std::string user_;
};

// Called from the threads that use the pool, several at once; must not throw.
struct pool_hooks {
  std::function<void(std::chrono::nanoseconds)> waited;  // until a connection was free
  std::function<void()> connected;                       // a connection was opened
  std::function<void(error_code)> failed;                // a transaction ended with this error
};

struct pool_options {
  connection_options connection;
  std::size_t size = 20;
  std::chrono::milliseconds wait{5'000};
  pool_hooks hooks{};
};

class pool {
 public:
  explicit pool(pool_options options);  // opens nothing yet
  ~pool();                              // every use has ended
  pool(const pool&) = delete;
  pool& operator=(const pool&) = delete;

  // Runs fn(executor&) → result<T> in a transaction: its error rolls back, its value commits. Any thread; fn runs on
  // the caller's. Errors: fn's; the database's; database_timeout when no connection was free in time; database_in_doubt
  // when the connection was lost at COMMIT: nothing was repeated, read before you do.
  template<class F>
  auto with_transaction(role as, const tenant_scope& tenant, F&& fn, access mode = access::read_write)
      -> std::invoke_result_t<F&, executor&> {
    using answer = std::invoke_result_t<F&, executor&>;
    std::optional<answer> got;
    auto done = run(as, tenant, mode, [&](executor& in) -> result<void> {
      got.emplace(fn(in));
      if (!*got) return std::unexpected(got->error());
      return {};
    });
    if (!done) return std::unexpected(done.error());
    return std::move(*got);
  }

  template<class F>
  auto read(role as, const tenant_scope& tenant, F&& fn) {
    return with_transaction(as, tenant, std::forward<F>(fn), access::read_only);
  }

  template<class F>
  auto read_snapshot(role as, const tenant_scope& tenant, F&& fn) {
    return with_transaction(as, tenant, std::forward<F>(fn), access::snapshot);
  }

  struct state {
    std::size_t size = 0;
    std::size_t open = 0;
    std::size_t busy = 0;
  };
  state now() const;

 private:
  result<void> run(role as, const tenant_scope& tenant, access mode,
                   const std::function<result<void>(executor&)>& body);

  struct implementation;
  std::unique_ptr<implementation> impl_;
};

}  // namespace weir::postgres
