#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <pthread.h>
#include <src/app/worker_parts.hpp>
#include <unistd.h>

#include <weir/base/log.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/ulid.hpp>
#include <weir/contract/topics.hpp>
#include <weir/postgres/partitions.hpp>

namespace weir::app {

std::string owner_name() {
  char host[256] = "host";
  gethostname(host, sizeof host - 1);
  return fmt::format("{}:{}:{}", host, getpid(), system_ids().next().text().substr(10));
}

stream::engine_options engine_pacing(const program& p) {
  stream::engine_options out;
  out.flush_age_ms = p.config().flush_age_ms;
  out.renew_every_ms = std::min<std::int64_t>(1000, p.config().lease_seconds * 1000 / 4);
  out.acquire_every_ms = std::min<std::int64_t>(1000, p.config().lease_seconds * 1000 / 10);
  return out;
}

namespace {

// The request that brought a record, by the names that the API's own lines have: one trace from HTTP to here.
void tell_record(log::level l, std::string_view message, const char* consumer, const stream::record& r) {
  const log::field fields[] = {{"request_id", r.find(contract::request_header).value_or("")},
                               {"tenant_id", r.find(contract::tenant_header).value_or("")},
                               {"traceparent", r.find(contract::traceparent_header).value_or("")},
                               {"worker", consumer},
                               {"partition", r.partition},
                               {"offset", r.offset}};
  log::write(l, message, fields);
}

}  // namespace

stream::engine_observer report_engine(const char* consumer) {
  auto& metrics = process_metrics();
  stream::engine_observer out;
  out.opened = [consumer,
                taken = metrics.counter(metric::weir_worker_takeovers_total, {consumer})](const stream::lease& l) {
    if (l.taken_over) taken.add();
    log::info("partition opened", {{"worker", consumer},
                                   {"partition", l.partition},
                                   {"offset", l.next},
                                   {"epoch", l.epoch},
                                   {"taken_over", l.taken_over}});
  };
  out.lost = [consumer](stream::partition_number partition) {
    log::warning("partition lost", {{"worker", consumer}, {"partition", partition}});
  };
  out.halted = [consumer](const stream::halt& h) {
    log::error(
        "partition halted",
        {{"worker", consumer}, {"partition", h.partition}, {"error", name(h.code)}, {"explanation", h.explanation}});
  };
  out.flushed = [consumer, took = metrics.histogram(metric::weir_worker_batch_duration_seconds, {consumer}),
                 fenced = metrics.counter(metric::weir_worker_fenced_total, {consumer}),
                 committed = metrics.counter(metric::weir_worker_commit_outcomes_total, {consumer, "committed"}),
                 again = metrics.counter(metric::weir_worker_commit_outcomes_total, {consumer, "matched_again"}),
                 failed = metrics.counter(metric::weir_worker_commit_outcomes_total, {consumer, "failed"})](
                    const stream::flush::ending& e, std::size_t partitions, std::int64_t took_ms) {
    log::debug("flush ended", {{"worker", consumer}, {"partitions", partitions}, {"duration_ms", took_ms}});
    took.observe(static_cast<double>(took_ms) / 1000);
    fenced.add(e.fenced.size());
    switch (e.verdict) {
      case stream::flush::verdict::committed:
        committed.add();
        break;
      case stream::flush::verdict::definitions_changed:
        again.add();
        break;
      case stream::flush::verdict::failed:
        failed.add();
        break;
      case stream::flush::verdict::nothing_left:
        break;
    }
  };
  // One line for each record is much: only who asked for it has it, and nobody else pays.
  if (log::enabled(log::level::debug)) {
    out.taken = [consumer](const stream::record& r) { tell_record(log::level::debug, "record taken", consumer, r); };
  }
  out.quarantined = [consumer](const stream::record& r) {
    tell_record(log::level::error, "record quarantined", consumer, r);
  };
  out.trouble = [consumer](const error& e, std::string_view what) {
    log::warning("worker waits", {{"worker", consumer}, {"what", what}, {"error", e}});
  };
  return out;
}

void engine_gauges::measure(const stream::engine& engine) {
  auto& metrics = process_metrics();
  const auto views = engine.partitions();
  const auto owned = static_cast<double>(views.size());
  metrics.gauge(metric::weir_worker_partitions, {consumer_, "owned"}).add(owned - std::exchange(owned_, owned));
  for (const auto& view : views) {
    if (!view.high_watermark) continue;
    metrics.gauge(lag_, {topic_, std::to_string(view.partition)})
        .set(static_cast<double>(*view.high_watermark - view.committed));
  }
}

result<void> begin_where_the_log_does(const char* consumer, const char* topic, stream::log_reader& reader,
                                      postgres::pool& pool, std::int32_t partitions) {
  auto known = pool.read(postgres::role::worker, postgres::tenant_scope::platform(),
                         [&](postgres::executor& in) { return postgres::partitions::has_any(in, consumer, topic); });
  if (!known) return std::unexpected(known.error());
  if (*known) return {};
  std::vector<std::int64_t> starts;
  for (std::int32_t p = 0; p < partitions; ++p) {
    auto bounds = reader.bounds(p);
    if (!bounds) return std::unexpected(bounds.error());
    starts.push_back(bounds->start);
    if (bounds->start > 0) {
      log::warning("the worker begins after announcements that the log no longer has",
                   {{"worker", consumer}, {"partition", p}, {"offset", bounds->start}});
    }
  }
  return pool.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(), [&](postgres::executor& in) {
    return postgres::partitions::begin_at(in, consumer, topic, starts);
  });
}

void run_engine(const char* consumer, stream::engine& engine, postgres::lease_store& leases,
                const std::stop_token& stop, const std::function<void(const error&)>& ended,
                const std::function<void()>& each_second) {
  pthread_setname_np(pthread_self(), consumer);
  std::int64_t next_ms = 0;
  while (!stop.stop_requested()) {
    if (auto done = engine.step(); !done) {
      log::error("worker ends", {{"worker", consumer}, {"error", done.error()}});
      ended(done.error());
      return;
    }
    if (const auto now = system_clock().monotonic_ms(); now >= next_ms) {
      next_ms = now + 1000;
      each_second();
    }
  }
  if (auto stopped = engine.stop(std::chrono::seconds(10)); !stopped) {
    log::warning("worker did not end cleanly", {{"worker", consumer}, {"error", stopped.error()}});
  }
  (void)leases.leave();
}

}  // namespace weir::app
