#include <charconv>
#include <chrono>
#include <utility>

#include <api/handlers/configuration.hpp>

#include <weir/base/crypto.hpp>
#include <weir/postgres/idempotency.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::api {
namespace {

using postgres::idempotency::verdict;

constexpr std::size_t most_key_bytes = 255;
// The key's row is written in the change's own transaction, so another request never sees one in progress: it waits.
constexpr std::chrono::milliseconds abandoned_after{60'000};

// What is stored: ETag and Location in two lines before the body.
std::string pack(const created& made) {
  return made.etag + '\n' + made.location + '\n' + (made.body_to_store.empty() ? made.body : made.body_to_store);
}

http::response unpack(std::int32_t status, const std::string& stored) {
  const auto first = stored.find('\n');
  const auto second = stored.find('\n', first + 1);
  auto out = http::response::json(status, stored.substr(second + 1));
  if (first > 0) out.add_header("ETag", stored.substr(0, first));
  out.add_header("Location", stored.substr(first + 1, second - first - 1));
  out.add_header("Idempotent-Replayed", "true");
  return out;
}

}  // namespace

result<std::optional<std::string>> idempotency_key(const call& c) {
  auto given = c.request().header("Idempotency-Key");
  if (!given) return std::nullopt;
  if (given->empty() || given->size() > most_key_bytes) return fail(error_code::idempotency_key_invalid);
  for (const char ch : *given) {
    if (ch < 0x20 || ch > 0x7e) return fail(error_code::idempotency_key_invalid);
  }
  return std::string(*given);
}

std::string request_hash(const call& c) {
  const auto& q = c.request();
  std::string text(q.method_name());
  text.append("\n").append(q.target()).append("\n").append(q.body());
  return sha256_bytes(text);
}

result<http::response> create_once(const call& c, const std::function<result<created>(postgres::executor&)>& make) {
  auto key = idempotency_key(c);
  if (!key) return std::unexpected(key.error());
  return change(c, [&](postgres::executor& in) -> result<http::response> {
    if (*key) {
      std::optional<std::int32_t> tenant;
      if (c.who().tenant) tenant = c.who().tenant->number;
      auto begun =
          postgres::idempotency::begin(in, {c.who().id, **key, tenant, request_hash(c), {}, {}}, abandoned_after);
      if (!begun) return std::unexpected(begun.error());
      if (begun->what == verdict::other_request) return fail(error_code::idempotency_key_reused);
      if (begun->what == verdict::in_progress) return fail(error_code::idempotency_in_progress);
      if (begun->what == verdict::replay) return unpack(begun->status, begun->body);
    }
    auto made = make(in);
    if (!made) return std::unexpected(made.error());
    if (*key) {
      auto kept = postgres::idempotency::finish(in, c.who().id, **key, 201, pack(*made));
      if (!kept) return std::unexpected(kept.error());
    }
    auto out = c.json(201, std::move(made->body));
    if (!made->etag.empty()) out.add_header("ETag", made->etag);
    out.add_header("Location", made->location);
    return out;
  });
}

http::response with_etag(const call& c, std::string body, std::int64_t version) {
  const auto tag = etag(version);
  auto given = c.request().header("If-None-Match");
  auto out = given && (*given == tag || *given == "*") ? http::response::empty(304) : c.json(200, std::move(body));
  out.add_header("ETag", tag);
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

result<std::string> cursor_text(const call& c, std::string_view endpoint) {
  auto token = c.query("cursor");
  if (!token) return std::string();
  auto parsed = c.with().cursors.parse(endpoint, *token);
  if (!parsed) return std::unexpected(parsed.error());
  return std::string(parsed->get("after"));
}

std::string make_cursor(const call& c, std::string_view endpoint, std::string text) {
  contract::cursor at;
  at.set("after", std::move(text));
  return c.with().cursors.token(endpoint, at);
}

result<postgres::tenant_row> find_tenant(postgres::executor& in, const call& c, const std::string& id_or_key) {
  result<postgres::tenant_row> found = fail(error_code::tenant_not_found);
  if (tenant_id::parse(id_or_key)) {
    found = postgres::tenants::by_id(in, id_or_key);
  } else {
    auto named = postgres::subject_aliases::resolve(in, id_or_key);
    if (!named) return std::unexpected(named.error());
    if (*named && (*named)->key == id_or_key) found = std::move(**named);
  }
  if (!found) return found;
  if (found->state == "deleted" || !c.who().sees(found->number)) return fail(error_code::tenant_not_found);
  return found;
}

result<postgres::tenant_row> tenant_of_path(postgres::executor& in, const call& c) {
  return find_tenant(in, c, std::string(c.parameter("tenant")));
}

}  // namespace weir::api
