#include <atomic>
#include <condition_variable>
#include <shared_mutex>
#include <thread>

#include "src/kafka/errors.hpp"
#include "src/kafka/producer_generation.hpp"
#include "src/kafka/queries.hpp"
#include <weir/base/failpoint.hpp>
#include <weir/base/time.hpp>
#include <weir/kafka/producer.hpp>

namespace weir::kafka {
namespace {

std::int64_t now_ms() {
  return system_clock().monotonic_ms();
}

// Reports taken from librdkafka in one turn before others get theirs.
constexpr std::size_t burst_limit = 64;  // queue events of one burst; each carries a whole batch's reports

}  // namespace

struct producer::parts {
  client_config config;
  producer_settings settings;
  producer_hooks hooks;
  pending_records pending;

  mutable std::shared_mutex generation_mutex;  // shared: publish; exclusive: the change of generations
  std::shared_ptr<producer_generation> generation;

  std::atomic<bool> stopping = false;
  std::atomic<bool> refusing = false;
  std::atomic<bool> suspect = false;
  std::atomic<std::int64_t> silent_since_ms = 0;   // while suspect
  std::atomic<bool> away = false;                  // the last that is known
  std::atomic<std::int64_t> answers_since_ms = 0;  // while not away
  std::atomic<std::uint64_t> rebuilds = 0;

  std::mutex keeper_mutex;
  std::condition_variable keeper_wake;
  bool keeper_stopping = false;
  std::vector<std::shared_ptr<producer_generation>> retired;

  std::thread poller;
  std::thread keeper;

  std::shared_ptr<producer_generation> current() const {
    const std::shared_lock lock(generation_mutex);
    return generation;
  }

  void say(severity how, std::string_view what) const {
    if (config.log) config.log(how, what);
  }

  void answered() {
    if (away.load(std::memory_order_relaxed)) {
      answers_since_ms = now_ms();
      away = false;
    }
    suspect.store(false, std::memory_order_relaxed);
  }

  // The broker may be away: the keeper finds out.
  void doubt() {
    if (suspect) return;
    silent_since_ms = now_ms();
    suspect = true;
  }

  void poll_loop();
  bool drain_reports(producer_generation& from, int wait_ms);
  void finish(producer_generation& from, rd_kafka_event_t* event);
  void expire(std::int64_t older_than_ms, const error& why);
  bool stuck(std::int64_t now) const;
  void rebuild(std::string_view why);
  void end();

  void keep_loop();
  void probe();
};

void producer::parts::finish(producer_generation& from, rd_kafka_event_t* event) {
  while (const rd_kafka_message_t* message = rd_kafka_event_message_next(event)) {
    const std::unique_ptr<pending_record> r(static_cast<pending_record*>(message->_private));
    const bool arrived = message->err == RD_KAFKA_RESP_ERR_NO_ERROR;
    if (arrived) {
      answered();
      refusing.store(false, std::memory_order_relaxed);
    }
    if (!pending.take(*r)) continue;  // its deadline has passed
    if (arrived) {
      WEIR_FAILPOINT("producer.before_report");
      r->done(stream::position{std::move(r->record.topic), message->partition, message->offset});
    } else if (from.ended()) {
      r->done(fail(error_code::broker_fatal, rd_kafka_err2str(message->err)));
    } else {
      r->done(std::unexpected(publish_error(message->err, rd_kafka_message_status(message))));
    }
  }
}

// Waits up to `wait_ms` for the first report, then takes what is there. Whether there was any.
bool producer::parts::drain_reports(producer_generation& from, int wait_ms) {
  bool any = false;
  for (std::size_t taken = 0; taken < burst_limit; ++taken) {
    const event_handle event(rd_kafka_queue_poll(from.reports(), any ? 0 : wait_ms));
    if (!event) break;
    if (!any && hooks.burst_begin) hooks.burst_begin();
    any = true;
    if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_DR) {
      finish(from, event.get());
    } else if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_ERROR) {
      const auto code = rd_kafka_event_error(event.get());
      if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
        away = true;
        doubt();
      }
      say(severity::warning, std::string("producer: ") + rd_kafka_event_error_string(event.get()));
    }
  }
  if (any && hooks.burst_end) hooks.burst_end();
  return any;
}

void producer::parts::expire(std::int64_t older_than_ms, const error& why) {
  std::vector<delivered> late;
  pending.take_older(older_than_ms, late);
  for (auto& done : late)
    done(std::unexpected(why));
  if (!late.empty() && hooks.burst_end) hooks.burst_end();
}

void producer::parts::poll_loop() {
  while (!stopping) {
    auto from = current();
    drain_reports(*from, 20);
    const auto now = now_ms();
    expire(
        now - settings.deadline.count(),
        {error_code::broker_timeout, "no acknowledgment within " + std::to_string(settings.deadline.count()) + " ms"});
    if (now - pending.oldest_ms(now) > settings.unavailable_after.count() / 2) doubt();
    const std::string why = from->ended() ? "fatal producer error: " + from->why_ended()
                            : stuck(now)  ? "the broker answers, and acknowledges nothing"
                                          : "";
    from.reset();
    if (!why.empty()) rebuild(why);
  }
  end();
}

// librdkafka 2.0.2 may wait for ever for a batch of an idempotent session to be settled
// (https://github.com/confluentinc/librdkafka/issues/4438 and the ones it names).
bool producer::parts::stuck(std::int64_t now) const {
  const auto patience = settings.stuck_after.count();
  return !away && now - answers_since_ms > patience &&
         now - pending.oldest_late_ms(now) > settings.deadline.count() + patience;
}

void producer::parts::rebuild(std::string_view why) {
  auto made = producer_generation::create(config, settings);
  if (!made) {
    say(severity::error, "the producer cannot be rebuilt: " + made.error().detail);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    return;
  }
  auto old = current();
  say(severity::error, why);
  {
    const std::unique_lock lock(generation_mutex);
    generation = *made;
  }
  // Nobody adds to the old one any more: what it still has ends here.
  rd_kafka_purge(old->get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  while (rd_kafka_outq_len(old->get()) > 0 && remaining_ms(until) > 0)
    drain_reports(*old, 10);
  pending.forget_late();
  {
    const std::lock_guard lock(keeper_mutex);
    retired.push_back(std::move(old));  // its destruction may take a second: not here
  }
  keeper_wake.notify_one();
  ++rebuilds;
  say(severity::warning, "the producer was rebuilt");
  if (hooks.rebuilt) hooks.rebuilt();
}

void producer::parts::end() {
  const auto last = current();
  const auto until = std::chrono::steady_clock::now() + settings.drain;
  while (rd_kafka_outq_len(last->get()) > 0 && pending.size() > 0 && remaining_ms(until) > 0) {
    drain_reports(*last, 10);
    expire(now_ms() - settings.deadline.count(), {error_code::broker_timeout, "no acknowledgment before shutdown"});
  }
  rd_kafka_purge(last->get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  const auto purged = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  while (rd_kafka_outq_len(last->get()) > 0 && remaining_ms(purged) > 0)
    drain_reports(*last, 10);
  expire(now_ms(), {error_code::broker_timeout, "no acknowledgment before shutdown"});
}

// Destroys retired generations, which may take a second, and asks the broker whether it is there while that is in
// doubt.
void producer::parts::keep_loop() {
  std::unique_lock lock(keeper_mutex);
  while (!keeper_stopping) {
    if (auto gone = std::exchange(retired, {}); !gone.empty()) {
      lock.unlock();
      gone.clear();
      lock.lock();
      continue;
    }
    // Refusing alone too: an acknowledgment that arrives while a probe fails clears the doubt, and whoever refuses gets
    // no other.
    if (suspect || refusing) {
      lock.unlock();
      probe();
      lock.lock();
    }
    keeper_wake.wait_for(lock, std::chrono::milliseconds(100), [&] { return keeper_stopping || !retired.empty(); });
  }
}

void producer::parts::probe() {
  if (current()->ask_metadata(400)) {
    answered();
    if (refusing.exchange(false)) say(severity::info, "the broker answers again");
    return;
  }
  WEIR_FAILPOINT("producer.probe_failed");
  away = true;
  doubt();
  if (now_ms() - silent_since_ms > settings.unavailable_after.count() && !refusing.exchange(true)) {
    say(severity::warning, "the broker does not answer: new records are refused");
  }
}

producer::producer(std::unique_ptr<parts> p) : parts_(std::move(p)) {}

result<std::unique_ptr<producer>> producer::open(const client_config& config, producer_settings settings,
                                                 producer_hooks hooks) {
  auto first = producer_generation::create(config, settings);
  if (!first) return std::unexpected(first.error());
  auto p = std::make_unique<parts>();
  p->config = config;
  p->settings = std::move(settings);
  p->hooks = std::move(hooks);
  p->generation = std::move(*first);
  // Nobody knows yet whether a broker is there: refuse only after unavailable_after.
  if (!p->generation->ask_metadata(1000)) p->doubt();
  p->poller = std::thread([raw = p.get()] { raw->poll_loop(); });
  p->keeper = std::thread([raw = p.get()] { raw->keep_loop(); });
  return std::unique_ptr<producer>(new producer(std::move(p)));
}

producer::~producer() {
  auto& p = *parts_;
  p.stopping = true;
  p.poller.join();
  {
    const std::lock_guard lock(p.keeper_mutex);
    p.keeper_stopping = true;
  }
  p.keeper_wake.notify_all();
  p.keeper.join();
}

void producer::publish(stream::outgoing_record record, delivered done) {
  auto& p = *parts_;
  if (p.stopping) return done(fail(error_code::broker_unavailable, "the producer is ending"));
  if (p.refusing.load(std::memory_order_relaxed)) {
    return done(fail(error_code::broker_unavailable, "the broker does not answer"));
  }
  auto r = std::make_unique<pending_record>();
  r->record = std::move(record);
  r->done = std::move(done);
  r->since_ms = now_ms();
  auto& entry = *r;
  result<void> taken;
  {
    const std::shared_lock lock(p.generation_mutex);
    p.pending.add(entry);
    taken = p.generation->produce(r);
  }
  WEIR_FAILPOINT("producer.after_produce");
  if (!taken && p.pending.take(*r)) r->done(std::unexpected(taken.error()));
}

producer::counters producer::count() const {
  return {parts_->pending.size(), parts_->rebuilds.load(), parts_->refusing.load()};
}

void producer::inject_fatal_error() {
  rd_kafka_test_fatal_error(parts_->current()->get(), RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
                            "injected by a test");
}

}  // namespace weir::kafka
