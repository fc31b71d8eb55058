#include <limits>
#include <vector>

#include <api/usage/event_judge.hpp>

#include <weir/contract/topics.hpp>
#include <weir/domain/hour.hpp>

namespace weir::api {
namespace {

class one_event_store final : public usage::usage_store {
 public:
  one_event_store(usage::definitions_snapshot definitions, tenant_id tenant, usage::tenant_facts facts,
                  const keyed_hash::key_type& key, judged_histories histories)
      : definitions_(std::move(definitions)),
        tenant_(tenant),
        facts_(facts),
        key_(key),
        histories_(std::move(histories)) {}

  result<keyed_hash::key_type> claim_key() override { return key_; }
  result<usage::definitions_snapshot> load_definitions() override { return definitions_; }
  result<std::optional<usage::tenant_facts>> find_tenant(tenant_id id) override {
    return id == tenant_ ? std::optional(facts_) : std::nullopt;
  }
  result<std::optional<usage::history_facts>> find_history_import(history_import_id id) override {
    const auto found = histories_.find(id);
    return found == histories_.end() ? std::optional<usage::history_facts>{} : std::optional(found->second.facts);
  }
  result<usage::claim_sums> load_claims(stream::partition_number, usage::arrival_day, stream::offset,
                                        const usage::take_claim&) override {
    return {};
  }
  result<usage::arrival_day> claims_since() override { return 0; }
  result<std::optional<std::int64_t>> last_version(stream::partition_number, stream::offset) override {
    return std::optional(definitions_.version);
  }

  result<void> write(stream::transaction&, const usage::usage_effects& effects) override {
    answer = {};
    for (const auto& p : effects.partitions) {
      for (const auto& c : p.cells.cells) {
        answer.cells.push_back({c.key.meter_number,
                                generation_of(c.key),
                                {c.key.hour_minutes * domain::ns_per_minute},
                                std::string(c.key.subject),
                                std::string(c.key.dimensions)});
      }
      for (const auto& r : p.rejected)
        answer.refusals.push_back({r.meter_number.value_or(0), r.code, r.detail});
      for (const auto& [key, counts] : p.conservation) {
        if (counts.counted > 0) answer.verdict = event_verdict::countable;
        if (counts.rejected > 0) answer.verdict = event_verdict::rejected;
      }
    }
    return {};
  }

  judgment answer;

 private:
  // Where the cell is by now.
  std::int32_t generation_of(const usage::cell_key& key) const {
    for (const auto& [id, h] : histories_) {
      if (!h.is_placed || usage::history_generation(h.facts.number) != key.generation) continue;
      for (const auto& m : definitions_.meters) {
        if (m.definition.number == key.meter_number) return m.generation;
      }
    }
    return key.generation;
  }

  usage::definitions_snapshot definitions_;
  tenant_id tenant_;
  usage::tenant_facts facts_;
  keyed_hash::key_type key_;
  judged_histories histories_;
};

class forgetful_ledger final : public usage::claim_ledger {
 public:
  result<usage::claim_answer> claim(usage::arrival_day, const usage::claim_entry&) override {
    return usage::claim_answer::fresh;
  }
  result<void> open(stream::epoch, stream::offset, usage::arrival_day, const source&) override { return {}; }
  void committed(stream::offset, usage::arrival_day) override {}
  usage::claim_memory memory() const override { return {}; }
};

class no_transaction final : public stream::transaction {
 public:
  result<std::vector<stream::partition_number>> advance(std::span<const stream::progress>) override {
    return std::vector<stream::partition_number>{};
  }
  stream::commit_outcome commit() override { return stream::commit_outcome::rolled_back; }
  void roll_back() override {}
};

}  // namespace

struct event_judge::parts {
  parts(usage::definitions_snapshot definitions, tenant_id id, usage::tenant_facts facts,
        const keyed_hash::key_type& key, usage::processor_options options, judged_histories histories)
      : store(std::move(definitions), id, facts, key, std::move(histories)),
        tenant(id.text()),
        processor(options, store, [](stream::partition_number) { return std::make_unique<forgetful_ledger>(); }) {}

  one_event_store store;
  std::string tenant;
  usage::usage_processor processor;
  std::optional<stream::partition_number> open;
};

event_judge::event_judge(usage::definitions_snapshot definitions, tenant_id tenant, usage::tenant_facts facts,
                         const keyed_hash::key_type& claim_key, std::int32_t partitions, std::int64_t accept_days,
                         judged_histories histories)
    : parts_(std::make_unique<parts>(
          std::move(definitions), tenant, facts, claim_key,
          usage::processor_options{.accept_days = accept_days,
                                   .listed_rejections_most = std::numeric_limits<std::int64_t>::max(),
                                   .partitions = partitions},
          std::move(histories))) {}

event_judge::~event_judge() = default;

result<judgment> event_judge::judge(const log_event& e) {
  auto& p = *parts_;
  if (p.open != e.partition) {
    if (p.open) p.processor.close(*p.open);
    if (auto opened = p.processor.open({.partition = e.partition, .last_fingerprint = {}}, [] {}); !opened)
      return std::unexpected(opened.error());
    p.open = e.partition;
  }
  const std::string value = "[" + e.json + "]";
  std::vector<stream::header> headers{{contract::frame_header, contract::frame_version},
                                      {contract::tenant_header, p.tenant}};
  if (!e.history.empty()) headers.push_back({contract::history_header, e.history});
  const stream::record record{.partition = e.partition,
                              .offset = e.offset,
                              .appended_ms = e.appended_ms,
                              .key = {},
                              .value = value,
                              .headers = headers};
  if (auto done = p.processor.absorb(record); !done) return std::unexpected(done.error());
  auto batch = p.processor.seal();
  no_transaction none;
  if (auto written = batch->write(none); !written) return std::unexpected(written.error());
  return std::move(p.store.answer);
}

}  // namespace weir::api
