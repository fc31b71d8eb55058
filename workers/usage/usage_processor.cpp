#include <algorithm>

#include <workers/usage/identity.hpp>
#include <workers/usage/partition_state.hpp>

#include <weir/base/assert.hpp>

namespace weir::usage {
namespace {

constexpr std::string_view installation_text = "weir claim files";
constexpr std::size_t kept_text_most = 1024;
constexpr std::size_t claims_between_pulses = 1 << 16;  // loaded in some tens of milliseconds

class usage_batch final : public stream::batch {
 public:
  usage_batch(usage_store& store, usage_effects effects) : store_(store), effects_(std::move(effects)) {}

  result<void> write(stream::transaction& tx) override { return store_.write(tx, effects_); }

  void drop(stream::partition_number partition) override {
    std::erase_if(effects_.partitions, [&](const partition_effects& e) { return e.partition == partition; });
  }

  usage_effects& effects() { return effects_; }

 private:
  usage_store& store_;
  usage_effects effects_;
};

std::string clipped(std::string_view text) {
  return std::string(text.substr(0, kept_text_most));
}

}  // namespace

usage_processor::usage_processor(processor_options options, usage_store& store, ledger_factory ledgers)
    : options_(options), store_(store), ledgers_(std::move(ledgers)) {
  plans_ = [this](std::string_view type) -> contract::chosen_plan {
    if (!last_type_known_ || type != last_type_) {
      last_type_ = type;
      last_type_known_ = true;
      last_wanted_ = definitions_->find(type);
    }
    if (!last_wanted_) return {};
    return {&last_wanted_->plan, last_wanted_};
  };
}

usage_processor::~usage_processor() = default;

result<void> usage_processor::reload() {
  auto snapshot = store_.load_definitions();
  if (!snapshot) return std::unexpected(snapshot.error());
  definitions_ = std::make_unique<definitions>(*snapshot);
  histories_.clear();  // one of them may have been closed
  expect({});          // what is decoded points into the old ones
  last_type_known_ = false;
  last_wanted_ = nullptr;
  return {};
}

result<void> usage_processor::open(const stream::lease& l, const pulse& alive) {
  if (!identity_hash_) {
    auto key = store_.claim_key();
    if (!key) return std::unexpected(key.error());
    identity_hash_ = std::make_unique<keyed_hash>(*key);
  }
  if (!definitions_) {
    if (auto loaded = reload(); !loaded) return loaded;
  }
  auto state = std::make_unique<partition_state>();
  state->partition = l.partition;
  state->epoch = l.epoch;
  state->ledger = ledgers_(l.partition);
  auto since = store_.claims_since();
  if (!since) return std::unexpected(since.error());
  forget_claims_before(*since);
  std::size_t loaded = 0;
  const claim_ledger::source source{
      (*identity_hash_)(installation_text), [&](arrival_day since_day, stream::offset from, const take_claim& take) {
        return store_.load_claims(l.partition, since_day, from, [&](arrival_day day, const claim_entry& entry) {
          take(day, entry);
          if (++loaded % claims_between_pulses == 0) alive();
        });
      }};
  if (auto opened = state->ledger->open(l.epoch, l.next, claims_since_, source); !opened) return opened;
  auto version = store_.last_version(l.partition, l.next);
  if (!version) return std::unexpected(version.error());
  state->recorded_version = *version;
  state->start_batch();
  last_partition_ = nullptr;
  partitions_[l.partition] = std::move(state);
  return {};
}

void usage_processor::close(stream::partition_number partition) {
  last_partition_ = nullptr;
  partitions_.erase(partition);
}

stream::batch_weight usage_processor::weight() const {
  stream::batch_weight out;
  out.events = open_events_;
  for (const auto& [partition, state] : partitions_)
    out.cells += state->cells.size();
  return out;
}

std::unique_ptr<stream::batch> usage_processor::seal() {
  usage_effects effects;
  effects.definitions_version = definitions_ ? definitions_->version() : 0;
  effects.accept_days = options_.accept_days;
  for (auto& [partition, state] : partitions_) {
    if (!state->touched) continue;
    state->effects.cells = state->cells.take();
    state->effects.first_of_version = state->recorded_version != effects.definitions_version;
    state->effects.first_of_owner = !state->any_committed;
    effects.partitions.push_back(std::move(state->effects));
    state->start_batch();
  }
  open_events_ = 0;
  return std::make_unique<usage_batch>(store_, std::move(effects));
}

void usage_processor::committed(stream::batch& b) {
  auto& effects = static_cast<usage_batch&>(b).effects();
  std::size_t blocks = 0;
  for (auto& e : effects.partitions) {
    for (auto& [day, claims] : e.claims) {
      blocks += claims.blocks().size();
      claims.give_back(spare_blocks_);
    }
    for (const auto& [key, counts] : e.conservation) {
      totals_.counted += static_cast<std::uint64_t>(counts.counted);
      totals_.duplicate += static_cast<std::uint64_t>(counts.duplicate);
      totals_.conflict += static_cast<std::uint64_t>(counts.conflict);
      totals_.unmatched += static_cast<std::uint64_t>(counts.unmatched);
      totals_.rejected += static_cast<std::uint64_t>(counts.rejected);
      totals_.quarantined += static_cast<std::uint64_t>(counts.quarantined);
    }
    auto it = partitions_.find(e.partition);
    if (it == partitions_.end()) continue;
    auto& state = *it->second;
    state.recorded_version = effects.definitions_version;
    state.any_committed = true;
    state.ledger->committed(e.next_offset, claims_since_);
  }
  // For the batch that is counted and the one after it: after a catch-up the memory is let go.
  if (spare_blocks_.size() > 2 * blocks) spare_blocks_.resize(2 * blocks);
}

void usage_processor::forget_claims_before(arrival_day day) {
  claims_since_ = std::max(claims_since_, day);
}

void usage_processor::accept(std::int64_t days) {
  options_.accept_days = days;
  expect({});  // what is decoded was judged by the days before
}

claim_memory usage_processor::memory() const {
  claim_memory out;
  for (const auto& [partition, state] : partitions_) {
    const auto m = state->ledger->memory();
    out.hot_count += m.hot_count;
    out.hot_bytes += m.hot_bytes;
    out.sealed_count += m.sealed_count;
    out.sealed_bytes += m.sealed_bytes;
  }
  return out;
}

// Records ---------------------------------------------------------------------

usage_processor::partition_state* usage_processor::find_partition(stream::partition_number partition) {
  if (!last_partition_ || last_partition_->partition != partition) {
    auto it = partitions_.find(partition);
    last_partition_ = it == partitions_.end() ? nullptr : it->second.get();
  }
  return last_partition_;
}

usage_processor::partition_state& usage_processor::begin_record(const stream::record& r) {
  auto* found = find_partition(r.partition);
  WEIR_ASSERT(found, "records come only for open partitions");
  auto& p = *found;
  if (!p.touched) {
    p.touched = true;
    p.effects.first_offset = r.offset;
  }
  p.effects.next_offset = r.offset + 1;
  return p;
}

result<void> usage_processor::absorb(const stream::record& r) {
  auto found = decoded(r);
  if (!found) return std::unexpected(found.error());
  const auto& d = **found;
  auto& p = begin_record(r);
  if (d.fault) {
    reject_record(p, r, d.owner ? d.owner->facts.number : 0, *d.fault, false);
    return {};
  }
  const auto events = reader_.events(d.events);
  for (std::size_t i = 0; i < events.size(); ++i) {
    auto done = absorb_event(p, r, *d.owner, events[i], prepared_[d.events.first + i], static_cast<std::int32_t>(i));
    if (!done) return done;
  }
  return {};
}

result<void> usage_processor::quarantine(const stream::record& r) {
  auto tenant = tenant_of(r);
  if (!tenant) return std::unexpected(tenant.error());
  reject_record(begin_record(r), r, *tenant ? (*tenant)->facts.number : 0, error_code::record_quarantined, true);
  return {};
}

void usage_processor::reject_record(partition_state& p, const stream::record& r, std::int32_t tenant_number,
                                    error_code code, bool quarantined) {
  auto& counts = p.counts(tenant_number, r);
  ++(quarantined ? counts.quarantined : counts.rejected);
  ++open_events_;
  contract::usage_event nothing;
  list_rejection(p, r, tenant_number, whole_record, nothing, error(code), {});
}

void usage_processor::list_rejection(partition_state& p, const stream::record& r, std::int32_t tenant_number,
                                     std::int32_t index, const contract::usage_event& event, const error& why,
                                     std::optional<std::int32_t> meter) {
  const auto hour = hour_of_arrival(r.appended_ms);
  auto& listing = p.listings[tenant_number];
  if (listing.hour != hour) listing = {hour, 0};
  const bool range = listing.listed >= options_.listed_rejections_most;
  if (range) {
    auto [it, made] = p.ranges.try_emplace({tenant_number, hour, why.code}, p.effects.rejected.size());
    if (!made) {
      auto& row = p.effects.rejected[it->second];
      row.last_offset = r.offset;
      ++row.count;
      return;
    }
  } else {
    ++listing.listed;
  }
  rejected_row row;
  row.id = rejection_id(r.partition, r.offset, index, meter.value_or(0));
  row.tenant_number = tenant_number;
  row.partition = r.partition;
  row.first_offset = row.last_offset = r.offset;
  row.code = why.code;
  row.appended_ms = r.appended_ms;
  row.event_index = range ? -1 : std::max(index, 0);
  if (range) {
    row.detail = "More rejections of this hour than are listed one by one.";
  } else {
    row.detail = why.detail.empty() ? std::string(title(why.code)) : why.detail;
    row.meter_number = meter;
    row.event_id = clipped(event.id);
    row.source = clipped(event.source);
    row.type = clipped(event.type);
    row.subject = clipped(event.subject);
    if (!event.id.empty()) row.event_time = event.time;
  }
  p.effects.rejected.push_back(std::move(row));
}

// Events ----------------------------------------------------------------------

result<void> usage_processor::absorb_event(partition_state& p, const stream::record& r, const known_tenant& owner,
                                           const contract::usage_event& event, const prepared_event& e,
                                           std::int32_t index) {
  const auto& tenant = owner.facts;
  auto& counts = p.counts(tenant.number, r);
  ++open_events_;
  const bool closed = e.refused == error_code::history_import_state_refused;
  auto* row = e.history != 0 && !closed ? &p.effects.history[e.history] : nullptr;
  if (row) row->last_offset = r.offset;
  if (e.refused) {
    ++counts.rejected;
    if (row) ++row->refused;
    list_rejection(p, r, tenant.number, index, event, error(*e.refused), {});
    return {};
  }
  if (e.meters == 0) {
    ++counts.unmatched;
    if (row) ++row->refused;
    return {};
  }
  const auto all = std::span(judged_).subspan(e.first_judged, e.meters);
  const auto arrived = hour_of_arrival(r.appended_ms);
  auto of_meter = [&](const judged& j) -> meter_counts& {
    return p.counts({generation_of(e, j), j.meter->number, tenant.number, arrived});
  };
  const bool valid = std::ranges::any_of(all, [](const judged& j) { return !j.invalid; });
  if (!valid) {
    ++counts.rejected;
    if (row) ++row->refused;
    for (const auto& j : all)
      ++of_meter(j).invalid;
    list_rejection(p, r, tenant.number, index, event, *all.front().invalid, {});
    return {};
  }

  const claim_entry entry{e.identity, static_cast<content_hash>(event.content), r.offset};
  // Filed where it will be looked for, wherever the broker's clock has been.
  const auto day = std::max(day_of_arrival(r.appended_ms), claims_since_);
  auto answer = p.ledger->claim(day, entry);
  if (!answer) return std::unexpected(answer.error());
  if (*answer == claim_answer::duplicate) {
    ++counts.duplicate;
    if (row) ++row->duplicate;
    return {};
  }
  if (*answer == claim_answer::conflict) {
    ++counts.conflict;
    if (row) ++row->conflict;
    p.effects.conflicts.push_back({tenant.number, r.offset, index, clipped(event.id), clipped(event.source),
                                   clipped(event.type), clipped(event.subject), r.appended_ms});
    return {};
  }
  ++counts.counted;
  if (row) ++row->counted;
  p.claims(day).push_back(entry, spare_blocks_);

  for (const auto& j : all) {
    if (j.invalid) {
      ++of_meter(j).invalid;
      list_rejection(p, r, tenant.number, index, event, *j.invalid, j.meter->number);
      continue;
    }
    ++of_meter(j).counted;
    const auto key = cell_of(tenant, event, e.hour_minutes, j, generation_of(e, j));
    const auto cell = p.cells.find_or_make(key, j.cell_hash, j.meter->aggregation);
    if (!p.cells.add(cell, {j.value, event.time.ns, e.identity.low, r.offset})) return fail(error_code::cell_overflow);
    if (j.meter->aggregation == domain::aggregation::unique_count) {
      auto& values = p.effects.unique_values;
      auto [it, made] = p.unique_seen.try_emplace({cell, j.unique}, values.size());
      if (made) values.push_back({cell, j.unique, 0, 0, r.offset, index, arrived});
      auto& value = values[it->second];
      ++value.events;
      value.id_sum = (value.id_sum + (e.identity.low & id_sum_mask)) & id_sum_mask;
    }
  }
  return {};
}

}  // namespace weir::usage
