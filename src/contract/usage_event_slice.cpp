#include <src/contract/json_walker.hpp>

#include <weir/contract/usage_record.hpp>

namespace weir::contract {

result<usage_event_slice> slice_usage_event(std::string_view value, std::size_t index) {
  const auto malformed = [] { return fail(error_code::record_malformed, "the record is no list of events"); };
  json_walker walker;
  if (value.empty() || value.front() != '[' || !walker.load(value)) return malformed();
  walker.enter();
  json_slice element;
  for (std::size_t at = 0;; ++at) {
    const auto step = walker.next_element();
    if (step == json_walker::step::end) return fail(error_code::not_found, "the record has fewer events");
    if (step == json_walker::step::failed || !walker.walk(element)) return malformed();
    if (at == index) break;
  }
  if (element.kind != json_kind::object) return malformed();
  usage_event_slice out{element.raw, {}, {}};
  json_walker inside;
  if (!inside.load(element.raw)) return malformed();
  inside.enter();
  for (;;) {
    std::string_view key;
    const auto step = inside.next_member(key);
    if (step == json_walker::step::end) return out;
    json_slice member;
    // The key may live in the walker's scratch memory: look at it before going on.
    const bool is_id = key == "id";
    const bool is_source = key == "source";
    if (step == json_walker::step::failed || !inside.walk(member)) return malformed();
    if (member.kind != json_kind::string) continue;
    if (is_id) out.id = inside.text_of(member);
    if (is_source) out.source = inside.text_of(member);
  }
}

}  // namespace weir::contract
