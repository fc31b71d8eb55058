#include <src/postgres/event_filters.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::postgres {

std::string event_filters_text(const std::vector<domain::event_filter>& filters) {
  contract::json_writer w;
  w.begin_array();
  for (const auto& f : filters) {
    w.begin_object().member("path", f.path).key("in").begin_array();
    for (const auto& value : f.any_of)
      w.text(value);
    w.end_array().end_object();
  }
  return w.end_array().take();
}

std::vector<domain::event_filter> read_event_filters(std::string_view json) {
  std::vector<domain::event_filter> out;
  if (json == "[]") return out;
  const auto parsed = contract::json_document::parse(json);
  WEIR_ASSERT(parsed.has_value(), "the column has what was written there");
  const auto all = parsed->root();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto one = all.item(i);
    domain::event_filter f{std::string(one.text("path").value_or("")), {}};
    const auto values = one.find("in");
    for (std::size_t n = 0; values && n < values->size(); ++n)
      f.any_of.emplace_back(values->item(n).text().value_or(""));
    out.push_back(std::move(f));
  }
  return out;
}

}  // namespace weir::postgres
