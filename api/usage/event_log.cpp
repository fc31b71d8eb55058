#include <algorithm>

#include <api/usage/event_log.hpp>

#include <weir/contract/topics.hpp>

namespace weir::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::int64_t first_chunk = 32;  // records: at most 16 MB
constexpr std::int64_t last_chunk = 4096;
constexpr std::size_t small_chunk = 1024 * 1024;  // bytes: the next one may have twice as many records

bool gone(const error& e) {
  return e.code == error_code::log_retention_passed || e.code == error_code::log_truncated;
}

bool wants(const event_filter& f, const log_event& e) {
  const auto fits = [&](const std::optional<std::string>& wanted, const std::string& is) {
    return !wanted || (f.parts ? is.contains(*wanted) : is == *wanted);
  };
  return (!f.type || *f.type == e.type) && fits(f.subject, e.subject) && (!f.source || *f.source == e.source) &&
         fits(f.id, e.id) && (!f.time_from || e.time >= *f.time_from) && (!f.time_to || e.time < *f.time_to);
}

class backward_scan {
 public:
  backward_scan(log_source& log, stream::partition_number partition, const event_filter& wanted,
                const scan_limits& limits)
      : log_(log),
        partition_(partition),
        wanted_(wanted),
        limits_(limits),
        tenant_(wanted.tenant ? wanted.tenant->text() : std::string()),
        deadline_(steady_clock::now() + limits.time) {}

  result<event_page> run(std::optional<log_place> before) {
    auto log = log_.bounds(partition_, limits_.time);
    if (!log) return std::unexpected(log.error());
    page_.log_start = log->start;
    const auto start = std::max(log->start, wanted_.first);
    log_place end = before.value_or(log_place{log->high_watermark, 0});
    end = end.offset > log->high_watermark ? log_place{log->high_watermark, 0} : end;
    auto records = first_chunk;
    while (!past_from_ && (end.offset > start || (end.offset == start && end.index > 0))) {
      if (page_.events.size() >= limits_.events || bytes_ > limits_.bytes || left() <= milliseconds(0)) {
        page_.next = end;
        return std::move(page_);
      }
      // A place inside a record reads that record again.
      const auto past = end.index > 0 ? end.offset + 1 : end.offset;
      const auto from = std::max(start, past - records);
      const auto bytes_before = bytes_;
      auto chunk = read_chunk(from, past);
      if (!chunk) return std::unexpected(chunk.error());
      if (!*chunk) {
        page_.next = end;
        return std::move(page_);
      }
      end = take(**chunk, from, end);
      if (bytes_ - bytes_before < small_chunk) records = std::min(records * 2, last_chunk);
    }
    return std::move(page_);
  }

 private:
  milliseconds left() const { return std::chrono::duration_cast<milliseconds>(deadline_ - steady_clock::now()); }

  // All records of [from, past); nothing when the time is up before.
  result<std::optional<std::vector<kafka::owned_record>>> read_chunk(stream::offset from, stream::offset past) {
    std::vector<kafka::owned_record> out;
    while (from < past) {
      if (left() <= milliseconds(0)) return std::optional<std::vector<kafka::owned_record>>{};
      kafka::read_limits limits{.records = static_cast<std::size_t>(past - from), .time = left()};
      auto got = log_.read(partition_, from, limits);
      // Retention took the oldest records meanwhile: there is nothing to read any more.
      if (!got && gone(got.error())) break;
      if (!got) return std::unexpected(got.error());
      for (auto& r : got->records) {
        if (r.offset >= past) break;
        bytes_ += r.value.size() + r.key.size();
        out.push_back(std::move(r));
      }
      if (got->next <= from && got->end_of_log) break;
      from = got->next;
    }
    return std::optional(std::move(out));
  }

  // Takes what is wanted of the records, newest first, and returns the place before what was looked at.
  log_place take(const std::vector<kafka::owned_record>& records, stream::offset from, log_place end) {
    for (auto it = records.rbegin(); it != records.rend(); ++it) {
      const auto& r = *it;
      if (wanted_.from && r.appended_ms < wanted_.from->ms()) {
        past_from_ = true;
        return {r.offset, 0};
      }
      if (wanted_.to && timestamp::from_ms(r.appended_ms) >= *wanted_.to) continue;
      if (wanted_.tenant && header_of(r, contract::tenant_header) != tenant_) continue;
      auto events = read_events(r);
      if (!events) continue;  // it stands in `rejected`
      for (auto e = events->rbegin(); e != events->rend(); ++e) {
        if (r.offset == end.offset && e->index >= end.index) continue;
        if (!wants(wanted_, *e)) continue;
        if (page_.events.size() == limits_.events) return {r.offset, e->index + 1};
        page_.events.push_back(std::move(*e));
      }
    }
    return {from, 0};
  }

  log_source& log_;
  stream::partition_number partition_;
  const event_filter& wanted_;
  const scan_limits& limits_;
  std::string tenant_;
  steady_clock::time_point deadline_;
  event_page page_;
  std::size_t bytes_ = 0;
  bool past_from_ = false;
};

}  // namespace

result<kafka::record_page> usage_log::read(stream::partition_number partition, stream::offset from,
                                           const kafka::read_limits& limits) {
  return reader_.read(std::string(contract::usage_topic), partition, from, limits);
}

result<stream::log_bounds> usage_log::bounds(stream::partition_number partition, milliseconds time) {
  return reader_.bounds(std::string(contract::usage_topic), partition, time);
}

result<event_page> read_backwards(log_source& log, stream::partition_number partition, std::optional<log_place> before,
                                  const event_filter& wanted, const scan_limits& limits) {
  return backward_scan(log, partition, wanted, limits).run(before);
}

result<std::optional<kafka::owned_record>> read_record(log_source& log, stream::partition_number partition,
                                                       stream::offset at, milliseconds time) {
  auto got = log.read(partition, at, {.records = 1, .time = time});
  if (!got && gone(got.error())) return std::optional<kafka::owned_record>{};
  if (!got) return std::unexpected(got.error());
  if (got->records.empty() || got->records.front().offset != at) return std::optional<kafka::owned_record>{};
  return std::optional(std::move(got->records.front()));
}

}  // namespace weir::api
