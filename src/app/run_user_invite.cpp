#include <api/announce.hpp>
#include <api/handlers/invitations.hpp>
#include <fmt/format.h>
#include <src/app/tool_verbs.hpp>

#include <weir/domain/email.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::app {

using postgres::executor;

int run_user_invite(const user_invite_options& o) {
  auto email = domain::normalize_email(o.email);
  if (!email) return report("inviting", email.error());
  const auto role = domain::member_role_from_name(o.role);
  if (!role) return report("inviting", error(error_code::usage_invalid, "there is no role " + o.role));
  auto t = start_tool("weir user", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir user"), 1, std::chrono::seconds(10), {}});
  auto done = database.with_transaction(
      postgres::role::api, postgres::tenant_scope::platform(), [&](executor& in) -> result<std::string> {
        auto tenant = postgres::subject_aliases::resolve(in, o.tenant);
        if (!tenant) return std::unexpected(tenant.error());
        if (!*tenant) return fail(error_code::tenant_not_found, "no tenant has the key or alias " + o.tenant);
        auto made = api::make_invitation(in, **tenant, *email, *role, t->principal);
        if (!made) return std::unexpected(made.error());
        auto json = api::invitation_json(*made, (*tenant)->id);
        auto said = api::announce_as(
            in, t->principal, system_clock().now(),
            {contract::event_type::invitation_created, made->id, made->version, api::reference(*tenant), json});
        if (!said) return std::unexpected(said.error());
        return json;
      });
  if (!done) return report("inviting", done.error());
  if (o.json) {
    fmt::print("{}\n", *done);
  } else {
    fmt::print(stderr, "{} is invited; the mail goes out when weir serve or weir worker notify runs.\n", *email);
  }
  return exit_ok;
}

}  // namespace weir::app
