#include <src/contract/json_walker.hpp>
#include <src/contract/raw_list.hpp>

namespace weir::contract {

std::optional<std::vector<std::string>> read_raw_list(
    std::string_view text, std::string_view list,
    const std::function<void(std::string_view name, std::string_view value)>& other) {
  using step = json_walker::step;
  json_walker walker;
  if (text.empty() || text.front() != '{' || !walker.load(text)) return std::nullopt;
  std::vector<std::string> out;
  bool listed = false;
  walker.enter();
  for (;;) {
    std::string_view name;
    const auto member = walker.next_member(name);
    if (member == step::end) break;
    if (member == step::failed) return std::nullopt;
    json_slice value;
    if (name != list || walker.peek() != '[') {
      const std::string kept(name);  // whoever walks on may lose it
      if (!walker.walk(value)) return std::nullopt;
      other(kept, value.raw);
      continue;
    }
    listed = true;
    walker.enter();
    for (;;) {
      const auto element = walker.next_element();
      if (element == step::end) break;
      if (element == step::failed || !walker.walk(value)) return std::nullopt;
      out.emplace_back(value.raw);
    }
  }
  if (!walker.finish() || !listed) return std::nullopt;
  return out;
}

}  // namespace weir::contract
