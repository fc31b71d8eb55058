#include <array>
#include <stop_token>
#include <thread>

#include <pthread.h>
#include <src/app/mail_transports.hpp>
#include <src/app/notify_runtime.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/notify/notify_processor.hpp>
#include <workers/notify/postgres_notify_store.hpp>

#include <weir/base/log.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/pause.hpp>
#include <weir/base/random.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/kafka/topics.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "notify";
constexpr const char* topic = "weir.events";
constexpr auto look_each = std::chrono::milliseconds(500);
constexpr auto after_trouble = std::chrono::seconds(2);
constexpr std::size_t token_bytes = 32;

void count(std::string_view kind, std::string_view state) {
  process_metrics().counter(metric::weir_mails_total, {kind, state}).add();
}

void count_notice(const notify::mail_outcome& o) {
  if (o.what == notify::outcome::queued) count(o.kind, "queued");
  if (o.what == notify::outcome::unwanted) count(o.kind, "unwanted");
}

void count_mail(std::string_view kind, notify::sending what) {
  constexpr std::array states{"sent", "postponed", "given_up"};
  count(kind, states[static_cast<std::size_t>(what)]);
}

}  // namespace

struct notify_runtime::parts {
  parts(const program& p, postgres::pool& pool, std::int32_t partitions, std::unique_ptr<kafka::topic_reader> log,
        mail_setup mail)
      : who{consumer, topic, owner_name(), std::chrono::seconds(p.config().lease_seconds)},
        reader(std::move(log)),
        leases(p.database("weir notify leases"), who),
        flushes({p.database("weir notify flushes"), true, std::chrono::seconds(5)}, who),
        store(system_clock(), *p.secrets, [] { return random_bytes(token_bytes); }),
        processor(store, count_notice),
        committer(stream::make_threaded_committer()),
        engine(engine_pacing(p), partitions, *reader, leases, flushes, processor, *committer, system_clock(),
               report_engine(consumer)),
        transport(std::move(mail.transport)),
        sender(pool, *transport, *p.secrets, std::move(mail.options), count_mail) {}

  void send(const std::stop_token& stop);

  postgres::ownership who;
  std::unique_ptr<kafka::topic_reader> reader;
  postgres::lease_store leases;
  postgres::flush_store flushes;
  notify::postgres_notify_store store;
  notify::notify_processor processor;
  std::unique_ptr<stream::committer> committer;
  stream::engine engine;
  std::unique_ptr<notify::mail_transport> transport;
  notify::mail_sender sender;
  engine_gauges gauges{consumer, topic};
  std::jthread send_thread;  // these last: they use everything above
  std::jthread thread;
};

void notify_runtime::parts::send(const std::stop_token& stop) {
  const auto queued = process_metrics().gauge(metric::weir_mails_queued);
  while (!stop.stop_requested()) {
    auto asked = sender.answer_requests();
    auto sent = asked ? sender.send_next() : result<bool>(std::unexpected(asked.error()));
    if (!sent) {
      log::warning("mails wait", {{"worker", consumer}, {"error", sent.error()}});
      pause(stop, after_trouble);
      continue;
    }
    if (*sent) continue;
    if (auto waiting = sender.count_queued(); waiting) queued.set(static_cast<double>(*waiting));
    pause(stop, look_each);
  }
}

result<std::unique_ptr<notify_runtime>> notify_runtime::start(const program& p, postgres::pool& pool,
                                                              std::function<void(const error&)> ended) {
  auto mail = set_up_mail(p.config());
  if (!mail) return std::unexpected(mail.error());
  auto admin = kafka::topic_admin::open(p.kafka("weir-notify"), std::chrono::seconds(5));
  if (!admin) return std::unexpected(admin.error());
  auto partitions = (*admin)->partition_count(topic);
  if (!partitions) return std::unexpected(partitions.error());
  auto reader = kafka::topic_reader::open(p.kafka("weir-notify"), topic);
  if (!reader) return std::unexpected(reader.error());
  // What is older than a day has no mail any more, so nobody is written to about the past.
  if (auto begun = begin_where_the_log_does(consumer, topic, **reader, pool, *partitions); !begun) {
    return std::unexpected(begun.error());
  }
  auto key = pool.read(postgres::role::worker, postgres::tenant_scope::platform(),
                       [](postgres::executor& in) { return postgres::installation::claim_key(in); });
  if (!key) return std::unexpected(key.error());
  mail->options.claim_key = std::move(*key);
  auto made = std::make_unique<parts>(p, pool, *partitions, std::move(*reader), std::move(*mail));
  made->send_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "notify send");
    raw->send(stop);
  });
  made->thread = std::jthread([raw = made.get(), ended = std::move(ended)](const std::stop_token& stop) {
    run_engine(consumer, raw->engine, raw->leases, stop, ended, [raw] { raw->gauges.measure(raw->engine); });
  });
  return std::unique_ptr<notify_runtime>(new notify_runtime(std::move(made)));
}

notify_runtime::notify_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}

notify_runtime::~notify_runtime() {
  if (parts_) parts_->send_thread.request_stop();  // both end side by side
}

}  // namespace weir::app
