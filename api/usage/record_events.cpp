#include <set>
#include <tuple>

#include <api/usage/record_events.hpp>

#include <weir/contract/topics.hpp>
#include <weir/contract/usage_record_reader.hpp>

namespace weir::api {
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
  std::vector<log_event> out;
  out.reserve(events.size());
  std::set<std::tuple<std::string_view, std::string_view, std::uint64_t>> seen;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto& e = events[i];
    out.push_back({r.partition, r.offset, static_cast<std::int32_t>(i), r.appended_ms, std::string(e.id),
                   std::string(e.source), std::string(e.type), std::string(e.subject), e.time,
                   static_cast<std::uint32_t>(e.content), !seen.insert({e.source, e.id, e.content}).second,
                   std::string(e.json), std::string(header_of(r, contract::tenant_header)),
                   std::string(header_of(r, contract::history_header))});
  }
  return out;
}

}  // namespace weir::api
