#include <weir/postgres/mail_queue.hpp>

namespace weir::postgres::mail_queue {
namespace {

constexpr std::size_t most_error = 500;

const statement mail_add{"mails.add", R"sql(
INSERT INTO mails (message_id, kind, user_id, recipient, locale, facts, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (message_id) DO NOTHING)sql"};

const statement mail_take{"mails.take", R"sql(
UPDATE mails SET attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => $1)
WHERE message_id = (SELECT message_id FROM mails WHERE state = 'queued' AND due_at <= clock_timestamp()
  ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING message_id, kind, user_id, recipient, locale, facts, sealed, attempts, created_at, clock_timestamp())sql"};

// An ended mail keeps that it was, to whom and when, and nothing of what it said.
const statement mail_end{"mails.end", R"sql(
UPDATE mails SET state = $3, ended_at = clock_timestamp(), facts = '{}', sealed = NULL, last_error = $4
WHERE message_id = $1 AND attempts = $2 AND state = 'queued')sql"};

const statement mail_postpone{"mails.postpone", R"sql(
UPDATE mails SET due_at = clock_timestamp() + make_interval(secs => $3::bigint / 1000.0), last_error = $4
WHERE message_id = $1 AND attempts = $2 AND state = 'queued')sql"};

const statement mail_count_queued{"mails.count_queued", "SELECT count(*) FROM mails WHERE state = 'queued'"};

const statement mail_list{"mails.list", R"sql(
SELECT message_id, kind, recipient, state, attempts, created_at, due_at, ended_at, last_error FROM mails
WHERE $1 = '' OR state = $1 ORDER BY number DESC LIMIT $2)sql"};

result<bool> one(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  return r->affected() == 1;
}

}  // namespace

result<bool> add(executor& in, const new_mail& m) {
  const auto sealed = m.sealed ? param::bytes(*m.sealed) : param(std::nullopt);
  return one(in.run(mail_add, m.message_id, m.kind, m.user_id, m.recipient, m.locale, m.facts, sealed));
}

result<std::optional<due_mail>> take(executor& in, std::int64_t lease_s) {
  auto r = in.run(mail_take, lease_s);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  const auto at = [&](std::size_t column) -> const field& { return r->at(0, column); };
  due_mail out{
      at(0).string(), at(1).string(), at(2).optional_string(), at(3).string(),   at(4).string(), at(5).string(),
      std::nullopt,   at(7).int4(),   at(8).timestamp(),       at(9).timestamp()};
  if (!at(6).is_null()) out.sealed = at(6).bytes();
  return out;
}

result<bool> sent(executor& in, const due_mail& m) {
  return one(in.run(mail_end, m.message_id, m.attempts, "sent", ""));
}

result<bool> give_up(executor& in, const due_mail& m, const std::string& why) {
  return one(in.run(mail_end, m.message_id, m.attempts, "given_up", why.substr(0, most_error)));
}

result<bool> postpone(executor& in, const due_mail& m, std::int64_t wait_ms, const std::string& why) {
  return one(in.run(mail_postpone, m.message_id, m.attempts, wait_ms, why.substr(0, most_error)));
}

result<std::int64_t> count_queued(executor& in) {
  auto r = in.run(mail_count_queued);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).int8();
}

result<std::vector<listed>> list(executor& in, const std::string& state, std::int32_t limit) {
  auto r = in.run(mail_list, state, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<listed> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    const auto at = [&](std::size_t column) -> const field& { return r->at(i, column); };
    out.push_back({at(0).string(), at(1).string(), at(2).string(), at(3).string(), at(4).int4(), at(5).timestamp(),
                   at(6).timestamp(), at(7).optional_timestamp(), at(8).string()});
  }
  return out;
}

}  // namespace weir::postgres::mail_queue
