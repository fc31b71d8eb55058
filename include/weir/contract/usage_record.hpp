// Accepted events of one tenant → records of weir.usage: a JSON array of complete CloudEvents, attributes in the order
// specversion, id, source, type, subject, time, datacontenttype, extensions, data. Data stands as it was received, so
// its numbers are exact; an event without time gets the instant at which the API received it; an empty subject is left
// out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/contract/cloudevents_decode.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::contract {

struct usage_envelope {
  tenant_id tenant;
  request_id request;
  timestamp received;
  std::int32_t partitions = 1;   // of the topic
  std::string_view traceparent;  // empty: none
};

class usage_record_encoder {
 public:
  static constexpr std::size_t most_record_bytes = 512 * 1024;  // of a value

  explicit usage_record_encoder(const usage_envelope& envelope);

  // Where an event went: the record's place in take() and the event's place in that record.
  struct place {
    std::size_t record = 0;
    std::size_t index = 0;
  };
  place add(const accepted_event& event);

  // All records, at least one if anything was added; the next record starts when one more event might not fit.
  std::vector<stream::outgoing_record> take();

 private:
  void close();

  std::vector<stream::owned_header> headers_;
  std::string key_;
  std::int32_t partition_;
  std::string received_;
  std::string value_;
  std::size_t in_value_ = 0;
  std::vector<stream::outgoing_record> records_;
};

// One event of a record's value, cut out as it stands.
struct usage_event_slice {
  std::string_view json;
  std::string id;
  std::string source;
  std::string type;
  std::string subject;  // empty: none
};

// Every event of a value in order, until `take` returns false. Error: record_malformed (no array of objects).
result<void> each_usage_event(std::string_view value, const std::function<bool(const usage_event_slice&)>& take);

// Errors, permanent: record_malformed (no array of events), not_found (fewer events).
result<usage_event_slice> slice_usage_event(std::string_view value, std::size_t index);

}  // namespace weir::contract
