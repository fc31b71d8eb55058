#include <algorithm>

#include <src/contract/json_walker.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_members.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/media_type.hpp>
#include <weir/domain/canonical.hpp>

namespace weir::contract {
namespace {

constexpr std::string_view names[] = {
#define WEIR_EVENT_TYPE(name, text, description, personal) text,
#include <weir/catalogue/event_types.inc>
#undef WEIR_EVENT_TYPE
};

constexpr std::string_view personal_lists[] = {
#define WEIR_EVENT_TYPE(name, text, description, personal) personal,
#include <weir/catalogue/event_types.inc>
#undef WEIR_EVENT_TYPE
};

constexpr std::string_view previous_member = "previous";

std::unexpected<error> malformed(std::string_view pointer, std::string_view why) {
  return fail(error_code::record_malformed, std::string(why), std::string(pointer));
}

}  // namespace

std::string_view name(event_type t) {
  return names[static_cast<std::size_t>(t)];
}

std::span<const std::string_view> event_type_names() {
  return names;
}

std::optional<event_type> event_type_from_name(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<event_type>(found - std::begin(names));
}

std::vector<std::string_view> personal_members(event_type t) {
  std::vector<std::string_view> out;
  auto list = personal_lists[static_cast<std::size_t>(t)];
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    out.push_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

std::string derived_id(std::string_view prefix, std::span<const std::string_view> cause) {
  domain::canonical_writer parts;
  parts.begin_list();
  parts.text(prefix);
  for (auto part : cause)
    parts.text(part);
  parts.end_list();
  const auto hash = sha256(parts.take());
  ulid head;
  std::copy_n(hash.begin(), head.bytes.size(), head.bytes.begin());
  return std::string(prefix) + head.text();
}

std::string event_id(const stream::position& at, std::uint32_t index, std::string_view kind) {
  const auto partition = std::to_string(at.partition);
  const auto offset = std::to_string(at.offset);
  const auto place = std::to_string(index);
  const std::string_view cause[] = {"record", at.topic, partition, offset, place, kind};
  return derived_id("evt_", cause);
}

std::string event_id(std::string_view object_id, std::int64_t version, event_type t) {
  const auto number = std::to_string(version);
  const std::string_view cause[] = {"object", object_id, number, name(t)};
  return derived_id("evt_", cause);
}

std::string encode_domain_event(const domain_event& e) {
  WEIR_ASSERT(e.data.starts_with('{'), "a domain event's data is an object");
  json_writer out(384 + e.data.size());
  out.begin_object()
      .member("specversion", "1.0")
      .member("id", e.id)
      .member("source", "weir")
      .member("type", name(e.type))
      .member("subject", e.subject)
      .member("time", e.time)
      .member("datacontenttype", json_type);
  if (e.tenant) out.member("tenant", e.tenant->text());
  out.member("principal", e.principal);
  if (!e.request.empty()) out.member("request", e.request);
  if (!e.address.empty()) out.member("address", e.address);
  return out.key("data")
      .raw(e.before.empty() ? e.data : with_member(e.data, previous_member, e.before))
      .end_object()
      .take();
}

result<announced_event> decode_announced_event(std::string_view json) {
  json_walker walker;
  if (json.empty() || json.front() != '{' || !walker.load(json)) return malformed("", "no JSON object");
  announced_event out;
  bool has_time = false, is_v1 = false;
  walker.enter();
  for (;;) {
    std::string_view key;
    const auto step = walker.next_member(key);
    if (step == json_walker::step::end) break;
    json_slice value;
    if (step == json_walker::step::failed || !walker.walk(value)) return malformed("", walker.failure().detail);
    const auto text = value.kind == json_kind::string ? walker.text_of(value) : std::string_view{};
    if (key == "specversion") {
      is_v1 = text == "1.0";
    } else if (key == "id") {
      out.id = text;
    } else if (key == "type") {
      out.type = text;
    } else if (key == "subject") {
      out.subject = text;
    } else if (key == "time") {
      const auto time = parse_rfc3339(text);
      if (!time) return malformed("/time", "not RFC 3339");
      out.time = *time;
      has_time = true;
    } else if (key == "tenant") {
      out.tenant = tenant_id::parse(text);
      if (!out.tenant) return malformed("/tenant", "not a tenant's id");
    } else if (key == "principal") {
      out.principal = text;
    } else if (key == "request") {
      out.request = text;
    } else if (key == "address") {
      out.address = text;
    } else if (key == "data" && value.kind == json_kind::object) {
      out.data = value.raw;
    }
  }
  if (!walker.finish()) return malformed("", "text after the event");
  if (const auto flaw = walker.take_flaw()) return malformed(flaw->pointer, name(flaw->code));
  if (!is_v1 || out.id.empty() || out.type.empty() || !has_time || out.data.empty()) {
    return malformed("", "specversion, id, type, time and data are needed");
  }
  constexpr std::string_view apart[] = {previous_member};
  auto parts = part_object(out.data, apart);
  if (!parts) return std::unexpected(parts.error());
  if (!parts->taken.empty()) {
    out.data = std::move(parts->rest);
    out.before = std::move(parts->taken.front().second);
  }
  return out;
}

result<domain_event> decode_domain_event(std::string_view json) {
  auto e = decode_announced_event(json);
  if (!e) return std::unexpected(e.error());
  const auto type = event_type_from_name(e->type);
  if (!type) return fail(error_code::command_unknown_type, e->type.substr(0, 128), "/type");
  return domain_event{std::move(e->id),
                      *type,
                      e->time,
                      e->tenant,
                      std::move(e->subject),
                      std::move(e->principal),
                      std::move(e->request),
                      std::move(e->data),
                      std::move(e->before),
                      std::move(e->address)};
}

}  // namespace weir::contract
