// The job "redrive": sends rejected events again, as they were, and marks them. An event's identity makes a repeat
// harmless, so a job that was killed between sending and marking simply sends again.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/base/ulid.hpp>
#include <weir/jobs/runner.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::operations {

struct rejected_event {
  std::string id;
  std::string state;
  std::string topic;
  stream::partition_number partition = 0;
  stream::offset offset = 0;
  std::int32_t index = 0;  // -1: the row stands for a range of offsets
  bool of_meter = false;   // counted, and invalid for one meter only
  std::string event_id;    // empty: the whole record was rejected
  std::string source;
};

class redrive_store {
 public:
  virtual ~redrive_store() = default;

  // Those that exist and are the tenant's (nothing: anybody's), in no order.
  virtual result<std::vector<rejected_event>> load(std::span<const std::string> ids,
                                                   const std::optional<tenant_id>& tenant) = 0;

  // Open ones become redriven, with an announcement each, in one transaction.
  virtual result<void> mark_redriven(std::span<const std::string> ids, const std::string& principal,
                                     const std::string& request) = 0;
};

struct stored_record {
  stream::offset offset = 0;
  std::string key;
  std::string value;
  std::vector<stream::owned_header> headers;
};

// One record of the log.
class record_source {
 public:
  virtual ~record_source() = default;

  // Nothing when there is no record at this place any more. Errors: retryable ones only.
  virtual result<std::optional<stored_record>> read(const stream::position& at) = 0;
};

// The new record of one event: that event alone, with the headers it had and weir-redrive-of. Error:
// rejected_body_unavailable (another event stands at this place: the topic was made anew).
result<stream::outgoing_record> redriven_record(const rejected_event& e, const stored_record& found);

struct redrive_options {
  std::size_t chunk = 50;  // events sent before they are marked together
  std::chrono::milliseconds acknowledge{30'000};
};

// Arguments: {"principal", "request"?, "tenant"?, "rejected_ids"}. Result: {"redriven", "left": [{"id", "code"}]}.
jobs::handler redrive_job(redrive_store& store, record_source& log, stream::publisher& out, redrive_options o = {});

}  // namespace weir::operations
