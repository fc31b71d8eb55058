#include <charconv>
#include <string>

#include <fmt/format.h>
#include <src/contract/cloudevents_attributes.hpp>
#include <src/contract/cloudevents_binary.hpp>
#include <src/contract/json_walker.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/text.hpp>
#include <weir/contract/cloudevents_decode.hpp>
#include <weir/contract/media_type.hpp>

namespace weir::contract {
namespace {

enum class body_mode : std::uint8_t { one, batch, either, binary };

// The usual spellings first: a media type is parsed only when it carries something more.
std::optional<body_mode> mode_of(std::string_view content_type, std::span<const http_header> headers) {
  if (content_type == cloudevent_batch_type) return body_mode::batch;
  if (content_type == cloudevent_type) return body_mode::one;
  const auto type = media_type::parse(content_type);
  if (type && type->is(cloudevent_batch_type)) return body_mode::batch;
  if (type && type->is(cloudevent_type)) return body_mode::one;
  if (is_binary_mode(headers)) {
    if (content_type.empty() || (type && type->is_json())) return body_mode::binary;
    return std::nullopt;
  }
  if (type && type->is(json_type)) return body_mode::either;
  return std::nullopt;
}

bool is_scalar_start(char c) {
  return c == '"' || c == '-' || (c >= '0' && c <= '9') || c == 't' || c == 'f' || c == 'n';
}

bool is_int32(std::string_view number) {
  std::int32_t value = 0;
  const auto [end, status] = std::from_chars(number.data(), number.data() + number.size(), value);
  return status == std::errc() && end == number.data() + number.size();
}

constexpr std::size_t most_header_bytes = 64 * 1024;  // of attributes in binary mode

struct extension_range {
  std::size_t begin;
  std::size_t count;
};

}  // namespace

struct cloudevents_decoder::impl {
  json_walker walker;
  binary_headers binary;
  std::vector<accepted_event> events;
  std::vector<event_error> errors;
  std::vector<event_extension> extensions;
  std::vector<extension_range> ranges;  // of events[i]: spans are made when the extensions stay where they are

  std::optional<error> problem;  // the first of the open event

  void clear() {
    events.clear();
    errors.clear();
    extensions.clear();
    ranges.clear();
    problem.reset();
  }

  void note(const attribute_problem& what, std::string pointer) {
    if (!problem) problem.emplace(what.code, what.detail, std::move(pointer));
  }
  void note_here(const attribute_problem& what) {
    if (!problem) note(what, walker.pointer());
  }

  // Ends the open event: kept, or its first problem reported.
  void close_event(const accepted_event& event, std::size_t first_extension) {
    if (auto flaw = walker.take_flaw(); flaw && !problem) problem = std::move(flaw);
    if (problem) {
      errors.push_back({event.index, std::move(*problem)});
      problem.reset();
      extensions.resize(first_extension);
      return;
    }
    events.push_back(event);
    ranges.push_back({first_extension, extensions.size() - first_extension});
  }

  bool read_event(std::uint32_t index);
  void read_value(accepted_event& event, event_attribute which, std::string_view name, const json_slice& value,
                  bool& has_specversion);
  void read_extension(std::string_view name, const json_slice& value);
  result<decoded_events> structured(std::string_view body, body_mode mode);
  result<decoded_events> from_headers(std::string_view content_type, std::span<const http_header> headers,
                                      std::string_view body);
  void read_binary_data(accepted_event& event, std::string_view body);

  decoded_events answer() {
    for (std::size_t i = 0; i < events.size(); ++i) {
      events[i].extensions = std::span(extensions).subspan(ranges[i].begin, ranges[i].count);
    }
    return {events, errors};
  }
};

void cloudevents_decoder::impl::read_extension(std::string_view name, const json_slice& value) {
  if (auto wrong = check_extension_name(name)) return note_here(*wrong);
  switch (value.kind) {
    case json_kind::string:
      if (auto wrong = check_text(walker.text_of(value), false)) return note_here(*wrong);
      break;
    case json_kind::number:
      if (!is_int32(value.raw)) {
        return note_here({error_code::event_attribute_type, "a number must be a 32-bit integer"});
      }
      break;
    case json_kind::boolean:
      break;
    case json_kind::null:
      return;
    case json_kind::object:
    case json_kind::array:
      return note_here({error_code::event_attribute_type, "an extension is a string, an integer or a boolean"});
  }
  extensions.push_back({name, value.raw});
}

void cloudevents_decoder::impl::read_value(accepted_event& event, event_attribute which, std::string_view name,
                                           const json_slice& value, bool& has_specversion) {
  switch (which) {
    case event_attribute::extension:
      return read_extension(name, value);
    case event_attribute::data:
      if (value.kind == json_kind::object) {
        event.data = value.raw;
      } else if (value.kind != json_kind::null) {
        note_here({error_code::event_data_type, {}});
      }
      return;
    case event_attribute::data_base64:
      if (value.kind != json_kind::null) note_here({error_code::event_data_base64, {}});
      return;
    default:
      break;
  }
  if (value.kind == json_kind::null) return;  // absent, which is an error only where the attribute is required
  if (value.kind != json_kind::string) return note_here({error_code::event_attribute_type, "it must be a string"});
  if (which == event_attribute::specversion) has_specversion = true;
  if (auto wrong = store_text(event, which, walker.text_of(value), !value.escaped)) note_here(*wrong);
}

// False when the text is no JSON.
bool cloudevents_decoder::impl::read_event(std::uint32_t index) {
  accepted_event event;
  event.index = index;
  const auto first_extension = extensions.size();
  walker.count_depth_from_here();
  if (walker.peek() != '{') {
    json_slice other;
    if (!walker.walk(other)) return false;
    note_here({error_code::event_not_object, {}});
    close_event(event, first_extension);
    return true;
  }
  const char* begin = walker.position();
  auto own_pointer = [&] { return walker.pointer(); };
  walker.enter();
  bool has_specversion = false;
  for (;;) {
    std::string_view name;
    const auto step = walker.next_member(name);
    if (step == json_walker::step::failed) return false;
    if (step == json_walker::step::end) break;
    json_slice value;
    if (!walker.walk(value)) return false;
    read_value(event, attribute_of(name), name, value, has_specversion);
  }
  const auto size = static_cast<std::size_t>(walker.closed_at() - begin);
  if (size > most_event_bytes) {
    problem.emplace(error_code::event_too_large,
                    fmt::format("{} bytes; at most {} are accepted", size, most_event_bytes), own_pointer());
  }
  if (!problem) {
    if (const auto missing = missing_attribute(event, has_specversion)) {
      note({error_code::event_attribute_missing, fmt::format("{} is missing", *missing)},
           own_pointer() + "/" + std::string(*missing));
    }
  }
  close_event(event, first_extension);
  return true;
}

result<decoded_events> cloudevents_decoder::impl::structured(std::string_view body, body_mode mode) {
  const auto text = trimmed(body, json_blanks);
  if (text.empty()) return fail(error_code::body_missing);
  if (text.front() != '{' && text.front() != '[') {
    return fail(is_scalar_start(text.front()) ? error_code::event_not_object : error_code::json_malformed);
  }
  if (!walker.load(text)) return std::unexpected(walker.failure());
  const bool is_array = text.front() == '[';
  if (is_array && mode == body_mode::one) return fail(error_code::event_not_object, "the Content-Type says one event");
  if (!is_array && mode == body_mode::batch) return fail(error_code::event_batch_not_array);

  if (!is_array) {
    if (!read_event(0) || !walker.finish()) return std::unexpected(walker.failure());
    return answer();
  }
  walker.enter();
  for (std::uint32_t index = 0;; ++index) {
    const auto step = walker.next_element();
    if (step == json_walker::step::failed) return std::unexpected(walker.failure());
    if (step == json_walker::step::end) {
      if (index == 0) return fail(error_code::event_batch_empty);
      break;
    }
    if (index == most_events) return fail(error_code::event_batch_too_large);
    if (!read_event(index)) return std::unexpected(walker.failure());
  }
  if (!walker.finish()) return std::unexpected(walker.failure());
  return answer();
}

void cloudevents_decoder::impl::read_binary_data(accepted_event& event, std::string_view body) {
  const auto text = trimmed(body, json_blanks);
  if (text.empty() || text == "null") return;
  if (text.front() != '{') {
    // Whether the rest of it is JSON does not matter any more.
    const bool is_json = text.front() == '[' || is_scalar_start(text.front());
    return note({is_json ? error_code::event_data_type : error_code::json_malformed, {}}, "/data");
  }
  json_slice data;
  if (!walker.load(text, "/data", 1) || !walker.walk(data) || !walker.finish()) {
    auto failure = walker.failure();
    return note({failure.code, failure.detail}, "/data");
  }
  event.data = data.raw;
}

result<decoded_events> cloudevents_decoder::impl::from_headers(std::string_view content_type,
                                                               std::span<const http_header> headers,
                                                               std::string_view body) {
  accepted_event event;
  bool has_specversion = false;
  (void)walker.take_flaw();
  read_binary_data(event, body);
  std::size_t header_bytes = 0;
  binary.read(headers, [&](std::string_view name, std::string_view text, attribute_check wrong) {
    header_bytes += name.size() + text.size();
    const auto which = attribute_of(name);
    if (!wrong && (which == event_attribute::data || which == event_attribute::data_base64)) {
      wrong = attribute_problem{error_code::event_attribute_name, {}};
    }
    if (!wrong && which == event_attribute::extension) wrong = check_extension_name(name);
    if (!wrong) wrong = store_text(event, which, text, false);
    if (wrong) return note(*wrong, "/" + std::string(name));
    if (which == event_attribute::specversion) has_specversion = true;
    if (which == event_attribute::extension) extensions.push_back({name, binary.quoted(text)});
  });
  if (!content_type.empty()) {
    if (auto wrong = store_text(event, event_attribute::datacontenttype, content_type, false)) {
      note(*wrong, "/datacontenttype");
    }
  }
  if (!problem) {
    if (const auto missing = missing_attribute(event, has_specversion)) {
      note({error_code::event_attribute_missing, fmt::format("the header ce-{} is missing", *missing)},
           "/" + std::string(*missing));
    }
  }
  if (body.size() > most_event_bytes || header_bytes > most_header_bytes) {
    problem.emplace(error_code::event_too_large,
                    fmt::format("{} bytes of data and {} of attributes; at most {} and {} are accepted", body.size(),
                                header_bytes, most_event_bytes, most_header_bytes));
  }
  close_event(event, 0);
  return answer();
}

cloudevents_decoder::cloudevents_decoder() : impl_(std::make_unique<impl>()) {}
cloudevents_decoder::~cloudevents_decoder() = default;
cloudevents_decoder::cloudevents_decoder(cloudevents_decoder&&) noexcept = default;
cloudevents_decoder& cloudevents_decoder::operator=(cloudevents_decoder&&) noexcept = default;

result<decoded_events> cloudevents_decoder::decode(std::string_view content_type, std::span<const http_header> headers,
                                                   std::string_view body) {
  impl_->clear();
  const auto mode = mode_of(content_type, headers);
  if (!mode) return fail(error_code::media_type_unsupported);
  if (*mode == body_mode::binary) return impl_->from_headers(content_type, headers, body);
  return impl_->structured(body, *mode);
}

}  // namespace weir::contract
