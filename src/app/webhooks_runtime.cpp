#include <array>
#include <cstring>
#include <stop_token>
#include <thread>

#include <pthread.h>
#include <src/app/program.hpp>
#include <src/app/webhook_transport.hpp>
#include <src/app/webhooks_runtime.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/webhooks/delivery_sender.hpp>
#include <workers/webhooks/postgres_delivery_queue.hpp>
#include <workers/webhooks/postgres_webhooks_store.hpp>
#include <workers/webhooks/webhooks_processor.hpp>

#include <weir/base/log.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/pause.hpp>
#include <weir/base/random.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/kafka/topics.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "webhooks";
constexpr const char* topic = "weir.events";
// While nothing ends; the worker of this process wakes it earlier, those of others do not.
constexpr auto look_each = std::chrono::milliseconds(200);
constexpr auto after_trouble = std::chrono::seconds(2);
// At the end; what is under way then is sent again when its lease has run out.
constexpr auto most_finishing = std::chrono::seconds(10);

void count_made(std::int64_t deliveries) {
  process_metrics().counter(metric::weir_webhook_deliveries_total).add(static_cast<std::uint64_t>(deliveries));
}

void count_attempt(domain::webhook_verdict what) {
  constexpr std::array outcomes{"delivered", "again", "refused", "spent", "gone"};
  process_metrics().counter(metric::weir_webhook_attempts_total, {outcomes[static_cast<std::size_t>(what)]}).add();
}

std::uint32_t any_number() {
  std::uint32_t out = 0;
  const auto bytes = random_bytes(sizeof out);
  std::memcpy(&out, bytes.data(), sizeof out);
  return out;
}

}  // namespace

struct webhooks_runtime::parts {
  parts(const program& p, postgres::pool& pool, std::int32_t partitions, std::unique_ptr<kafka::topic_reader> log,
        std::unique_ptr<webhooks::webhook_transport> http)
      : who{consumer, topic, owner_name(), std::chrono::seconds(p.config().lease_seconds)},
        reader(std::move(log)),
        leases(p.database("weir webhooks leases"), who),
        flushes({p.database("weir webhooks flushes"), true, std::chrono::seconds(5)}, who),
        processor(store,
                  [this](std::int64_t made) {
                    count_made(made);
                    if (made > 0) transport->wake();
                  }),
        committer(stream::make_threaded_committer()),
        engine(engine_pacing(p), partitions, *reader, leases, flushes, processor, *committer, system_clock(),
               report_engine(consumer)),
        transport(std::move(http)),
        queue(pool, *p.secrets, system_clock()),
        sender(queue, *transport, {"Weir-Webhooks/" + std::string(version_text())}, any_number, count_attempt) {}

  void send(const std::stop_token& stop);

  postgres::ownership who;
  std::unique_ptr<kafka::topic_reader> reader;
  postgres::lease_store leases;
  postgres::flush_store flushes;
  webhooks::postgres_webhooks_store store;
  webhooks::webhooks_processor processor;
  std::unique_ptr<stream::committer> committer;
  stream::engine engine;
  std::unique_ptr<webhooks::webhook_transport> transport;
  webhooks::postgres_delivery_queue queue;
  webhooks::delivery_sender sender;
  engine_gauges gauges{consumer, topic};
  std::jthread send_thread;  // these last: they use everything above
  std::jthread thread;
};

void webhooks_runtime::parts::send(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (auto done = sender.turn(look_each); !done) {
      log::warning("webhooks wait", {{"worker", consumer}, {"error", done.error()}});
      pause(stop, after_trouble);
    }
  }
  const auto until = std::chrono::steady_clock::now() + most_finishing;
  while (sender.count_open() > 0 && std::chrono::steady_clock::now() < until) {
    if (!sender.finish(look_each)) break;  // the leases run out, and somebody sends them again
  }
}

result<std::unique_ptr<webhooks_runtime>> webhooks_runtime::start(const program& p, postgres::pool& pool,
                                                                  std::function<void(const error&)> ended) {
  auto http = set_up_webhooks(p.config());
  if (!http) return std::unexpected(http.error());
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
  auto made = std::make_unique<parts>(p, pool, *partitions, std::move(*reader), std::move(*http));
  made->send_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "webhooks send");
    raw->send(stop);
  });
  made->thread = std::jthread([raw = made.get(), ended = std::move(ended)](const std::stop_token& stop) {
    run_engine(consumer, raw->engine, raw->leases, stop, ended, [raw] { raw->gauges.measure(raw->engine); });
  });
  return std::unique_ptr<webhooks_runtime>(new webhooks_runtime(std::move(made)));
}

webhooks_runtime::webhooks_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}

webhooks_runtime::~webhooks_runtime() {
  if (!parts_) return;
  parts_->send_thread.request_stop();  // both end side by side
  parts_->transport->wake();
}

}  // namespace weir::app
