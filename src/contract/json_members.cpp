#include <algorithm>

#include <src/contract/json_walker.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_members.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::contract {

result<parted_object> part_object(std::string_view object, std::span<const std::string_view> names) {
  json_walker walker;
  if (object.empty() || object.front() != '{' || !walker.load(object)) {
    return fail(error_code::record_malformed, "no JSON object");
  }
  parted_object out;
  json_writer rest(object.size());
  rest.begin_object();
  walker.enter();
  for (;;) {
    std::string_view key;
    const auto step = walker.next_member(key);
    if (step == json_walker::step::end) break;
    json_slice value;
    if (step == json_walker::step::failed) return fail(error_code::record_malformed, walker.failure().detail);
    std::string name(key);
    if (!walker.walk(value)) return fail(error_code::record_malformed, walker.failure().detail);
    if (std::ranges::find(names, name) != names.end()) {
      out.taken.emplace_back(std::move(name), value.raw);
    } else {
      rest.key(name).raw(value.raw);
    }
  }
  if (!walker.finish()) return fail(error_code::record_malformed, "text after the object");
  out.rest = out.taken.empty() ? std::string(object) : rest.end_object().take();
  return out;
}

std::string with_member(std::string_view object, std::string_view name, std::string_view json) {
  const auto end = object.find_last_of('}');
  WEIR_ASSERT(object.starts_with('{') && end != std::string_view::npos, "members are put into objects");
  const bool empty = object.find_first_not_of(" \t\r\n", 1) == end;
  json_writer member(json.size() + name.size() + 8);
  const auto added = member.begin_object().key(name).raw(json).end_object().take();
  std::string out(object.substr(0, end));
  if (!empty) out += ',';
  return out.append(added, 1);
}

}  // namespace weir::contract
