#include <weir/base/assert.hpp>
#include <weir/base/json_text.hpp>
#include <weir/contract/media_type.hpp>
#include <weir/contract/topics.hpp>
#include <weir/contract/usage_record.hpp>

namespace weir::contract {
namespace {

// Names, quotes and commas of the fixed attributes, and a time.
constexpr std::size_t fixed_bytes = 192;

std::size_t most_bytes(const event_text& text) {
  // An escaped character takes six bytes at most.
  return text.plain ? text.text.size() : 6 * text.text.size();
}

std::size_t most_bytes(const accepted_event& event) {
  auto size = fixed_bytes + most_bytes(event.id) + most_bytes(event.source) + most_bytes(event.type) +
              most_bytes(event.subject) + most_bytes(event.datacontenttype) + event.time_text.size() +
              event.data.size();
  for (const auto& extension : event.extensions)
    size += extension.name.size() + extension.json.size() + 4;
  return size;
}

void append_text(std::string& out, std::string_view member, const event_text& text) {
  out += member;
  if (!text.plain) return append_json_string(out, text.text);
  out += '"';
  out += text.text;
  out += '"';
}

// The strict form is kept as it came; "t", "z" and a space instead of T are RFC 3339 but trip other readers.
bool is_strict(std::string_view time) {
  return time[10] == 'T' && time.back() != 'z';
}

}  // namespace

usage_record_encoder::usage_record_encoder(const usage_envelope& envelope)
    : headers_{{std::string(frame_header), std::string(frame_version)},
               {std::string(tenant_header), envelope.tenant.text()},
               {std::string(request_header), envelope.request.text()},
               {std::string(received_header), format_rfc3339(timestamp::from_ms(envelope.received.ms()))},
               {std::string(content_type_header), std::string(cloudevent_batch_type)}},
      received_(headers_[3].value) {
  if (!envelope.traceparent.empty()) {
    headers_.push_back({std::string(traceparent_header), std::string(envelope.traceparent)});
  }
  const auto bucket = domain::bucket_of(envelope.tenant);
  key_ = bucket.text();
  partition_ = domain::partition_of(bucket, envelope.partitions);
}

usage_record_encoder::place usage_record_encoder::add(const accepted_event& event) {
  const auto room = most_bytes(event) + 2;
  if (in_value_ > 0 && value_.size() + room > most_record_bytes) close();
  if (value_.capacity() < value_.size() + room) value_.reserve(2 * value_.capacity() + room);

  value_ += in_value_ == 0 ? R"([{"specversion":"1.0")" : R"(,{"specversion":"1.0")";
  append_text(value_, R"(,"id":)", event.id);
  append_text(value_, R"(,"source":)", event.source);
  append_text(value_, R"(,"type":)", event.type);
  if (!event.subject.text.empty()) append_text(value_, R"(,"subject":)", event.subject);
  value_ += R"(,"time":")";
  if (!event.time) {
    value_ += received_;
  } else if (is_strict(event.time_text)) {
    value_ += event.time_text;
  } else {
    value_ += format_rfc3339(*event.time);
  }
  value_ += '"';
  if (!event.datacontenttype.text.empty()) append_text(value_, R"(,"datacontenttype":)", event.datacontenttype);
  for (const auto& extension : event.extensions) {
    value_ += R"(,")";
    value_ += extension.name;
    value_ += R"(":)";
    value_ += extension.json;
  }
  if (!event.data.empty()) {
    value_ += R"(,"data":)";
    value_ += event.data;
  }
  value_ += '}';
  return {records_.size(), in_value_++};
}

void usage_record_encoder::close() {
  value_ += ']';
  WEIR_ASSERT(value_.size() <= most_record_bytes, "one accepted event always fits a record");
  records_.push_back({std::string(usage_topic), partition_, key_, std::move(value_), headers_});
  value_ = {};
  in_value_ = 0;
}

std::vector<stream::outgoing_record> usage_record_encoder::take() {
  if (in_value_ > 0) close();
  return std::move(records_);
}

}  // namespace weir::contract
