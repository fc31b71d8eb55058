#include <algorithm>

#include <weir/postgres/partitions.hpp>

#define WEIR_PARTITION_COLUMNS                                                                                        \
  "consumer, topic, partition, epoch, owner, CASE WHEN isfinite(lease_until) THEN (extract(epoch FROM lease_until - " \
  "clock_timestamp()) * 1000)::bigint END, next_offset, attempts, data_through, halt ->> 'code', "                    \
  "halt ->> 'explanation', (halt ->> 'expected')::bigint, (halt ->> 'log_start')::bigint, "                           \
  "(halt ->> 'high_watermark')::bigint"

namespace weir::postgres::partitions {
namespace {

const statement partition_list{"partitions.list",
                               "SELECT " WEIR_PARTITION_COLUMNS " FROM leases ORDER BY consumer, topic, partition"};

const statement partition_find{"partitions.find", "SELECT " WEIR_PARTITION_COLUMNS
                                                  " FROM leases WHERE consumer = $1 AND topic = $2 AND partition = $3"};

const statement partition_lock{"partitions.lock", R"sql(
SELECT next_offset, epoch, halt IS NOT NULL FROM leases WHERE consumer = $1 AND topic = $2 AND partition = $3 FOR UPDATE)sql"};

// The same place may be given up twice (a log that was cut twice): both reasons stay.
const statement partition_note_loss{"partitions.note_loss", R"sql(
INSERT INTO accepted_losses AS a (consumer, topic, partition, from_offset, next_offset, code, reason, accepted_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (consumer, topic, partition, from_offset) DO UPDATE SET
  next_offset = EXCLUDED.next_offset, code = EXCLUDED.code, accepted_by = EXCLUDED.accepted_by,
  reason = a.reason || '; ' || EXCLUDED.reason, accepted_at = clock_timestamp())sql"};

const statement partition_count_lost{"partitions.count_lost", R"sql(
INSERT INTO usage_conservation AS c (partition, tenant_number, arrival_hour, first_offset, last_offset, events, counted,
  duplicate, conflict, unmatched, rejected, quarantined, lost)
VALUES ($1, 0, date_trunc('hour', clock_timestamp()), $2, $3, $4, 0, 0, 0, 0, 0, 0, $4)
ON CONFLICT (partition, tenant_number, arrival_hour) DO UPDATE SET first_offset = least(c.first_offset, EXCLUDED.first_offset),
  last_offset = greatest(c.last_offset, EXCLUDED.last_offset), events = c.events + EXCLUDED.events,
  lost = c.lost + EXCLUDED.lost)sql"};

const statement partition_move_claims{"partitions.move_claims", R"sql(
WITH bounds AS (
  SELECT max(last_offset) + 1 - least(0, min(first_offset)) AS shift FROM usage_claim_runs WHERE scope = 0 AND partition = $1)
UPDATE usage_claim_runs SET first_offset = first_offset - bounds.shift, last_offset = last_offset - bounds.shift
FROM bounds WHERE scope = 0 AND partition = $1 AND last_offset >= $2)sql"};

const statement partition_resume{"partitions.resume", R"sql(
UPDATE leases SET next_offset = $4, last_fingerprint = NULL, halt = NULL, epoch = epoch + 1, owner = NULL,
  lease_until = '-infinity', attempts = 0, isolated = 0
WHERE consumer = $1 AND topic = $2 AND partition = $3)sql"};

const statement partition_has_any{"partitions.has_any",
                                  "SELECT EXISTS (SELECT FROM leases WHERE consumer = $1 AND topic = $2)"};

const statement partition_begin_at{"partitions.begin_at", R"sql(
INSERT INTO leases (consumer, topic, partition, next_offset)
SELECT $1, $2, place - 1, start FROM unnest($3::bigint[]) WITH ORDINALITY AS wanted (start, place)
ON CONFLICT DO NOTHING)sql"};

row read(const rows& r, std::size_t i) {
  row out{r.at(i, 0).string(),
          r.at(i, 1).string(),
          r.at(i, 2).int4(),
          r.at(i, 3).int8(),
          r.at(i, 4).optional_string(),
          {},
          r.at(i, 6).int8(),
          r.at(i, 7).int4(),
          {},
          r.at(i, 8).optional_timestamp()};
  if (out.owner) out.lease_left_ms = r.at(i, 5).optional_int8();
  if (!r.at(i, 9).is_null()) {
    out.halt =
        halted{r.at(i, 9).string(), r.at(i, 10).optional_string().value_or(""), r.at(i, 11).optional_int8().value_or(0),
               r.at(i, 12).optional_int8().value_or(0), r.at(i, 13).optional_int8().value_or(0)};
  }
  return out;
}

}  // namespace

result<std::vector<row>> list(executor& in) {
  auto r = in.run(partition_list);
  if (!r) return std::unexpected(r.error());
  std::vector<row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<bool> has_any(executor& in, const std::string& consumer, const std::string& topic) {
  auto r = in.run(partition_has_any, consumer, topic);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).boolean();
}

result<void> begin_at(executor& in, const std::string& consumer, const std::string& topic,
                      const std::vector<std::int64_t>& offsets) {
  auto r = in.run(partition_begin_at, consumer, topic, param::array(offsets));
  if (!r) return std::unexpected(r.error());
  return {};
}

result<row> find(executor& in, const std::string& consumer, const std::string& topic, std::int32_t partition) {
  auto r = in.run(partition_find, consumer, topic, partition);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::not_found, "no such consumer and partition");
  return read(*r, 0);
}

result<std::int64_t> accept_loss(executor& in, const loss& l) {
  const auto& s = l.seen;
  auto locked = in.run(partition_lock, s.consumer, s.topic, s.partition);
  if (!locked) return std::unexpected(locked.error());
  if (locked->empty()) return fail(error_code::not_found);
  if (!s.halt || !locked->at(0, 2).boolean()) return fail(error_code::partition_halted, "the partition is not halted");
  const auto from = locked->at(0, 0).int8();
  if (from != s.next_offset || locked->at(0, 1).int8() != s.epoch) {
    return fail(error_code::precondition_failed, "the partition has moved since the plan was made");
  }
  const auto lost = std::max<std::int64_t>(l.next_offset - from, 0);
  auto done = in.run(partition_note_loss, s.consumer, s.topic, s.partition, from, l.next_offset, s.halt->code, l.reason,
                     l.accepted_by);
  if (done && s.consumer == "usage" && lost > 0) {
    done = in.run(partition_count_lost, s.partition, from, l.next_offset - 1, lost);
  }
  if (done && s.consumer == "usage" && l.next_offset < from) {
    done = in.run(partition_move_claims, s.partition, l.next_offset);
  }
  if (done) done = in.run(partition_resume, s.consumer, s.topic, s.partition, l.next_offset);
  if (!done) return std::unexpected(done.error());
  return lost;
}

}  // namespace weir::postgres::partitions
