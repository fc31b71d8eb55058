#include <algorithm>
#include <charconv>

#include <api/events_feed.hpp>

#include <weir/domain/webhook_events.hpp>

namespace weir::api {
namespace {

namespace feed = postgres::webhook_feed;
using postgres::executor;

constexpr std::int32_t most_looked_at = 1'000;  // for one page: what does not fit costs little, but not nothing

// What retention deleted, or an older state of the database that was put back took along.
result<void> check(const feed_reader& r, const feed::places& passed, const feed::places& newest) {
  for (const auto& [partition, number] : passed) {
    const auto at = r.after.find(partition);
    if ((at == r.after.end() ? 0 : at->second) < number) return fail(error_code::feed_cursor_passed);
  }
  for (const auto& [partition, number] : r.after) {
    const auto to = newest.find(partition);
    if (to == newest.end() || number > to->second)
      return fail(error_code::feed_cursor_passed, "The cursor is of a later state of this installation.");
  }
  return {};
}

// Every partition has a place: one that nothing was read of begins at its beginning.
feed::places begin_at(const feed_reader& r, const feed::places& passed, const feed::places& newest) {
  if (r.from == feed_reader::start::at_newest) return newest;
  auto out = r.from == feed_reader::start::at_oldest ? passed : r.after;
  for (const auto& [partition, number] : newest)
    out.try_emplace(partition, 0);
  return out;
}

struct chosen {
  std::vector<std::int64_t> numbers;
  std::vector<feed::places> after;  // each of them
  feed::places next;
  bool more = false;
};

chosen choose(const feed_reader& r, feed::places at, const std::vector<feed::entry>& found, std::int32_t asked_for) {
  chosen out;
  for (const auto& e : found) {
    if (std::ssize(out.numbers) == r.most) {
      out.more = true;
      break;
    }
    at[e.partition] = e.number;
    if (!fits(r, e)) continue;
    out.numbers.push_back(e.number);
    out.after.push_back(at);
  }
  out.more = out.more || std::ssize(found) == asked_for;
  out.next = std::move(at);
  return out;
}

}  // namespace

bool fits(const feed_reader& r, const feed::entry& e) {
  if (r.tenant_number && (e.tenant_number != r.tenant_number || !domain::is_told_to_tenants(e.type))) return false;
  return r.types.empty() || std::ranges::any_of(r.types, [&](const std::string& pattern) {
           return domain::fits_event_pattern(pattern, e.type);
         });
}

result<feed_page> read_feed(postgres::pool& database, const feed_reader& r) {
  // Before the rows: whatever is not newer than this is among them.
  auto newest = database.read(postgres::role::api, postgres::tenant_scope::platform(),
                              [](executor& in) { return feed::newest(in); });
  if (!newest) return std::unexpected(newest.error());
  return database.read_snapshot(postgres::role::api, r.rows, [&](executor& in) -> result<feed_page> {
    auto passed = feed::passed(in);
    if (!passed) return std::unexpected(passed.error());
    if (r.from == feed_reader::start::at_after) {
      if (auto good = check(r, *passed, *newest); !good) return std::unexpected(good.error());
    }
    const auto asked_for = r.tenant_number || !r.types.empty() ? most_looked_at : r.most + 1;
    auto begin = begin_at(r, *passed, *newest);
    auto found = feed::entries(in, begin, r.tenant_number, asked_for);
    if (!found) return std::unexpected(found.error());
    auto picked = choose(r, std::move(begin), *found, asked_for);
    auto messages = feed::messages(in, picked.numbers);
    if (!messages) return std::unexpected(messages.error());
    feed_page out{{}, std::move(picked.next), picked.more};
    for (std::size_t i = 0; i < picked.numbers.size(); ++i) {
      auto& m = messages->at(picked.numbers[i]);
      out.items.push_back({std::move(m.id), std::move(m.body), std::move(picked.after[i])});
    }
    if (!out.more) {
      for (const auto& [partition, number] : *newest)
        out.next[partition] = std::max(out.next[partition], number);
    }
    return out;
  });
}

contract::cursor cursor_at(const feed::places& at) {
  contract::cursor out;
  for (const auto& [partition, number] : at)
    out.set(std::to_string(partition), std::to_string(number));
  return out;
}

result<feed::places> places_of(const contract::cursor& c) {
  feed::places out;
  for (const auto& [name, value] : c.fields()) {
    std::int32_t partition = -1;
    std::int64_t number = -1;
    std::from_chars(name.data(), name.data() + name.size(), partition);
    std::from_chars(value.data(), value.data() + value.size(), number);
    if (partition < 0 || number < 0) return fail(error_code::cursor_invalid);
    out[partition] = number;
  }
  return out;
}

void write_item(contract::json_writer& w, const feed_item& item) {
  w.begin_object().member("id", item.id).key("body").raw(item.body).end_object();
}

std::string feed_json(const feed_page& page, std::string_view next_cursor) {
  contract::json_writer w(page.items.size() * 1024 + 512);
  w.begin_object().key("items").begin_array();
  for (const auto& item : page.items)
    write_item(w, item);
  w.end_array().member("next_cursor", next_cursor).member("has_more", page.more);
  return w.end_object().take();
}

}  // namespace weir::api
