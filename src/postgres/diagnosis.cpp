#include <weir/postgres/diagnosis.hpp>

namespace weir::postgres::diagnosis {
namespace {

const statement diagnosis_look{"diagnosis.look", R"sql(
SELECT current_setting('server_version'), clock_timestamp(), (SELECT sum(numbackends)::bigint FROM pg_stat_database),
  current_setting('max_connections')::bigint)sql"};

const statement diagnosis_roles{"diagnosis.roles", R"sql(
SELECT wanted FROM unnest(ARRAY['weir_api', 'weir_worker', 'weir_login', 'weir_analyst']) AS wanted
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted)
  OR NOT pg_has_role(current_user, (SELECT oid FROM pg_roles WHERE rolname = wanted), 'member'))sql"};

}  // namespace

result<server> look(executor& in) {
  auto r = in.run(diagnosis_look);
  if (!r) return std::unexpected(r.error());
  return server{r->at(0, 0).string(), r->at(0, 1).timestamp(), r->at(0, 2).optional_int8().value_or(0),
                r->at(0, 3).int8()};
}

result<std::vector<std::string>> missing_roles(executor& in) {
  auto r = in.run(diagnosis_roles);
  if (!r) return std::unexpected(r.error());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(r->at(i, 0).string());
  return out;
}

}  // namespace weir::postgres::diagnosis
