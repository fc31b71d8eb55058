#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <api/usage/claim_search.hpp>
#include <workers/usage/claim_run.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::param;
using postgres::rows;
using postgres::statement;

constexpr int runs_at_once = 512;
constexpr std::int64_t entry_bytes = usage::claim_entry_bytes;

// Of a run r(first_offset, entries), the cut where `identity` should be: 4 standard deviations to either side. Its
// position in the cut, the entry, and whether the cut proves that it is nowhere else. OFFSET 0 keeps the planner from
// writing the cut, and with it the read, several times.
#define WEIR_CLAIM_CUT(identity, fraction)                                                                     \
  " CROSS JOIN LATERAL (SELECT octet_length(r.entries) / 24 AS n OFFSET 0) AS size"                            \
  " CROSS JOIN LATERAL (SELECT greatest(0, floor(" fraction                                                    \
  " * n - 2 * sqrt(n) - 8))::int AS lo,"                                                                       \
  "   least(n, ceil(" fraction                                                                                 \
  " * n + 2 * sqrt(n) + 8))::int AS hi OFFSET 0) AS bounds"                                                    \
  " CROSS JOIN LATERAL (SELECT substring(r.entries FROM lo * 24 + 1 FOR (hi - lo) * 24) AS w OFFSET 0) AS cut" \
  " CROSS JOIN LATERAL (SELECT position(" identity " IN w) AS p OFFSET 0) AS hit"
#define WEIR_CLAIM_ANSWER(identity)                            \
  "n, p, CASE WHEN p > 0 THEN substring(w FROM p FOR 24) END," \
  " (lo = 0 OR substring(w FOR 16) <= " identity               \
  ") AND (hi = n OR substring(w FROM octet_length(w) - 23 FOR 16) >= " identity ")"

const statement probe_runs{"reads.claim_runs", "SELECT r.first_offset, " WEIR_CLAIM_ANSWER("$4::bytea") R"sql(
FROM (SELECT first_offset, entries FROM usage_claim_runs WHERE scope = 0 AND partition = $1 AND day = date '1970-01-01' + $2::int
      AND first_offset < $3 ORDER BY first_offset DESC LIMIT $6::int) AS r)sql" WEIR_CLAIM_CUT(
                                                   "$4::bytea", "$5::float8") " ORDER BY r.first_offset DESC"};

// The runs of a day do not overlap: those just before the offset are the only ones that may hold it.
const statement probe_counted{"reads.claims_counted",
                              "SELECT r.first_offset, " WEIR_CLAIM_ANSWER("q.identity") R"sql(, q.number, q.day
FROM unnest($2::int[], $3::bigint[], $4::text[], $5::float8[]) WITH ORDINALITY AS a (day, log_offset, hex, fraction, number)
CROSS JOIN LATERAL (SELECT a.number, a.day, a.log_offset, decode(a.hex, 'hex') AS identity, a.fraction OFFSET 0) AS q
CROSS JOIN LATERAL (SELECT first_offset, last_offset, entries FROM usage_claim_runs WHERE scope = 0 AND partition = $1
                    AND day = date '1970-01-01' + q.day AND first_offset <= q.log_offset ORDER BY first_offset DESC LIMIT 4) AS r)sql" WEIR_CLAIM_CUT(
                                  "q.identity", "q.fraction") " WHERE r.last_offset >= q.log_offset"};

const statement read_entry{"reads.claim_entry", R"sql(
SELECT substring(entries FROM ($4::int - 1) * 24 + 1 FOR 24) FROM usage_claim_runs
WHERE scope = 0 AND partition = $1 AND day = date '1970-01-01' + $2::int AND first_offset = $3)sql"};

std::string bytes_of(const hash128& h) {
  const std::uint64_t parts[] = {std::byteswap(h.high), std::byteswap(h.low)};
  return {reinterpret_cast<const char*>(parts), sizeof parts};
}

double fraction_of(const hash128& h) {
  return std::ldexp(static_cast<double>(h.high), -64);
}

std::string float_array(std::span<const claim_question> questions) {
  std::string out = "{";
  for (const auto& q : questions)
    out += (out.size() > 1 ? "," : "") + std::to_string(fraction_of(q.identity));
  return out + "}";
}

std::optional<found_claim> decode(std::string_view entry, usage::arrival_day day, stream::offset first) {
  std::optional<found_claim> out;
  usage::decode_claim_run(entry, first,
                          [&](const usage::claim_entry& e) { out = found_claim{day, e.offset, e.content}; });
  return out;
}

class run_reader {
 public:
  run_reader(executor& in, stream::partition_number partition) : in_(in), partition_(partition) {}

  // Columns `first_offset, n, p, entry, proven` of row i.
  result<std::optional<found_claim>> judge(const rows& r, std::size_t i, usage::arrival_day day,
                                           const hash128& identity) {
    const auto first = r.at(i, 0).int8();
    const auto p = r.at(i, 2).int8();
    if (p > 0 && (p - 1) % entry_bytes == 0) return decode(r.at(i, 3).bytes(), day, first);
    // The bytes may also stand across two entries; and one run in some ten thousand is not as even as it should be.
    if (p == 0 && r.at(i, 4).boolean()) return std::optional<found_claim>{};
    return bisect(day, first, r.at(i, 1).int8(), identity);
  }

 private:
  result<std::optional<found_claim>> bisect(usage::arrival_day day, stream::offset first, std::int64_t n,
                                            const hash128& identity) {
    const auto wanted = bytes_of(identity);
    std::int64_t lo = 0, hi = n;
    while (lo < hi) {
      const auto middle = lo + (hi - lo) / 2;
      auto r = in_.run(read_entry, partition_, day, first, middle + 1);
      if (!r) return std::unexpected(r.error());
      if (r->empty()) break;  // merged into another run meanwhile; the caller meets that one, or asks again
      const auto entry = r->at(0, 0).bytes();
      const auto order = std::memcmp(entry.data(), wanted.data(), wanted.size());
      if (order == 0) return decode(entry, day, first);
      (order < 0 ? lo = middle + 1 : hi = middle);
    }
    return std::optional<found_claim>{};
  }

  executor& in_;
  stream::partition_number partition_;
};

struct batch_answer {
  std::optional<found_claim> found;
  std::optional<stream::offset> next;  // more runs of this day, before it
};

result<batch_answer> probe(executor& in, stream::partition_number partition, const hash128& identity,
                           const claim_cursor& at) {
  auto r = in.run(probe_runs, partition, at.day, at.first_offset, param::bytes(bytes_of(identity)),
                  std::to_string(fraction_of(identity)), runs_at_once);
  if (!r) return std::unexpected(r.error());
  batch_answer out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    auto found = run_reader(in, partition).judge(*r, i, at.day, identity);
    if (!found) return std::unexpected(found.error());
    if (*found) {
      out.found = *found;
      return out;
    }
    if (r->size() == runs_at_once) out.next = r->at(i, 0).int8();
  }
  return out;
}

}  // namespace

claim_cursor newest_claims(timestamp now) {
  // The broker's clock may be ahead of ours.
  return {usage::day_of_arrival(now.ms()) + 1, std::numeric_limits<stream::offset>::max()};
}

usage::arrival_day oldest_claims(timestamp now, std::int64_t accept_days) {
  return static_cast<usage::arrival_day>(usage::day_of_arrival(now.ms()) - accept_days - 8);
}

result<claim_search> find_claim(postgres::pool& database, stream::partition_number partition, const hash128& identity,
                                claim_cursor from, usage::arrival_day oldest, std::chrono::milliseconds time) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  claim_search out;
  while (from.day >= oldest) {
    if (std::chrono::steady_clock::now() > deadline) {
      out.next = from;
      return out;
    }
    auto answer = database.read(postgres::role::api, postgres::tenant_scope::nobody(),
                                [&](executor& in) { return probe(in, partition, identity, from); });
    if (!answer) return std::unexpected(answer.error());
    if (answer->found) {
      out.found = answer->found;
      return out;
    }
    if (answer->next) {
      from.first_offset = *answer->next;
    } else {
      from = {from.day - 1, std::numeric_limits<stream::offset>::max()};
    }
  }
  return out;
}

result<std::vector<bool>> counted_at(executor& in, stream::partition_number partition,
                                     std::span<const claim_question> questions) {
  std::vector<bool> out(questions.size());
  if (questions.empty()) return out;
  std::vector<std::int32_t> days;
  std::vector<std::int64_t> offsets;
  std::vector<std::string> identities;
  for (const auto& q : questions) {
    days.push_back(q.day);
    offsets.push_back(q.offset);
    const auto bytes = bytes_of(q.identity);
    identities.push_back(hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
  }
  auto r = in.run(probe_counted, partition, param::array(days), param::array(offsets), param::array(identities),
                  float_array(questions));
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i) {
    const auto number = static_cast<std::size_t>(r->at(i, 5).int8() - 1);
    auto found = run_reader(in, partition).judge(*r, i, r->at(i, 6).int4(), questions[number].identity);
    if (!found) return std::unexpected(found.error());
    if (*found && (*found)->offset == questions[number].offset) out[number] = true;
  }
  return out;
}

}  // namespace weir::api
