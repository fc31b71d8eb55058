#include <algorithm>

#include <fmt/format.h>
#include <src/app/changes.hpp>
#include <src/app/tool_verbs.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/random.hpp>
#include <weir/contract/json_writer.hpp>
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

// schemas/json/api_key.json, and api_key_created.json with the secret.
std::string as_json(const made_key& k, std::string_view secret) {
  contract::json_writer w(384);
  w.begin_object().member("id", k.row.id).member("name", k.row.name).member("prefix", k.row.hint);
  w.key("scopes").begin_array();
  for (const auto& s : k.row.scopes)
    w.text(s);
  w.end_array().key("tenant_id");
  if (k.tenant) {
    w.text(k.tenant->id);
  } else {
    w.null();
  }
  w.member("created_at", k.row.created_at);
  if (!secret.empty()) w.member("secret", secret);
  return w.end_object().take();
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
  const auto hash = sha256(secret);
  postgres::api_keys::new_api_key wanted;
  wanted.id = key_id{system_ids().next()}.text();
  if (out.tenant) wanted.tenant_number = out.tenant->number;
  wanted.name = o.name;
  wanted.hint = secret.substr(0, hint_characters);
  wanted.secret_hash.assign(hash.begin(), hash.end());
  wanted.scopes = o.scopes;
  auto row = postgres::api_keys::create(in, wanted);
  if (!row) return std::unexpected(row.error());
  out.row = std::move(*row);
  auto said = announce(in, principal, system_clock().now(),
                       {contract::event_type::api_key_created, out.row.id, 1, out.tenant, as_json(out, {})});
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
    fmt::print("{}\n", as_json(*made, secret));
    return exit_ok;
  }
  fmt::print("{}\n", secret);
  fmt::print(stderr, "{} {} for {}. It is shown this once; only its hash is kept.\n", made->row.id,
             fmt::join(made->row.scopes, ", "), made->tenant ? "tenant " + made->tenant->key : "the platform");
  return exit_ok;
}

}  // namespace weir::app
