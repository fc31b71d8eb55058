#include <stop_token>
#include <thread>
#include <vector>

#include <pthread.h>
#include <src/app/archive_runtime.hpp>
#include <src/app/archive_stores.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/archive/archive_processor.hpp>
#include <workers/archive/postgres_archive_index.hpp>
#include <workers/archive/sweep_orphans.hpp>

#include <weir/base/log.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/pause.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "archive";
constexpr const char* topics[] = {"weir.usage", "weir.commands"};
constexpr std::chrono::milliseconds sweep_first = std::chrono::minutes(1);
constexpr std::chrono::milliseconds sweep_each = std::chrono::hours(6);
constexpr std::chrono::milliseconds sweep_again_after = std::chrono::minutes(5);

// Segments are closed by bytes and age; a batch of so many records is closed whatever they weigh.
constexpr std::size_t records_most = 20'000'000;

stream::engine_options pacing(const program& p) {
  auto out = engine_pacing(p);
  out.flush_age_ms = p.config().archive_age_seconds * 1000;
  out.catch_up_age_ms = out.flush_age_ms;
  out.flush_events = records_most;
  out.catch_up_events = records_most;
  return out;
}

// What is read is compressed at once: a long queue before it gains nothing.
kafka::reader_settings reading() {
  kafka::reader_settings out;
  out.queued_records = 10'000;
  out.queued_bytes = std::size_t{16} << 20;
  return out;
}

archive::archive_options segments_of(const program& p, const std::string& installation, const char* topic) {
  archive::archive_options out;
  out.installation = installation;
  out.topic = topic;
  out.segment_bytes = static_cast<std::size_t>(p.config().archive_segment_mb) << 20;
  out.memory_bytes = out.segment_bytes;
  out.stored = [took = process_metrics().histogram(metric::weir_archive_store_duration_seconds)](std::int64_t ms) {
    took.observe(static_cast<double>(ms) / 1000);
  };
  return out;
}

// One topic's engine. All of a process are one owner: the share of the partitions is reckoned by consumer.
class topic_archive {
 public:
  topic_archive(const program& p, const char* topic, const std::string& owner, std::int32_t partitions,
                archive::postgres_archive_index& index, archive::archive_options options,
                std::unique_ptr<kafka::topic_reader> log, std::unique_ptr<archive::object_store> objects)
      : topic_(topic),
        who_{consumer, topic, owner, std::chrono::seconds(p.config().lease_seconds)},
        reader_(std::move(log)),
        objects_(std::move(objects)),
        leases_(p.database("weir archive leases"), who_),
        flushes_({p.database("weir archive flushes"), true, std::chrono::seconds(5)}, who_),
        processor_(std::move(options), index, *objects_),
        committer_(stream::make_threaded_committer()),
        engine_(pacing(p), partitions, *reader_, leases_, flushes_, processor_, *committer_, system_clock(),
                report_engine(consumer)) {}

  void run(std::function<void(const error&)> ended) {
    thread_ = std::jthread([this, ended = std::move(ended)](const std::stop_token& stop) {
      run_engine(consumer, engine_, leases_, stop, ended, [this] { measure(); });
      measure();
    });
  }

  void request_stop() { thread_.request_stop(); }

 private:
  void measure();

  const char* topic_;
  postgres::ownership who_;
  std::unique_ptr<kafka::topic_reader> reader_;
  std::unique_ptr<archive::object_store> objects_;
  postgres::lease_store leases_;
  postgres::flush_store flushes_;
  archive::archive_processor processor_;
  std::unique_ptr<stream::committer> committer_;
  stream::engine engine_;
  // Its lag is what waits for a segment to be closed, so it has a gauge of its own.
  engine_gauges gauges_{consumer, topic_, metric::weir_archive_lag_records};
  archive::archive_processor::totals shown_;
  std::jthread thread_;  // last: it uses everything above
};

void topic_archive::measure() {
  gauges_.measure(engine_);
  auto& metrics = process_metrics();
  const auto& now = processor_.committed_totals();
  metrics.counter(metric::weir_archive_segments_total, {topic_}).add(now.segments - shown_.segments);
  metrics.counter(metric::weir_archive_records_total, {topic_}).add(now.records - shown_.records);
  metrics.counter(metric::weir_archive_bytes_total, {topic_, "raw"}).add(now.raw_bytes - shown_.raw_bytes);
  metrics.counter(metric::weir_archive_bytes_total, {topic_, "stored"}).add(now.stored_bytes - shown_.stored_bytes);
  shown_ = now;
}

result<std::string> installation_of(postgres::pool& pool) {
  auto found = pool.read(postgres::role::worker, postgres::tenant_scope::platform(),
                         [](postgres::executor& in) { return postgres::installation::find(in); });
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(error_code::installation_mismatch, "nothing was installed yet");
  return std::move((*found)->id);
}

}  // namespace

struct archive_runtime::parts {
  parts(postgres::pool& pool, std::string id) : installation(std::move(id)), index(pool, installation) {}

  void sweep(const std::stop_token& stop);

  std::string installation;
  archive::postgres_archive_index index;
  std::unique_ptr<archive::object_store> swept;
  std::vector<std::unique_ptr<topic_archive>> topics;
  std::jthread sweep_thread;  // last: it uses everything above
};

void archive_runtime::parts::sweep(const std::stop_token& stop) {
  const auto removed_total = process_metrics().counter(metric::weir_archive_orphans_removed_total);
  auto wait = sweep_first;
  while (true) {
    pause(stop, wait);
    if (stop.stop_requested()) return;
    auto removed = archive::sweep_orphans(index, *swept, installation);
    wait = removed ? sweep_each : sweep_again_after;
    if (removed) {
      removed_total.add(*removed);
    } else {
      log::warning("the archive is not swept", {{"worker", consumer}, {"error", removed.error()}});
    }
  }
}

result<std::unique_ptr<archive_runtime>> archive_runtime::start(const program& p, postgres::pool& pool,
                                                                std::int32_t partitions,
                                                                std::function<void(const error&)> ended) {
  if (archive_is_off(p.config())) {
    log::warning("nothing is archived: ARCHIVE_URL is off", {{"worker", consumer}});
    return std::unique_ptr<archive_runtime>(new archive_runtime(nullptr));
  }
  auto installation = installation_of(pool);
  if (!installation) return std::unexpected(installation.error());
  auto made = std::make_unique<parts>(pool, std::move(*installation));
  auto swept = open_archive(p.config());
  if (!swept) return std::unexpected(swept.error());
  made->swept = std::move(*swept);
  const auto owner = owner_name();
  for (const auto* topic : topics) {
    auto reader = kafka::topic_reader::open(p.kafka("weir-archive"), topic, reading());
    if (!reader) return std::unexpected(reader.error());
    if (auto begun = begin_where_the_log_does(consumer, topic, **reader, pool, partitions); !begun) {
      return std::unexpected(begun.error());
    }
    auto objects = open_archive(p.config());
    if (!objects) return std::unexpected(objects.error());
    made->topics.push_back(std::make_unique<topic_archive>(p, topic, owner, partitions, made->index,
                                                           segments_of(p, made->installation, topic),
                                                           std::move(*reader), std::move(*objects)));
  }
  for (auto& topic : made->topics)
    topic->run(ended);
  made->sweep_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "archive sweep");
    raw->sweep(stop);
  });
  return std::unique_ptr<archive_runtime>(new archive_runtime(std::move(made)));
}

archive_runtime::archive_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}

archive_runtime::~archive_runtime() {
  if (!parts_) return;
  parts_->sweep_thread.request_stop();  // all end side by side
  for (auto& topic : parts_->topics)
    topic->request_stop();
}

}  // namespace weir::app
