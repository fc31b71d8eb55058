#include <iostream>

#include <api/announce.hpp>
#include <api/handlers/members.hpp>
#include <api/handlers/users.hpp>
#include <fmt/format.h>
#include <src/app/tool_verbs.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/password_hash.hpp>
#include <weir/base/random.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/email.hpp>
#include <weir/domain/password.hpp>
#include <weir/domain/role.hpp>
#include <weir/domain/text_rules.hpp>
#include <weir/postgres/memberships.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/sessions.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::app {
namespace {

using postgres::executor;

constexpr std::size_t made_password_bytes = 15;  // 20 characters
constexpr std::size_t most_name_bytes = 400;
constexpr std::int32_t page_of_users = 100;
constexpr std::string_view bcrypt_prefix = "$2b$";
constexpr std::size_t bcrypt_bytes = 60;

struct made_user {
  postgres::user_row user;
  bool is_new = true;
};

// What the transaction needs, checked before it begins.
struct wanted_user {
  std::string email;
  std::optional<std::string> hash;
};

result<void> announce_user(executor& in, const std::string& principal, contract::event_type type,
                           const postgres::user_row& u) {
  return api::announce_as(in, principal, system_clock().now(),
                          {type, u.id, u.version, std::nullopt, api::user_json(u)});
}

result<void> announce_end(executor& in, const std::string& principal, const std::string& user,
                          const std::string& session) {
  contract::json_writer data;
  data.begin_object().member("user_id", user).member("session_id", session).member("because", "disabled").end_object();
  return api::announce_as(in, principal, system_clock().now(),
                          {contract::event_type::session_revoked, session, 2, std::nullopt, data.take()});
}

result<void> join(executor& in, const std::string& principal, const user_create_options& o, const std::string& user) {
  auto tenant = postgres::subject_aliases::resolve(in, o.tenant);
  if (!tenant) return std::unexpected(tenant.error());
  if (!*tenant) return fail(error_code::tenant_not_found, "no tenant has the key or alias " + o.tenant);
  auto added = postgres::memberships::add(in, (*tenant)->number, user, o.role);
  if (!added) return std::unexpected(added.error());
  if (!*added) return {};
  auto m = postgres::memberships::get(in, (*tenant)->number, user);
  if (!m) return std::unexpected(m.error());
  const auto now = system_clock().now();
  return api::announce_as(
      in, principal, now,
      {contract::event_type::membership_created, user, now.ns, api::reference(*tenant), api::member_json(*m)});
}

result<made_user> make(executor& in, const std::string& principal, const user_create_options& o,
                       const wanted_user& wanted) {
  made_user out;
  auto row = postgres::users::create(in, {user_id{system_ids().next()}.text(), wanted.email, o.name, wanted.hash,
                                          o.platform_role.empty() ? std::nullopt : std::optional(o.platform_role)});
  if (row) {
    auto said = announce_user(in, principal, contract::event_type::user_created, *row);
    if (!said) return std::unexpected(said.error());
  } else if (row.error().code == error_code::email_taken && o.if_missing) {
    out.is_new = false;
    row = postgres::users::by_email(in, wanted.email);
  }
  if (!row) return std::unexpected(row.error());
  out.user = std::move(*row);
  if (!o.tenant.empty()) {
    if (auto joined = join(in, principal, o, out.user.id); !joined) return std::unexpected(joined.error());
  }
  return out;
}

std::string first_line_of_input() {
  std::string line;
  std::getline(std::cin, line);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

// The hash, and the password when it was made here. Nothing: the user has none.
result<std::optional<std::string>> hash_of(const user_create_options& o, const std::string& email, std::string& made) {
  if (o.no_password) return std::nullopt;
  if (o.password_hash_stdin) {
    auto hash = first_line_of_input();
    if (!hash.starts_with(bcrypt_prefix) || hash.size() != bcrypt_bytes)
      return fail(error_code::validation_failed, "an import's hash is bcrypt: $2b$… of 60 characters");
    return hash;
  }
  if (!o.password_stdin) {
    made = base64url(random_bytes(made_password_bytes));
    return hash_password(made);
  }
  const auto password = first_line_of_input();
  if (auto wrong = domain::check_password(password, email, ""); !wrong.empty()) return std::unexpected(wrong.front());
  return hash_password(password);
}

}  // namespace

int run_user_create(const user_create_options& o) {
  auto email = domain::normalize_email(o.email);
  if (!email) return report("making the user", email.error());
  if (o.name.size() > most_name_bytes || domain::has_control(o.name))
    return report("making the user", error(error_code::validation_failed, "a name has at most 100 characters"));
  std::string password;
  auto hash = hash_of(o, *email, password);
  if (!hash) return report("making the user", hash.error());
  auto t = start_tool("weir user", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir user"), 1, std::chrono::seconds(10), {}});
  auto done = database.with_transaction(postgres::role::api, postgres::tenant_scope::platform(),
                                        [&](executor& in) { return make(in, t->principal, o, {*email, *hash}); });
  if (!done) return report("making the user", done.error());
  if (!done->is_new) password.clear();
  if (o.json) {
    contract::json_writer w(512);
    w.begin_object().member("created", done->is_new).key("user").raw(api::user_json(done->user));
    if (!password.empty()) w.member("password", password);
    fmt::print("{}\n", w.end_object().take());
    return exit_ok;
  }
  if (!password.empty()) fmt::print("{}\n", password);
  fmt::print(stderr, "{} {} {}.{}\n", done->user.id, done->user.email, done->is_new ? "was made" : "is there already",
             password.empty() ? "" : " The password is shown this once; only its hash is kept.");
  return exit_ok;
}

int run_user_list(const tool_options& o) {
  auto t = start_tool("weir user", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir user"), 1, std::chrono::seconds(10), {}});
  std::vector<postgres::user_row> all;
  auto done = database.read(postgres::role::api, postgres::tenant_scope::platform(), [&](executor& in) -> result<void> {
    for (;;) {
      auto some = postgres::users::list(in, all.empty() ? "" : all.back().id, page_of_users);
      if (!some) return std::unexpected(some.error());
      all.insert(all.end(), some->begin(), some->end());
      if (some->size() < static_cast<std::size_t>(page_of_users)) return {};
    }
  });
  if (!done) return report("listing users", done.error());
  if (o.json) {
    contract::json_writer w(all.size() * 320 + 16);
    w.begin_array();
    for (const auto& u : all)
      w.raw(api::user_json(u));
    fmt::print("{}\n", w.end_array().take());
    return exit_ok;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& u : all)
    rows.push_back({u.id, printable(u.email), printable(u.name), u.is_active ? "active" : "disabled",
                    u.platform_role.value_or("-"), format_rfc3339(u.created_at)});
  print_table({"ID", "E-MAIL", "NAME", "STATE", "STAFF", "MADE"}, rows);
  return exit_ok;
}

int run_user_disable(const user_disable_options& o) {
  auto email = domain::normalize_email(o.email);
  if (!email) return report("disabling the user", email.error());
  auto t = start_tool("weir user", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir user"), 1, std::chrono::seconds(10), {}});
  auto done = database.with_transaction(
      postgres::role::api, postgres::tenant_scope::platform(), [&](executor& in) -> result<postgres::user_row> {
        auto found = postgres::users::by_email(in, *email);
        if (!found) return found;
        auto changed = postgres::users::disable(in, found->id);
        if (!changed) return std::unexpected(changed.error());
        if (!*changed) return found;  // was disabled before
        auto ended = postgres::sessions::revoke_all(in, found->id, "", "disabled");
        if (!ended) return std::unexpected(ended.error());
        for (const auto& id : *ended) {
          if (auto told = announce_end(in, t->principal, found->id, id); !told) return std::unexpected(told.error());
        }
        auto said = announce_user(in, t->principal, contract::event_type::user_disabled, **changed);
        if (!said) return std::unexpected(said.error());
        return std::move(**changed);
      });
  if (!done) return report("disabling the user", done.error());
  if (o.json) {
    fmt::print("{}\n", api::user_json(*done));
    return exit_ok;
  }
  fmt::print("{} {} is disabled; what they had open ends within a minute.\n", done->id, printable(done->email));
  return exit_ok;
}

}  // namespace weir::app
