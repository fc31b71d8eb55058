#include <algorithm>

#include <workers/usage/recount.hpp>

#include <weir/contract/topics.hpp>

namespace weir::usage {
namespace {

constexpr std::size_t events_most = 200'000;  // in one batch
constexpr std::size_t cells_most = 50'000;

// Batches are written into memory.
class no_transaction final : public stream::transaction {
 public:
  result<std::vector<stream::partition_number>> advance(std::span<const stream::progress>) override {
    return std::vector<stream::partition_number>{};
  }
  stream::commit_outcome commit() override { return stream::commit_outcome::committed; }
  void roll_back() override {}
};

}  // namespace

class recount::store final : public usage_store {
 public:
  store(const recount_options& options, const recount_facts& facts, counted_cells& into)
      : options_(options), facts_(facts), into_(into) {}

  void choose(std::int64_t version) { version_ = version; }

  result<keyed_hash::key_type> claim_key() override { return facts_.claim_key; }

  result<definitions_snapshot> load_definitions() override {
    if (!version_) return definitions_snapshot{};
    return options_.definitions(*version_);
  }

  result<std::optional<tenant_facts>> find_tenant(tenant_id id) override {
    const auto it = options_.tenants.find(id);
    if (it == options_.tenants.end()) return std::optional<tenant_facts>{};
    return std::optional(it->second);
  }

  result<std::optional<history_facts>> find_history_import(history_import_id id) override {
    const auto it = options_.imports.find(id);
    if (it == options_.imports.end()) return std::optional<history_facts>{};
    auto facts = it->second.facts;
    facts.is_open = true;  // rows that came later are passed over
    return std::optional(facts);
  }

  result<claim_sums> load_claims(stream::partition_number, arrival_day, stream::offset, const take_claim&) override {
    return claim_sums{};
  }
  result<arrival_day> claims_since() override { return 0; }
  result<std::optional<std::int64_t>> last_version(stream::partition_number, stream::offset) override {
    return std::optional<std::int64_t>{};
  }
  result<void> write(stream::transaction&, const usage_effects& effects) override {
    for (const auto& e : effects.partitions) {
      if (auto added = into_.add(e); !added) return added;
    }
    return {};
  }

 private:
  const recount_options& options_;
  const recount_facts& facts_;
  counted_cells& into_;
  std::optional<std::int64_t> version_;
};

recount::recount(recount_options options, const recount_facts& facts, claim_storage& claims)
    : options_(std::move(options)),
      facts_(facts),
      store_(std::make_unique<store>(options_, facts_, cells_)),
      processor_(options_.processing, *store_,
                 [&claims](auto partition) { return make_sealed_claim_ledger(claims, partition); }),
      accept_days_(options_.processing.accept_days) {
  for (const auto& [id, facts_of] : options_.tenants)
    tenant_texts_.insert(id.text());
}

recount::~recount() = default;

result<void> recount::open(stream::offset at) {
  opened_ = true;
  stream::lease l;
  l.partition = options_.partition;
  l.next = at;
  return processor_.open(l, [] {});
}

bool recount::concerns(const stream::record& r) const {
  const auto tenant = r.find(contract::tenant_header);
  if (!tenant || !tenant_texts_.contains(*tenant) || facts_.quarantined.contains(r.offset)) return false;
  if (const auto text = r.find(contract::history_header)) {
    const auto id = history_import_id::parse(*text);
    const auto import = id ? options_.imports.find(*id) : options_.imports.end();
    if (import == options_.imports.end() || r.offset > import->second.last) return false;
  }
  return std::ranges::none_of(facts_.lost, [&](const auto& l) { return l.from <= r.offset && r.offset < l.next; });
}

// What was counted before the first flush that is known was counted as that one did.
result<void> recount::enter_version(stream::offset at) {
  auto entered = versions_entered_;
  while (entered < facts_.versions.size() && (entered == 0 || facts_.versions[entered].from <= at))
    ++entered;
  if (entered == versions_entered_) return {};
  if (auto done = settle(); !done) return done;
  versions_entered_ = entered;
  store_->choose(facts_.versions[entered - 1].version);
  return processor_.reload();
}

void recount::enter_window(stream::offset at) {
  auto entered = windows_entered_;
  while (entered < facts_.windows.size() && (entered == 0 || facts_.windows[entered].from <= at))
    ++entered;
  if (entered == windows_entered_) return;
  windows_entered_ = entered;
  accept_days_ = facts_.windows[entered - 1].accept_days;
  processor_.accept(accept_days_);
}

// The worker drops days by its database's clock, which this one follows by the broker's.
result<void> recount::enter_day(std::int64_t appended_ms) {
  const auto day = day_of_arrival(appended_ms);
  if (day <= day_) return {};
  if (auto done = settle(); !done) return done;
  day_ = day;
  processor_.forget_claims_before(day - static_cast<arrival_day>(accept_days_ + claim_days_more));
  return {};
}

result<void> recount::absorb(std::span<const stream::record> records) {
  bool is_expected = false;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto& r = records[i];
    if (!concerns(r)) continue;
    const auto known = std::pair(versions_entered_, windows_entered_);
    if (auto done = enter_version(r.offset); !done) return done;
    enter_window(r.offset);
    if (auto done = enter_day(r.appended_ms); !done) return done;
    if (!opened_) {
      if (auto done = open(r.offset); !done) return done;
    }
    if (!is_expected || known != std::pair(versions_entered_, windows_entered_)) processor_.expect(records.subspan(i));
    is_expected = true;
    if (auto done = processor_.absorb(r); !done) return done;
    const auto weight = processor_.weight();
    if (weight.events < events_most && weight.cells < cells_most) continue;
    if (auto done = settle(); !done) return done;
  }
  processor_.expect({});
  return {};
}

result<void> recount::settle() {
  if (!opened_) return {};
  auto batch = processor_.seal();
  no_transaction none;
  if (auto done = batch->write(none); !done) return done;
  processor_.committed(*batch);
  return {};
}

}  // namespace weir::usage
