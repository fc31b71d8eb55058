#include <weir/base/assert.hpp>
#include <weir/postgres/outbox_relay_store.hpp>

namespace weir::postgres {
namespace {

// Holds the lease's row until the transaction ends, so that no successor can begin in between.
const statement relay_fence{"relay.fence", R"sql(
SELECT FROM leases WHERE consumer = $1 AND topic = $2 AND partition = $3 AND owner = $4 AND epoch = $5 AND halt IS NULL
FOR UPDATE)sql"};

const statement relay_prepare{"relay.prepare", R"sql(
INSERT INTO outbox_sequences (events_partition) VALUES ($1) ON CONFLICT DO NOTHING)sql"};

const statement relay_claim{"relay.claim", R"sql(
WITH place AS MATERIALIZED (SELECT next_seq FROM outbox_sequences WHERE events_partition = $1 FOR UPDATE),
picked AS MATERIALIZED (
  SELECT id, row_number() OVER (ORDER BY number) - 1 AS position FROM (
    SELECT id, number FROM outbox WHERE seq IS NULL AND bucket % $2::int = $1 ORDER BY number LIMIT $3) AS first_ones),
claimed AS (
  UPDATE outbox AS o SET events_partition = $1, seq = place.next_seq + picked.position
  FROM picked, place WHERE o.id = picked.id RETURNING o.id)
UPDATE outbox_sequences SET next_seq = next_seq + (SELECT count(*) FROM claimed) WHERE events_partition = $1
RETURNING (SELECT count(*) FROM claimed))sql"};

const statement relay_unconfirmed{"relay.unconfirmed", R"sql(
SELECT seq, id, bucket, type, payload, traceparent FROM outbox
WHERE events_partition = $1 AND seq > (SELECT confirmed_seq FROM outbox_sequences WHERE events_partition = $1)
ORDER BY seq LIMIT $2)sql"};

const statement relay_confirm{"relay.confirm", R"sql(
WITH published AS (UPDATE outbox SET published_at = clock_timestamp()
  WHERE events_partition = $1 AND seq <= $2 AND published_at IS NULL)
UPDATE outbox_sequences SET confirmed_seq = greatest(confirmed_seq, $2)
WHERE events_partition = $1 AND $2 < next_seq)sql"};

const statement relay_lag{"relay.lag", R"sql(
SELECT (SELECT count(*) FROM outbox WHERE seq IS NULL) + (SELECT count(*) FROM outbox WHERE seq IS NOT NULL AND published_at IS NULL),
  least((SELECT min(created_at) FROM outbox WHERE seq IS NULL),
        (SELECT min(created_at) FROM outbox WHERE seq IS NOT NULL AND published_at IS NULL)))sql"};

// Rolls back whatever a return with an error leaves open.
class open_transaction {
 public:
  explicit open_transaction(connection& c) : c_(c) {}
  ~open_transaction() {
    if (c_.in_transaction() && !c_.execute("ROLLBACK")) c_.close();
  }
  open_transaction(const open_transaction&) = delete;

 private:
  connection& c_;
};

}  // namespace

outbox_relay_store::outbox_relay_store(connection_options options, ownership who, stream::partition_number partitions)
    : options_(std::move(options)), who_(std::move(who)), partitions_(partitions) {
  WEIR_ASSERT(partitions_ > 0, "the events topic has partitions");
}

result<connection*> outbox_relay_store::begin() {
  if (!connection_ || !connection_->alive()) {
    auto opened = connection::open(options_);
    if (!opened) return std::unexpected(opened.error());
    connection_ = std::move(*opened);
  }
  if (auto begun = connection_->execute("BEGIN; SET LOCAL ROLE weir_worker; SET LOCAL lock_timeout = '5s'"); !begun) {
    return std::unexpected(begun.error());
  }
  return connection_.get();
}

result<void> outbox_relay_store::fence(connection& c, stream::partition_number partition, stream::epoch epoch) {
  auto r = c.run(relay_fence, who_.consumer, who_.topic, partition, who_.owner, epoch);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 0) return fail(error_code::lease_lost, "events partition " + std::to_string(partition));
  return {};
}

// An unknown outcome is an error like a lost one: claim and confirm repeated find what the first did.
result<void> outbox_relay_store::commit(connection& c) {
  if (c.commit() == connection::commit_answer::committed) return {};
  return fail(c.alive() ? error_code::database_error : error_code::database_unavailable, "COMMIT");
}

result<std::size_t> outbox_relay_store::claim(stream::partition_number partition, stream::epoch epoch,
                                              std::int32_t most) {
  auto c = begin();
  if (!c) return std::unexpected(c.error());
  const open_transaction guard(**c);
  if (auto held = fence(**c, partition, epoch); !held) return std::unexpected(held.error());
  if (auto r = (*c)->run(relay_prepare, partition); !r) return std::unexpected(r.error());
  auto r = (*c)->run(relay_claim, partition, partitions_, most);
  if (!r) return std::unexpected(r.error());
  const auto count = static_cast<std::size_t>(r->at(0, 0).int8());
  if (auto done = commit(**c); !done) return std::unexpected(done.error());
  return count;
}

result<std::vector<outbox_relay_store::item>> outbox_relay_store::unconfirmed(stream::partition_number partition,
                                                                              std::int32_t most) {
  auto c = begin();
  if (!c) return std::unexpected(c.error());
  const open_transaction guard(**c);
  auto r = (*c)->run(relay_unconfirmed, partition, most);
  if (!r) return std::unexpected(r.error());
  std::vector<item> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back({r->at(i, 0).int8(), r->at(i, 1).string(), r->at(i, 2).int4(), r->at(i, 3).string(),
                   r->at(i, 4).string(), r->at(i, 5).optional_string()});
  }
  return out;
}

result<void> outbox_relay_store::confirm(stream::partition_number partition, stream::epoch epoch, std::int64_t seq) {
  auto c = begin();
  if (!c) return std::unexpected(c.error());
  const open_transaction guard(**c);
  if (auto held = fence(**c, partition, epoch); !held) return held;
  auto r = (*c)->run(relay_confirm, partition, seq);
  if (!r) return std::unexpected(r.error());
  WEIR_ASSERT(r->affected() == 1, "only what was claimed can be confirmed");
  return commit(**c);
}

result<outbox_relay_store::backlog> outbox_relay_store::lag() {
  auto c = begin();
  if (!c) return std::unexpected(c.error());
  const open_transaction guard(**c);
  auto r = (*c)->run(relay_lag);
  if (!r) return std::unexpected(r.error());
  return backlog{r->at(0, 0).int8(), r->at(0, 1).optional_timestamp()};
}

}  // namespace weir::postgres
