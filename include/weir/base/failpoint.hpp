// Named places where a test may end, stop or delay the process.
//
// WEIR_FAILPOINTS=name=action[@probability],…   action: kill (SIGKILL), stop (SIGSTOP), delay:MILLISECONDS, pass
// (counts only)
//
//   WEIR_FAILPOINT("flush.before_commit");
//
// does nothing but one relaxed load unless start_failpoints() found the variable. Every hit of a place that the
// variable names is counted in weir_failpoints_hit_total and, before the action, written as one line to the file that
// WEIR_FAILPOINTS_LOG names ("name action"), since a killed process shows no metrics. Any thread.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

// Reads the text of WEIR_FAILPOINTS once, before other threads run; `log_file` may be empty. Returns what is wrong with
// the text, if anything; then no failpoint is set.
std::optional<std::string> start_failpoints(std::string_view text, std::string_view log_file);

namespace failpoint_detail {
extern std::atomic<bool> any_set;
void reached(std::string_view name);
}  // namespace failpoint_detail

}  // namespace weir

#define WEIR_FAILPOINT(name)                                                            \
  do {                                                                                  \
    if (::weir::failpoint_detail::any_set.load(std::memory_order_relaxed)) [[unlikely]] \
      ::weir::failpoint_detail::reached(name);                                          \
  } while (false)
