// One libpq connection with deadlines: for flushes, leases and migrations. Used by one thread at a time; only cancel()
// may be called from another. A connection that was lost stays lost: open a new one.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/postgres/conninfo.hpp>
#include <weir/postgres/executor.hpp>

struct pg_conn;
struct pg_cancel;
struct pg_result;

namespace weir::postgres {

// Which server process a connection talks to. A pid alone is not enough: it is given again to another backend.
struct backend_identity {
  int pid = 0;
  std::string start;  // pg_stat_activity.backend_start as text
  bool operator==(const backend_identity&) const = default;
};

class connection final : public executor {
 public:
  // Errors: database_unavailable, setting_invalid.
  static result<std::unique_ptr<connection>> open(const connection_options& options);
  ~connection() override;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  // One or more statements separated by semicolons in one round trip; results are dropped.
  result<void> execute(const char* sql);

  result<rows> query(const char* sql, std::span<const param> params = {}) override;
  // As query, with fields in PostgreSQL's binary form: bytea arrives as it is.
  result<rows> query_binary(const char* sql, std::span<const param> params = {});

  const server_error& last_error() const override { return last_error_; }

  // COPY … FROM STDIN, driven by copy_writer.
  result<void> copy_begin(const char* sql);
  result<void> copy_data(std::string_view bytes);
  result<std::uint64_t> copy_end();  // rows copied
  void copy_abort();

  enum class commit_answer { committed, rolled_back, unknown };
  commit_answer commit();  // unknown: the connection was lost after COMMIT was sent, or maybe sent

  bool alive() const;           // false once an error has shown that the connection is gone
  bool in_transaction() const;  // a transaction is open, failed or not
  int backend_pid() const;
  const backend_identity& backend() const { return backend_; }
  void close();  // at once, without saying goodbye; an open transaction is rolled back by the server

  // Asks the server to cancel the statement that runs now. Any thread. False: the request could not be delivered.
  bool cancel() const;

 private:
  using deadline = std::chrono::steady_clock::time_point;
  struct result_deleter {
    void operator()(pg_result* r) const;
  };
  using result_ptr = std::unique_ptr<pg_result, result_deleter>;

  connection(pg_conn* raw, const connection_options& options);
  result<void> greet();
  deadline next_deadline() const;
  result<void> wait(short events, deadline until);
  result<void> flush(deadline until);
  result<void> await_result(deadline until);
  result<result_ptr> read_result(deadline until);  // null after the last one
  result<result_ptr> read_all();                   // the last result; the first error wins
  result<rows> query_as(const char* sql, std::span<const param> params, int format);
  std::unexpected<error> failed(pg_result* r);
  std::unexpected<error> lost();

  pg_conn* raw_ = nullptr;
  pg_cancel* cancel_ = nullptr;
  std::chrono::milliseconds answer_timeout_;
  backend_identity backend_;
  server_error last_error_;
};

}  // namespace weir::postgres
