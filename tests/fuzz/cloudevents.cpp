// Any bytes as a request to the events endpoint: accepted, or refused with a 4xx. What is accepted comes back out of
// its record the same. The first byte chooses the mode; in binary mode header lines come before an empty line.
#include <cstdint>
#include <string>
#include <vector>

#include <weir/base/assert.hpp>
#include <weir/contract/cloudevents_decode.hpp>
#include <weir/contract/media_type.hpp>
#include <weir/contract/usage_record.hpp>

namespace contract = weir::contract;

namespace {

std::vector<contract::http_header> take_headers(std::string_view& text) {
  std::vector<contract::http_header> out;
  while (true) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos || end == 0) {
      text.remove_prefix(end == 0 ? 1 : 0);
      return out;
    }
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return out;
    out.push_back({line.substr(0, colon), line.substr(colon + 1)});
  }
}

void check_code(weir::error_code code) {
  const auto status = weir::http_status(code);
  WEIR_ASSERT(status >= 400 && status < 500, "bytes alone never cause a 5xx");
}

void check_round_trip(const contract::decoded_events& decoded) {
  contract::usage_envelope envelope;
  envelope.partitions = 8;
  contract::usage_record_encoder encoder(envelope);
  for (const auto& event : decoded.events)
    (void)encoder.add(event);
  std::size_t next = 0;
  static contract::cloudevents_decoder again;
  for (const auto& record : encoder.take()) {
    WEIR_ASSERT(record.value.size() <= contract::usage_record_encoder::most_record_bytes, "records are bounded");
    const auto back = again.decode(contract::cloudevent_batch_type, {}, record.value);
    WEIR_ASSERT(back.has_value() && back->errors.empty(),
                "what the edge accepts, it writes so that it accepts it again");
    for (const auto& event : back->events) {
      const auto& sent = decoded.events[next++];
      WEIR_ASSERT(event.id.text == sent.id.text && event.source.text == sent.source.text &&
                      event.type.text == sent.type.text && event.subject.text == sent.subject.text &&
                      event.data == sent.data,
                  "an event is the same in its record");
    }
  }
  WEIR_ASSERT(next == decoded.events.size(), "no event is lost between request and records");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static contract::cloudevents_decoder decoder;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr std::string_view types[] = {contract::json_type, contract::cloudevent_type, contract::cloudevent_batch_type,
                                        ""};
  const auto type = types[data[0] % 4];
  std::vector<contract::http_header> headers;
  if (type.empty()) headers = take_headers(text);
  // A copy of its own, so that a read beyond the body is seen.
  const std::vector<char> body(text.begin(), text.end());
  const auto decoded = decoder.decode(type, headers, {body.data(), body.size()});
  if (!decoded) {
    check_code(decoded.error().code);
    return 0;
  }
  for (const auto& e : decoded->errors)
    check_code(e.what.code);
  check_round_trip(*decoded);
  return 0;
}
