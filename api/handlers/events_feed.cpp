#include <charconv>
#include <memory>
#include <utility>

#include <api/feed_waits.hpp>
#include <api/handlers/events_feed.hpp>

#include <weir/domain/webhook_events.hpp>

namespace weir::api {
namespace {

constexpr std::int32_t usual_page = 100;
constexpr std::int32_t most_wait_s = 30;
constexpr std::size_t most_types = 50;
constexpr std::string_view from_now = "now";

// A cursor is its reader's: of one tenant, or of the platform. Types may change from page to page.
std::string place_of(const call& c) {
  return "events-feed/" + (c.who().tenant ? c.who().tenant->id.text() : std::string("all"));
}

std::string token(const call& c, const postgres::webhook_feed::places& at) {
  return c.with().cursors.token(place_of(c), cursor_at(at));
}

result<std::vector<std::string>> wanted_types(const call& c) {
  std::vector<std::string> out;
  std::string_view rest = c.query("types").value_or("");
  while (!rest.empty()) {
    const auto end = rest.find(',');
    const auto one = rest.substr(0, end);
    if (!domain::is_event_pattern(one) || out.size() == most_types)
      return fail(error_code::query_parameter_invalid, "types has up to 50 of the form invoice.paid, invoice.* or *.");
    out.emplace_back(one);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return out;
}

result<std::chrono::seconds> wanted_wait(const call& c) {
  const auto text = c.query("wait_seconds").value_or("0");
  std::int32_t n = -1;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (problem != std::errc{} || end != text.data() + text.size() || n < 0 || n > most_wait_s)
    return fail(error_code::query_parameter_invalid, "wait_seconds is a number from 0 to 30.");
  return std::chrono::seconds(n);
}

// `where`: a cursor, "now", or nothing for the oldest that is kept.
result<feed_reader> reader_of(const call& c, std::optional<std::string_view> where) {
  feed_reader out{.rows = c.who().rows()};
  if (c.who().tenant) out.tenant_number = c.who().tenant->number;
  auto types = wanted_types(c);
  if (!types) return std::unexpected(types.error());
  out.types = std::move(*types);
  auto limit = c.limit(usual_page);
  if (!limit) return std::unexpected(limit.error());
  out.most = *limit;
  if (!where) {
    out.from = feed_reader::start::at_oldest;
  } else if (*where == from_now) {
    out.from = feed_reader::start::at_newest;
  } else {
    auto parsed = c.with().cursors.parse(place_of(c), *where);
    if (!parsed) return std::unexpected(parsed.error());
    auto after = places_of(*parsed);
    if (!after) return std::unexpected(after.error());
    out.after = std::move(*after);
  }
  return out;
}

http::response answer(const call& c, const feed_page& page) {
  return unstored(c.json(200, feed_json(page, token(c, page.next))));
}

// Where it is read to, also without a message: whoever connects again goes on there.
std::string stream_text(const call& c, const feed_page& page) {
  std::string out;
  for (const auto& item : page.items) {
    contract::json_writer w(item.body.size() + 64);
    write_item(w, item);
    out += "id: " + token(c, item.after) + "\ndata: " + w.take() + "\n\n";
  }
  if (page.items.empty()) out = "id: " + token(c, page.next) + "\n\n";
  return out;
}

void poll(const call& c, const std::shared_ptr<http::responder>& respond) {
  const auto refuse = [&](const error& e) { (*respond)(c.problem(e)); };
  auto wait = wanted_wait(c);
  if (!wait) return refuse(wait.error());
  auto reader = reader_of(c, c.query("cursor"));
  if (!reader) return refuse(reader.error());
  auto page = read_feed(c.with().database, *reader);
  if (!page) return refuse(page.error());
  if (!page->items.empty() || page->more || wait->count() == 0) return (*respond)(answer(c, *page));
  reader->from = feed_reader::start::at_after;
  reader->after = std::move(page->next);
  c.with().feed->wait(
      std::move(*reader),
      [c, respond](const result<feed_page>& found) {
        (*respond)(found ? answer(c, *found) : c.problem(found.error()));
      },
      *wait);
}

}  // namespace

void poll_events_feed(call c, http::responder respond) {
  auto right = std::make_shared<http::responder>(std::move(respond));
  if (!c.with().workers.try_submit([c, right] { poll(c, right); })) (*right)(c.problem(error(error_code::overloaded)));
}

result<http::response> stream_events_feed(const call& c) {
  auto where = c.request().header("Last-Event-ID");
  if (!where || where->empty()) where = c.query("cursor");
  auto reader = reader_of(c, where);
  if (!reader) return std::unexpected(reader.error());
  // Refused now rather than in the stream; and what "now" means is decided here.
  const auto most = std::exchange(reader->most, 0);
  auto begin = read_feed(c.with().database, *reader);
  if (!begin) return std::unexpected(begin.error());
  reader->most = most;
  if (reader->from != feed_reader::start::at_after) {
    reader->from = feed_reader::start::at_after;
    reader->after = std::move(begin->next);
  }
  auto body = c.with().feed->open(std::move(*reader), [c](const feed_page& page) { return stream_text(c, page); });
  if (!body) return fail(error_code::overloaded);
  auto out = http::response::of(200, "text/event-stream", std::move(*body));
  out.add_header("Cache-Control", "no-store").add_header("X-Accel-Buffering", "no");  // nginx would hold it back
  return out;
}

}  // namespace weir::api
