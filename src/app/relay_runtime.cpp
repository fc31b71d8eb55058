#include <stop_token>
#include <thread>

#include <pthread.h>
#include <src/app/relay_runtime.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/relay/event_relay.hpp>
#include <workers/relay/postgres_relay_store.hpp>

#include <weir/base/log.hpp>
#include <weir/base/metrics.hpp>
#include <weir/kafka/producer.hpp>
#include <weir/kafka/topics.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "relay";
constexpr const char* topic = "weir.events";
constexpr std::chrono::milliseconds idle_wait{10};

relay::relay_options pacing(const program& p) {
  relay::relay_options out;
  out.renew_every_ms = std::min<std::int64_t>(1000, p.config().lease_seconds * 1000 / 4);
  out.acquire_every_ms = std::min<std::int64_t>(1000, p.config().lease_seconds * 1000 / 10);
  return out;
}

relay::relay_observer observe() {
  auto& metrics = process_metrics();
  relay::relay_observer out;
  out.opened = [taken = metrics.counter(metric::weir_worker_takeovers_total, {consumer})](const stream::lease& l) {
    if (l.taken_over) taken.add();
    log::info("partition opened",
              {{"worker", consumer}, {"partition", l.partition}, {"epoch", l.epoch}, {"taken_over", l.taken_over}});
  };
  out.lost = [](stream::partition_number partition) {
    log::info("partition given up", {{"worker", consumer}, {"partition", partition}});
  };
  out.published = [published = metrics.counter(metric::weir_outbox_published_total)](std::size_t n) {
    published.add(n);
  };
  out.measured = [pending = metrics.gauge(metric::weir_outbox_pending)](const relay::backlog& b) {
    pending.set(static_cast<double>(b.waiting));
  };
  out.trouble = [](const error& e, std::string_view what) {
    log::warning("worker waits", {{"worker", consumer}, {"what", what}, {"error", e}});
  };
  return out;
}

}  // namespace

struct relay_runtime::parts {
  parts(const program& p, std::int32_t partitions, std::unique_ptr<kafka::producer> writer)
      : who{consumer, topic, owner_name(), std::chrono::seconds(p.config().lease_seconds)},
        publisher(std::move(writer)),
        leases(p.database("weir relay leases"), who),
        outbox(p.database("weir relay"), who, partitions),
        relay(pacing(p), partitions, leases, outbox, *publisher, system_clock(), observe()) {}

  void run(std::stop_token stop, const std::function<void(const error&)>& ended);

  postgres::ownership who;
  std::unique_ptr<kafka::producer> publisher;
  postgres::lease_store leases;
  relay::postgres_relay_store outbox;
  relay::event_relay relay;
  std::jthread thread;  // last: it uses everything above
};

void relay_runtime::parts::run(std::stop_token stop, const std::function<void(const error&)>& ended) {
  pthread_setname_np(pthread_self(), consumer);
  const auto owned = process_metrics().gauge(metric::weir_worker_partitions, {consumer, "owned"});
  while (!stop.stop_requested()) {
    auto busy = relay.step();
    if (!busy) {
      log::error("worker ends", {{"worker", consumer}, {"error", busy.error()}});
      ended(busy.error());
      return;
    }
    owned.set(static_cast<double>(relay.partitions()));
    if (!*busy) std::this_thread::sleep_for(idle_wait);
  }
  relay.stop();
  (void)leases.leave();
}

result<std::unique_ptr<relay_runtime>> relay_runtime::start(const program& p, std::function<void(const error&)> ended) {
  auto admin = kafka::topic_admin::open(p.kafka("weir-relay"), std::chrono::seconds(5));
  if (!admin) return std::unexpected(admin.error());
  auto partitions = (*admin)->partition_count(topic);
  if (!partitions) return std::unexpected(partitions.error());
  kafka::producer_settings settings;
  settings.queued_records = 20'000;
  settings.topics = {topic};
  auto publisher = kafka::producer::open(p.kafka("weir-relay"), std::move(settings));
  if (!publisher) return std::unexpected(publisher.error());
  auto made = std::make_unique<parts>(p, *partitions, std::move(*publisher));
  made->thread = std::jthread(
      [raw = made.get(), ended = std::move(ended)](std::stop_token stop) { raw->run(std::move(stop), ended); });
  return std::unique_ptr<relay_runtime>(new relay_runtime(std::move(made)));
}

relay_runtime::relay_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
relay_runtime::~relay_runtime() = default;

}  // namespace weir::app
