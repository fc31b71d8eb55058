#include <algorithm>
#include <string>
#include <utility>

#include <api/announce.hpp>
#include <api/browser.hpp>
#include <api/handlers/personal_data.hpp>
#include <api/session_cache.hpp>
#include <api/session_ends.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/memberships.hpp>
#include <weir/postgres/personal_data.hpp>

namespace weir::api {
namespace {

using postgres::executor;

// Each tenant hears that the person is gone, by id alone. Error: last_owner.
result<void> leave_tenants(executor& in, const call& c, const std::string& user) {
  auto of = postgres::memberships::of(in, user);
  if (!of) return std::unexpected(of.error());
  for (const auto& m : *of) {
    if (m.role == "owner") {
      auto owners = postgres::memberships::lock_owners(in, m.tenant.number);
      if (!owners) return std::unexpected(owners.error());
      const bool another = std::ranges::any_of(*owners, [&](const std::string& owner) { return owner != user; });
      if (!another) return fail(error_code::last_owner, "It is the last owner of the tenant " + m.tenant.key + ".");
    }
    contract::json_writer data;
    data.begin_object().member("user_id", user).member("role", m.role).end_object();
    auto said = announce(
        in, c,
        {contract::event_type::membership_deleted, user, c.with().clock.now().ns, reference(m.tenant), data.take()});
    if (!said) return said;
  }
  return {};
}

// By the platform's rows: what a person may see of themselves is less than what is kept of them.
result<void> erase(const call& c, const std::string& user) {
  auto done = c.with().database.with_transaction(
      postgres::role::api, postgres::tenant_scope::platform(), [&](executor& in) -> result<void> {
        if (auto found = postgres::users::by_id(in, user); !found) return std::unexpected(found.error());
        if (auto left = leave_tenants(in, c, user); !left) return left;
        auto ended = end_sessions_of(in, c, c.who().signature(), user, "", "erased");
        if (!ended) return std::unexpected(ended.error());
        auto erased = postgres::personal_data::erase(in, user);
        if (!erased) return std::unexpected(erased.error());
        contract::json_writer data;
        data.begin_object().member("user_id", user).end_object();
        return announce(in, c, {contract::event_type::user_erased, user, erased->version, std::nullopt, data.take()});
      });
  if (done) c.with().sessions->forget_user(user);
  return done;
}

}  // namespace

result<http::response> erase_me(const call& c) {
  if (auto done = erase(c, c.who().id); !done) return std::unexpected(done.error());
  auto out = c.no_content();
  out.add_header("Set-Cookie", refresh_cookie_with("", 0));
  out.add_header("Set-Cookie", device_cookie_with("", 0));
  return out;
}

result<http::response> erase_user(const call& c) {
  const auto id = user_id::parse(c.parameter("user"));
  // In a tenant staff keep to its rows, and a person is more than their membership of it.
  if (c.who().tenant) return fail(error_code::forbidden, "People are erased by the platform, not within a tenant.");
  if (!id) return fail(error_code::user_not_found);
  if (auto done = erase(c, id->text()); !done) return std::unexpected(done.error());
  return c.no_content();
}

}  // namespace weir::api
