#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/jobs/scheduler.hpp>

namespace weir::jobs {
namespace {

constexpr std::int64_t ns_per_hour = 3'600'000'000'000;

std::optional<int> number(std::string_view text) {
  int n = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (text.empty() || status != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return n;
}

}  // namespace

calendar_period period_at(cadence c, const time_zone& zone, timestamp at) {
  const auto day = zone.local_day(at);
  switch (c) {
    case cadence::month:
      return {fmt::format("{:04}-{:02}", day.year, day.month), zone.start_of_month(day.year, day.month),
              zone.next_month(at)};
    case cadence::day:
      return {fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day), zone.start_of_day(day),
              zone.next_day(at)};
    case cadence::hour:
      break;
  }
  auto past = at.ns % ns_per_hour;
  if (past < 0) past += ns_per_hour;
  const timestamp start{at.ns - past};
  return {format_rfc3339(start).substr(0, 13), start, {start.ns + ns_per_hour}};
}

result<calendar_period> period_of(cadence c, const time_zone& zone, std::string_view name) {
  const auto refused = [&] { return fail(error_code::validation_failed, fmt::format("no period: {}", name)); };
  if (c == cadence::hour) {
    auto at = parse_rfc3339(std::string(name) + ":00:00Z");
    if (!at) return refused();
    return period_at(c, zone, *at);
  }
  const bool month = c == cadence::month;
  if (name.size() != (month ? 7u : 10u)) return refused();
  const auto y = number(name.substr(0, 4));
  const auto m = number(name.substr(5, 2));
  const auto d = month ? std::optional(1) : number(name.substr(8, 2));
  if (!y || !m || !d || *m < 1 || *m > 12 || *d < 1 || *d > 31) return refused();
  const auto start = month ? zone.start_of_month(*y, static_cast<unsigned>(*m))
                           : zone.start_of_day({*y, static_cast<unsigned>(*m), static_cast<unsigned>(*d)});
  return period_at(c, zone, start);
}

result<void> scheduler::plan(const schedule& s, timestamp now) {
  auto latest = store_.latest(s.name);
  if (!latest) return std::unexpected(latest.error());
  auto next = period_at(s.cadence, s.zone, now);
  if (*latest) {
    auto before = period_of(s.cadence, s.zone, (*latest)->name);
    if (!before) return std::unexpected(before.error());
    next = period_at(s.cadence, s.zone, before->end);
  }
  for (int i = 0; i < most_periods && next.start <= now; ++i) {
    const std::int64_t delay_ns = std::chrono::nanoseconds(s.delay).count();
    if (auto planned = store_.plan({s.name, next.name, {next.end.ns + delay_ns}}); !planned) {
      return std::unexpected(planned.error());
    }
    next = period_at(s.cadence, s.zone, next.end);
  }
  return {};
}

result<std::size_t> scheduler::step() {
  const auto now = clock_.now();
  std::vector<std::string> names;
  for (const auto& s : schedules_) {
    names.push_back(s.name);
    if (auto planned = plan(s, now); !planned) return std::unexpected(planned.error());
  }
  std::size_t made = 0;
  for (;;) {
    auto count = store_.dispatch(names, 100, [&](const period& p) {
      const auto s = std::ranges::find(schedules_, p.schedule, &schedule::name);
      WEIR_ASSERT(s != schedules_.end(), "only periods of our schedules are dispatched");
      contract::json_writer arguments;
      arguments.begin_object().member("schedule", p.schedule).member("period", p.name);
      if (const auto when = period_of(s->cadence, s->zone, p.name)) {
        arguments.member("start", when->start).member("end", when->end);
      }
      return new_job{job_id{ids_.next()}.text(), std::nullopt, s->kind, "schedule:" + p.schedule + ":" + p.name,
                     arguments.end_object().take()};
    });
    if (!count) return std::unexpected(count.error());
    made += *count;
    if (*count == 0) return made;
  }
}

}  // namespace weir::jobs
