#include <algorithm>

#include <api/usage/conservation.hpp>
#include <api/usage/window.hpp>

#include <weir/contract/json_writer.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::statement;

const statement select_rows{"reads.conservation", R"sql(
SELECT c.partition, coalesce(t.id, ''), coalesce(t.key, ''), c.arrival_hour, c.events, c.counted, c.duplicate, c.conflict,
  c.unmatched, c.rejected, c.quarantined, c.lost
FROM usage_conservation AS c LEFT JOIN tenants AS t ON t.number = c.tenant_number
WHERE ($1::int IS NULL OR (c.tenant_number = $1 AND c.partition = $2::int))
  AND ($3::timestamptz IS NULL OR c.arrival_hour >= $3) AND ($4::timestamptz IS NULL OR c.arrival_hour < $4)
ORDER BY c.arrival_hour, c.tenant_number, c.partition LIMIT $5::int)sql"};

const statement select_meters{"reads.meter_conservation", R"sql(
SELECT c.generation, coalesce(m.slug, ''), sum(c.matched)::bigint, sum(c.counted)::bigint, sum(c.invalid)::bigint
FROM usage_meter_conservation AS c LEFT JOIN meters AS m ON m.number = c.meter_number
WHERE ($1::int IS NULL OR (c.tenant_number = $1 AND c.partition = $2::int))
  AND ($3::timestamptz IS NULL OR c.arrival_hour >= $3) AND ($4::timestamptz IS NULL OR c.arrival_hour < $4)
GROUP BY c.generation, c.meter_number, m.slug ORDER BY m.slug, c.generation)sql"};

void write_counts(contract::json_writer& out, const event_counts& c) {
  out.member("events", c.events)
      .member("counted", c.counted)
      .member("duplicate", c.duplicate)
      .member("conflict", c.conflict);
  out.member("unmatched", c.unmatched)
      .member("rejected", c.rejected)
      .member("quarantined", c.quarantined)
      .member("lost", c.lost);
}

}  // namespace

event_counts& event_counts::operator+=(const event_counts& o) {
  events += o.events;
  counted += o.counted;
  duplicate += o.duplicate;
  conflict += o.conflict;
  unmatched += o.unmatched;
  rejected += o.rejected;
  quarantined += o.quarantined;
  lost += o.lost;
  return *this;
}

result<conservation_answer> read_conservation(executor& in, const conservation_question& q) {
  if (q.from && q.to && *q.to <= *q.from) return fail(error_code::query_range_invalid);
  conservation_answer out;
  std::optional<std::int32_t> number, partition;
  if (q.tenant) {
    auto found = partition_of_bucket(in, q.tenant->bucket);
    if (!found) return std::unexpected(found.error());
    number = q.tenant->number;
    partition = *found;
  }
  auto through = data_through(in, q.tenant ? std::optional(q.tenant->bucket) : std::nullopt);
  if (!through) return std::unexpected(through.error());
  out.data_through = *through;
  auto progress = usage_progress(in, partition);
  if (!progress) return std::unexpected(progress.error());
  out.partitions = std::move(*progress);

  auto r = in.run(select_rows, number, partition, q.from, q.to, query_rows_most + 1);
  if (!r) return std::unexpected(r.error());
  if (r->size() > query_rows_most)
    return fail(error_code::query_too_many_rows, "ask for a shorter range of arrival, or for one tenant");
  for (std::size_t i = 0; i < r->size(); ++i) {
    auto n = [&](std::size_t column) { return r->at(i, column).int8(); };
    conservation_row row{r->at(i, 0).int4(),
                         r->at(i, 1).string(),
                         r->at(i, 2).string(),
                         r->at(i, 3).timestamp(),
                         {n(4), n(5), n(6), n(7), n(8), n(9), n(10), n(11)}};
    out.totals += row.counts;
    out.rows.push_back(std::move(row));
  }
  auto m = in.run(select_meters, number, partition, q.from, q.to);
  if (!m) return std::unexpected(m.error());
  for (std::size_t i = 0; i < m->size(); ++i) {
    out.meters.push_back(
        {m->at(i, 0).int4(), m->at(i, 1).string(), m->at(i, 2).int8(), m->at(i, 3).int8(), m->at(i, 4).int8()});
  }
  return out;
}

std::string write_conservation(const conservation_question& q, const conservation_answer& a) {
  contract::json_writer out(1024 + a.rows.size() * 256);
  const bool holds =
      std::ranges::all_of(a.rows, [](const conservation_row& r) { return r.counts.holds(); }) &&
      std::ranges::all_of(a.meters, [](const meter_conservation_row& m) { return m.matched == m.counted + m.invalid; });
  out.begin_object();
  out.member("from", q.from);
  out.member("to", q.to);
  out.member("data_through", a.data_through);
  out.member("holds", holds).key("totals").begin_object();
  write_counts(out, a.totals);
  out.end_object().key("data").begin_array();
  for (const auto& row : a.rows) {
    out.begin_object().member("arrival_hour", row.arrival_hour).member("partition", row.partition).key("tenant");
    row.tenant_id.empty() ? out.null() : out.text(row.tenant_id);
    if (!row.tenant_id.empty()) out.member("tenant_key", row.tenant_key);
    write_counts(out, row.counts);
    out.end_object();
  }
  out.end_array().key("meters").begin_array();
  for (const auto& m : a.meters) {
    out.begin_object().member("meter", m.meter).member("generation", m.generation).member("matched", m.matched);
    out.member("counted", m.counted).member("invalid", m.invalid).end_object();
  }
  out.end_array().key("partitions").begin_array();
  for (const auto& p : a.partitions) {
    out.begin_object().member("partition", p.partition).member("next_offset", p.next_offset);
    out.member("data_through", p.data_through);
    out.member("halted", p.halted).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

}  // namespace weir::api
