#include <algorithm>

#include <fmt/format.h>
#include <src/app/accept_loss_plan.hpp>

namespace weir::app {
namespace {

std::unexpected<error> refused(std::string why) {
  return fail(error_code::validation_failed, std::move(why));
}

}  // namespace

result<loss_plan> plan_loss(const std::string& code, stream::offset expected, const stream::log_bounds& log,
                            std::optional<stream::offset> to) {
  const bool other_log = code == "log_truncated" || code == "log_fingerprint_mismatch";
  if (!to && other_log) {
    return refused(
        fmt::format("The log is another one than the database has read ({}): say where to go on with --to, from {} "
                    "(its start: everything in it is read; what was counted before is recognized as a duplicate) "
                    "to {} (its end: nothing in it is read).",
                    code, log.start, log.high_watermark));
  }
  if (!to && code == "log_gap" && log.start <= expected) {
    return refused(fmt::format("Records between {} and {} are missing: say where the log goes on with --to.", expected,
                               log.high_watermark));
  }
  const auto next = to.value_or(std::max(log.start, expected));
  if (next < log.start || next > log.high_watermark) {
    return refused(
        fmt::format("--to {} is outside of the log, which has {} to {}.", next, log.start, log.high_watermark));
  }
  if (!other_log && next < expected) {
    return refused(fmt::format("--to {} lies before {}, up to where everything is counted.", next, expected));
  }
  loss_plan out{next, std::max<std::int64_t>(next - expected, 0), {}};
  if (out.lost > 0) {
    out.explanation =
        fmt::format("Offsets {} to {} are given up: {} records that nobody will count.", expected, next - 1, out.lost);
  } else {
    out.explanation = fmt::format("The partition goes on at offset {} of the log as it is now.", next);
  }
  return out;
}

}  // namespace weir::app
