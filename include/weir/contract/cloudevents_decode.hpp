// The edge's decoder of CloudEvents 1.0 over HTTP: the one place where an event is validated in full. What it accepts
// is written to the log as it stands, and nothing behind it asks again.
//
// Modes: application/cloudevents+json (one), application/cloudevents-batch+json (an array), application/json (either,
// as OpenMeter's SDKs send), and binary mode, known by a ce-specversion header, with or without Content-Type.
//
// Accepted: events up to 256 KB, at most 1,000 in a batch, nested at most 32 deep; id, source and type of 1 to 1,024
// bytes; subject up to 1,024 bytes (null, absent and empty are the same); time RFC 3339, null or absent;
// datacontenttype JSON, null or absent; data an object, null or absent; extensions [a-z0-9]{1,20} with a string, a
// 32-bit integer, a boolean or null (which is absent). Any key twice, at any depth, is refused, as are U+0000 and half
// surrogate pairs. Numbers in data stay the text they are, exactly: what a meter cannot count, the meter rejects later.
// Only numbers that no double could hold (1e400) are refused here, since a consumer of the log might read them as
// infinity.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir::contract {

struct http_header {
  std::string_view name;  // any case
  std::string_view value;
};

// A text, and whether it may be written between quotes as it is.
struct event_text {
  std::string_view text;
  bool plain = true;
};

struct event_extension {
  std::string_view name;
  std::string_view json;  // the value as a JSON token
};

struct accepted_event {
  std::uint32_t index = 0;  // in the request
  event_text id;
  event_text source;
  event_text type;
  event_text subject;          // empty: none
  std::string_view time_text;  // as the client wrote it; empty: none
  std::optional<timestamp> time;
  event_text datacontenttype;                   // empty: none
  std::span<const event_extension> extensions;  // in the order they came; dataschema is one of them
  std::string_view data;                        // the JSON object as received; empty: none
};

struct event_error {
  std::uint32_t index = 0;
  error what;  // the pointer starts at the request's body: "/3/data/bytes"; in binary mode at the event: "/data/bytes"
};

struct decoded_events {
  std::span<const accepted_event> events;
  std::span<const event_error> errors;  // one for each event that is not in `events`, in order
};

class cloudevents_decoder {
 public:
  static constexpr std::size_t most_events = 1000;
  static constexpr std::size_t most_event_bytes = 256 * 1024;
  static constexpr std::size_t most_attribute_bytes = 1024;

  cloudevents_decoder();
  ~cloudevents_decoder();
  cloudevents_decoder(cloudevents_decoder&&) noexcept;
  cloudevents_decoder& operator=(cloudevents_decoder&&) noexcept;

  // Reuse one for each thread: it keeps its memory. Every view of the answer points into `body`, `headers` or the
  // decoder and is valid until the next call. The body needs no padding.
  //
  // The error is of the request as a whole: media_type_unsupported, body_missing, json_malformed, json_utf8_invalid,
  // json_too_deep, event_batch_not_array, event_batch_empty, event_batch_too_large, event_not_object.
  result<decoded_events> decode(std::string_view content_type, std::span<const http_header> headers,
                                std::string_view body);

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace weir::contract
