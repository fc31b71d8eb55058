#include <algorithm>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/webhook_endpoints.hpp>
#include <workers/webhooks/endpoint_json.hpp>
#include <workers/webhooks/webhook_message.hpp>

#include <weir/base/random.hpp>
#include <weir/domain/webhook_events.hpp>
#include <weir/domain/webhook_signature.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::api {
namespace {

using domain::webhook_secret;
using postgres::executor;
using postgres::webhook_endpoint_row;
using postgres::webhook_secret_row;
using webhooks::announced_endpoint_json;
using webhooks::endpoint_json;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::webhook_secret);
constexpr std::int64_t usual_overlap_s = 86'400;

std::optional<std::int32_t> owner(const call& c) {
  return c.who().tenant ? std::optional(c.who().tenant->number) : std::nullopt;
}

std::string path_of(const webhook_endpoint_row& of) {
  return "/api/v1/webhook-endpoints/" + of.id;
}

// What would never be told is refused, so that nobody waits for it.
std::optional<error> check_event_type(std::string_view pattern, bool of_tenant, std::string pointer) {
  if (!domain::is_event_pattern(pattern))
    return error(error_code::validation_failed, "It is no event type, no family as invoice.* and not *.",
                 std::move(pointer));
  // Providers have types that this program does not know, and more next month.
  if (domain::is_of_provider(pattern) && !of_tenant) return std::nullopt;
  const auto fits = [&](std::string_view type) { return domain::fits_event_pattern(pattern, type); };
  const auto is_told = [&](std::string_view type) { return !of_tenant || domain::is_told_to_tenants(type); };
  if (std::ranges::none_of(contract::event_type_names(), fits))
    return error(error_code::validation_failed, "There is no such event type.", std::move(pointer));
  if (std::ranges::none_of(contract::event_type_names(),
                           [&](std::string_view type) { return fits(type) && is_told(type); }))
    return error(error_code::validation_failed, "Tenants are not told of such events.", std::move(pointer));
  return std::nullopt;
}

// What the body says, over what is there. Errors: all that is wrong.
std::expected<webhook_endpoint_row, std::vector<error>> read_wanted(const call& c, webhook_endpoint_row over) {
  const auto body = c.body();
  std::vector<error> refused;
  if (const auto url = body.text("url")) {
    over.url = *url;
    if (auto allowed = c.with().webhooks.read(over.url); !allowed)
      refused.emplace_back(allowed.error().code, allowed.error().detail, "/url");
  }
  if (const auto description = body.text("description")) over.description = *description;
  if (const auto types = body.find("event_types")) {
    over.event_types.clear();
    for (std::size_t i = 0; i < types->size(); ++i) {
      const auto pattern = types->item(i).text().value_or("");
      auto wrong = check_event_type(pattern, over.tenant_number.has_value(), "/event_types/" + std::to_string(i));
      if (wrong) refused.push_back(std::move(*wrong));
      over.event_types.emplace_back(pattern);
    }
  }
  if (const auto enabled = body.find("enabled")) {
    if (enabled->boolean().value_or(true)) {
      over.disabled_reason.reset();
    } else if (!over.disabled_reason) {
      over.disabled_reason = "person";
    }
  }
  if (!refused.empty()) return std::unexpected(std::move(refused));
  return over;
}

bool says_the_same(const webhook_endpoint_row& a, const webhook_endpoint_row& b) {
  return a.url == b.url && a.description == b.description && a.event_types == b.event_types &&
         a.disabled_reason == b.disabled_reason;
}

// The body's own secret, or a new one.
result<webhook_secret> wanted_secret(const call& c) {
  const auto given = c.body().text("secret");
  if (!given) return webhook_secret::of_bytes(random_bytes(webhook_secret::usual_bytes));
  auto parsed = webhook_secret::parse(*given);
  if (!parsed) return fail(parsed.error().code, parsed.error().detail, "/secret");
  return parsed;
}

// `version`: that of the endpoint with it.
webhook_secret_row sealed(const call& c, const std::string& endpoint, std::int64_t version,
                          const webhook_secret& secret) {
  webhook_secret_row out;
  out.id = endpoint + '_' + std::to_string(version);
  out.sealed = c.with().secrets.seal(purpose, out.id, secret.bytes());
  return out;
}

result<void> announce_endpoint(executor& in, const call& c, contract::event_type type, const webhook_endpoint_row& now,
                               const webhook_endpoint_row* before = nullptr) {
  return announce(in, c,
                  {type, now.id, now.version, c.who().tenant, announced_endpoint_json(now),
                   before ? announced_endpoint_json(*before) : ""});
}

struct shown_endpoint {
  std::int64_t version = 0;
  std::string body;
};

result<shown_endpoint> show(executor& in, const webhook_endpoint_row& of) {
  auto secrets = postgres::webhook_endpoints::secrets(in, of.number);
  if (!secrets) return std::unexpected(secrets.error());
  return shown_endpoint{of.version, endpoint_json(of, *secrets)};
}

// How it fares changes without the version that If-Match is about, so no answer is 304.
http::response shown(const call& c, shown_endpoint what) {
  auto out = c.json(200, std::move(what.body));
  out.add_header("ETag", etag(what.version));
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

result<created> made(executor& in, const webhook_endpoint_row& row, const webhook_secret& secret) {
  auto secrets = postgres::webhook_endpoints::secrets(in, row.number);
  if (!secrets) return std::unexpected(secrets.error());
  return created{endpoint_json(row, *secrets, secret.text()), path_of(row), etag(row.version),
                 endpoint_json(row, *secrets)};
}

// An answer that shows a secret.
result<http::response> once(const call& c, const std::function<result<created>(executor&)>& make) {
  auto answer = create_once(c, make);
  if (!answer) return answer;
  return unstored(std::move(*answer));
}

result<webhook_endpoint_row> expect(result<webhook_endpoint_row> found, const std::optional<std::int64_t>& version) {
  if (found && version && *version != found->version) return fail(error_code::precondition_failed);
  return found;
}

}  // namespace

result<webhook_endpoint_row> webhook_endpoint_of_path(executor& in, const call& c) {
  auto found = postgres::webhook_endpoints::find(in, std::string(c.parameter("webhook_endpoint")));
  // The platform's rows are all rows; its endpoints are its own.
  if (found && found->tenant_number != owner(c)) return fail(error_code::webhook_endpoint_not_found);
  return found;
}

result<webhook_endpoint_row> lock_webhook_endpoint(executor& in, const call& c) {
  auto found = webhook_endpoint_of_path(in, c);
  if (!found) return found;
  return postgres::webhook_endpoints::lock(in, found->id);
}

result<webhook_endpoint_row> lock_enabled_webhook_endpoint(executor& in, const call& c) {
  auto found = lock_webhook_endpoint(in, c);
  if (found && found->disabled_reason) return fail(error_code::webhook_endpoint_disabled);
  return found;
}

result<http::response> list_webhook_endpoints(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto after = cursor_text(c, "webhook-endpoints");
  if (!after) return std::unexpected(after.error());
  std::optional<std::string> next;
  auto items = look(c, [&](executor& in) -> result<std::string> {
    auto rows = postgres::webhook_endpoints::list(in, owner(c), *after, *limit + 1);
    if (!rows) return std::unexpected(rows.error());
    if (std::ssize(*rows) > *limit) {
      rows->pop_back();
      next = make_cursor(c, "webhook-endpoints", rows->back().id);
    }
    contract::json_writer w(rows->size() * 768 + 16);
    w.begin_array();
    for (const auto& row : *rows) {
      auto one = show(in, row);
      if (!one) return std::unexpected(one.error());
      w.raw(one->body);
    }
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, next));
}

result<http::response> create_webhook_endpoint(const call& c) {
  webhook_endpoint_row empty;
  empty.id = webhook_endpoint_id{c.with().ids.next()}.text();
  empty.tenant_number = owner(c);
  auto wanted = read_wanted(c, std::move(empty));
  if (!wanted) return c.problems(wanted.error());
  auto secret = wanted_secret(c);
  if (!secret) return std::unexpected(secret.error());
  return once(c, [&](executor& in) -> result<created> {
    auto row = postgres::webhook_endpoints::create(in, *wanted);
    if (!row) return std::unexpected(row.error());
    auto put = postgres::webhook_endpoints::add_secret(in, *row, sealed(c, row->id, row->version, *secret));
    if (!put) return std::unexpected(put.error());
    auto said = announce_endpoint(in, c, contract::event_type::webhook_endpoint_created, *row);
    if (!said) return std::unexpected(said.error());
    return made(in, *row, *secret);
  });
}

result<http::response> get_webhook_endpoint(const call& c) {
  auto found = look(c, [&](executor& in) -> result<shown_endpoint> {
    auto row = webhook_endpoint_of_path(in, c);
    if (!row) return std::unexpected(row.error());
    return show(in, *row);
  });
  if (!found) return std::unexpected(found.error());
  return shown(c, std::move(*found));
}

result<http::response> update_webhook_endpoint(const call& c) {
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  std::vector<error> refused;
  auto done = change(c, [&](executor& in) -> result<shown_endpoint> {
    auto row = expect(lock_webhook_endpoint(in, c), *expected);
    if (!row) return std::unexpected(row.error());
    auto wanted = read_wanted(c, *row);
    if (!wanted) {
      refused = std::move(wanted.error());
      return fail(error_code::validation_failed);
    }
    if (says_the_same(*row, *wanted)) return show(in, *row);
    auto now = postgres::webhook_endpoints::update(in, *row, *wanted);
    if (!now) return std::unexpected(now.error());
    auto said = announce_endpoint(in, c, contract::event_type::webhook_endpoint_updated, *now, &*row);
    if (!said) return std::unexpected(said.error());
    return show(in, *now);
  });
  if (!refused.empty()) return c.problems(refused);
  if (!done) return std::unexpected(done.error());
  return shown(c, std::move(*done));
}

result<http::response> delete_webhook_endpoint(const call& c) {
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  auto done = change(c, [&](executor& in) -> result<void> {
    auto row = expect(lock_webhook_endpoint(in, c), *expected);
    if (!row) return std::unexpected(row.error());
    if (auto gone = postgres::webhook_endpoints::remove(in, row->id); !gone) return gone;
    ++row->version;
    return announce_endpoint(in, c, contract::event_type::webhook_endpoint_deleted, *row);
  });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

result<http::response> rotate_webhook_secret(const call& c) {
  const auto overlap = c.body().find("overlap_seconds");
  const auto overlap_s = overlap ? overlap->integer().value_or(usual_overlap_s) : usual_overlap_s;
  auto secret = wanted_secret(c);
  if (!secret) return std::unexpected(secret.error());
  return once(c, [&](executor& in) -> result<created> {
    auto row = lock_webhook_endpoint(in, c);
    if (!row) return std::unexpected(row.error());
    const auto next = sealed(c, row->id, row->version + 1, *secret);
    auto now = postgres::webhook_endpoints::rotate(in, *row, next, overlap_s);
    if (!now) return std::unexpected(now.error());
    auto said = announce_endpoint(in, c, contract::event_type::webhook_endpoint_secret_rotated, *now, &*row);
    if (!said) return std::unexpected(said.error());
    return made(in, *now, *secret);
  });
}

result<http::response> test_webhook_endpoint(const call& c) {
  constexpr auto type = contract::event_type::webhook_endpoint_tested;
  auto event = change(c, [&](executor& in) -> result<std::string> {
    auto row = lock_enabled_webhook_endpoint(in, c);
    if (!row) return std::unexpected(row.error());
    auto asked = postgres::webhook_endpoints::count_asked(in, row->id);
    if (!asked) return std::unexpected(asked.error());
    contract::json_writer data;
    data.begin_object().member("endpoint_id", row->id).member("url", row->url).end_object();
    auto said = announce(in, c, {type, row->id, *asked, c.who().tenant, data.take()});
    if (!said) return std::unexpected(said.error());
    return contract::event_id(row->id, *asked, type);
  });
  if (!event) return std::unexpected(event.error());
  contract::json_writer w;
  w.begin_object().member("event_id", *event).member("message_id", webhooks::message_id(*event)).end_object();
  return c.json(202, w.take());
}

}  // namespace weir::api
