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

namespace weir::app {
namespace {

constexpr std::size_t key_bytes = 48;

// Whether tokens of the key that would be forgotten can still be good.
bool in_use(const std::string& path, std::int64_t lifetime_s) {
  struct stat s{};
  if (stat(path.c_str(), &s) != 0 || s.st_size == 0) return false;
  return std::time(nullptr) - s.st_mtime < lifetime_s;
}

// The old one is kept first: at no moment does a reader see the new one without it.
result<std::string> rotate(const secret_paths& paths) {
  auto old = read_signing_key(paths.current);
  if (!old) return old;
  if (old->empty()) return fail(error_code::file_unreadable, paths.current + " is empty or not there");
  auto fresh = base64url(random_bytes(key_bytes));
  if (auto kept = replace_secret_file(paths.previous, *old); !kept) return std::unexpected(kept.error());
  if (auto changed = replace_secret_file(paths.current, fresh); !changed) return std::unexpected(changed.error());
  return fresh;
}

result<void> announce_rotation(const tool& t, const std::string& key_id) {
  postgres::pool database({t.program->database("weir secrets"), 1, std::chrono::seconds(10), {}});
  return database.with_transaction(
      postgres::role::api, postgres::tenant_scope::platform(), [&](postgres::executor& in) {
        contract::json_writer data;
        data.begin_object().member("name", "JWT_SECRET").member("key_id", key_id).end_object();
        const auto now = system_clock().now();
        return api::announce_as(
            in, t.principal, now,
            {contract::event_type::secret_rotated, "secret/JWT_SECRET", now.ns, std::nullopt, data.take()});
      });
}

}  // namespace

int run_secrets_rotate(const secrets_rotate_options& o) {
  const auto paths = signing_key_paths(process_environment());
  if (paths.current.empty()) {
    fmt::print(stderr,
               "weir: JWT_SECRET_FILE says where the key is; one that is set in the environment cannot be changed from "
               "here\n");
    return exit_usage;
  }
  auto t = start_tool("weir secrets", o);
  if (!t) return exit_failed;
  if (!o.force && in_use(paths.previous, t->program->config().jwt_expiration)) {
    fmt::print(stderr,
               "weir: the key was changed less than {} s ago: tokens of the one before are still in use and would "
               "end. Wait, or say --force\n",
               t->program->config().jwt_expiration);
    return exit_failed;
  }
  auto fresh = rotate(paths);
  if (!fresh) return report("changing the key", fresh.error());
  const auto id = contract::access_token_codec::key_id(*fresh);
  if (o.json) {
    fmt::print("{}\n", contract::json_writer().begin_object().member("key_id", id).end_object().take());
  } else {
    fmt::print("Access tokens are signed with {} within seconds; those of the key before stay good.\n", id);
  }
  if (auto said = announce_rotation(*t, id); !said) return report("the key was changed; announcing it", said.error());
  return exit_ok;
}

}  // namespace weir::app
