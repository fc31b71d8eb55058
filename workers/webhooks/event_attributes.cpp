#include <workers/webhooks/event_attributes.hpp>

namespace weir::webhooks {
namespace {

using contract::json_kind;
using contract::json_value;

constexpr std::size_t most_text = std::size_t{1} << 20;  // a provider's event has what it has

void collect(const json_value& at, std::string_view path, std::vector<std::string>& out) {
  if (at.kind() == json_kind::array) {
    for (std::size_t i = 0; i < at.size(); ++i)
      collect(at.item(i), path, out);
    return;
  }
  if (!path.empty()) {
    const auto dot = path.find('.');
    const auto next = at.find(path.substr(0, dot));
    if (next) collect(*next, dot == std::string_view::npos ? "" : path.substr(dot + 1), out);
    return;
  }
  if (const auto text = at.text()) {
    out.emplace_back(*text);
  } else if (const auto number = at.integer()) {
    out.push_back(std::to_string(*number));
  } else if (const auto truth = at.boolean()) {
    out.emplace_back(*truth ? "true" : "false");
  }
}

}  // namespace

std::vector<std::string> event_attributes::values_at(std::string_view path) {
  if (!read_) {
    read_ = true;
    if (auto parsed = contract::json_document::parse(message_, most_text)) document_ = std::move(*parsed);
  }
  std::vector<std::string> out;
  if (document_) collect(document_->root(), path, out);
  return out;
}

}  // namespace weir::webhooks
