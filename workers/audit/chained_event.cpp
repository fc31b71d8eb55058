#include <algorithm>

#include <workers/audit/chained_event.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_members.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/topics.hpp>

namespace weir::audit {
namespace {

constexpr std::size_t most_kept = 1024;  // of a text that becomes a column

void put_beside(chained_event& to, std::string name, const std::string& person, std::string value,
                const salt_source& salts) {
  auto salt = salts();
  to.entry.personal.push_back({name, domain::hash_personal(name, salt, value)});
  to.personal.push_back({std::move(name), person, std::move(salt), std::move(value)});
}

// The object without its personal members, which go beside the chain. Of a type that this program does not know nothing
// is known to be harmless: all of it goes there.
result<std::optional<std::string>> keep(chained_event& to, const char* side, const std::string& object,
                                        const std::optional<contract::event_type>& type, const salt_source& salts) {
  if (object.empty()) return std::optional<std::string>{};
  const auto& whose = to.entry.subject;
  if (!type) {
    put_beside(to, side, whose, object, salts);
    return std::optional<std::string>("{}");
  }
  auto parts = contract::part_object(object, contract::personal_members(*type));
  if (!parts) return std::unexpected(parts.error());
  for (auto& [name, value] : parts->taken)
    put_beside(to, std::string(side) + "." + name, whose, std::move(value), salts);
  return std::optional(std::move(parts->rest));
}

}  // namespace

chained_event read_event(const stream::record& r, const salt_source& salts) {
  if (r.find(contract::frame_header) != contract::frame_version) {
    return set_aside(r, name(error_code::record_frame_unknown));
  }
  auto e = contract::decode_announced_event(r.value);
  if (!e) return set_aside(r, name(e.error().code));
  chained_event out;
  auto& entry = out.entry;
  entry.event_id = e->id.substr(0, most_kept);
  entry.type = e->type.substr(0, most_kept);
  entry.actor = e->principal.substr(0, most_kept);
  entry.subject = e->subject;
  if (e->tenant) entry.tenant = e->tenant->text();
  entry.occurred_at = e->time;
  entry.request = e->request.substr(0, most_kept);
  const auto type = contract::event_type_from_name(e->type);
  auto after = keep(out, "after", e->data, type, salts);
  auto before = keep(out, "before", e->before, type, salts);
  if (!after || !before) return set_aside(r, name(error_code::record_malformed));
  entry.after = std::move(*after);
  entry.before = std::move(*before);
  if (!e->address.empty()) put_beside(out, "address", entry.actor, e->address, salts);
  std::ranges::sort(entry.personal, {}, &domain::personal_hash::name);
  return out;
}

chained_event set_aside(const stream::record& r, std::string_view code) {
  const stream::position at{std::string(contract::events_topic), r.partition, r.offset};
  chained_event out;
  auto& entry = out.entry;
  entry.event_id = contract::event_id(at, 0, set_aside_type);
  entry.type = set_aside_type;
  entry.actor = "system";
  entry.subject = at.topic + "/" + std::to_string(at.partition) + "/" + std::to_string(at.offset);
  entry.occurred_at = timestamp::from_ms(r.appended_ms);
  contract::json_writer w;
  w.begin_object().member("topic", at.topic).member("partition", at.partition).member("offset", at.offset);
  entry.after = w.member("code", code).end_object().take();
  return out;
}

}  // namespace weir::audit
