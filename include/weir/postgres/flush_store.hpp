// Flushes in PostgreSQL. One libpq connection, owned by the committer's thread, opened at first use and again after it
// was lost. A new connection first ends the backend of the one before (its row locks would stay) and writes its own
// identity into the rows this worker holds.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <weir/postgres/connection.hpp>
#include <weir/postgres/ownership.hpp>
#include <weir/stream/store.hpp>

namespace weir::postgres {

struct flush_options {
  connection_options connection;
  bool synchronous_commit = true;  // off for usage alone: progress and effects are lost together or not at all
  std::chrono::milliseconds lock_timeout{5'000};
};

class flush_transaction final : public stream::transaction {
 public:
  ~flush_transaction() override;

  result<std::vector<stream::partition_number>> advance(std::span<const stream::progress> moves) override;
  stream::commit_outcome commit() override;
  void roll_back() override;

  // For a worker's own statements, as weir_worker, between advance() and commit().
  postgres::connection& connection() { return connection_; }

  // The transaction a processor was handed. A bug when it is another store's.
  static flush_transaction& of(stream::transaction& tx);

 private:
  friend class flush_store;
  flush_transaction(postgres::connection& c, const ownership& who) : connection_(c), who_(who) {}

  postgres::connection& connection_;
  const ownership& who_;
  bool finished_ = false;
};

class flush_store final : public stream::store {
 public:
  flush_store(flush_options options, ownership who);

  // The transaction must end before the next one begins, and before the store.
  result<std::unique_ptr<stream::transaction>> begin() override;
  result<resolution> resolve(std::span<const stream::progress> moves) override;

 private:
  result<void> reconnect();

  flush_options options_;
  ownership who_;
  std::string begin_sql_;
  std::unique_ptr<postgres::connection> connection_;
};

}  // namespace weir::postgres
