// A clock that moves when it is told to. Any thread.
#pragma once

#include <atomic>
#include <cstdint>

#include <weir/base/time.hpp>

namespace weir::test {

class manual_clock final : public clock_source {
 public:
  explicit manual_clock(timestamp start) : ms_(start.ms()) {}

  timestamp now() const override { return timestamp::from_ms(ms_); }
  std::int64_t monotonic_ms() const override { return ms_; }
  void advance_ms(std::int64_t ms) { ms_ += ms; }
  void set(timestamp t) { ms_ = t.ms(); }

 private:
  std::atomic<std::int64_t> ms_;
};

}  // namespace weir::test
