#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/api_keys.hpp>
#include <api/handlers/configuration.hpp>
#include <api/key_cache.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/base/random.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/key_age.hpp>
#include <weir/http/networks.hpp>
#include <weir/postgres/api_keys.hpp>

namespace weir::api {
namespace {

constexpr std::string_view key_prefix = "weir_sk_";
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t hint_characters = 12;
constexpr std::int64_t usual_overlap_s = 86'400;

std::string new_secret() {
  return std::string(key_prefix) + base64url(random_bytes(secret_bytes));
}

// Whose key it will be: one's own under a tenant's key, as the body says under a platform key.
result<std::optional<postgres::tenant_row>> owner(postgres::executor& in, const call& c) {
  auto given = c.body().text("tenant_id");
  std::string which;
  if (given) {
    which = std::string(*given);
  } else if (c.who().tenant) {
    which = c.who().tenant->id.text();
  } else {
    return std::nullopt;
  }
  auto t = find_tenant(in, c, which);
  if (!t) return fail(error_code::tenant_not_found, "", "/tenant_id");
  return std::optional(std::move(*t));
}

void write_key(contract::json_writer& w, const postgres::api_key_row& k, const std::optional<std::string>& tenant) {
  w.member("id", k.id).member("name", k.name).member("prefix", k.hint).key("scopes").begin_array();
  for (const auto& s : k.scopes)
    w.text(s);
  w.end_array()
      .member("tenant_id", tenant)
      .member("created_at", k.created_at)
      .member("expires_at", k.expires_at)
      .member("revoked_at", k.revoked_at)
      .member("last_used_at", k.last_used_at)
      .key("allowed_cidrs")
      .begin_array();
  for (const auto& block : k.allowed_cidrs)
    w.text(block);
  w.end_array().member("replaced_by", k.replaced_by);
}

// An instant in the body that is yet to come. Nothing when absent or null.
result<std::optional<timestamp>> future_instant(const call& c, std::string_view name) {
  auto text = c.body().text(name);
  if (!text) return std::nullopt;
  const auto pointer = "/" + std::string(name);
  auto at = parse_rfc3339(*text);
  if (!at) return fail(at.error().code, at.error().detail, pointer);
  if (*at <= c.with().clock.now()) return fail(error_code::validation_failed, "It is in the past.", pointer);
  return *at;
}

result<std::vector<std::string>> cidrs(const call& c) {
  std::vector<std::string> out;
  auto given = c.body().find("allowed_cidrs");
  if (!given) return out;
  http::networks checked;
  for (std::size_t i = 0; i < given->size(); ++i) {
    std::string text(given->item(i).text().value_or(""));
    if (!checked.add(text))
      return fail(error_code::validation_failed, "It is neither an address nor a CIDR block.",
                  "/allowed_cidrs/" + std::to_string(i));
    out.push_back(std::move(text));
  }
  return out;
}

struct secret_key {
  postgres::api_keys::new_api_key row;
  std::string secret;
};

secret_key new_key(const call& c) {
  secret_key out;
  out.secret = new_secret();
  out.row.id = key_id{c.with().ids.next()}.text();
  out.row.hint = out.secret.substr(0, hint_characters);
  out.row.secret_hash = sha256_bytes(out.secret);
  return out;
}

// Made, unless its tenant's policy ends it before the end that was asked for.
result<postgres::api_key_row> make(postgres::executor& in, const postgres::api_keys::new_api_key& k) {
  auto row = postgres::api_keys::create(in, k);
  if (row && k.expires_at && row->expires_at && *row->expires_at < *k.expires_at)
    return fail(error_code::validation_failed, "The tenant's policy ends keys earlier: api_key_max_age_days.",
                "/expires_at");
  return row;
}

result<std::optional<postgres::tenant_row>> tenant_of(postgres::executor& in, const postgres::api_key_row& k) {
  if (!k.tenant_number) return std::nullopt;
  auto found = postgres::tenants::by_number(in, *k.tenant_number);
  if (!found) return std::unexpected(found.error());
  return std::optional(std::move(*found));
}

std::optional<std::string> id_of(const std::optional<postgres::tenant_row>& t) {
  return t ? std::optional(t->id) : std::nullopt;
}

}  // namespace

std::string api_key_json(const postgres::api_key_row& k, const std::optional<std::string>& tenant,
                         std::string_view secret) {
  contract::json_writer w(512);
  w.begin_object();
  write_key(w, k, tenant);
  if (!secret.empty()) w.member("secret", secret);
  return w.end_object().take();
}

std::string api_key_item(const postgres::api_key_row& k, const std::optional<std::string>& tenant, timestamp now) {
  const auto warning =
      domain::warning_of({k.created_at, k.expires_at, k.revoked_at, k.last_used_at, k.replaced_by.has_value()}, now);
  contract::json_writer w(512);
  w.begin_object();
  write_key(w, k, tenant);
  w.key("warning");
  if (warning == domain::key_warning::none) {
    w.null();
  } else {
    w.text(domain::name(warning));
  }
  return w.end_object().take();
}

result<http::response> list_api_keys(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto after = cursor_text(c, "api-keys");
  if (!after) return std::unexpected(after.error());
  std::optional<std::string> next;
  auto items = look(c, [&](postgres::executor& in) -> result<std::string> {
    auto got = postgres::api_keys::list(in, *after, *limit + 1);
    if (!got) return std::unexpected(got.error());
    if (got->size() > static_cast<std::size_t>(*limit)) {
      got->pop_back();
      next = make_cursor(c, "api-keys", got->back().id);
    }
    std::map<std::int32_t, std::string> ids;
    contract::json_writer w;
    w.begin_array();
    for (const auto& k : *got) {
      std::optional<std::string> tenant;
      if (k.tenant_number) {
        auto& id = ids[*k.tenant_number];
        if (id.empty()) {
          auto t = postgres::tenants::by_number(in, *k.tenant_number);
          if (!t) return std::unexpected(t.error());
          id = t->id;
        }
        tenant = id;
      }
      w.raw(api_key_item(k, tenant, c.with().clock.now()));
    }
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, next));
}

result<http::response> create_api_key(const call& c) {
  const auto body = c.body();
  auto [k, secret] = new_key(c);
  k.name = std::string(body.text("name").value_or(""));
  if (auto scopes = body.find("scopes")) {
    for (std::size_t i = 0; i < scopes->size(); ++i)
      k.scopes.emplace_back(scopes->item(i).text().value_or(""));
  }
  auto ends = future_instant(c, "expires_at");
  if (!ends) return c.problem(ends.error());
  k.expires_at = *ends;
  auto blocks = cidrs(c);
  if (!blocks) return c.problem(blocks.error());
  k.allowed_cidrs = std::move(*blocks);
  auto made = create_once(c, [&](postgres::executor& in) -> result<created> {
    auto t = owner(in, c);
    if (!t) return std::unexpected(t.error());
    if (*t) k.tenant_number = (*t)->number;
    auto row = make(in, k);
    if (!row) return std::unexpected(row.error());
    const auto tenant = id_of(*t);
    auto plain = api_key_json(*row, tenant);
    if (auto said = announce(in, c, {contract::event_type::api_key_created, row->id, 1, reference(*t), plain}); !said)
      return std::unexpected(said.error());
    return created{api_key_json(*row, tenant, secret), "/api/v1/api-keys/" + row->id, {}, std::move(plain)};
  });
  if (made) made->set_header("Cache-Control", "no-store");
  return made;
}

result<http::response> rotate_api_key(const call& c) {
  const std::string id(c.parameter("key"));
  auto overlap = c.body().find("overlap_seconds");
  const auto seconds = overlap ? overlap->integer().value_or(usual_overlap_s) : usual_overlap_s;
  auto ends = future_instant(c, "expires_at");
  if (!ends) return c.problem(ends.error());
  auto [k, secret] = new_key(c);
  k.expires_at = *ends;
  auto made = create_once(c, [&](postgres::executor& in) -> result<created> {
    auto old = postgres::api_keys::lock_active(in, id);
    if (!old) return std::unexpected(old.error());
    auto t = tenant_of(in, *old);
    if (!t) return std::unexpected(t.error());
    const auto tenant = id_of(*t);
    k.tenant_number = old->tenant_number;
    k.name = old->name;
    k.scopes = old->scopes;
    k.allowed_cidrs = old->allowed_cidrs;
    if (!k.expires_at && old->expires_at)
      k.expires_at = timestamp{c.with().clock.now().ns + (old->expires_at->ns - old->created_at.ns)};
    // What the policy ends anyway needs no end of its own.
    auto row = *ends ? make(in, k) : postgres::api_keys::create(in, k);
    if (!row) return std::unexpected(row.error());
    auto after = postgres::api_keys::replace(in, old->id, row->id, seconds);
    if (!after) return std::unexpected(after.error());
    auto plain = api_key_json(*row, tenant);
    auto said = announce(in, c, {contract::event_type::api_key_created, row->id, 1, reference(*t), plain});
    if (!said) return std::unexpected(said.error());
    said = announce(in, c,
                    {contract::event_type::api_key_rotated, old->id, 3, reference(*t), api_key_json(*after, tenant),
                     api_key_json(*old, tenant)});
    if (!said) return std::unexpected(said.error());
    return created{api_key_json(*row, tenant, secret), "/api/v1/api-keys/" + row->id, {}, std::move(plain)};
  });
  if (!made) return made;
  c.with().keys->forget(id);
  made->set_header("Cache-Control", "no-store");
  return made;
}

result<http::response> revoke_api_key(const call& c) {
  const std::string id(c.parameter("key"));
  auto done = change(c, [&](postgres::executor& in) -> result<void> {
    auto row = postgres::api_keys::revoke(in, id);
    if (!row) return std::unexpected(row.error());
    auto t = tenant_of(in, *row);
    if (!t) return std::unexpected(t.error());
    const auto tenant = id_of(*t);
    auto before = *row;
    before.revoked_at.reset();
    return announce(in, c,
                    {contract::event_type::api_key_revoked, row->id, 2, reference(*t), api_key_json(*row, tenant),
                     api_key_json(before, tenant)});
  });
  if (!done) return std::unexpected(done.error());
  c.with().keys->forget(id);
  return c.no_content();
}

result<void> ensure_platform_key(services& with, std::string_view api_key_text) {
  if (api_key_text.empty()) return {};
  postgres::api_keys::new_api_key k;
  k.id = key_id{with.ids.next()}.text();
  k.name = "first platform key";
  k.hint = std::string(api_key_text.substr(0, std::min(hint_characters, api_key_text.size() / 4)));
  k.secret_hash = sha256_bytes(api_key_text);
  k.scopes = {"ingest", "query", "manage"};
  return with.database.with_transaction(
      postgres::role::api, postgres::tenant_scope::platform(), [&](postgres::executor& in) -> result<void> {
        auto made = postgres::api_keys::ensure(in, k);
        if (!made) return std::unexpected(made.error());
        if (!*made) return {};
        return announce_as(in, "system", with.clock.now(),
                           {contract::event_type::api_key_created, k.id, 1, std::nullopt, "{}"});
      });
}

}  // namespace weir::api
