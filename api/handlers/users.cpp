#include <optional>
#include <utility>

#include <api/handlers/configuration.hpp>
#include <api/handlers/users.hpp>

#include <weir/base/crypto.hpp>

namespace weir::api {
namespace {

constexpr std::string_view cached_for_five_minutes = "private, max-age=300";
// What is cached for one person, or for one tenant of theirs, is not the other's.
constexpr std::string_view varies = "Authorization, Weir-Tenant";
constexpr std::size_t tag_bytes = 12;

std::string tag_of(std::string_view body) {
  const auto hash = sha256(body);
  return '"' + base64url({reinterpret_cast<const char*>(hash.data()), tag_bytes}) + '"';
}

http::response cached(const call& c, std::string body, const std::string& tag) {
  auto given = c.request().header("If-None-Match");
  auto out = given && (*given == tag || *given == "*") ? http::response::empty(304) : c.json(200, std::move(body));
  out.add_header("ETag", tag);
  out.add_header("Cache-Control", cached_for_five_minutes);
  out.add_header("Vary", varies);
  return out;
}

}  // namespace

void write_user(contract::json_writer& w, const postgres::user_row& u) {
  w.member("id", u.id)
      .member("email", u.email)
      .member("name", u.name)
      .member("is_active", u.is_active)
      .member("email_verified", u.email_verified_at.has_value())
      .member("platform_role", u.platform_role)
      .member("created_at", u.created_at)
      .member("updated_at", u.updated_at);
}

std::string user_json(const postgres::user_row& u) {
  contract::json_writer w(384);
  w.begin_object();
  write_user(w, u);
  return w.end_object().take();
}

result<http::response> list_users(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto after = cursor_text(c, "users");
  if (!after) return std::unexpected(after.error());
  // A tenant's are its members: row-level security keeps the list short.
  auto got = look(c, [&](postgres::executor& in) { return postgres::users::list(in, *after, *limit + 1); });
  if (!got) return std::unexpected(got.error());
  std::optional<std::string> next;
  if (got->size() > static_cast<std::size_t>(*limit)) {
    got->pop_back();
    next = make_cursor(c, "users", got->back().id);
  }
  contract::json_writer w(got->size() * 320 + 16);
  w.begin_array();
  for (const auto& u : *got)
    w.raw(user_json(u));
  auto body = page(w.end_array().take(), next);
  const auto tag = tag_of(body);
  return cached(c, std::move(body), tag);
}

result<http::response> get_user(const call& c) {
  const auto id = user_id::parse(c.parameter("user"));
  const bool own = id && c.who().person && c.who().person->id == *id;
  if (!own && !c.who().may(permission::users_list))
    return fail(error_code::forbidden, "Others than oneself are for those who may list users.");
  if (!id) return fail(error_code::user_not_found);
  auto row = c.with().database.read(postgres::role::api, own ? c.who().own_rows() : c.who().rows(),
                                    [&](postgres::executor& in) { return postgres::users::by_id(in, id->text()); });
  if (!row) return std::unexpected(row.error());
  return cached(c, user_json(*row), etag(row->version));
}

}  // namespace weir::api
