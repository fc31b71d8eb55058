// What became of events of the log, as far as the database tells.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <api/usage/claim_search.hpp>
#include <api/usage/event_judge.hpp>
#include <api/usage/record_events.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/invoices.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

//   pending    the worker has not come to it yet
//   counted    in the cells that are named
//   duplicate  the same event, with the same content, was counted before
//   conflict   an event with this identity and another content was counted before
//   unmatched  no meter wanted its type
//   rejected   see refusals
enum class event_state : std::uint8_t { pending, counted, duplicate, conflict, unmatched, rejected };
std::string_view name(event_state s);

struct outcome_cell {
  std::string meter{};  // slug; empty: the meter is gone
  judged_cell cell{};
  std::optional<std::vector<postgres::issued_line>> invoice_lines{};  // that bill it; nothing: not looked for
};

struct event_outcome {
  event_state state = event_state::pending;
  std::vector<outcome_cell> cells{};
  std::vector<judged_refusal> refusals{};
  std::vector<std::string> refusal_meters{};  // slugs, as refusals; empty for the event as a whole
  std::optional<std::string> rejected_id{};   // its row in `rejected`
};

struct outcome_settings {
  std::int64_t accept_days = 35;
};

// The partition and the key of event identities of a tenant.
struct tenant_log {
  tenant_id id;
  stream::partition_number partition = 0;
  std::int32_t partitions = 1;
  keyed_hash::key_type claim_key{};
};
result<tenant_log> log_of(postgres::executor& in, const postgres::tenant_row& tenant);

// One outcome for each event. All events are the tenant's and of its partition. Under role::api with a scope that sees
// the tenant. Errors: the database's.
result<std::vector<event_outcome>> outcomes_of(postgres::executor& in, const postgres::tenant_row& tenant,
                                               const tenant_log& log, std::span<const log_event> events,
                                               const outcome_settings& settings);

// Members of an open object.
// `outcome`, `code` and `detail` of a rejection, `meters`: [{slug, generation, hour, subject, group_by, invoice_lines}]
// for the cells it went to and [{slug, code, detail}] for meters that could not count it, `rejected_id`.
void write_outcome(contract::json_writer& out, const event_outcome& o);
// `position`: {topic, partition, offset, index}; index null: not known without the record.
void write_position(contract::json_writer& out, std::string_view member, stream::partition_number partition,
                    stream::offset offset, std::optional<std::int32_t> index);
// `source`, `id`, outcome, `position`, `appended_at`, `event`.
void write_logged_event(contract::json_writer& out, const log_event& e, const event_outcome& o);

}  // namespace weir::api
