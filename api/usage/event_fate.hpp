// Where is my event? The fate of one (source, id), from its claim, its refusals, and the log itself.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <api/usage/event_log.hpp>
#include <api/usage/event_outcome.hpp>

#include <weir/contract/cursor.hpp>
#include <weir/contract/receipt.hpp>
#include <weir/postgres/rejected.hpp>

namespace weir::api {

struct fate_question {
  std::string source{};
  std::string id{};
  std::optional<contract::receipt> receipt{};  // where it was written: answers about this very one, also a resend
  std::optional<contract::cursor> go_on{};     // of an answer whose state was unknown
};

struct event_fate {
  // An event_state, or `not_seen`: nothing in the claims, the rejections or the log; or `unknown`: the bounded search
  // did not reach far enough, ask again with `next`.
  std::string state{};
  stream::partition_number partition = 0;
  std::optional<log_event> event{};          // the one that the state is about, when the log still has it
  std::optional<event_outcome> outcome{};    // of it
  std::optional<found_claim> counted{};      // where the identity was counted
  std::optional<log_event> counted_event{};  // with another content or from another request than `event`
  std::vector<postgres::conflict_row> conflicts{};
  std::vector<postgres::rejected_row> rejections{};
  std::optional<contract::cursor> next{};
};

struct fate_settings {
  outcome_settings outcome{};
  std::chrono::milliseconds time{2000};  // of each of the two searches
  std::size_t log_bytes = 16 * 1024 * 1024;
};

// Errors: receipt_invalid (of another topic, partition or event), cursor_invalid, those of the database and the log.
result<event_fate> find_fate(postgres::pool& database, const postgres::tenant_scope& scope, log_source& log,
                             const postgres::tenant_row& tenant, const fate_question& q, timestamp now,
                             const fate_settings& settings);

// The counted event of an identity: its claim, and the event itself when the log still has it.
struct counted_event {
  std::optional<found_claim> claim{};
  std::optional<log_event> event{};
  std::optional<claim_cursor> next{};  // not found, and not all claims were looked at
};
result<counted_event> find_counted(postgres::pool& database, log_source& log, const tenant_log& at,
                                   std::string_view source, std::string_view id, claim_cursor from,
                                   usage::arrival_day oldest, std::chrono::milliseconds time);

// One object: that of write_logged_event() where the event is known, `first_position` where it was counted as another
// one, `counted_event`, `conflicts` and `rejections`.
std::string write_fate(const fate_question& q, const event_fate& f);

}  // namespace weir::api
