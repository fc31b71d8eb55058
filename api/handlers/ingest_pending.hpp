// A request whose events were handed to the log and whose answer waits for the delivery reports.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <api/ingest.hpp>

#include <weir/contract/problem.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::api {

// Bytes that count against INGEST_MAX_IN_FLIGHT_MB while this lives.
class admission {
 public:
  admission() = default;
  admission(admission&& other) noexcept
      : state_(std::exchange(other.state_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  admission& operator=(admission&& other) noexcept {
    std::swap(state_, other.state_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~admission() {
    if (state_ != nullptr) state_->in_flight.fetch_sub(bytes_, std::memory_order_relaxed);
  }

  static admission take(ingest_state& state, std::size_t bytes);
  explicit operator bool() const { return state_ != nullptr; }

 private:
  ingest_state* state_ = nullptr;
  std::size_t bytes_ = 0;
};

class ingest_pending {
 public:
  struct place {
    std::uint32_t event = 0;   // index in the request
    std::uint32_t record = 0;  // of records
    std::uint32_t index = 0;   // in that record
  };
  struct unmatched {
    std::uint32_t event = 0;
    std::string type;
  };

  ingest_pending(call c, http::responder r, ingest_options o, admission a)
      : of(std::move(c)), respond(std::move(r)), options(o), admitted(std::move(a)) {}

  call of;
  http::responder respond;
  ingest_options options;
  admission admitted;
  std::vector<place> places;
  std::vector<contract::problem_item> errors;
  std::vector<unmatched> warnings;

  // Takes over `p`: it ends with the answer. At least one record.
  static void publish(std::unique_ptr<ingest_pending> p, std::vector<stream::outgoing_record> records);

 private:
  struct written {
    stream::partition_number partition = 0;
    stream::offset offset = 0;
    std::optional<error> failure;
  };

  void report(std::size_t record, result<stream::position> r);
  http::response answer() const;
  http::response full_answer() const;
  std::optional<std::string> tokens() const;
  const error* worst() const;

  std::int64_t published_ns_ = 0;
  std::vector<written> written_;
  std::atomic<std::size_t> remaining_{0};
};

}  // namespace weir::api
