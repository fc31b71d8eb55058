// Rows of `mails`: to be sent, sent, given up. All under role::worker. Instants are the database's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres::mail_queue {

struct new_mail {
  std::string message_id;  // event and person, without host
  std::string kind;
  std::optional<std::string> user_id{};
  std::string recipient;
  std::string locale;
  std::string facts;                    // a JSON object
  std::optional<std::string> sealed{};  // the token of its link
};
// False when this event has written to this person before.
result<bool> add(executor& in, const new_mail& m);

struct due_mail {
  std::string message_id;
  std::string kind;
  std::optional<std::string> user_id{};
  std::string recipient;
  std::string locale;
  std::string facts;
  std::optional<std::string> sealed{};
  std::int32_t attempts = 0;  // this one too
  timestamp created_at{};
  timestamp now{};
};
// The mail that waits longest of those that are due, leased for `lease_s`: whoever asks meanwhile gets another one.
result<std::optional<due_mail>> take(executor& in, std::int64_t lease_s);

// What came of an attempt. False when the lease had run out and somebody else took the mail since: then that one's
// outcome counts.
result<bool> sent(executor& in, const due_mail& m);
result<bool> give_up(executor& in, const due_mail& m, const std::string& why);
result<bool> postpone(executor& in, const due_mail& m, std::int64_t wait_ms, const std::string& why);

result<std::int64_t> count_queued(executor& in);

struct listed {
  std::string message_id;
  std::string kind;
  std::string recipient;
  std::string state;
  std::int32_t attempts = 0;
  timestamp created_at{};
  timestamp due_at{};
  std::optional<timestamp> ended_at{};
  std::string last_error;
};
// Newest first. `state`: queued, sent, given_up, or empty for all.
result<std::vector<listed>> list(executor& in, const std::string& state, std::int32_t limit);

}  // namespace weir::postgres::mail_queue
