// Decoding of `weir.usage` records for the worker: the hot path. The API has validated every byte before it was
// written, so this reads in one pass; whatever else stands in the topic is still refused as a whole, never half read.
//
// One pass gives, for each event, its attributes, the values that the meters of its type want, and a hash of its
// content.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <weir/base/decimal.hpp>
#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/domain/json_path.hpp>

namespace weir::contract {

// A value as it stands in an event.
struct json_scalar {
  enum class type : std::uint8_t { missing, null, boolean, number, string, composite };
  type kind = type::missing;
  std::string_view text;            // true or false; the JSON number; the unescaped string
  std::optional<decimal> quantity;  // of a number within 18+9 digits
};

// Paths into an event's data, as a trie, so that one walk over the data finds them all.
class extraction_plan {
 public:
  static constexpr std::uint32_t none = 0xffffffff;

  extraction_plan() : nodes_(1) {}

  // The slot that will hold the value at `path`; the same path always has the same slot.
  std::uint32_t add(const domain::json_path& path);
  std::uint32_t slot_count() const { return slot_count_; }

  struct node {
    std::vector<std::pair<std::string, std::uint32_t>> members;     // name → node
    std::vector<std::pair<std::uint32_t, std::uint32_t>> elements;  // index → node
    std::uint32_t slot = none;
  };
  const node& at(std::uint32_t index) const { return nodes_[index]; }

 private:
  std::vector<node> nodes_;  // 0: the data itself
  std::uint32_t slot_count_ = 0;
};

struct usage_event {
  std::string_view id;
  std::string_view source;
  std::string_view type;
  std::string_view subject;  // empty: none
  std::string_view json;     // the whole event
  timestamp time;
  // XXH3-64 over type, subject and data, independent of the order of members, of white space, of escapes and of how a
  // number within 18+9 digits is written. Two events of one identity with another content are a conflict.
  std::uint64_t content = 0;
  const void* tag = nullptr;           // what the plan source gave for the type
  std::span<const json_scalar> slots;  // of the plan; empty without one
};

// The plan for events of a type, and a tag that is handed through; a null plan when no meter wants the type.
struct chosen_plan {
  const extraction_plan* plan = nullptr;
  const void* tag = nullptr;
};
using plan_source = std::function<chosen_plan(std::string_view type)>;

class usage_record_reader {
 public:
  usage_record_reader();
  ~usage_record_reader();

  // Indexes into the events read since the last clear().
  struct event_range {
    std::size_t first = 0;
    std::size_t count = 0;
  };

  // Reads one more record. `value` must live until clear(): what is read are views of it. Error: record_malformed,
  // permanent.
  result<event_range> read(std::string_view value, const plan_source& plans);

  // Valid until the next read() or clear(); what its views show, until clear().
  std::span<const usage_event> events(event_range range) const;

  void clear();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace weir::contract
