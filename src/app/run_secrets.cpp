#include <ctime>

#include <api/announce.hpp>
#include <fmt/format.h>
#include <src/app/secret_files.hpp>
#include <src/app/tool_verbs.hpp>
#include <sys/stat.h>

#include <weir/base/crypto.hpp>
#include <weir/base/random.hpp>
#include <weir/contract/access_token.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::app {
namespace {

namespace sealed = postgres::sealed_secrets;

constexpr std::size_t key_bytes = 48;

// Whether tokens of the key that would be forgotten can still be good.
bool in_use(const std::string& path, std::int64_t lifetime_s) {
  struct stat s{};
  if (stat(path.c_str(), &s) != 0 || s.st_size == 0) return false;
  return std::time(nullptr) - s.st_mtime < lifetime_s;
}

// The old one is kept first: at no moment does a reader see the new one without it.
result<std::string> rotate(const secret_paths& paths) {
  auto old = read_key(paths.current);
  if (!old) return old;
  if (old->empty()) return fail(error_code::file_unreadable, paths.current + " is empty or not there");
  auto fresh = base64url(random_bytes(key_bytes));
  if (auto kept = replace_secret_file(paths.previous, *old); !kept) return std::unexpected(kept.error());
  if (auto changed = replace_secret_file(paths.current, fresh); !changed) return std::unexpected(changed.error());
  return fresh;
}

result<void> announce_rotation(const tool& t, postgres::pool& database, const std::string& secret,
                               const std::string& key_id) {
  return database.with_transaction(
      postgres::role::api, postgres::tenant_scope::platform(), [&](postgres::executor& in) {
        contract::json_writer data;
        data.begin_object().member("name", secret).member("key_id", key_id).end_object();
        const auto now = system_clock().now();
        return api::announce_as(
            in, t.principal, now,
            {contract::event_type::secret_rotated, "secret/" + secret, now.ns, std::nullopt, data.take()});
      });
}

// What the key that would be forgotten is still needed for; empty: nothing.
result<std::string> needed_for(const tool& t, postgres::pool& database, const std::string& secret,
                               const secret_paths& paths) {
  const auto& config = t.program->config();
  if (secret == "JWT_SECRET") {
    if (!in_use(paths.previous, config.jwt_expiration)) return std::string();
    return fmt::format(
        "the key was changed less than {} s ago: tokens of the one before are still in use and would end. Wait",
        config.jwt_expiration);
  }
  std::int64_t left = 0;
  for (auto kind : sealed::every_kind) {
    auto counted = sealed::count(database, *t.program->secrets, kind);
    if (!counted) return std::unexpected(counted.error());
    left += counted->previous;
  }
  if (left == 0) return std::string();
  return fmt::format(
      "{} secrets are still sealed with the key before the current one and would be lost. Run weir "
      "secrets reseal first",
      left);
}

}  // namespace

int run_secrets_rotate(const secrets_rotate_options& o) {
  const auto paths = key_paths(process_environment(), o.secret);
  if (paths.current.empty() || paths.previous.empty()) {
    fmt::print(
        stderr,
        "weir: {0}_FILE says where the key is, and {0}_PREVIOUS_FILE or nothing where the one before; those that "
        "are set in the environment cannot be changed from here\n",
        o.secret);
    return exit_usage;
  }
  auto t = start_tool("weir secrets", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir secrets"), 1, std::chrono::seconds(10), {}});
  if (!o.force) {
    auto needed = needed_for(*t, database, o.secret, paths);
    if (!needed) return report("looking at what is sealed", needed.error());
    if (!needed->empty()) {
      fmt::print(stderr, "weir: {}, or say --force\n", *needed);
      return exit_failed;
    }
  }
  auto fresh = rotate(paths);
  if (!fresh) return report("changing the key", fresh.error());
  const bool signs = o.secret == "JWT_SECRET";
  const auto id = signs ? contract::access_token_codec::key_id(*fresh) : secret_ring::key_id(*fresh);
  if (o.json) {
    fmt::print("{}\n", contract::json_writer().begin_object().member("key_id", id).end_object().take());
  } else if (signs) {
    fmt::print("Access tokens are signed with {} within seconds; those of the key before stay good.\n", id);
  } else {
    fmt::print("Secrets are sealed with {} within seconds. Then: weir secrets reseal.\n", id);
  }
  if (auto said = announce_rotation(*t, database, o.secret, id); !said)
    return report("the key was changed; announcing it", said.error());
  return exit_ok;
}

}  // namespace weir::app
