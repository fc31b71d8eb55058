#include <algorithm>
#include <limits>

#include <workers/usage/claim_run.hpp>
#include <workers/usage/postgres_columns.hpp>
#include <workers/usage/postgres_usage_writer.hpp>
#include <workers/usage/usage_store.hpp>

#include <weir/contract/topics.hpp>
#include <weir/postgres/copy_writer.hpp>
#include <weir/postgres/history_imports.hpp>
#include <weir/postgres/quarantine.hpp>

namespace weir::usage {
namespace {

using postgres::copy_writer;
using postgres::param;
using postgres::statement;

// Temporary tables live as long as the connection and lose their rows with each transaction.
constexpr const char* make_tables =
    "SET LOCAL client_min_messages = warning;"
    "CREATE TEMP TABLE IF NOT EXISTS flush_cells (tenant_number integer, meter_number integer, generation integer,"
    " hour timestamptz, subject text COLLATE \"C\", dimensions text COLLATE \"C\", events bigint, first_offset bigint,"
    " last_offset bigint, id_sum bigint, sum numeric, min numeric, max numeric, latest numeric, latest_ns bigint,"
    " latest_hash bigint, unique_values bigint, is_new boolean) ON COMMIT DELETE ROWS";

constexpr const char* make_unique_table =
    "CREATE TEMP TABLE IF NOT EXISTS flush_unique_values (tenant_number integer, meter_number integer,"
    " generation integer, hour timestamptz, subject text COLLATE \"C\", dimensions text COLLATE \"C\", value_hash uuid,"
    " ordinal bigint) ON COMMIT DELETE ROWS";

constexpr const char* copy_unique_values = "COPY pg_temp.flush_unique_values FROM STDIN (FORMAT binary)";
constexpr const char* copy_claims =
    "COPY usage_claim_runs (scope, partition, day, first_offset, last_offset, level, digest, entries) FROM STDIN "
    "(FORMAT binary)";

const statement select_version{"usage.definitions_version", "SELECT version FROM definitions"};
const statement insert_definition_offset{
    "usage.definition_offset",
    "INSERT INTO definition_offsets (consumer, partition, version, from_offset) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (consumer, partition, version) DO NOTHING"};
const statement insert_accept_window{
    "usage.accept_window",
    "INSERT INTO accept_windows AS w (consumer, partition, from_offset, accept_days) SELECT $1::text, $2::int, "
    "$3::bigint, $4::int"
    " WHERE $4::int IS DISTINCT FROM (SELECT l.accept_days FROM accept_windows AS l WHERE l.consumer = $1::text AND"
    " l.partition = $2::int ORDER BY l.from_offset DESC LIMIT 1)"
    " ON CONFLICT (consumer, partition, from_offset) DO UPDATE SET accept_days = EXCLUDED.accept_days"};
const statement call_ensure_claim_day{"usage.ensure_claim_day", "SELECT ensure_claim_day(date '1970-01-01' + $1::int)"};

// Values that are new to their cell and do not fit below the limit any more, in log order.
constexpr const char* select_refused =
    "WITH wanted AS (SELECT u.*, coalesce(c.unique_values, 0) AS present FROM pg_temp.flush_unique_values AS u"
    "  LEFT JOIN usage_cells AS c USING (tenant_number, meter_number, generation, hour, subject, dimensions)),"
    " fresh AS (SELECT w.ordinal, w.present, row_number() OVER (PARTITION BY tenant_number, meter_number, generation, "
    "hour,"
    "   subject, dimensions ORDER BY ordinal) AS n FROM wanted AS w WHERE NOT EXISTS (SELECT FROM usage_unique_values "
    "AS v"
    "   WHERE v.tenant_number = w.tenant_number AND v.meter_number = w.meter_number AND v.generation = w.generation"
    "   AND v.hour = w.hour AND v.subject = w.subject AND v.dimensions = w.dimensions AND v.value_hash = w.value_hash))"
    " SELECT ordinal FROM fresh WHERE present + n > $1 ORDER BY ordinal";
// Cheap, and almost always false.
constexpr const char* select_near_limit =
    "SELECT EXISTS (SELECT FROM (SELECT tenant_number, meter_number, generation, hour, subject, dimensions, count(*) "
    "AS n"
    "  FROM pg_temp.flush_unique_values GROUP BY 1, 2, 3, 4, 5, 6) AS u"
    "  LEFT JOIN usage_cells AS c USING (tenant_number, meter_number, generation, hour, subject, dimensions)"
    "  WHERE coalesce(c.unique_values, 0) + u.n > $1)";
constexpr const char* delete_refused = "DELETE FROM pg_temp.flush_unique_values WHERE ordinal = ANY ($1::bigint[])";
const statement merge_conservation{
    "usage.conservation",
    "INSERT INTO usage_conservation AS c (partition, tenant_number, arrival_hour, first_offset, last_offset, events,"
    " counted, duplicate, conflict, unmatched, rejected, quarantined, lost)"
    " SELECT p, t, timestamptz 'epoch' + h * interval '1 hour', f, l, n, a, d, x, u, r, q, 0"
    " FROM unnest($1::int[], $2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], "
    "$8::bigint[],"
    "  $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[]) AS e (p, t, h, f, l, n, a, d, x, u, r, q)"
    " ON CONFLICT (partition, tenant_number, arrival_hour) DO UPDATE SET"
    " first_offset = least(c.first_offset, EXCLUDED.first_offset), last_offset = greatest(c.last_offset, "
    "EXCLUDED.last_offset),"
    " events = c.events + EXCLUDED.events, counted = c.counted + EXCLUDED.counted,"
    " duplicate = c.duplicate + EXCLUDED.duplicate, conflict = c.conflict + EXCLUDED.conflict,"
    " unmatched = c.unmatched + EXCLUDED.unmatched, rejected = c.rejected + EXCLUDED.rejected,"
    " quarantined = c.quarantined + EXCLUDED.quarantined"};

const statement merge_meter_conservation{
    "usage.meter_conservation",
    "INSERT INTO usage_meter_conservation AS c (generation, meter_number, partition, tenant_number, arrival_hour, "
    "matched,"
    " counted, invalid)"
    " SELECT g, m, p, t, timestamptz 'epoch' + h * interval '1 hour', a + i, a, i"
    " FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::bigint[]) AS e (g, m, p, t, "
    "h, a, i)"
    " ON CONFLICT (generation, meter_number, partition, tenant_number, arrival_hour) DO UPDATE SET"
    " matched = c.matched + EXCLUDED.matched, counted = c.counted + EXCLUDED.counted, invalid = c.invalid + "
    "EXCLUDED.invalid"};

const statement insert_rejected{
    "usage.rejected",
    "INSERT INTO rejected (id, tenant_number, topic, partition, first_offset, last_offset, event_index, count, "
    "meter_number,"
    " code, detail, event_id, source, type, subject, event_time, appended_at)"
    " SELECT i, t, 'weir.usage', p, f, l, x, n, nullif(m, 0), c, d, nullif(e, ''), nullif(s, ''), nullif(y, ''), "
    "nullif(j, ''),"
    "  CASE WHEN w <> -9223372036854775808 THEN timestamptz 'epoch' + w * interval '1 microsecond' END,"
    "  timestamptz 'epoch' + a * interval '1 millisecond'"
    " FROM unnest($1::text[], $2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::int[], $7::bigint[], $8::int[], "
    "$9::text[],"
    "  $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[], $16::bigint[])"
    "  AS r (i, t, p, f, l, x, n, m, c, d, e, s, y, j, w, a)"
    " ON CONFLICT (id) DO NOTHING"};

const statement insert_conflicts{"usage.conflicts",
                                 "INSERT INTO conflicts (tenant_number, partition, log_offset, event_index, event_id, "
                                 "source, type, subject, appended_at)"
                                 " SELECT t, p, o, x, e, s, y, j, timestamptz 'epoch' + a * interval '1 millisecond'"
                                 " FROM unnest($1::int[], $2::int[], $3::bigint[], $4::int[], $5::text[], $6::text[], "
                                 "$7::text[], $8::text[], $9::bigint[])"
                                 "  AS r (t, p, o, x, e, s, y, j, a)"
                                 " ON CONFLICT DO NOTHING"};

}  // namespace

result<void> postgres_usage_writer::write(const usage_effects& effects) {
  if (auto r = check_definitions(effects); !r) return r;
  if (auto r = write_history(effects); !r) return r;
  if (auto r = c_.execute(make_tables); !r) return r;
  has_unique_ = std::ranges::any_of(effects.partitions, [](const auto& e) { return !e.unique_values.empty(); });
  refusals refused;
  if (has_unique_) {
    auto found = find_refusals(effects);
    if (!found) return std::unexpected(found.error());
    refused = std::move(*found);
  }
  if (auto r = write_cells(effects, refused); !r) return r;
  if (auto r = write_claims(effects); !r) return r;
  if (auto r = write_conservation(effects, refused); !r) return r;
  if (auto r = write_rejected(effects, refused); !r) return r;
  return write_conflicts(effects);
}

result<void> postgres_usage_writer::check_definitions(const usage_effects& effects) {
  auto version = c_.run(select_version);
  if (!version) return std::unexpected(version.error());
  if (version->at(0, 0).int8() != effects.definitions_version) return fail(error_code::definitions_changed);
  for (const auto& e : effects.partitions) {
    if (e.first_of_version) {
      auto r =
          done(c_.run(insert_definition_offset, consumer_, e.partition, effects.definitions_version, e.first_offset));
      if (!r) return r;
    }
    if (e.first_of_owner) {
      auto r = done(c_.run(insert_accept_window, consumer_, e.partition, e.first_offset, effects.accept_days));
      if (!r) return r;
    }
  }
  return {};
}

result<void> postgres_usage_writer::write_history(const usage_effects& effects) {
  std::vector<postgres::history_imports::row_counts> counts;
  for (const auto& e : effects.partitions) {
    for (const auto& [number, n] : e.history)
      counts.push_back({number, n.counted, n.duplicate, n.conflict, n.refused, n.last_offset});
  }
  std::ranges::sort(counts, {}, &postgres::history_imports::row_counts::number);
  auto added = postgres::history_imports::add_counts(c_, counts);
  if (!added) return std::unexpected(added.error());
  // Started or canceled since: its rows are matched again, and rejected.
  if (!*added) return fail(error_code::definitions_changed);
  return {};
}

result<postgres_usage_writer::refusals> postgres_usage_writer::find_refusals(const usage_effects& effects) {
  refusals out;
  if (auto r = c_.execute(make_unique_table); !r) return std::unexpected(r.error());
  std::vector<std::pair<const partition_effects*, const unique_value*>> by_ordinal;
  copy_writer copy(c_, copy_unique_values);
  for (const auto& e : effects.partitions) {
    for (const auto& value : e.unique_values) {
      copy.row(8);
      append_key(copy, e.cells.cells[value.cell].key);
      copy.uuid(value.value);
      copy.int8(static_cast<std::int64_t>(by_ordinal.size()));
      by_ordinal.emplace_back(&e, &value);
    }
  }
  if (auto copied = copy.finish(); !copied) return std::unexpected(copied.error());
  auto near = c_.query(select_near_limit, std::array<param, 1>{unique_values_most});
  if (!near) return std::unexpected(near.error());
  if (!near->at(0, 0).boolean()) return out;

  auto refused = c_.query(select_refused, std::array<param, 1>{unique_values_most});
  if (!refused) return std::unexpected(refused.error());
  column<std::int64_t> ordinals;
  for (std::size_t i = 0; i < refused->size(); ++i) {
    const auto ordinal = refused->at(i, 0).int8();
    ordinals.add(ordinal);
    const auto& [e, value] = by_ordinal[static_cast<std::size_t>(ordinal)];
    const auto& cell = e->cells.cells[value->cell];
    auto& less = out.cells[&cell];
    less.first += value->events;
    less.second = (less.second + value->id_sum) & id_sum_mask;
    out.meters[{cell.key.generation, cell.key.meter_number, cell.key.tenant_number, value->arrived}] += value->events;
    rejected_row row;
    const std::string cause = "unique:" + std::to_string(e->partition) + ":" + std::to_string(value->offset) + ":" +
                              std::to_string(value->event_index) + ":" + std::to_string(cell.key.meter_number);
    const std::uint64_t parts[] = {hash64(cause), hash64(cause + "+")};
    std::copy_n(reinterpret_cast<const std::uint8_t*>(parts), 16, row.id.value.bytes.begin());
    row.tenant_number = cell.key.tenant_number;
    row.partition = e->partition;
    row.first_offset = row.last_offset = value->offset;
    row.event_index = value->event_index;
    row.count = value->events;
    row.meter_number = cell.key.meter_number;
    row.code = error_code::unique_cardinality_exceeded;
    row.detail = std::string(title(row.code));
    row.subject = std::string(cell.key.subject);
    row.appended_ms = static_cast<std::int64_t>(value->arrived) * 3'600'000;
    out.rejected.push_back(std::move(row));
  }
  if (auto r = done(c_.query(delete_refused, std::array<param, 1>{ordinals})); !r) return std::unexpected(r.error());
  return out;
}

result<void> postgres_usage_writer::write_claims(const usage_effects& effects) {
  std::set<arrival_day> days;
  for (const auto& e : effects.partitions) {
    for (const auto& [day, claims] : e.claims)
      days.insert(day);
  }
  if (days.empty()) return {};
  for (auto day : days) {
    if (auto r = done(c_.run(call_ensure_claim_day, day)); !r) return r;
  }
  struct written {
    stream::partition_number partition;
    arrival_day day;
    encoded_run run;
  };
  std::vector<written> small;
  copy_writer copy(c_, copy_claims);
  for (const auto& e : effects.partitions) {
    for (const auto& [day, claims] : e.claims) {
      for (auto& run : encode_claim_runs(claims)) {
        copy.row(8);
        copy.int4(0);
        copy.int4(e.partition);
        copy.date(day);
        copy.int8(run.first_offset);
        copy.int8(run.last_offset);
        copy.int2(claim_run_level(run.entries.size() / claim_entry_bytes));
        copy.int8(static_cast<std::int64_t>(run.digest));
        copy.bytea(run.entries);
        if (claim_run_level(run.entries.size() / claim_entry_bytes) == 0)
          small.push_back({e.partition, day, std::move(run)});
      }
    }
  }
  if (auto r = done(copy.finish()); !r) return r;
  for (const auto& [partition, day, run] : small) {
    if (auto r = merger_.wrote(c_, partition, day, run); !r) return r;
  }
  return {};
}

result<void> postgres_usage_writer::write_conservation(const usage_effects& effects, const refusals& refused) {
  column<std::int32_t> partition, tenant, hour;
  column<std::int64_t> first, last, events, counted, duplicate, conflict, unmatched, rejected, quarantined;
  column<std::int32_t> generation, meter, meter_partition, meter_tenant, meter_hour;
  column<std::int64_t> meter_counted, meter_invalid;
  bool any_meter = false;
  for (const auto& e : effects.partitions) {
    for (const auto& [key, counts] : e.conservation) {
      partition.add(e.partition);
      tenant.add(key.first);
      hour.add(key.second);
      first.add(counts.first_offset);
      last.add(counts.last_offset);
      events.add(counts.events());
      counted.add(counts.counted);
      duplicate.add(counts.duplicate);
      conflict.add(counts.conflict);
      unmatched.add(counts.unmatched);
      rejected.add(counts.rejected);
      quarantined.add(counts.quarantined);
    }
    for (const auto& [key, counts] : e.meter_conservation) {
      const auto less = refused.meters.contains(key) ? refused.meters.at(key) : 0;
      generation.add(std::get<0>(key));
      meter.add(std::get<1>(key));
      meter_partition.add(e.partition);
      meter_tenant.add(std::get<2>(key));
      meter_hour.add(std::get<3>(key));
      meter_counted.add(counts.counted - less);
      meter_invalid.add(counts.invalid + less);
      any_meter = true;
    }
  }
  if (auto r = done(c_.run(merge_conservation, partition, tenant, hour, first, last, events, counted, duplicate,
                           conflict, unmatched, rejected, quarantined));
      !r) {
    return r;
  }
  if (!any_meter) return {};
  return done(c_.run(merge_meter_conservation, generation, meter, meter_partition, meter_tenant, meter_hour,
                     meter_counted, meter_invalid));
}

result<void> postgres_usage_writer::write_rejected(const usage_effects& effects, const refusals& refused) {
  column<std::string> id, code, detail, event_id, source, type, subject;
  column<std::int32_t> tenant, partition, index, meter;
  column<std::int64_t> first, last, count, time, appended;
  bool any = false;
  auto add = [&](const rejected_row& r) {
    any = true;
    id.add(r.id.text());
    tenant.add(r.tenant_number);
    partition.add(r.partition);
    first.add(r.first_offset);
    last.add(r.last_offset);
    index.add(r.event_index);
    count.add(r.count);
    meter.add(r.meter_number.value_or(0));
    code.add(std::string(name(r.code)));
    detail.add(r.detail);
    event_id.add(r.event_id);
    source.add(r.source);
    type.add(r.type);
    subject.add(r.subject);
    time.add(r.event_time ? r.event_time->ns / 1000 : std::numeric_limits<std::int64_t>::min());
    appended.add(r.appended_ms);
  };
  for (const auto& e : effects.partitions)
    std::ranges::for_each(e.rejected, add);
  std::ranges::for_each(refused.rejected, add);
  if (!any) return {};
  for (const auto& e : effects.partitions) {
    for (const auto& r : e.rejected) {
      if (r.code != error_code::record_quarantined) continue;
      auto said = postgres::announce_quarantine(c_, {std::string(contract::usage_topic), r.partition, r.first_offset},
                                                timestamp::from_ms(r.appended_ms), "usage");
      if (!said) return said;
    }
  }
  return done(c_.run(insert_rejected, id, tenant, partition, first, last, index, count, meter, code, detail, event_id,
                     source, type, subject, time, appended));
}

result<void> postgres_usage_writer::write_conflicts(const usage_effects& effects) {
  column<std::int32_t> tenant, partition, index;
  column<std::int64_t> offset, appended;
  column<std::string> event_id, source, type, subject;
  bool any = false;
  for (const auto& e : effects.partitions) {
    for (const auto& row : e.conflicts) {
      any = true;
      tenant.add(row.tenant_number);
      partition.add(e.partition);
      offset.add(row.offset);
      index.add(row.event_index);
      event_id.add(row.event_id);
      source.add(row.source);
      type.add(row.type);
      subject.add(row.subject);
      appended.add(row.appended_ms);
    }
  }
  if (!any) return {};
  return done(c_.run(insert_conflicts, tenant, partition, offset, index, event_id, source, type, subject, appended));
}

}  // namespace weir::usage
