#include <set>
#include <tuple>

#include <api/usage/record_events.hpp>

#include <weir/contract/topics.hpp>
#include <weir/contract/usage_record_reader.hpp>

namespace weir::api {
namespace {

constexpr std::string_view white_space = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(white_space);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(white_space) - begin + 1);
}

}  // namespace

std::vector<std::string_view> split_array(std::string_view json) {
  json = trimmed(json);
  if (json.size() < 2 || json.front() != '[' || json.back() != ']') return {};
  const auto inner = json.substr(1, json.size() - 2);
  std::vector<std::string_view> out;
  int depth = 0;
  bool in_text = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const char c = inner[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == ',' && depth == 0) {
      out.push_back(trimmed(inner.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  if (depth != 0 || in_text) return {};
  if (const auto last = trimmed(inner.substr(begin)); !last.empty()) out.push_back(last);
  return out;
}

std::string_view header_of(const kafka::owned_record& r, std::string_view name) {
  for (const auto& h : r.headers) {
    if (h.name == name) return h.value;
  }
  return {};
}

result<std::vector<log_event>> read_events(const kafka::owned_record& r) {
  if (header_of(r, contract::frame_header) != contract::frame_version) return fail(error_code::record_malformed);
  thread_local contract::usage_record_reader reader;
  reader.clear();
  auto range = reader.read(r.value, [](std::string_view) { return contract::chosen_plan{}; });
  if (!range) return std::unexpected(range.error());
  const auto events = reader.events(*range);
  const auto texts = split_array(r.value);
  if (texts.size() != events.size()) return fail(error_code::record_malformed);
  std::vector<log_event> out;
  out.reserve(texts.size());
  std::set<std::tuple<std::string_view, std::string_view, std::uint64_t>> seen;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& e = events[i];
    out.push_back({r.partition, r.offset, static_cast<std::int32_t>(i), r.appended_ms, std::string(e.id),
                   std::string(e.source), std::string(e.type), std::string(e.subject), e.time,
                   static_cast<std::uint32_t>(e.content), !seen.insert({e.source, e.id, e.content}).second,
                   std::string(texts[i]), std::string(header_of(r, contract::tenant_header))});
  }
  return out;
}

}  // namespace weir::api
