// Leases in PostgreSQL: rows of `leases` and `lease_owners`, by the database's clock.
//
// One connection, opened at first use and again after it was lost; used by one thread. It logs in as the owner and
// keeps that role: pg_terminate_backend works only among sessions of the same login.
//
// Beyond the port's contract:
// - A partition whose lease ran out is given to anybody, its last owner included: acquire() may return a partition that
// the
//   caller still holds under an older epoch. The older one is fenced, its memory must go.
// - A locked row is taken from its owner by terminating the recorded backend only when the owner was not seen for a
// lease
//   time either: a flush that is merely slow, of a worker that still renews, goes on.
// - renew() reports this owner alive, as acquire() and fair_share() do.
#pragma once

#include <memory>
#include <string>

#include <weir/postgres/connection.hpp>
#include <weir/postgres/ownership.hpp>
#include <weir/stream/lease.hpp>

namespace weir::postgres {

class lease_store final : public stream::lease_store {
 public:
  lease_store(connection_options options, ownership who);

  result<void> prepare(stream::partition_number count) override;
  result<std::vector<stream::lease>> acquire(std::size_t held) override;
  result<std::size_t> fair_share() override;
  result<std::vector<stream::partition_number>> renew(std::span<const renewal> held) override;
  result<void> release(std::span<const renewal> held) override;
  result<void> note_attempt(stream::partition_number partition, stream::epoch epoch) override;
  result<void> mark_halted(const stream::halt& why, stream::epoch epoch) override;
  result<timestamp> database_time() override;

  // This owner ends: the others' fair share grows at once, not after a lease time. Call it after the last release().
  result<void> leave();

 private:
  result<connection*> connected();
  result<void> report_alive(connection& c);
  result<std::size_t> share(connection& c);
  result<std::vector<stream::lease>> take(connection& c, std::size_t most);
  result<std::size_t> disconnect_stopped(connection& c);

  connection_options options_;
  ownership who_;
  std::string host_;
  std::unique_ptr<connection> connection_;
};

}  // namespace weir::postgres
