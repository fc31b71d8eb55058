#include <weir/postgres/provider_doors.hpp>

namespace weir::postgres::provider_doors {
namespace {

const statement door_find{"provider_doors.find", R"sql(
SELECT p.id, p.live, p.enabled, s.id, s.sealed, s.expires_at
FROM payment_providers AS p LEFT JOIN payment_provider_secrets AS s
  ON s.provider_number = p.number AND s.kind = 'signing' AND (s.expires_at IS NULL OR s.expires_at > clock_timestamp())
WHERE p.provider = $1 AND p.slug = $2 ORDER BY s.expires_at DESC NULLS FIRST)sql"};

}  // namespace

result<std::optional<provider_door_row>> find(executor& in, const std::string& provider, const std::string& slug) {
  auto r = in.run(door_find, provider, slug);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  provider_door_row out{r->at(0, 0).string(), r->at(0, 1).boolean(), r->at(0, 2).boolean(), {}};
  for (std::size_t i = 0; i < r->size(); ++i) {
    if (r->at(i, 3).is_null()) continue;
    out.secrets.push_back({r->at(i, 3).string(), r->at(i, 4).bytes(), r->at(i, 5).optional_timestamp()});
  }
  return out;
}

}  // namespace weir::postgres::provider_doors
