#include <src/postgres/done.hpp>

#include <weir/postgres/payment_captures.hpp>

namespace weir::postgres::payment_captures {
namespace {

const statement capture_request{"payment_captures.request", R"sql(
UPDATE payments SET capture_key = $2, capture_due_at = clock_timestamp() WHERE number = $1)sql"};

const statement capture_take{"payment_captures.take", R"sql(
UPDATE payments AS p SET capture_due_at = clock_timestamp() + make_interval(secs => $2)
FROM (SELECT number FROM payments WHERE capture_due_at <= clock_timestamp() AND session IS NOT NULL AND state = 'processing'
      ORDER BY capture_due_at LIMIT $1 FOR UPDATE SKIP LOCKED) AS due
WHERE p.number = due.number RETURNING p.id, p.number, p.provider_number, p.session, p.capture_key)sql"};

const statement capture_end{"payment_captures.end", R"sql(
UPDATE payments SET capture_due_at = NULL WHERE number = $1 AND capture_key = $2)sql"};

const statement capture_close_page{"payment_captures.close_page", R"sql(
UPDATE payments SET url = NULL WHERE number = $1 AND state = 'failed')sql"};

}  // namespace

result<void> request(executor& in, std::int64_t payment, const std::string& key) {
  return done(in.run(capture_request, payment, key));
}

result<std::vector<due_capture>> take(executor& in, std::int32_t most, std::int32_t seconds) {
  auto r = in.run(capture_take, most, seconds);
  if (!r) return std::unexpected(r.error());
  std::vector<due_capture> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(
        {r->at(i, 0).string(), r->at(i, 1).int8(), r->at(i, 2).int4(), r->at(i, 3).string(), r->at(i, 4).string()});
  return out;
}

result<void> end(executor& in, std::int64_t payment, const std::string& key) {
  return done(in.run(capture_end, payment, key));
}

result<void> close_page(executor& in, std::int64_t payment) {
  return done(in.run(capture_close_page, payment));
}

}  // namespace weir::postgres::payment_captures
