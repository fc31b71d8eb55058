// What the handlers of configuration share: one transaction for the change, its announcement and the stored answer of
// an Idempotency-Key.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <api/context.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

// Error: idempotency_key_invalid. Nothing when none is given.
result<std::optional<std::string>> idempotency_key(const call& c);
// Of method, target and body: 32 bytes.
std::string request_hash(const call& c);

struct created {
  std::string body;           // of the 201
  std::string location;       // "/api/v1/meters/mtr_…"
  std::string etag;           // empty: none
  std::string body_to_store;  // what a repetition is told instead, when the body shows a secret; empty: the body
};

// Runs `make` in a transaction of the principal's and answers 201. With an Idempotency-Key the answer is stored in the
// same transaction: a repetition gets it again with Idempotent-Replayed, another request under the same key is 422. A
// failed request leaves nothing behind, its key is free. Errors: make's, idempotency_*, the database's.
result<http::response> create_once(const call& c, const std::function<result<created>(postgres::executor&)>& make);

// In the principal's rows, under role::api.
template<class F>
auto change(const call& c, F&& f) {
  return c.with().database.with_transaction(postgres::role::api, c.who().rows(), std::forward<F>(f));
}
template<class F>
auto look(const call& c, F&& f) {
  return c.with().database.read(postgres::role::api, c.who().rows(), std::forward<F>(f));
}
template<class F>
auto look_at_snapshot(const call& c, F&& f) {
  return c.with().database.read_snapshot(postgres::role::api, c.who().rows(), std::forward<F>(f));
}

// In the rows of the person who asks.
template<class F>
auto look_own(const call& c, F&& f) {
  return c.with().database.read(postgres::role::api, c.who().own_rows(), std::forward<F>(f));
}
template<class F>
auto change_own(const call& c, F&& f) {
  return c.with().database.with_transaction(postgres::role::api, c.who().own_rows(), std::forward<F>(f));
}

// 200 with an ETag; 304 when If-None-Match has it.
http::response with_etag(const call& c, std::string body, std::int64_t version);

// The text that ?cursor= of this endpoint carries; empty at the start of the list. Error: cursor_invalid.
result<std::string> cursor_text(const call& c, std::string_view endpoint);
std::string make_cursor(const call& c, std::string_view endpoint, std::string text);

// The tenant of a path segment {tenant}: by id or by key. Error: tenant_not_found, also for those of others.
result<postgres::tenant_row> find_tenant(postgres::executor& in, const call& c, const std::string& id_or_key);
result<postgres::tenant_row> tenant_of_path(postgres::executor& in, const call& c);

// A page of what belongs to the tenant of the path. `list(in, tenant's number, after, most)` reads rows, `place(row)`
// is the text after which the next page goes on, `json(row, tenant)` one item.
template<class List, class Place, class Json>
result<http::response> list_of_tenant(const call& c, std::string_view name, List list, Place place, Json json) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  const std::string which(c.parameter("tenant"));
  const auto endpoint = std::string(name) + '/' + which;
  auto after = cursor_text(c, endpoint);
  if (!after) return std::unexpected(after.error());
  std::optional<std::string> next;
  auto items = look(c, [&](postgres::executor& in) -> result<std::string> {
    auto tenant = find_tenant(in, c, which);
    if (!tenant) return std::unexpected(tenant.error());
    auto rows = list(in, tenant->number, *after, *limit + 1);
    if (!rows) return std::unexpected(rows.error());
    if (rows->size() > static_cast<std::size_t>(*limit)) {
      rows->pop_back();
      next = make_cursor(c, endpoint, place(rows->back()));
    }
    contract::json_writer w;
    w.begin_array();
    for (const auto& row : *rows)
      w.raw(json(row, *tenant));
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, next));
}

}  // namespace weir::api
