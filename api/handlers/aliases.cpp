#include <string>
#include <utility>

#include <api/announce.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/tenants.hpp>
#include <api/subject_cache.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/tenant.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::api {
namespace {

std::string alias_json(const std::string& tenant, std::string_view alias) {
  contract::json_writer w;
  w.begin_object().member("alias", alias).member("tenant_id", tenant).end_object();
  return w.take();
}

// An alias has no version of its own: each change is told apart by its instant.
result<void> announce_alias(postgres::executor& in, const call& c, contract::event_type type,
                            const postgres::tenant_row& t, std::string_view alias) {
  auto id = tenant_id::parse(t.id);
  WEIR_ASSERT(id, "tenants.id is checked by the database");
  return announce(in, c,
                  {type, t.id, c.with().clock.now().ns, principal::tenant_ref{*id, t.number}, alias_json(t.id, alias)});
}

result<postgres::tenant_row> tenant_to_change(postgres::executor& in, const call& c) {
  auto found = find_tenant(in, c, std::string(c.parameter("tenant")));
  if (found && !c.who().is_platform())
    return fail(error_code::forbidden, "A tenant's aliases are given by the platform.");
  return found;
}

}  // namespace

result<http::response> list_aliases(const call& c) {
  return list_of_tenant(
      c, "aliases", postgres::subject_aliases::list, [](const std::string& alias) { return alias; },
      [](const std::string& alias, const postgres::tenant_row& t) { return alias_json(t.id, alias); });
}

result<http::response> create_alias(const call& c) {
  const std::string alias(c.body().text("alias").value_or(""));
  if (auto errors = domain::check_subject_alias(alias, "/alias"); !errors.empty()) return c.problems(errors);
  auto made = create_once(c, [&](postgres::executor& in) -> result<created> {
    auto t = tenant_to_change(in, c);
    if (!t) return std::unexpected(t.error());
    auto named = postgres::subject_aliases::resolve(in, alias);
    if (!named) return std::unexpected(named.error());
    if (*named && (*named)->number != t->number) return fail(error_code::alias_taken);
    if (!*named) {
      if (auto added = postgres::subject_aliases::add(in, t->number, alias); !added)
        return std::unexpected(added.error());
      if (auto said = announce_alias(in, c, contract::event_type::subject_alias_created, *t, alias); !said)
        return std::unexpected(said.error());
    }
    return created{
        alias_json(t->id, alias), "/api/v1/tenants/" + t->id + "/aliases/" + http::percent_encode(alias), {}, {}};
  });
  c.with().subjects->forget(alias);
  return made;
}

result<http::response> delete_alias(const call& c) {
  const std::string alias(c.parameter("alias"));
  auto done = change(c, [&](postgres::executor& in) -> result<void> {
    auto t = tenant_to_change(in, c);
    if (!t) return std::unexpected(t.error());
    if (auto removed = postgres::subject_aliases::remove(in, t->number, alias); !removed) return removed;
    return announce_alias(in, c, contract::event_type::subject_alias_deleted, *t, alias);
  });
  c.with().subjects->forget(alias);
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

}  // namespace weir::api
