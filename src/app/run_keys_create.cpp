#include <algorithm>

#include <api/announce.hpp>
#include <api/handlers/api_keys.hpp>
#include <fmt/format.h>
#include <src/app/tool_verbs.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/random.hpp>
#include <weir/postgres/api_keys.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::app {
namespace {

using postgres::executor;

constexpr std::size_t hint_characters = 12;

struct made_key {
  postgres::api_key_row row;
  std::optional<postgres::tenant_row> tenant;
};

std::optional<std::string> id_of(const std::optional<postgres::tenant_row>& tenant) {
  return tenant ? std::optional(tenant->id) : std::nullopt;
}

result<made_key> make(executor& in, const std::string& principal, const keys_create_options& o,
                      const std::string& secret) {
  made_key out;
  if (!o.platform) {
    auto tenant = postgres::subject_aliases::resolve(in, o.tenant);
    if (!tenant) return std::unexpected(tenant.error());
    if (!*tenant) return fail(error_code::tenant_not_found, "no tenant has the key or alias " + o.tenant);
    out.tenant = std::move(**tenant);
  }
  postgres::api_keys::new_api_key wanted;
  wanted.id = key_id{system_ids().next()}.text();
  if (out.tenant) wanted.tenant_number = out.tenant->number;
  wanted.name = o.name;
  wanted.hint = secret.substr(0, hint_characters);
  wanted.secret_hash = sha256_bytes(secret);
  wanted.scopes = o.scopes;
  auto row = postgres::api_keys::create(in, wanted);
  if (!row) return std::unexpected(row.error());
  out.row = std::move(*row);
  auto said = api::announce_as(in, principal, system_clock().now(),
                               {contract::event_type::api_key_created, out.row.id, 1, api::reference(out.tenant),
                                api::api_key_json(out.row, id_of(out.tenant))});
  if (!said) return std::unexpected(said.error());
  return out;
}

}  // namespace

int run_keys_create(keys_create_options o) {
  if (o.platform == !o.tenant.empty()) {
    fmt::print(stderr, "weir: say whose key it is: --platform, or --tenant KEY\n");
    return exit_usage;
  }
  std::ranges::sort(o.scopes);
  o.scopes.erase(std::ranges::unique(o.scopes).begin(), o.scopes.end());
  auto t = start_tool("weir keys", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir keys"), 1, std::chrono::seconds(10), {}});
  const auto secret = "weir_sk_" + base64url(random_bytes(32));
  auto made = database.with_transaction(postgres::role::api, postgres::tenant_scope::platform(),
                                        [&](executor& in) { return make(in, t->principal, o, secret); });
  if (!made) return report("making the key", made.error());
  if (o.json) {
    fmt::print("{}\n", api::api_key_json(made->row, id_of(made->tenant), secret));
    return exit_ok;
  }
  fmt::print("{}\n", secret);
  fmt::print(stderr, "{} {} for {}. It is shown this once; only its hash is kept.\n", made->row.id,
             fmt::join(made->row.scopes, ", "), made->tenant ? "tenant " + made->tenant->key : "the platform");
  return exit_ok;
}

}  // namespace weir::app
