#include <src/postgres/columns.hpp>

#include <weir/postgres/subject_aliases.hpp>

namespace weir::postgres::subject_aliases {
namespace {

const statement alias_resolve_all{"subject_aliases.resolve_all", R"sql(
SELECT a.subject, )sql" WEIR_TENANT_COLUMNS R"sql(
FROM subject_aliases AS a JOIN tenants AS t ON t.number = a.tenant_number WHERE a.subject = ANY ($1::text[]))sql"};

const statement alias_add{"subject_aliases.add", R"sql(
INSERT INTO subject_aliases (subject, tenant_number) VALUES ($2, $1) ON CONFLICT DO NOTHING)sql"};

const statement alias_is_of{"subject_aliases.is_of", R"sql(
SELECT FROM subject_aliases WHERE tenant_number = $1 AND subject = $2)sql"};

const statement alias_remove{"subject_aliases.remove", R"sql(
DELETE FROM subject_aliases WHERE tenant_number = $1 AND subject = $2 AND NOT is_key)sql"};

const statement alias_list{"subject_aliases.list", R"sql(
SELECT subject FROM subject_aliases WHERE tenant_number = $1 AND NOT is_key AND subject > $2 ORDER BY subject LIMIT $3)sql"};

}  // namespace

result<std::vector<resolved>> resolve_all(executor& in, std::span<const std::string> subjects) {
  auto r = in.run(alias_resolve_all, param::array(subjects));
  if (!r) return std::unexpected(r.error());
  std::vector<resolved> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), tenants::read(*r, i, 1)});
  return out;
}

result<std::optional<tenant_row>> resolve(executor& in, const std::string& subject) {
  auto found = resolve_all(in, std::span(&subject, 1));
  if (!found) return std::unexpected(found.error());
  if (found->empty()) return std::nullopt;
  return std::move(found->front().tenant);
}

result<tenant_row> resolve_or_create(executor& in, const new_tenant& t) {
  auto found = resolve(in, t.key);
  if (!found) return std::unexpected(found.error());
  if (*found) return std::move(**found);
  // Waits for a transaction that makes the same tenant, and then makes nothing.
  auto created = tenants::create(in, t);
  if (created || created.error().code != error_code::tenant_key_taken) return created;
  if (!in.last_error().sqlstate.empty()) return fail(error_code::database_conflict, "the subject became an alias");
  found = resolve(in, t.key);
  if (!found) return std::unexpected(found.error());
  if (*found) return std::move(**found);
  return fail(error_code::database_conflict, "the tenant's key changed hands");
}

result<void> add(executor& in, std::int32_t tenant_number, const std::string& subject) {
  auto r = in.run(alias_add, tenant_number, subject);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 1) return {};
  r = in.run(alias_is_of, tenant_number, subject);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 1) return {};
  return fail(error_code::alias_taken);
}

result<void> remove(executor& in, std::int32_t tenant_number, const std::string& subject) {
  auto r = in.run(alias_remove, tenant_number, subject);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 0) return fail(error_code::alias_not_found);
  return {};
}

result<std::vector<std::string>> list(executor& in, std::int32_t tenant_number, const std::string& after,
                                      std::int32_t limit) {
  auto r = in.run(alias_list, tenant_number, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(r->at(i, 0).string());
  return out;
}

}  // namespace weir::postgres::subject_aliases
