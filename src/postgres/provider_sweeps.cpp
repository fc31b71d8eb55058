#include <src/postgres/done.hpp>

#include <weir/postgres/provider_sweeps.hpp>

namespace weir::postgres::provider_sweeps {
namespace {

const statement sweep_due{"provider_sweeps.due", R"sql(
SELECT p.id, p.provider, p.live, s.id, s.sealed,
  greatest(p.swept_to, p.created_at, clock_timestamp() - make_interval(secs => $2)), p.sweep_asked_at
FROM payment_providers AS p JOIN payment_provider_secrets AS s
  ON s.provider_number = p.number AND s.kind = 'api_key' AND s.expires_at IS NULL
WHERE p.enabled AND (p.swept_to < clock_timestamp() - make_interval(secs => $1) OR p.sweep_asked_at IS NOT NULL) ORDER BY p.swept_to, p.number)sql"};

const statement sweep_unknown{"provider_sweeps.unknown", R"sql(
SELECT w.id FROM unnest($2::text[]) WITH ORDINALITY AS w (id, place)
WHERE NOT EXISTS (SELECT FROM provider_events AS e WHERE e.provider = $1 AND e.event_id = w.id) ORDER BY w.place)sql"};

const statement sweep_advance{"provider_sweeps.advance", R"sql(
UPDATE payment_providers SET swept_to = greatest(swept_to, $2), sweep_asked_at = nullif(sweep_asked_at, $3) WHERE id = $1)sql"};

}  // namespace

result<std::vector<due_sweep>> due(executor& in, std::int64_t age_s, std::int64_t reach_s) {
  auto r = in.run(sweep_due, age_s, reach_s);
  if (!r) return std::unexpected(r.error());
  std::vector<due_sweep> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), r->at(i, 1).string(), r->at(i, 2).boolean(), r->at(i, 3).string(),
                   r->at(i, 4).bytes(), r->at(i, 5).timestamp(), r->at(i, 6).optional_timestamp()});
  return out;
}

result<std::vector<std::string>> unknown(executor& in, const std::string& provider,
                                         std::span<const std::string> events) {
  auto r = in.run(sweep_unknown, provider, param::array(events));
  if (!r) return std::unexpected(r.error());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(r->at(i, 0).string());
  return out;
}

result<void> advance(executor& in, const due_sweep& of, timestamp to) {
  return done(in.run(sweep_advance, of.account, to, of.asked_at));
}

}  // namespace weir::postgres::provider_sweeps
