#include <algorithm>
#include <map>

#include <weir/base/assert.hpp>
#include <weir/postgres/flush_store.hpp>

namespace weir::postgres {
namespace {

using stream::commit_outcome;
using stream::partition_number;

// Rows are locked in partition order before any of them is changed, so that two flushes cannot deadlock.
// The owner is compared too: a database put back to an older state gives an epoch out a second time, and the earlier
// holder, stopped inside its transaction, would keep the row from the later one for ever.
const statement flush_advance{
    "flush.advance",
    "WITH moves AS (SELECT * FROM unnest($3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], "
    "$8::boolean[])"
    "  AS m (partition, epoch, from_offset, next_offset, fingerprint, keep_attempts)),"
    " locked AS MATERIALIZED (SELECT l.partition FROM leases AS l JOIN moves AS m USING (partition)"
    "  WHERE l.consumer = $1 AND l.topic = $2 AND l.epoch = m.epoch AND l.next_offset = m.from_offset AND l.halt IS "
    "NULL AND l.owner = $10"
    "  ORDER BY l.partition FOR UPDATE OF l) "
    "UPDATE leases AS l SET next_offset = m.next_offset, last_fingerprint = m.fingerprint,"
    " lease_until = clock_timestamp() + $9::bigint * interval '1 millisecond',"
    " attempts = CASE WHEN m.keep_attempts THEN l.attempts ELSE 0 END, isolated = 0 "
    "FROM locked JOIN moves AS m USING (partition) WHERE l.consumer = $1 AND l.topic = $2 AND l.partition = m.partition"
    " AND l.epoch = m.epoch AND l.next_offset = m.from_offset AND l.halt IS NULL AND l.owner = $10 RETURNING "
    "l.partition"};

const statement flush_resolve{"flush.resolve",
                              "SELECT partition, epoch, next_offset FROM leases WHERE consumer = $1 AND topic = $2 AND "
                              "partition = ANY ($3::int[]) "
                              "ORDER BY partition FOR UPDATE"};

const statement flush_end_backend{
    "flush.end_backend",
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid = $1 AND backend_start = $2::timestamptz"};

const statement flush_publish_backend{
    "flush.publish_backend",
    "WITH mine AS MATERIALIZED (SELECT partition FROM leases WHERE consumer = $1 AND topic = $2 AND owner = $3"
    "  ORDER BY partition FOR UPDATE) "
    "UPDATE leases AS l SET backend_pid = $4, backend_start = $5::timestamptz "
    "FROM mine WHERE l.consumer = $1 AND l.topic = $2 AND l.partition = mine.partition"};

}  // namespace

flush_transaction::~flush_transaction() {
  if (!finished_) roll_back();
}

flush_transaction& flush_transaction::of(stream::transaction& tx) {
  auto* mine = dynamic_cast<flush_transaction*>(&tx);
  WEIR_ASSERT(mine != nullptr, "a worker's SQL runs on a PostgreSQL transaction");
  return *mine;
}

result<std::vector<partition_number>> flush_transaction::advance(std::span<const stream::progress> moves) {
  std::vector<std::int32_t> partitions;
  std::vector<std::int64_t> epochs, from, next, fingerprints;
  std::string keep = "{";
  for (const auto& m : moves) {
    partitions.push_back(m.partition);
    epochs.push_back(m.epoch);
    from.push_back(m.from);
    next.push_back(m.next);
    fingerprints.push_back(static_cast<std::int64_t>(m.last_fingerprint));
    if (keep.size() > 1) keep += ',';
    keep += m.keep_attempts ? 't' : 'f';
  }
  auto r = connection_.run(flush_advance, who_.consumer, who_.topic, param::array(partitions), param::array(epochs),
                           param::array(from), param::array(next), param::array(fingerprints), keep + "}",
                           who_.lease.count(), who_.owner);
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i)
    std::erase(partitions, r->at(i, 0).int4());
  return partitions;
}

commit_outcome flush_transaction::commit() {
  WEIR_ASSERT(!finished_, "a transaction ends once");
  finished_ = true;
  switch (connection_.commit()) {
    case connection::commit_answer::committed:
      return commit_outcome::committed;
    case connection::commit_answer::rolled_back:
      return commit_outcome::rolled_back;
    case connection::commit_answer::unknown:
      break;
  }
  return commit_outcome::unknown;
}

void flush_transaction::roll_back() {
  if (finished_) return;
  finished_ = true;
  if (!connection_.execute("ROLLBACK")) connection_.close();
}

flush_store::flush_store(flush_options options, ownership who) : options_(std::move(options)), who_(std::move(who)) {
  begin_sql_ = "BEGIN; SET LOCAL ROLE weir_worker; SET LOCAL synchronous_commit = ";
  begin_sql_ += options_.synchronous_commit ? "on" : "off";
  begin_sql_ += "; SET LOCAL lock_timeout = " + std::to_string(options_.lock_timeout.count());
}

result<void> flush_store::reconnect() {
  connection_.reset();
  auto opened = connection::open(options_.connection);
  if (!opened) return std::unexpected(opened.error());
  auto& c = **opened;
  const auto guard = who_.backend->guard();
  if (const auto& before = who_.backend->identity()) {
    if (auto r = c.run(flush_end_backend, before->pid, before->start); !r) return std::unexpected(r.error());
  }
  const auto begin = "BEGIN; SET LOCAL lock_timeout = " + std::to_string(options_.lock_timeout.count());
  if (auto r = c.execute(begin.c_str()); !r) return r;
  if (auto r = c.run(flush_publish_backend, who_.consumer, who_.topic, who_.owner, c.backend().pid, c.backend().start);
      !r) {
    return std::unexpected(r.error());
  }
  if (c.commit() != connection::commit_answer::committed) {
    return fail(error_code::database_unavailable, "the connection was lost while it was announced");
  }
  who_.backend->publish(c.backend());
  connection_ = std::move(*opened);
  return {};
}

result<std::unique_ptr<stream::transaction>> flush_store::begin() {
  if (connection_ && connection_->alive()) {
    WEIR_ASSERT(!connection_->in_transaction(), "one transaction at a time");
    auto begun = connection_->execute(begin_sql_.c_str());
    if (begun) return std::unique_ptr<stream::transaction>(new flush_transaction(*connection_, who_));
    // Nothing has been written yet, so a connection that died while idle is replaced at once.
    if (connection_->alive()) return std::unexpected(begun.error());
  }
  if (auto opened = reconnect(); !opened) return std::unexpected(opened.error());
  if (auto begun = connection_->execute(begin_sql_.c_str()); !begun) {
    connection_->close();
    return std::unexpected(begun.error());
  }
  return std::unique_ptr<stream::transaction>(new flush_transaction(*connection_, who_));
}

result<stream::store::resolution> flush_store::resolve(std::span<const stream::progress> moves) {
  if (auto opened = reconnect(); !opened) return std::unexpected(opened.error());
  if (auto begun = connection_->execute(begin_sql_.c_str()); !begun) return std::unexpected(begun.error());
  flush_transaction looking(*connection_, who_);
  std::vector<std::int32_t> partitions;
  for (const auto& m : moves)
    partitions.push_back(m.partition);
  auto r = connection_->run(flush_resolve, who_.consumer, who_.topic, param::array(partitions));
  if (!r) return std::unexpected(r.error());
  struct row {
    stream::epoch epoch;
    stream::offset next;
  };
  std::map<partition_number, row> found;
  for (std::size_t i = 0; i < r->size(); ++i)
    found[r->at(i, 0).int4()] = {r->at(i, 1).int8(), r->at(i, 2).int8()};
  resolution out;
  for (const auto& m : moves) {
    const auto it = found.find(m.partition);
    // Another epoch is a successor; another offset under the own epoch is an operator who moved it.
    if (it == found.end() || it->second.epoch != m.epoch || (it->second.next != m.from && it->second.next != m.next)) {
      out.fenced.push_back(m.partition);
    } else if (it->second.next == m.next) {
      out.committed = true;
    }
  }
  return out;
}

}  // namespace weir::postgres
