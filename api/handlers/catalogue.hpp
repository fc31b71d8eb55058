// What handlers of the platform's catalogue share: rows that are numbered, named by id or code, and archived.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <api/handlers/configuration.hpp>

namespace weir::api {

// A whole number; nothing for another text.
inline std::optional<std::int32_t> number_in(std::string_view text) {
  std::int32_t out = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

// Error: forbidden, for a tenant's keys and people. `whose` says so in a sentence.
inline result<void> platform_only(const call& c, std::string_view whose) {
  if (c.who().is_platform()) return {};
  return fail(error_code::forbidden, std::string(whose));
}

// A page in the order of the rows' numbers. `list(in, after, most)` reads rows, `json(row)` is one item.
template<class List, class Json>
result<http::response> list_by_number(const call& c, std::string_view name, List list, Json json) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto after = cursor_text(c, name);
  if (!after) return std::unexpected(after.error());
  auto got = look(c, [&](postgres::executor& in) { return list(in, number_in(*after).value_or(0), *limit + 1); });
  if (!got) return std::unexpected(got.error());
  std::optional<std::string> next;
  if (got->size() > static_cast<std::size_t>(*limit)) {
    got->pop_back();
    next = make_cursor(c, name, std::to_string(got->back().number));
  }
  contract::json_writer w(got->size() * 512 + 16);
  w.begin_array();
  for (const auto& row : *got)
    w.raw(json(row));
  return c.json(200, page(w.end_array().take(), next));
}

// 204. `lock(in)` reads the row and locks it, with its version and archived_at; `act(in, row)` archives and announces
// one that is not archived yet.
template<class Lock, class Act>
result<http::response> archive_row(const call& c, Lock lock, Act act) {
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  auto done = change(c, [&](postgres::executor& in) -> result<void> {
    auto row = lock(in);
    if (!row) return std::unexpected(row.error());
    if (*expected && **expected != row->version) return fail(error_code::precondition_failed);
    if (row->archived_at) return {};
    return act(in, *row);
  });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

}  // namespace weir::api
