#include <src/postgres/arrays.hpp>

#include <weir/postgres/webhook_feed.hpp>

namespace weir::postgres::webhook_feed {
namespace {

// Compared as rows: of the index of all numbers, a quiet partition would be looked for through all others.
const statement feed_newest{"webhook_feed.newest", R"sql(
SELECT a.partition, greatest(
  coalesce((SELECT m.number FROM webhook_messages AS m
    WHERE (m.partition, m.number) >= (a.partition, 0) AND (m.partition, m.number) < (a.partition + 1, 0) AND m.partition IS NOT NULL
    ORDER BY m.partition DESC, m.number DESC LIMIT 1), 0),
  coalesce((SELECT p.number FROM webhook_feed_passed AS p WHERE p.partition = a.partition), 0))
FROM leases AS a WHERE a.consumer = 'webhooks' AND a.topic = 'weir.events')sql"};

const statement feed_passed{"webhook_feed.passed", "SELECT partition, number FROM webhook_feed_passed"};

const statement feed_entries{"webhook_feed.entries", R"sql(
SELECT m.partition, m.number, m.tenant_number, m.type
FROM unnest($1::integer[], $2::bigint[]) AS a (partition, after) CROSS JOIN LATERAL (
  SELECT w.partition, w.number, w.tenant_number, w.type FROM webhook_messages AS w
  WHERE (w.partition, w.number) > (a.partition, a.after) AND (w.partition, w.number) < (a.partition + 1, 0) AND w.partition IS NOT NULL
  ORDER BY w.partition, w.number LIMIT $3) AS m
ORDER BY m.number LIMIT $3)sql"};

const statement feed_entries_of_tenant{"webhook_feed.entries_of_tenant", R"sql(
SELECT m.partition, m.number, m.tenant_number, m.type
FROM unnest($1::integer[], $2::bigint[]) AS a (partition, after) CROSS JOIN LATERAL (
  SELECT w.partition, w.number, w.tenant_number, w.type FROM webhook_messages AS w
  WHERE (w.tenant_number, w.partition, w.number) > ($4::integer, a.partition, a.after)
    AND (w.tenant_number, w.partition, w.number) < ($4::integer, a.partition + 1, 0) AND w.partition IS NOT NULL AND w.tenant_number IS NOT NULL
  ORDER BY w.tenant_number, w.partition, w.number LIMIT $3) AS m
ORDER BY m.number LIMIT $3)sql"};

const statement feed_messages{"webhook_feed.messages",
                              "SELECT number, id, type, body FROM webhook_messages WHERE number = ANY ($1::bigint[])"};

places places_of(const rows& r) {
  places out;
  for (std::size_t i = 0; i < r.size(); ++i)
    out[r.at(i, 0).int4()] = r.at(i, 1).int8();
  return out;
}

}  // namespace

result<places> newest(executor& in) {
  auto r = in.run(feed_newest);
  if (!r) return std::unexpected(r.error());
  return places_of(*r);
}

result<places> passed(executor& in) {
  auto r = in.run(feed_passed);
  if (!r) return std::unexpected(r.error());
  return places_of(*r);
}

result<std::vector<entry>> entries(executor& in, const places& after, std::optional<std::int32_t> tenant_number,
                                   std::int32_t most) {
  const auto partitions = array_of(after, &places::value_type::first);
  const auto numbers = array_of(after, &places::value_type::second);
  auto r = tenant_number ? in.run(feed_entries_of_tenant, partitions, numbers, most, *tenant_number)
                         : in.run(feed_entries, partitions, numbers, most);
  if (!r) return std::unexpected(r.error());
  std::vector<entry> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back({r->at(i, 0).int4(), r->at(i, 1).int8(), r->at(i, 2).optional_int4(), r->at(i, 3).string()});
  }
  return out;
}

result<std::map<std::int64_t, message>> messages(executor& in, const std::vector<std::int64_t>& numbers) {
  auto r = in.run(feed_messages, param::array(numbers));
  if (!r) return std::unexpected(r.error());
  std::map<std::int64_t, message> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out[r->at(i, 0).int8()] = {r->at(i, 1).string(), r->at(i, 2).string(), r->at(i, 3).string()};
  return out;
}

}  // namespace weir::postgres::webhook_feed
