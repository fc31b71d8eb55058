#include <algorithm>
#include <array>
#include <functional>

#include <workers/usage/identity.hpp>
#include <workers/usage/usage_processor.hpp>

#include <weir/base/assert.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/domain/hour.hpp>

namespace weir::usage {
namespace {

constexpr std::string_view frame_version = "1";
constexpr std::string_view installation_text = "weir claim files";
constexpr std::size_t kept_text_most = 1024;
constexpr std::size_t claims_between_pulses = 1 << 16;  // loaded in some tens of milliseconds
constexpr std::size_t tenant_text_size = 4 + ulid::text_size;
// Decoded ahead: enough to hide the memory that each identity is looked up in, few enough to stay in the cache.
constexpr std::size_t window_events = 64;

class usage_batch final : public stream::batch {
 public:
  usage_batch(usage_store& store, usage_effects effects) : store_(store), effects_(std::move(effects)) {}

  result<void> write(stream::transaction& tx) override { return store_.write(tx, effects_); }

  void drop(stream::partition_number partition) override {
    std::erase_if(effects_.partitions, [&](const partition_effects& e) { return e.partition == partition; });
  }

  const usage_effects& effects() const { return effects_; }

 private:
  usage_store& store_;
  usage_effects effects_;
};

cell_key cell_of(const tenant_facts& tenant, const contract::usage_event& event, std::int32_t hour_minutes,
                 const judged& j) {
  return {tenant.number, j.meter->number, j.meter->generation, hour_minutes, event.subject, j.dimensions};
}

std::string clipped(std::string_view text) {
  return std::string(text.substr(0, kept_text_most));
}

}  // namespace

// What is known of a partition and not in the database in this form.
struct usage_processor::partition_state {
  stream::partition_number partition = 0;
  stream::epoch epoch = 0;
  std::unique_ptr<claim_ledger> ledger;
  std::optional<std::int64_t> recorded_version;
  struct listing {
    arrival_hour hour = 0;
    std::int64_t listed = 0;
  };
  std::map<std::int32_t, listing> listings;  // by tenant: rejections listed one by one in this hour

  // The open batch.
  partition_effects effects;
  cell_table cells;
  std::map<std::pair<std::uint32_t, hash128>, std::size_t> unique_seen;  // (cell, value) → index into unique_values
  std::map<std::tuple<std::int32_t, arrival_hour, error_code>, std::size_t> ranges;  // → index into rejected
  bool touched = false;

  // Rows found before, by a few bits of their keys: a map's nodes stay where they are.
  using tenant_key = std::pair<std::int32_t, arrival_hour>;
  using meter_key = std::tuple<std::int32_t, std::int32_t, std::int32_t, arrival_hour>;
  template<class Key, class Row>
  struct found_row {
    Key key{};
    Row* row = nullptr;
  };
  std::array<found_row<tenant_key, conservation_counts>, 64> found_tenants;
  std::array<found_row<meter_key, meter_counts>, 64> found_meters;
  arrival_day last_claims_day = 0;
  std::vector<claim_entry>* last_claims = nullptr;

  conservation_counts& counts(std::int32_t tenant, const stream::record& r) {
    const tenant_key key{tenant, hour_of_arrival(r.appended_ms)};
    auto& found = found_tenants[static_cast<std::size_t>(tenant) % found_tenants.size()];
    if (!found.row || key != found.key) {
      auto [it, made] = effects.conservation.try_emplace(key);
      if (made) it->second.first_offset = r.offset;
      found = {key, &it->second};
    }
    found.row->last_offset = r.offset;
    return *found.row;
  }

  meter_counts& counts(const meter_key& key) {
    const auto [generation, meter, tenant, hour] = key;
    auto& found = found_meters[static_cast<std::size_t>(tenant + 7 * meter) % found_meters.size()];
    if (!found.row || key != found.key) found = {key, &effects.meter_conservation[key]};
    return *found.row;
  }

  std::vector<claim_entry>& claims(arrival_day day) {
    if (!last_claims || day != last_claims_day) {
      last_claims = &effects.claims[day];
      last_claims_day = day;
    }
    return *last_claims;
  }

  void start_batch() {
    effects = {};
    effects.partition = partition;
    effects.epoch = epoch;
    unique_seen.clear();
    ranges.clear();
    touched = false;
    found_tenants = {};
    found_meters = {};
    last_claims = nullptr;
  }
};

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
  expect({});  // what is decoded points into the old ones
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
  for (auto& [partition, state] : partitions_) {
    if (!state->touched) continue;
    state->effects.cells = state->cells.take();
    state->effects.first_of_version = state->recorded_version != effects.definitions_version;
    effects.partitions.push_back(std::move(state->effects));
    state->start_batch();
  }
  open_events_ = 0;
  return std::make_unique<usage_batch>(store_, std::move(effects));
}

void usage_processor::committed(stream::batch& b) {
  const auto& effects = static_cast<const usage_batch&>(b).effects();
  for (const auto& e : effects.partitions) {
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
    state.ledger->committed(e.next_offset, claims_since_);
  }
}

void usage_processor::forget_claims_before(arrival_day day) {
  claims_since_ = std::max(claims_since_, day);
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

result<const usage_processor::known_tenant*> usage_processor::tenant_of(const stream::record& r) {
  const auto text = r.find("weir-tenant");
  if (!text || text->size() != tenant_text_size) return nullptr;
  // A text's last characters are random: a small table by them saves parsing and looking up for each record.
  const auto& tail = text->substr(tenant_text_size - 2);
  auto& known = tenant_cache_[(static_cast<std::size_t>(tail[0]) * 32 + static_cast<std::size_t>(tail[1])) %
                              tenant_cache_.size()];
  if (known && known->text == *text) return known;
  const auto id = tenant_id::parse(*text);
  if (!id) return nullptr;
  auto it = tenants_.find(*id);
  if (it == tenants_.end()) {
    auto found = store_.find_tenant(*id);
    if (!found) return std::unexpected(found.error());
    // The API makes a tenant before it writes its first record, so one that is not there is nobody's.
    if (!*found) return nullptr;
    const auto partition = domain::partition_of(domain::bucket_of(*id), options_.partitions);
    it = tenants_.emplace(*id, known_tenant{std::string(*text), *id, **found, partition}).first;
  }
  known = &it->second;
  return known;
}

void usage_processor::expect(std::span<const stream::record> records) {
  expected_ = records;
  window_.clear();
  window_next_ = 0;
}

// Decodes it, and some of those behind it, unless that is done.
result<const usage_processor::decoded_record*> usage_processor::decoded(const stream::record& r) {
  while (window_next_ < window_.size()) {
    const auto& d = window_[window_next_++];
    if (d.record == &r && d.offset == r.offset) return &d;
  }
  window_.clear();
  window_next_ = 1;
  reader_.clear();
  prepared_.clear();
  judged_count_ = 0;
  auto ahead = std::span(&r, 1);
  const std::less<> before;
  const bool expected = !expected_.empty() && !before(&r, &expected_.front()) && !before(&expected_.back(), &r);
  if (expected) ahead = expected_.subspan(static_cast<std::size_t>(&r - expected_.data()));
  for (const auto& next : ahead) {
    auto done = decode(next);
    if (!done && &next == &r) return std::unexpected(done.error());
    if (!done || prepared_.size() >= window_events || window_.size() >= window_events) break;
  }
  prefetch_cells();
  return &window_.front();
}

result<void> usage_processor::decode(const stream::record& r) {
  decoded_record d{&r, r.offset, nullptr, {}, {}};
  if (r.find("weir-frame") != frame_version) {
    d.fault = error_code::record_frame_unknown;
  } else {
    auto tenant = tenant_of(r);
    if (!tenant) return std::unexpected(tenant.error());
    d.owner = *tenant;
    if (!d.owner) {
      d.fault = error_code::record_tenant_unknown;
    } else if (d.owner->partition != r.partition) {
      // Claims are remembered by partition: an event that arrives in another one could be counted twice.
      d.fault = error_code::record_bucket_mismatch;
    } else if (auto events = reader_.read(r.value, plans_)) {
      d.events = *events;
      prepare(d);
    } else {
      d.fault = error_code::record_malformed;
    }
  }
  window_.push_back(d);
  return {};
}

void usage_processor::prepare(const decoded_record& d) {
  const auto* p = find_partition(d.record->partition);
  const auto& tenant = d.owner->facts;
  for (const auto& event : reader_.events(d.events)) {
    auto& e = prepared_.emplace_back();
    const auto age_ms = d.record->appended_ms - event.time.ms();
    if (age_ms > options_.accept_days * 86'400'000 || age_ms < -options_.accept_ahead_ms) {
      e.refused = age_ms > 0 ? error_code::event_too_old : error_code::event_in_future;
      continue;
    }
    const auto* wanted = static_cast<const type_meters*>(event.tag);
    if (!wanted) continue;
    e.identity = event_identity(*identity_hash_, d.owner->id, event.source, event.id, identity_text_);
    if (p) p->ledger->prefetch(e.identity);

    e.first_judged = static_cast<std::uint32_t>(judged_count_);
    e.meters = static_cast<std::uint32_t>(wanted->meters.size());
    judged_count_ += e.meters;
    if (judged_.size() < judged_count_) judged_.resize(judged_count_);
    const auto all = std::span(judged_).subspan(e.first_judged, e.meters);
    judge_event(event, *wanted, *identity_hash_, all);

    const auto hour = domain::hour_start(event.time, tenant.minute_offset);
    e.hour_minutes = static_cast<std::int32_t>(hour.ns / domain::ns_per_minute);
    for (auto& j : all) {
      if (j.invalid) continue;
      j.cell_hash = cell_table::hash_of(cell_of(tenant, event, e.hour_minutes, j));
      if (p) p->cells.prefetch_slot(j.cell_hash);
    }
  }
}

// A cell is found in three steps through memory, each of which shows where the next one goes.
void usage_processor::prefetch_cells() const {
  auto each = [&](auto ask) {
    for (const auto& d : window_) {
      auto found = partitions_.find(d.record->partition);
      if (found == partitions_.end()) continue;
      for (const auto& e : std::span(prepared_).subspan(d.events.first, d.events.count)) {
        for (const auto& j : std::span(judged_).subspan(e.first_judged, e.meters)) {
          if (!j.invalid) ask(found->second->cells, j.cell_hash);
        }
      }
    }
  };
  each([](const cell_table& cells, std::uint64_t hash) { cells.prefetch_cell(hash); });
  each([](const cell_table& cells, std::uint64_t hash) { cells.prefetch_texts(hash); });
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
  if (e.refused) {
    ++counts.rejected;
    list_rejection(p, r, tenant.number, index, event, error(*e.refused), {});
    return {};
  }
  if (e.meters == 0) {
    ++counts.unmatched;
    return {};
  }
  const auto all = std::span(judged_).subspan(e.first_judged, e.meters);
  const auto arrived = hour_of_arrival(r.appended_ms);
  auto of_meter = [&](const judged& j) -> meter_counts& {
    return p.counts({j.meter->generation, j.meter->number, tenant.number, arrived});
  };
  const bool valid = std::ranges::any_of(all, [](const judged& j) { return !j.invalid; });
  if (!valid) {
    ++counts.rejected;
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
    return {};
  }
  if (*answer == claim_answer::conflict) {
    ++counts.conflict;
    p.effects.conflicts.push_back({tenant.number, r.offset, index, clipped(event.id), clipped(event.source),
                                   clipped(event.type), clipped(event.subject), r.appended_ms});
    return {};
  }
  ++counts.counted;
  p.claims(day).push_back(entry);

  for (const auto& j : all) {
    if (j.invalid) {
      ++of_meter(j).invalid;
      list_rejection(p, r, tenant.number, index, event, *j.invalid, j.meter->number);
      continue;
    }
    ++of_meter(j).counted;
    const auto key = cell_of(tenant, event, e.hour_minutes, j);
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
