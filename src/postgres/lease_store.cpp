#include <algorithm>

#include <unistd.h>

#include <weir/base/assert.hpp>
#include <weir/base/failpoint.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::postgres {
namespace {

using stream::partition_number;

// Rows that are there are not touched: an insert beside a row that a stopped owner has locked would wait for it for
// ever.
const statement lease_prepare{
    "lease.prepare",
    "INSERT INTO leases (consumer, topic, partition) "
    "SELECT $1, $2, p FROM generate_series(0, $3::int - 1) AS p WHERE NOT EXISTS (SELECT FROM leases AS l"
    " WHERE l.consumer = $1 AND l.topic = $2 AND l.partition = p) ON CONFLICT DO NOTHING"};

const statement lease_count{
    "lease.count", "SELECT coalesce(max(partition) + 1, 0)::bigint FROM leases WHERE consumer = $1 AND topic = $2"};

const statement lease_forget_owners{
    "lease.forget_owners",
    "DELETE FROM lease_owners WHERE consumer = $1 AND last_seen < clock_timestamp() - interval '1 day'"};

const statement lease_seen{
    "lease.seen",
    "INSERT INTO lease_owners (consumer, owner, host, pid, last_seen) VALUES ($1, $2, $3, $4, clock_timestamp()) "
    "ON CONFLICT (consumer, owner) DO UPDATE SET last_seen = EXCLUDED.last_seen"};

const statement lease_leave{"lease.leave", "DELETE FROM lease_owners WHERE consumer = $1 AND owner = $2"};

const statement lease_share{
    "lease.share",
    "SELECT ceil(count(*)::numeric / greatest(1, (SELECT count(*) FROM lease_owners"
    " WHERE consumer = $1 AND last_seen >= clock_timestamp() - $3::bigint * interval '1 millisecond')))::bigint "
    "FROM leases WHERE consumer = $1 AND topic = $2 AND halt IS NULL"};

const statement lease_take{
    "lease.take",
    "WITH free AS MATERIALIZED ("
    " SELECT partition, owner FROM leases"
    " WHERE consumer = $1 AND topic = $2 AND halt IS NULL AND lease_until < clock_timestamp()"
    " ORDER BY partition LIMIT $3 FOR UPDATE SKIP LOCKED) "
    "UPDATE leases AS l SET epoch = l.epoch + 1, owner = $4, backend_pid = $5::int, backend_start = $6::timestamptz,"
    " lease_until = clock_timestamp() + $7::bigint * interval '1 millisecond',"
    " attempts = l.attempts + (free.owner IS NOT NULL)::int "
    "FROM free WHERE l.consumer = $1 AND l.topic = $2 AND l.partition = free.partition "
    "RETURNING l.partition, l.epoch, l.next_offset, l.last_fingerprint, l.attempts, l.isolated, free.owner IS NOT "
    "NULL"};

// Waits up to two seconds until the backend is gone. Both pid and start must match: pids are used again.
const statement lease_disconnect_stopped{
    "lease.disconnect_stopped",
    "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid, 2000)) FROM ("
    " SELECT DISTINCT a.pid FROM leases AS l"
    " JOIN pg_stat_activity AS a ON a.pid = l.backend_pid AND a.backend_start = l.backend_start"
    " WHERE l.consumer = $1 AND l.topic = $2 AND l.halt IS NULL AND l.lease_until < clock_timestamp()"
    " AND a.pid <> pg_backend_pid() AND NOT EXISTS (SELECT FROM lease_owners AS o"
    "  WHERE o.consumer = l.consumer AND o.owner = l.owner"
    "  AND o.last_seen >= clock_timestamp() - $3::bigint * interval '1 millisecond')) AS stopped"};

// A row that the own flush has locked is skipped: that flush extends it. It still counts as held.
const statement lease_renew{
    "lease.renew",
    "WITH held AS (SELECT * FROM unnest($3::int[], $4::bigint[], $5::timestamptz[], $8::bigint[], $9::bigint[])"
    "  AS h (partition, epoch, data_through, committed, sealed)),"
    " seen AS (UPDATE lease_owners SET last_seen = clock_timestamp() WHERE consumer = $1 AND owner = $6),"
    " mine AS MATERIALIZED (SELECT l.partition, h.data_through FROM leases AS l JOIN held AS h USING (partition)"
    "  WHERE l.consumer = $1 AND l.topic = $2 AND l.owner = $6 AND l.epoch = h.epoch"
    "  AND l.next_offset IN (h.committed, h.sealed)"
    "  ORDER BY l.partition FOR UPDATE OF l SKIP LOCKED),"
    " renewed AS (UPDATE leases AS l SET lease_until = clock_timestamp() + $7::bigint * interval '1 millisecond',"
    "  data_through = greatest(l.data_through, mine.data_through)"
    "  FROM mine WHERE l.consumer = $1 AND l.topic = $2 AND l.partition = mine.partition) "
    "SELECT h.partition FROM held AS h WHERE NOT EXISTS (SELECT FROM leases AS l WHERE l.consumer = $1 AND l.topic = $2"
    " AND l.partition = h.partition AND l.owner = $6 AND l.epoch = h.epoch"
    " AND l.next_offset IN (h.committed, h.sealed)) ORDER BY h.partition"};

const statement lease_release{
    "lease.release",
    "WITH held AS (SELECT * FROM unnest($3::int[], $4::bigint[]) AS h (partition, epoch)),"
    " mine AS MATERIALIZED (SELECT l.partition FROM leases AS l JOIN held AS h USING (partition)"
    "  WHERE l.consumer = $1 AND l.topic = $2 AND l.owner = $5 AND l.epoch = h.epoch"
    "  ORDER BY l.partition FOR UPDATE OF l) "
    "UPDATE leases AS l SET owner = NULL, backend_pid = NULL, backend_start = NULL, lease_until = '-infinity' "
    "FROM mine WHERE l.consumer = $1 AND l.topic = $2 AND l.partition = mine.partition"};

const statement lease_note_attempt{
    "lease.note_attempt",
    "UPDATE leases SET isolated = isolated + 1 "
    "WHERE consumer = $1 AND topic = $2 AND partition = $3 AND owner = $4 AND epoch = $5"};

// The announcement is written in the same statement: a partition never stands still in silence.
const statement lease_halt{
    "lease.halt",
    "WITH halted AS (UPDATE leases SET owner = NULL, backend_pid = NULL, backend_start = NULL, lease_until = "
    "'-infinity',"
    " halt = jsonb_build_object('code', $6::text, 'explanation', $7::text, 'expected', $8::bigint, 'log_start', "
    "$9::bigint,"
    "  'high_watermark', $10::bigint, 'at', clock_timestamp()) "
    "WHERE consumer = $1 AND topic = $2 AND partition = $3 AND owner = $4 AND epoch = $5 RETURNING 1) "
    "INSERT INTO outbox (id, bucket, type, payload) SELECT $11, $12::int, $13, $14 FROM halted ON CONFLICT DO NOTHING"};

const statement lease_clock{"lease.clock", "SELECT clock_timestamp()"};

std::string host_name() {
  char name[256] = "";
  ::gethostname(name, sizeof name - 1);
  return name;
}

struct arrays {
  std::vector<std::int32_t> partitions;
  std::vector<std::int64_t> epochs;
  std::vector<std::int64_t> committed;
  std::vector<std::int64_t> sealed;
};

arrays split(std::span<const lease_store::renewal> held) {
  arrays out;
  for (const auto& h : held) {
    out.partitions.push_back(h.partition);
    out.epochs.push_back(h.epoch);
    out.committed.push_back(h.committed);
    out.sealed.push_back(h.sealed);
  }
  return out;
}

// "NULL" without quotes is what an array takes for a missing instant.
std::string instants(std::span<const lease_store::renewal> held) {
  std::string out = "{";
  for (const auto& h : held) {
    if (out.size() > 1) out += ',';
    out += h.data_through ? param(*h.data_through).value() : "NULL";
  }
  return out + "}";
}

}  // namespace

lease_store::lease_store(connection_options options, ownership who)
    : options_(std::move(options)), who_(std::move(who)), host_(host_name()) {
  WEIR_ASSERT(who_.backend != nullptr && who_.lease.count() > 0, "a lease has an owner and a duration");
  // An answer that comes later than the lease lasts is of no use.
  options_.answer_timeout = std::min(options_.answer_timeout, std::max(who_.lease, std::chrono::milliseconds(2'500)));
  options_.lock_timeout = std::max(who_.lease / 4, std::chrono::milliseconds(1));
}

result<connection*> lease_store::connected() {
  if (!connection_ || !connection_->alive()) {
    connection_.reset();
    auto opened = connection::open(options_);
    if (!opened) return std::unexpected(opened.error());
    connection_ = std::move(*opened);
  }
  return connection_.get();
}

result<void> lease_store::prepare(partition_number count) {
  auto c = connected();
  if (!c) return std::unexpected(c.error());
  if (auto r = (*c)->run(lease_forget_owners, who_.consumer); !r) return std::unexpected(r.error());
  // Looked at before and after: rows of another count are neither extended here nor, by a racing owner, there.
  for (const bool filled : {false, true}) {
    auto r = (*c)->run(lease_count, who_.consumer, who_.topic);
    if (!r) return std::unexpected(r.error());
    if (const auto known = r->at(0, 0).int8(); known != count && (filled || known != 0)) {
      return fail(error_code::partition_count_mismatch, "topic " + who_.topic + " has " + std::to_string(count) +
                                                            " partitions, the database knows " + std::to_string(known) +
                                                            ": partitions are fixed when a topic is made");
    }
    if (filled) break;
    r = (*c)->run(lease_prepare, who_.consumer, who_.topic, count);
    if (!r) return std::unexpected(r.error());
  }
  return {};
}

result<void> lease_store::report_alive(connection& c) {
  auto r = c.run(lease_seen, who_.consumer, who_.owner, host_, ::getpid());
  if (!r) return std::unexpected(r.error());
  return {};
}

result<std::size_t> lease_store::share(connection& c) {
  auto r = c.run(lease_share, who_.consumer, who_.topic, who_.lease.count());
  if (!r) return std::unexpected(r.error());
  return static_cast<std::size_t>(r->at(0, 0).int8());
}

result<std::size_t> lease_store::fair_share() {
  auto c = connected();
  if (!c) return std::unexpected(c.error());
  if (auto seen = report_alive(**c); !seen) return std::unexpected(seen.error());
  return share(**c);
}

result<std::vector<stream::lease>> lease_store::take(connection& c, std::size_t most) {
  WEIR_FAILPOINT("lease.before_take");
  const auto guard = who_.backend->guard();
  const auto& backend = who_.backend->identity();
  auto r = c.run(lease_take, who_.consumer, who_.topic, most, who_.owner,
                 backend ? param(backend->pid) : param(std::nullopt),
                 backend ? param(backend->start) : param(std::nullopt), who_.lease.count());
  if (!r) return std::unexpected(r.error());
  std::vector<stream::lease> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    stream::lease l;
    l.partition = r->at(i, 0).int4();
    l.epoch = r->at(i, 1).int8();
    l.next = r->at(i, 2).int8();
    if (auto f = r->at(i, 3).optional_int8()) l.last_fingerprint = static_cast<stream::fingerprint>(*f);
    l.attempts = r->at(i, 4).int4();
    l.isolated = r->at(i, 5).int4();
    l.taken_over = r->at(i, 6).boolean();
    out.push_back(l);
  }
  if (!out.empty()) WEIR_FAILPOINT("lease.after_take");
  return out;
}

result<std::size_t> lease_store::disconnect_stopped(connection& c) {
  auto r = c.run(lease_disconnect_stopped, who_.consumer, who_.topic, who_.lease.count());
  if (!r) return std::unexpected(r.error());
  return static_cast<std::size_t>(r->at(0, 0).int8());
}

result<std::vector<stream::lease>> lease_store::acquire(std::size_t held) {
  auto c = connected();
  if (!c) return std::unexpected(c.error());
  if (auto seen = report_alive(**c); !seen) return std::unexpected(seen.error());
  auto most = share(**c);
  if (!most) return std::unexpected(most.error());
  if (held >= *most) return std::vector<stream::lease>{};
  const auto wanted = *most - held;
  auto taken = take(**c, wanted);
  if (!taken) return taken;
  if (taken->size() < wanted) {
    // What is left is not free, or locked by somebody who is stopped. A failure here must not lose what was taken.
    if (auto ended = disconnect_stopped(**c); ended && *ended > 0) {
      if (auto more = take(**c, wanted - taken->size())) taken->insert(taken->end(), more->begin(), more->end());
    }
  }
  std::ranges::sort(*taken, {}, &stream::lease::partition);
  return taken;
}

result<std::vector<partition_number>> lease_store::renew(std::span<const renewal> held) {
  std::vector<partition_number> lost;
  if (held.empty()) return lost;
  auto c = connected();
  if (!c) return std::unexpected(c.error());
  const auto a = split(held);
  auto r = (*c)->run(lease_renew, who_.consumer, who_.topic, param::array(a.partitions), param::array(a.epochs),
                     instants(held), who_.owner, who_.lease.count(), param::array(a.committed), param::array(a.sealed));
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i)
    lost.push_back(r->at(i, 0).int4());
  return lost;
}

result<void> lease_store::release(std::span<const renewal> held) {
  if (held.empty()) return {};
  auto c = connected();
  if (!c) return std::unexpected(c.error());
  const auto a = split(held);
  auto r = (*c)->run(lease_release, who_.consumer, who_.topic, param::array(a.partitions), param::array(a.epochs),
                     who_.owner);
  if (!r) return std::unexpected(r.error());
  return {};
}

result<void> lease_store::note_attempt(partition_number partition, stream::epoch epoch) {
  auto c = connected();
  if (!c) return std::unexpected(c.error());
  auto r = (*c)->run(lease_note_attempt, who_.consumer, who_.topic, partition, who_.owner, epoch);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 0) return fail(error_code::lease_lost, "partition " + std::to_string(partition));
  return {};
}

result<void> lease_store::mark_halted(const stream::halt& why, stream::epoch epoch) {
  auto c = connected();
  if (!c) return std::unexpected(c.error());
  auto now = database_time();
  if (!now) return std::unexpected(now.error());
  contract::domain_event e;
  e.type = contract::event_type::usage_partition_halted;
  e.subject = who_.consumer + "/" + who_.topic + "/" + std::to_string(why.partition);
  e.id = contract::event_id(e.subject, epoch, e.type);
  e.time = *now;
  e.principal = "system";
  contract::json_writer data;
  data.begin_object().member("consumer", who_.consumer).member("topic", who_.topic).member("partition", why.partition);
  data.member("code", name(why.code)).member("explanation", why.explanation).member("expected", why.expected);
  data.member("log_start", why.log.start).member("high_watermark", why.log.high_watermark);
  e.data = data.end_object().take();
  auto r = (*c)->run(lease_halt, who_.consumer, who_.topic, why.partition, who_.owner, epoch, name(why.code),
                     why.explanation, why.expected, why.log.start, why.log.high_watermark, e.id,
                     domain::platform_bucket.number, contract::name(e.type), contract::encode_domain_event(e));
  if (!r) return std::unexpected(r.error());
  return {};
}

result<timestamp> lease_store::database_time() {
  auto c = connected();
  if (!c) return std::unexpected(c.error());
  auto r = (*c)->run(lease_clock);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).timestamp();
}

result<void> lease_store::leave() {
  auto c = connected();
  if (!c) return std::unexpected(c.error());
  auto r = (*c)->run(lease_leave, who_.consumer, who_.owner);
  if (!r) return std::unexpected(r.error());
  return {};
}

}  // namespace weir::postgres
