#include <src/contract/json_walker.hpp>

#include <weir/contract/usage_record.hpp>

namespace weir::contract {
namespace {

bool read_attributes(json_walker& inside, usage_event_slice& out) {
  if (!inside.load(out.json)) return false;
  inside.enter();
  for (;;) {
    std::string_view key;
    const auto step = inside.next_member(key);
    if (step == json_walker::step::end) return true;
    if (step == json_walker::step::failed) return false;
    // The key may live in the walker's scratch memory: look at it before going on.
    std::string* wanted = key == "id"        ? &out.id
                          : key == "source"  ? &out.source
                          : key == "type"    ? &out.type
                          : key == "subject" ? &out.subject
                                             : nullptr;
    json_slice member;
    if (!inside.walk(member)) return false;
    if (wanted != nullptr && member.kind == json_kind::string) *wanted = inside.text_of(member);
  }
}

}  // namespace

result<void> each_usage_event(std::string_view value, const std::function<bool(const usage_event_slice&)>& take) {
  const auto malformed = [] { return fail(error_code::record_malformed, "the record is no list of events"); };
  json_walker walker;
  json_walker inside;
  if (value.empty() || value.front() != '[' || !walker.load(value)) return malformed();
  walker.enter();
  for (;;) {
    const auto step = walker.next_element();
    if (step == json_walker::step::end) return {};
    json_slice element;
    if (step == json_walker::step::failed || !walker.walk(element) || element.kind != json_kind::object) {
      return malformed();
    }
    usage_event_slice slice{element.raw, {}, {}, {}, {}};
    if (!read_attributes(inside, slice)) return malformed();
    if (!take(slice)) return {};
  }
}

result<usage_event_slice> slice_usage_event(std::string_view value, std::size_t index) {
  std::optional<usage_event_slice> found;
  auto walked = each_usage_event(value, [&](const usage_event_slice& s) {
    if (index-- == 0) found = s;
    return !found;
  });
  if (!walked) return std::unexpected(walked.error());
  if (!found) return fail(error_code::not_found, "the record has fewer events");
  return *found;
}

}  // namespace weir::contract
