#include <algorithm>

#include <fmt/format.h>
#include <tests/sim/calm_pass.hpp>
#include <workers/usage/usage_processor.hpp>

#include <weir/base/assert.hpp>
#include <weir/stream/memory_database.hpp>

namespace weir::sim {
namespace {

class still_clock final : public clock_source {
 public:
  timestamp now() const override { return timestamp::from_ms(epoch_ms); }
  std::int64_t monotonic_ms() const override { return epoch_ms; }
};

class pass {
 public:
  explicit pass(const calm_input& in)
      : in_(in),
        database_(clock_, 1000),
        store_(database_),
        flushes_(database_, "calm"),
        processor_(options(in), store_, [](auto) { return usage::make_memory_claim_ledger(std::size_t{1} << 30); }) {
    for (const auto& t : in.tenants)
      tables().tenants[t.id] = t.facts;
  }

  usage::usage_tables run() {
    for (const auto& [partition, records] : in_.records) {
      const auto end = static_cast<stream::offset>(records.size());
      stream::memory_log log(in_.partitions);
      for (const auto& r : records)
        log.append(partition, r);
      std::map<stream::offset, std::int64_t> begins;
      for (const auto& [key, from] : in_.definition_offsets) {
        if (key.first == partition) begins[from] = key.second;
      }
      for (auto at = begins.begin(); at != begins.end(); ++at) {
        const auto next = std::next(at) == begins.end() ? end : std::next(at)->first;
        count(partition, log, at->first, std::min(next, end), at->second);
      }
    }
    return tables();
  }

 private:
  static usage::processor_options options(const calm_input& in) {
    usage::processor_options out;
    out.partitions = in.partitions;
    return out;
  }

  usage::usage_tables& tables() { return usage::memory_usage_store::tables(database_); }

  void count(stream::partition_number partition, const stream::memory_log& log, stream::offset from, stream::offset to,
             std::int64_t version) {
    if (from >= to) return;
    tables().definitions_version = version;
    tables().meters = in_.versions.at(version);
    must(processor_.reload());
    open(partition, from);
    stream::memory_log_reader reader(log, clock_);
    must(reader.assign(partition, from));
    for (auto at = from; at < to; ++at) {
      if (at > from && in_.flushes.contains({partition, at})) {
        flush();
        if (in_.reopened) {
          processor_.close(partition);
          open(partition, at);
        }
      }
      const auto records = reader.poll(1, std::chrono::milliseconds(0)).value();
      WEIR_ASSERT(records.size() == 1 && records.front().offset == at, "the log of a calm pass has no gaps");
      must(in_.quarantined.contains({partition, at}) ? processor_.quarantine(records.front())
                                                     : processor_.absorb(records.front()));
    }
    flush();
    processor_.close(partition);
  }

  void open(stream::partition_number partition, stream::offset next) {
    stream::lease l;
    l.partition = partition;
    l.epoch = 1;
    l.next = next;
    must(processor_.open(l, [] {}));
  }

  void flush() {
    auto batch = processor_.seal();
    auto tx = flushes_.begin().value();
    must(batch->write(*tx));
    WEIR_ASSERT(tx->commit() == stream::commit_outcome::committed, "the twin commits");
    processor_.committed(*batch);
  }

  static void must(const result<void>& done) { WEIR_ASSERT(done.has_value(), "a calm pass meets no trouble"); }

  const calm_input& in_;
  still_clock clock_;
  stream::memory_database database_;
  usage::memory_usage_store store_;
  stream::memory_store flushes_;
  usage::usage_processor processor_;
};

std::string text_of(const usage::stored_cell& c) {
  using domain::aggregation;
  auto out = fmt::format("{} events, offsets {} to {}, ids {:x}", c.events, c.first_offset, c.last_offset, c.id_sum);
  switch (c.aggregation) {
    case aggregation::sum:
    case aggregation::avg:
      return out + ", sum " + c.sum.text();
    case aggregation::min:
      return out + ", min " + c.least.text();
    case aggregation::max:
      return out + ", max " + c.most.text();
    case aggregation::latest:
      return out + fmt::format(", latest {} at {} by {:x}", c.latest.text(), c.latest_ns, c.latest_hash);
    case aggregation::unique_count:
      for (const auto& value : c.unique_values)
        out += fmt::format(" {:016x}{:016x}", value.high, value.low);
      return out;
    case aggregation::count:
      return out;
  }
  return out;
}

}  // namespace

std::set<std::string> rows_of(const usage::usage_tables& t) {
  std::set<std::string> out;
  auto add = [&](const std::string& line) {
    for (int n = 1; !out.insert(n == 1 ? line : fmt::format("{} (once more: {})", line, n)).second; ++n) {
    }
  };
  for (const auto& [key, cell] : t.cells) {
    const auto& [tenant, meter, generation, hour, subject, dimensions] = key;
    add(fmt::format("cell of tenant {} meter {} generation {} hour {} subject '{}' {}: {}", tenant, meter, generation,
                    hour, subject, dimensions, text_of(cell)));
  }
  for (const auto& [partition, claims] : t.claims) {
    for (const auto& [day, entry] : claims) {
      add(fmt::format("claim in partition {} of day {}: {:016x}{:016x} content {:08x} at {}", partition, day,
                      entry.identity.high, entry.identity.low, entry.content, entry.offset));
    }
  }
  for (const auto& [key, row] : t.conservation) {
    const auto& [partition, tenant, hour] = key;
    add(fmt::format("conservation of partition {} tenant {} hour {}: offsets {} to {}, {} {} {} {} {} {}", partition,
                    tenant, hour, row.first_offset, row.last_offset, row.counted, row.duplicate, row.conflict,
                    row.unmatched, row.rejected, row.quarantined));
  }
  for (const auto& [key, row] : t.meter_conservation) {
    const auto& [generation, meter, tenant, hour] = key;
    add(fmt::format("conservation of meter {} generation {} tenant {} hour {}: {} {}", meter, generation, tenant, hour,
                    row.counted, row.invalid));
  }
  for (const auto& r : t.rejected) {
    add(fmt::format(
        "rejected {} tenant {} partition {} offsets {} to {} index {} count {} meter {} {} '{}' {} {} {} {} "
        "time {} appended {}",
        r.id.text(), r.tenant_number, r.partition, r.first_offset, r.last_offset, r.event_index, r.count,
        r.meter_number.value_or(0), name(r.code), r.detail, r.event_id, r.source, r.type, r.subject,
        r.event_time ? r.event_time->ns / 1000 : 0, r.appended_ms));
  }
  for (const auto& c : t.conflicts) {
    add(fmt::format("conflict of tenant {} at {} index {}: {} {} {} {} appended {}", c.tenant_number, c.offset,
                    c.event_index, c.event_id, c.source, c.type, c.subject, c.appended_ms));
  }
  for (const auto& [key, from] : t.definition_offsets)
    add(fmt::format("version {} in partition {} from {}", key.second, key.first, from));
  return out;
}

usage::usage_tables calm_pass(const calm_input& in) {
  return pass(in).run();
}

std::optional<std::string> unequal(const usage::usage_tables& have, const usage::usage_tables& wanted) {
  const auto mine = rows_of(have);
  const auto calm = rows_of(wanted);
  std::vector<std::string> more, less;
  std::ranges::set_difference(mine, calm, std::back_inserter(more));
  std::ranges::set_difference(calm, mine, std::back_inserter(less));
  if (more.empty() && less.empty()) return {};
  return fmt::format("{} rows that should not be there, {} that are missing; first of each:\n  + {}\n  - {}",
                     more.size(), less.size(), more.empty() ? "none" : more.front(),
                     less.empty() ? "none" : less.front());
}

}  // namespace weir::sim
