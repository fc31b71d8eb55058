// The events feed: what webhook endpoints would be sent, for whoever asks. Pages of messages in an order that never
// lets a reader skip one (postgres/webhook_feed.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/contract/cursor.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/webhook_feed.hpp>

namespace weir::api {

struct feed_reader {
  postgres::tenant_scope rows = postgres::tenant_scope::nobody();
  std::optional<std::int32_t> tenant_number{};  // nothing: the platform, which reads of all tenants
  std::vector<std::string> types{};             // patterns as endpoints have them; none: all
  std::int32_t most = 0;                        // on a page
  postgres::webhook_feed::places after{};
  enum class start : std::uint8_t { at_after, at_oldest, at_newest } from = start::at_after;
};

struct feed_item {
  std::string id;    // msg_…
  std::string body;  // as a webhook has it
  postgres::webhook_feed::places after;
};

struct feed_page {
  std::vector<feed_item> items;
  postgres::webhook_feed::places next;  // where to go on, also when there is nothing
  bool more = false;                    // there may be more at once
};

// Whether this reader is told of it.
bool fits(const feed_reader& r, const postgres::webhook_feed::entry& e);

// Two short transactions. Errors: feed_cursor_passed, the database's.
result<feed_page> read_feed(postgres::pool& database, const feed_reader& r);

contract::cursor cursor_at(const postgres::webhook_feed::places& at);
// Error: cursor_invalid.
result<postgres::webhook_feed::places> places_of(const contract::cursor& c);

// schemas/json/events_feed.json; one item alone is its items' schema.
void write_item(contract::json_writer& w, const feed_item& item);
std::string feed_json(const feed_page& page, std::string_view next_cursor);

}  // namespace weir::api
