// usage_processor's records as far as they depend on nothing that was counted before: decoded, judged, and their memory
// asked for, a window at a time.
#include <algorithm>
#include <functional>

#include <workers/usage/identity.hpp>
#include <workers/usage/partition_state.hpp>

#include <weir/contract/topics.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/domain/hour.hpp>

namespace weir::usage {
namespace {

constexpr std::size_t tenant_text_size = 4 + ulid::text_size;
// Enough to hide the memory that each identity is looked up in, few enough to stay in the cache.
constexpr std::size_t window_events = 64;

}  // namespace

result<const usage_processor::known_tenant*> usage_processor::tenant_of(const stream::record& r) {
  const auto text = r.find(contract::tenant_header);
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

result<const usage_processor::known_history*> usage_processor::history_of(std::string_view text,
                                                                          const known_tenant& owner) {
  const auto id = history_import_id::parse(text);
  if (!id) return nullptr;
  auto it = histories_.find(*id);
  if (it == histories_.end()) {
    auto found = store_.find_history_import(*id);
    if (!found) return std::unexpected(found.error());
    // The API makes an import before it writes its first row, so one that is not there is nobody's.
    if (!*found) return nullptr;
    it = histories_.emplace(*id, known_history{*id, **found}).first;
  }
  return it->second.facts.tenant_number == owner.facts.number ? &it->second : nullptr;
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
    if (d.record == &r) return &d;
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
  decoded_record d{&r, nullptr, nullptr, {}, {}};
  if (r.find(contract::frame_header) != contract::frame_version) {
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
    } else if (auto import = r.find(contract::history_header)) {
      auto history = history_of(*import, *d.owner);
      if (!history) return std::unexpected(history.error());
      d.history = *history;
      if (!d.history) d.fault = error_code::history_import_not_found;
    }
    if (d.fault) {
      // Nothing of it is read.
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

std::optional<error_code> usage_processor::refusal_of(const decoded_record& d,
                                                      const contract::usage_event& event) const {
  if (d.history) {
    const auto& import = d.history->facts;
    if (!import.is_open) return error_code::history_import_state_refused;
    if (event.time < import.from || event.time >= import.to) return error_code::history_range_refused;
    return std::nullopt;
  }
  const auto age_ms = d.record->appended_ms - event.time.ms();
  if (age_ms <= options_.accept_days * 86'400'000 && age_ms >= -options_.accept_ahead_ms) return std::nullopt;
  return age_ms > 0 ? error_code::event_too_old : error_code::event_in_future;
}

// Of all meters that want the type, the import's.
void usage_processor::keep_meter_of(const known_history& history, const type_meters* wanted, prepared_event& e) const {
  e.history = history.facts.number;
  if (!wanted) return;
  const auto own = std::ranges::find(wanted->meters, history.facts.meter_number, &compiled_meter::number);
  e.meters = own == wanted->meters.end() ? 0 : 1;
  e.first_judged += static_cast<std::uint32_t>(own - wanted->meters.begin());
}

std::int32_t usage_processor::generation_of(const prepared_event& e, const judged& j) {
  return e.history == 0 ? j.meter->generation : history_generation(e.history);
}

void usage_processor::prepare(const decoded_record& d) {
  const auto* p = find_partition(d.record->partition);
  const auto& tenant = d.owner->facts;
  for (const auto& event : reader_.events(d.events)) {
    auto& e = prepared_.emplace_back();
    const auto* wanted = static_cast<const type_meters*>(event.tag);
    e.refused = refusal_of(d, event);
    if (e.refused || !wanted) {
      if (d.history) keep_meter_of(*d.history, nullptr, e);
      continue;
    }
    e.identity = d.history ? history_identity(*identity_hash_, d.history->id, d.owner->id, event.source, event.id,
                                              identity_text_)
                           : event_identity(*identity_hash_, d.owner->id, event.source, event.id, identity_text_);
    if (p) p->ledger->prefetch(e.identity);

    e.first_judged = static_cast<std::uint32_t>(judged_count_);
    e.meters = static_cast<std::uint32_t>(wanted->meters.size());
    judged_count_ += e.meters;
    if (judged_.size() < judged_count_) judged_.resize(judged_count_);
    judge_event(event, *wanted, *identity_hash_, std::span(judged_).subspan(e.first_judged, e.meters));
    if (d.history) keep_meter_of(*d.history, wanted, e);

    const auto hour = domain::hour_start(event.time, tenant.minute_offset);
    e.hour_minutes = static_cast<std::int32_t>(hour.ns / domain::ns_per_minute);
    for (auto& j : std::span(judged_).subspan(e.first_judged, e.meters)) {
      if (j.invalid) continue;
      j.cell_hash = cell_table::hash_of(cell_of(tenant, event, e.hour_minutes, j, generation_of(e, j)));
      if (p) p->cells.prefetch_slot(j.cell_hash);
    }
  }
}

// A cell is found in three steps through memory, each of which shows where the next one goes.
void usage_processor::prefetch_cells() {
  auto each = [&](auto ask) {
    for (const auto& d : window_) {
      const auto* p = find_partition(d.record->partition);
      if (!p) continue;
      for (const auto& e : std::span(prepared_).subspan(d.events.first, d.events.count)) {
        for (const auto& j : std::span(judged_).subspan(e.first_judged, e.meters)) {
          if (!j.invalid) ask(p->cells, j.cell_hash);
        }
      }
    }
  };
  each([](const cell_table& cells, std::uint64_t hash) { cells.prefetch_cell(hash); });
  each([](const cell_table& cells, std::uint64_t hash) { cells.prefetch_texts(hash); });
}

}  // namespace weir::usage
