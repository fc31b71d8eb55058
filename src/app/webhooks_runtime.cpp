#include <thread>

#include <src/app/webhooks_runtime.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/webhooks/postgres_webhooks_store.hpp>
#include <workers/webhooks/webhooks_processor.hpp>

#include <weir/base/metrics.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/kafka/topics.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "webhooks";
constexpr const char* topic = "weir.events";

void count_made(std::int64_t deliveries) {
  process_metrics().counter(metric::weir_webhook_deliveries_total).add(static_cast<std::uint64_t>(deliveries));
}

}  // namespace

struct webhooks_runtime::parts {
  parts(const program& p, std::int32_t partitions, std::unique_ptr<kafka::topic_reader> log)
      : who{consumer, topic, owner_name(), std::chrono::seconds(p.config().lease_seconds)},
        reader(std::move(log)),
        leases(p.database("weir webhooks leases"), who),
        flushes({p.database("weir webhooks flushes"), true, std::chrono::seconds(5)}, who),
        processor(store, count_made),
        committer(stream::make_threaded_committer()),
        engine(engine_pacing(p), partitions, *reader, leases, flushes, processor, *committer, system_clock(),
               report_engine(consumer)) {}

  postgres::ownership who;
  std::unique_ptr<kafka::topic_reader> reader;
  postgres::lease_store leases;
  postgres::flush_store flushes;
  webhooks::postgres_webhooks_store store;
  webhooks::webhooks_processor processor;
  std::unique_ptr<stream::committer> committer;
  stream::engine engine;
  engine_gauges gauges{consumer, topic};
  std::jthread thread;  // the last: it uses everything above
};

result<std::unique_ptr<webhooks_runtime>> webhooks_runtime::start(const program& p, postgres::pool& pool,
                                                                  std::function<void(const error&)> ended) {
  auto admin = kafka::topic_admin::open(p.kafka("weir-webhooks"), std::chrono::seconds(5));
  if (!admin) return std::unexpected(admin.error());
  auto partitions = (*admin)->partition_count(topic);
  if (!partitions) return std::unexpected(partitions.error());
  auto reader = kafka::topic_reader::open(p.kafka("weir-webhooks"), topic);
  if (!reader) return std::unexpected(reader.error());
  // There was no endpoint before there was this worker.
  if (auto begun = begin_where_the_log_does(consumer, topic, **reader, pool, *partitions); !begun) {
    return std::unexpected(begun.error());
  }
  auto made = std::make_unique<parts>(p, *partitions, std::move(*reader));
  made->thread = std::jthread([raw = made.get(), ended = std::move(ended)](const std::stop_token& stop) {
    run_engine(consumer, raw->engine, raw->leases, stop, ended, [raw] { raw->gauges.measure(raw->engine); });
  });
  return std::unique_ptr<webhooks_runtime>(new webhooks_runtime(std::move(made)));
}

webhooks_runtime::webhooks_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}

webhooks_runtime::~webhooks_runtime() = default;

}  // namespace weir::app
