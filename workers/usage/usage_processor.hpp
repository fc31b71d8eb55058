// Turns usage records into effects: decode, judge, claim, add to cells. A pure function of the log, the definitions and
// what was claimed before; no clock but the broker's.
//
// For each event, in this order:
//   its record makes no sense            → rejected (record_malformed, record_tenant_unknown, …), once for the record
//   its time is outside the window       → rejected (event_too_old, event_in_future)
//   no meter wants its type              → unmatched
//   invalid for every meter that does    → rejected, with the first meter's reason
//   its identity was counted before      → duplicate, or conflict when the content is another
//   else                                 → counted: claimed, and added to the cell of each meter it is valid for
// so an identity is claimed only when it is counted, and whatever was not counted can be sent again.
//
// Rows of an import of past usage (header weir-history) are events like others, but for this: their time has to be in
// the import's range, only its meter looks at them, their identity is its own, and so are their cells (ADR 15).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

#include <workers/usage/claim_ledger.hpp>
#include <workers/usage/judge_event.hpp>
#include <workers/usage/usage_store.hpp>

#include <weir/contract/usage_record_reader.hpp>
#include <weir/stream/processor.hpp>

namespace weir::usage {

struct processor_options {
  std::int64_t accept_days = 35;
  std::int64_t accept_ahead_ms = 5 * 60 * 1000;
  std::int64_t listed_rejections_most = 1000;  // for each tenant and hour of arrival; ranges beyond
  stream::partition_number partitions = 1;     // of the topic
};

class usage_processor final : public stream::processor {
 public:
  // `ledgers` makes the memory of claims of a partition.
  using ledger_factory = std::function<std::unique_ptr<claim_ledger>(stream::partition_number)>;

  usage_processor(processor_options options, usage_store& store, ledger_factory ledgers);
  ~usage_processor() override;

  result<void> open(const stream::lease& l, const pulse& alive) override;
  void close(stream::partition_number partition) override;
  void expect(std::span<const stream::record> records) override;
  result<void> absorb(const stream::record& r) override;
  result<void> quarantine(const stream::record& r) override;
  stream::batch_weight weight() const override;
  std::unique_ptr<stream::batch> seal() override;
  void committed(stream::batch& b) override;
  result<void> reload() override;

  struct totals {
    std::uint64_t counted = 0, duplicate = 0, conflict = 0, unmatched = 0, rejected = 0, quarantined = 0;
  };
  const totals& committed_totals() const { return totals_; }
  claim_memory memory() const;  // of all partitions
  // The database has dropped the days before this one; memory follows at the next commits.
  void forget_claims_before(arrival_day day);
  // Events may be so old from now on: for whoever counts what was counted under other settings.
  void accept(std::int64_t days);

 private:
  struct partition_state;
  struct known_tenant {
    std::string text;  // as in the header
    tenant_id id;
    tenant_facts facts;
    stream::partition_number partition = 0;
  };

  struct known_history {
    history_import_id id;
    history_facts facts;
  };

  // A record as far as it depends on nothing that was counted before.
  struct decoded_record {
    const stream::record* record = nullptr;
    const known_tenant* owner = nullptr;     // null: nobody's
    const known_history* history = nullptr;  // whose rows its events are; null: nobody's, they are live ones
    std::optional<error_code> fault;         // of the record as a whole
    contract::usage_record_reader::event_range events;
  };

  // An event, in the same way.
  struct prepared_event {
    std::optional<error_code> refused;  // for its time
    hash128 identity;
    std::int32_t hour_minutes = 0;               // start of the hour, minutes since 1970
    std::uint32_t first_judged = 0, meters = 0;  // no meter: nobody wants it
    std::int32_t history = 0;                    // number of the import that it is a row of; 0: a live one
  };

  result<const known_tenant*> tenant_of(const stream::record& r);  // null: no such tenant
  // Null: there is no such import, or it is another tenant's.
  result<const known_history*> history_of(std::string_view text, const known_tenant& owner);
  result<const decoded_record*> decoded(const stream::record& r);
  result<void> decode(const stream::record& r);
  void prepare(const decoded_record& d);
  std::optional<error_code> refusal_of(const decoded_record& d, const contract::usage_event& event) const;
  void keep_meter_of(const known_history& history, const type_meters* wanted, prepared_event& e) const;
  static std::int32_t generation_of(const prepared_event& e, const judged& j);
  void prefetch_cells();
  partition_state* find_partition(stream::partition_number partition);
  partition_state& begin_record(const stream::record& r);
  result<void> absorb_event(partition_state& p, const stream::record& r, const known_tenant& owner,
                            const contract::usage_event& event, const prepared_event& e, std::int32_t index);
  void reject_record(partition_state& p, const stream::record& r, std::int32_t tenant_number, error_code code,
                     bool quarantined);
  void list_rejection(partition_state& p, const stream::record& r, std::int32_t tenant_number, std::int32_t index,
                      const contract::usage_event& event, const error& why, std::optional<std::int32_t> meter);

  processor_options options_;
  usage_store& store_;
  ledger_factory ledgers_;
  std::unique_ptr<keyed_hash> identity_hash_;
  std::unique_ptr<definitions> definitions_;
  std::map<tenant_id, known_tenant> tenants_;
  std::array<const known_tenant*, 1024> tenant_cache_{};
  std::map<history_import_id, known_history> histories_;
  std::map<stream::partition_number, std::unique_ptr<partition_state>> partitions_;
  partition_state* last_partition_ = nullptr;
  std::vector<claim_list::block> spare_blocks_;  // of batches that were committed
  std::span<const stream::record> expected_;
  std::vector<decoded_record> window_;  // of the expected records, or the one at hand
  std::size_t window_next_ = 0;
  contract::usage_record_reader reader_;  // holds the events of the window
  std::vector<prepared_event> prepared_;  // of those events
  std::vector<judged> judged_;            // of the window's events; keeps its memory
  std::size_t judged_count_ = 0;
  contract::plan_source plans_;
  std::string last_type_;
  const type_meters* last_wanted_ = nullptr;
  bool last_type_known_ = false;
  std::string identity_text_;
  std::size_t open_events_ = 0;
  arrival_day claims_since_ = 0;
  totals totals_;
};

}  // namespace weir::usage
