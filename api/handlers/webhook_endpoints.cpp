#include <algorithm>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/webhook_endpoints.hpp>
#include <api/webhook_wishes.hpp>
#include <workers/webhooks/endpoint_json.hpp>
#include <workers/webhooks/webhook_message.hpp>

#include <weir/base/random.hpp>
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

bool says_the_same(const webhook_endpoint_row& a, const webhook_endpoint_row& b) {
  return a.url == b.url && a.description == b.description && a.event_types == b.event_types && a.filters == b.filters &&
         a.header_names == b.header_names && a.rate == b.rate && a.ordered == b.ordered && a.ed25519 == b.ed25519 &&
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

// `secret`: the new one, for the only answer that shows it.
result<std::string> json_of(executor& in, const webhook_endpoint_row& of, std::string_view secret = {}) {
  auto secrets = postgres::webhook_endpoints::secrets(in, of.number);
  if (!secrets) return std::unexpected(secrets.error());
  auto keys = postgres::webhook_parts::keys(in, of.number);
  if (!keys) return std::unexpected(keys.error());
  return endpoint_json(of, *secrets, *keys, secret);
}

result<shown_endpoint> show(executor& in, const webhook_endpoint_row& of) {
  auto body = json_of(in, of);
  if (!body) return std::unexpected(body.error());
  return shown_endpoint{of.version, std::move(*body)};
}

// How it fares changes without the version that If-Match is about, so no answer is 304.
http::response shown(const call& c, shown_endpoint what) {
  auto out = c.json(200, std::move(what.body));
  out.add_header("ETag", etag(what.version));
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

result<created> made(executor& in, const webhook_endpoint_row& row, const webhook_secret& secret) {
  auto body = json_of(in, row, secret.text());
  if (!body) return std::unexpected(body.error());
  auto stored = json_of(in, row);
  if (!stored) return std::unexpected(stored.error());
  return created{std::move(*body), path_of(row), etag(row.version), std::move(*stored)};
}

// An answer that shows a secret.
result<http::response> once(const call& c, const std::function<result<created>(executor&)>& make) {
  auto answer = create_once(c, make);
  if (!answer) return answer;
  return unstored(std::move(*answer));
}

// A key signs from now on, or none does any more.
result<void> turn_key(executor& in, const call& c, const webhook_endpoint_row& locked, bool on) {
  if (on == locked.ed25519) return {};
  if (on) return put_webhook_key(in, c, locked, locked.version + 1, 0);
  return postgres::webhook_parts::remove_keys(in, locked);
}

std::int64_t overlap_of(const call& c) {
  const auto overlap = c.body().find("overlap_seconds");
  return overlap ? overlap->integer().value_or(usual_overlap_s) : usual_overlap_s;
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
  auto wanted = read_webhook_wishes(c, std::move(empty));
  if (!wanted) return c.problems(wanted.error());
  auto secret = wanted_secret(c);
  if (!secret) return std::unexpected(secret.error());
  return once(c, [&](executor& in) -> result<created> {
    auto row = postgres::webhook_endpoints::create(in, wanted->row);
    if (!row) return std::unexpected(row.error());
    auto put = postgres::webhook_endpoints::add_secret(in, *row, sealed(c, row->id, row->version, *secret));
    if (put && wanted->row.ed25519) put = put_webhook_key(in, c, *row, row->version, 0);
    if (!put) return std::unexpected(put.error());
    if (wanted->headers) {
      if (auto sent = put_webhook_headers(in, c, *row, *wanted->headers); !sent) return std::unexpected(sent.error());
    }
    row = postgres::webhook_endpoints::find(in, row->id);
    if (!row) return std::unexpected(row.error());
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
    auto wanted = read_webhook_wishes(c, *row);
    if (!wanted) {
      refused = std::move(wanted.error());
      return fail(error_code::validation_failed);
    }
    const auto others = wanted->headers ? put_webhook_headers(in, c, *row, *wanted->headers) : result<bool>(false);
    if (!others) return std::unexpected(others.error());
    if (!*others && says_the_same(*row, wanted->row)) return show(in, *row);
    if (auto put = turn_key(in, c, *row, wanted->row.ed25519); !put) return std::unexpected(put.error());
    auto now = postgres::webhook_endpoints::update(in, *row, wanted->row);
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
  auto secret = wanted_secret(c);
  if (!secret) return std::unexpected(secret.error());
  return once(c, [&](executor& in) -> result<created> {
    auto row = lock_webhook_endpoint(in, c);
    if (!row) return std::unexpected(row.error());
    const auto next = sealed(c, row->id, row->version + 1, *secret);
    auto now = postgres::webhook_endpoints::rotate(in, *row, next, overlap_of(c));
    if (!now) return std::unexpected(now.error());
    auto said = announce_endpoint(in, c, contract::event_type::webhook_endpoint_secret_rotated, *now, &*row);
    if (!said) return std::unexpected(said.error());
    return made(in, *now, *secret);
  });
}

result<http::response> rotate_webhook_key(const call& c) {
  return create_once(c, [&](executor& in) -> result<created> {
    auto row = lock_webhook_endpoint(in, c);
    if (!row) return std::unexpected(row.error());
    if (!row->ed25519) return fail(error_code::webhook_secret_refused, "No key signs for it: set ed25519 first.");
    if (auto put = put_webhook_key(in, c, *row, row->version + 1, overlap_of(c)); !put)
      return std::unexpected(put.error());
    auto now = postgres::webhook_endpoints::bump(in, *row);
    if (!now) return std::unexpected(now.error());
    auto said = announce_endpoint(in, c, contract::event_type::webhook_endpoint_secret_rotated, *now, &*row);
    if (!said) return std::unexpected(said.error());
    auto body = json_of(in, *now);
    if (!body) return std::unexpected(body.error());
    return created{std::move(*body), path_of(*now), etag(now->version), ""};
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
