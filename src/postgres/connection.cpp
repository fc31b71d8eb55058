#include <cerrno>
#include <charconv>
#include <cstring>

#include <libpq-fe.h>
#include <poll.h>

#include <weir/postgres/connection.hpp>

namespace weir::postgres {
namespace {

using steady = std::chrono::steady_clock;

int poll_until(int socket, short events, steady::time_point until) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady::now()).count();
    pollfd p{socket, events, 0};
    const int n = ::poll(&p, 1, until == steady::time_point::max() ? -1 : static_cast<int>(left < 0 ? 0 : left));
    if (n >= 0 || errno != EINTR) return n;
  }
}

// Notices go nowhere: they may quote values.
void drop_notice(void*, const char*) {}

std::string diagnostic(const PGresult* r, int what) {
  const char* text = PQresultErrorField(r, what);
  return text == nullptr ? std::string() : std::string(text);
}

rows to_rows(PGresult* raw) {
  std::shared_ptr<const void> keep(raw, [](const void* r) { PQclear(static_cast<PGresult*>(const_cast<void*>(r))); });
  const int columns = PQnfields(raw);
  const int count = PQntuples(raw);
  std::vector<field> fields;
  fields.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < columns; ++j) {
      fields.emplace_back(PQgetvalue(raw, i, j), PQgetisnull(raw, i, j) ? -1 : PQgetlength(raw, i, j));
    }
  }
  const std::string_view tuples = PQcmdTuples(raw);
  std::uint64_t affected = 0;
  std::from_chars(tuples.data(), tuples.data() + tuples.size(), affected);
  return {std::move(keep), static_cast<std::size_t>(columns), std::move(fields), affected};
}

}  // namespace

void connection::result_deleter::operator()(pg_result* r) const {
  PQclear(r);
}

connection::connection(pg_conn* raw, const connection_options& options)
    : raw_(raw), answer_timeout_(options.answer_timeout) {}

connection::~connection() {
  if (cancel_ != nullptr) PQfreeCancel(cancel_);
  if (raw_ != nullptr) PQfinish(raw_);
}

result<std::unique_ptr<connection>> connection::open(const connection_options& options) {
  auto info = conninfo(options);
  if (!info) return std::unexpected(info.error());
  std::unique_ptr<connection> c(new connection(PQconnectStart(info->c_str()), options));
  if (c->raw_ == nullptr) return fail(error_code::database_unavailable, "no memory for a connection");
  const auto until = steady::now() + options.connect_timeout;
  for (auto state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK; state = PQconnectPoll(c->raw_)) {
    if (state == PGRES_POLLING_FAILED || PQstatus(c->raw_) == CONNECTION_BAD) {
      std::string why = PQerrorMessage(c->raw_);
      while (why.ends_with('\n'))
        why.pop_back();
      return fail(error_code::database_unavailable, std::move(why));
    }
    if (poll_until(PQsocket(c->raw_), state == PGRES_POLLING_READING ? POLLIN : POLLOUT, until) <= 0) {
      return fail(error_code::database_unavailable, "the server did not accept the connection in time");
    }
  }
  PQsetNoticeProcessor(c->raw_, drop_notice, nullptr);
  PQsetnonblocking(c->raw_, 1);
  c->cancel_ = PQgetCancel(c->raw_);
  if (auto greeted = c->greet(); !greeted) return std::unexpected(greeted.error());
  return c;
}

result<void> connection::greet() {
  auto r = query("SELECT pid, backend_start::text FROM pg_stat_get_activity(pg_backend_pid())");
  if (!r) return std::unexpected(r.error());
  backend_ = {r->at(0, 0).int4(), r->at(0, 1).string()};
  return {};
}

connection::deadline connection::next_deadline() const {
  return answer_timeout_.count() == 0 ? deadline::max() : steady::now() + answer_timeout_;
}

std::unexpected<error> connection::lost() {
  last_error_ = {};
  close();
  return std::unexpected(translate(last_error_));
}

std::unexpected<error> connection::failed(pg_result* r) {
  last_error_ = {diagnostic(r, PG_DIAG_SQLSTATE), diagnostic(r, PG_DIAG_CONSTRAINT_NAME),
                 diagnostic(r, PG_DIAG_MESSAGE_PRIMARY)};
  return std::unexpected(translate(last_error_));
}

result<void> connection::wait(short events, deadline until) {
  const int n = poll_until(PQsocket(raw_), events, until);
  if (n > 0) return {};
  // The protocol has no way back from an unread answer, so a connection that is late is given up.
  auto gone = lost();
  if (n == 0) return fail(error_code::database_timeout, "the server did not answer in time; the connection was closed");
  return gone;
}

result<void> connection::flush(deadline until) {
  if (raw_ == nullptr) return lost();
  for (;;) {
    const int left = PQflush(raw_);
    if (left == 0) return {};
    if (left < 0) return lost();
    // The server may stop reading until its own output was read, so both directions are served.
    if (auto ready = wait(POLLIN | POLLOUT, until); !ready) return ready;
    if (PQconsumeInput(raw_) == 0) return lost();
  }
}

result<void> connection::await_result(deadline until) {
  while (PQisBusy(raw_) == 1) {
    if (auto ready = wait(POLLIN, until); !ready) return ready;
    if (PQconsumeInput(raw_) == 0 && PQisBusy(raw_) == 1) return lost();
  }
  return {};
}

result<connection::result_ptr> connection::read_result(deadline until) {
  if (raw_ == nullptr) return lost();
  if (auto ready = await_result(until); !ready) return std::unexpected(ready.error());
  return result_ptr(PQgetResult(raw_));
}

result<connection::result_ptr> connection::read_all() {
  const auto until = next_deadline();
  if (auto sent = flush(until); !sent) return std::unexpected(sent.error());
  result_ptr last;
  std::optional<error> first_error;
  for (;;) {
    auto r = read_result(until);
    if (!r) return first_error ? std::unexpected(*first_error) : std::unexpected(r.error());
    if (!*r) break;
    const auto status = PQresultStatus(r->get());
    if (status == PGRES_COPY_IN) return std::move(*r);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY && !first_error) {
      first_error = failed(r->get()).error();
    }
    last = std::move(*r);
  }
  if (first_error) {
    if (PQstatus(raw_) == CONNECTION_BAD) close();
    return std::unexpected(*first_error);
  }
  if (!last) return lost();
  return last;
}

result<void> connection::execute(const char* sql) {
  if (raw_ == nullptr || PQsendQuery(raw_, sql) == 0) return lost();
  auto r = read_all();
  if (!r) return std::unexpected(r.error());
  return {};
}

result<rows> connection::query(const char* sql, std::span<const param> params) {
  return query_as(sql, params, 0);
}

result<rows> connection::query_binary(const char* sql, std::span<const param> params) {
  return query_as(sql, params, 1);
}

result<rows> connection::query_as(const char* sql, std::span<const param> params, int format) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const auto& p : params) {
    if (p.kind() == param::form::text && p.value().find('\0') != std::string::npos) {
      last_error_ = {"22021", "", ""};
      return fail(error_code::database_data_invalid, "a text contains U+0000");
    }
    values.push_back(p.kind() == param::form::null ? nullptr : p.value().data());
    lengths.push_back(static_cast<int>(p.value().size()));
    formats.push_back(p.kind() == param::form::bytes ? 1 : 0);
  }
  if (raw_ == nullptr || PQsendQueryParams(raw_, sql, static_cast<int>(params.size()), nullptr, values.data(),
                                           lengths.data(), formats.data(), format) == 0) {
    return lost();
  }
  auto r = read_all();
  if (!r) return std::unexpected(r.error());
  return to_rows(r->release());
}

result<void> connection::copy_begin(const char* sql) {
  if (raw_ == nullptr || PQsendQuery(raw_, sql) == 0) return lost();
  auto r = read_all();
  if (!r) return std::unexpected(r.error());
  if (PQresultStatus(r->get()) != PGRES_COPY_IN) return fail(error_code::internal_error, "not a COPY … FROM STDIN");
  return {};
}

result<void> connection::copy_data(std::string_view bytes) {
  if (raw_ == nullptr) return lost();
  const auto until = next_deadline();
  for (;;) {
    const int queued = PQputCopyData(raw_, bytes.data(), static_cast<int>(bytes.size()));
    if (queued < 0) return lost();
    if (auto sent = flush(until); !sent) return sent;
    if (queued == 1) return {};
  }
}

result<std::uint64_t> connection::copy_end() {
  if (raw_ == nullptr) return lost();
  const auto until = next_deadline();
  for (;;) {
    const int queued = PQputCopyEnd(raw_, nullptr);
    if (queued < 0) return lost();
    if (queued == 1) break;
    if (auto sent = flush(until); !sent) return std::unexpected(sent.error());
  }
  auto r = read_all();
  if (!r) return std::unexpected(r.error());
  return to_rows(r->release()).affected();
}

void connection::copy_abort() {
  if (raw_ == nullptr) return;
  if (PQputCopyEnd(raw_, "given up by the client") != 1 || !read_all()) {
    if (raw_ != nullptr && PQstatus(raw_) == CONNECTION_BAD) close();
  }
}

connection::commit_answer connection::commit() {
  if (!alive()) return commit_answer::rolled_back;
  if (PQsendQuery(raw_, "COMMIT") == 0) {
    close();
    return commit_answer::unknown;
  }
  auto r = read_all();
  if (!r) return alive() ? commit_answer::rolled_back : commit_answer::unknown;
  // The server answers ROLLBACK when a statement of the transaction had failed.
  return std::strcmp(PQcmdStatus(r->get()), "COMMIT") == 0 ? commit_answer::committed : commit_answer::rolled_back;
}

bool connection::alive() const {
  return raw_ != nullptr && PQstatus(raw_) == CONNECTION_OK;
}

bool connection::in_transaction() const {
  return raw_ != nullptr &&
         (PQtransactionStatus(raw_) == PQTRANS_INTRANS || PQtransactionStatus(raw_) == PQTRANS_INERROR);
}

int connection::backend_pid() const {
  return backend_.pid;
}

void connection::close() {
  if (raw_ == nullptr) return;
  PQfinish(raw_);
  raw_ = nullptr;
}

bool connection::cancel() const {
  char ignored[256];
  return cancel_ != nullptr && PQcancel(cancel_, ignored, sizeof ignored) == 1;
}

}  // namespace weir::postgres
