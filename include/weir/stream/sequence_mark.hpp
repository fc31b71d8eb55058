// What a consumer of weir.events keeps of each partition: the number of the last announcement that it accepted.
//
// The relay gives announcements gapless numbers and publishes in that order, but a record may come twice (a relay that
// was killed before it confirmed) and too early (one of several in flight failed, or a relay that had lost its lease
// published late). Both kinds are republished in order by whoever owns the partition, so a consumer accepts the next
// number and nothing else. The maximum of what was seen would skip: a number that came too early is not a proof that
// the ones before it were handled.
#pragma once

#include <cstdint>

namespace weir::stream {

class sequence_mark {
 public:
  enum class verdict : std::uint8_t {
    accept,    // handle it, and store the mark in the same transaction
    repeated,  // was handled before
    early,     // comes again, after those that are missing
  };

  // `mark`: as it was stored; 0 before the first one.
  explicit sequence_mark(std::int64_t mark = 0) : mark_(mark) {}

  // Moves the mark when it accepts.
  verdict judge(std::int64_t seq) {
    if (seq <= mark_) return verdict::repeated;
    if (seq != mark_ + 1) return verdict::early;
    mark_ = seq;
    return verdict::accept;
  }

  std::int64_t mark() const { return mark_; }

 private:
  std::int64_t mark_;
};

}  // namespace weir::stream
