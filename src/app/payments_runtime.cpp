#include <condition_variable>
#include <expected>
#include <latch>
#include <mutex>
#include <stop_token>
#include <thread>

#include <api/ask_refund.hpp>
#include <api/charge_ports.hpp>
#include <pthread.h>
#include <src/app/payments_runtime.hpp>
#include <src/app/program.hpp>
#include <src/app/push_ports.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/payments/captures.hpp>
#include <workers/payments/charge_saved_method.hpp>
#include <workers/payments/chargeable.hpp>
#include <workers/payments/collector.hpp>
#include <workers/payments/export_usage.hpp>
#include <workers/payments/inbox.hpp>
#include <workers/payments/payments_processor.hpp>
#include <workers/payments/postgres_payments_store.hpp>
#include <workers/payments/push_invoices.hpp>
#include <workers/payments/repeat_refunds.hpp>
#include <workers/payments/sweep.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/log.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/pause.hpp>
#include <weir/http/paypal_client.hpp>
#include <weir/http/stripe_client.hpp>
#include <weir/kafka/producer.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "payments";
constexpr const char* topic = "weir.payments";
// While nothing is stored; the worker of this process wakes it earlier, those of others do not.
constexpr auto look_each = std::chrono::milliseconds(200);
constexpr std::chrono::milliseconds after_trouble(2'000);
constexpr std::int32_t most_at_once = 32;
constexpr std::int32_t most_charges = 10;
constexpr auto collect_each = std::chrono::seconds(1);
constexpr std::chrono::milliseconds capture_each(1'000);
constexpr auto sweep_each = std::chrono::seconds(5);  // looks whether one is due, and for refunds without an answer
constexpr auto export_each = std::chrono::seconds(1);
constexpr auto push_each = std::chrono::seconds(1);

payments::said_answer say_hour(http::stripe_client& stripe, const postgres::due_hour& of, const std::string& key,
                               const payments::said_hour& what) {
  using kind = payments::said_answer::kind;
  auto said = stripe.create_meter_event({of.account, key, of.live},
                                        {what.identifier, what.event_name, what.customer, what.value, what.at});
  if (said) return {kind::taken};
  auto& wrong = said.error();
  if (wrong.what.code != error_code::payment_provider_refused || wrong.is_of_key)
    return {kind::unavailable, wrong.code.empty() ? "unavailable" : wrong.code, wrong.what.detail, wrong.retry_after};
  // Stripe has what it was told then, and an identifier never means another quantity.
  if (wrong.code == "duplicate_meter_event" || wrong.message.starts_with("An event already exists with identifier"))
    return {kind::taken};
  return {kind::refused, wrong.code, wrong.message};
}

}  // namespace

struct payments_runtime::parts {
  parts(const program& p, postgres::pool& pool, std::int32_t of, std::unique_ptr<kafka::topic_reader> log,
        std::unique_ptr<kafka::producer> writer)
      : who{consumer, topic, owner_name(), std::chrono::seconds(p.config().lease_seconds)},
        database(pool),
        secrets(*p.secrets),
        partitions(of),
        reader(std::move(log)),
        publisher(std::move(writer)),
        leases(p.database("weir payments leases"), who),
        flushes({p.database("weir payments flushes"), true, std::chrono::seconds(5)}, who),
        processor(store,
                  [this](std::int64_t stored) {
                    if (stored > 0) wake();
                  }),
        committer(stream::make_threaded_committer()),
        engine(engine_pacing(p), partitions, *reader, leases, flushes, processor, *committer, system_clock(),
               report_engine(consumer)),
        inbox(
            pool, system_clock(), [this](const contract::command& c) { send(c); },
            [](std::string_view state) {
              process_metrics().counter(metric::weir_provider_events_total, {state}).add();
            }),
        stripe({.url = p.config().stripe_url, .ca_file = p.config().stripe_ca_file}, system_clock(), process_metrics()),
        charging(api::charge_ports(pool, secrets, stripe)),
        collector(
            pool, system_clock(),
            {payments::chargeable_since,
             [this](const invoice_id& invoice, std::string_view why) { return charge(invoice, why); },
             [this](const contract::command& c) { send(c); },
             [](const payments::taken_step& s) {
               process_metrics().counter(metric::weir_collection_steps_total, {billing::name(s.act), s.result}).add();
             }}),
        paypal({.url = p.config().paypal_url, .ca_file = p.config().paypal_ca_file}, system_clock(), process_metrics()),
        sweep(pool, secrets, system_clock(),
              {[this](const postgres::due_sweep& of, const std::string& key, timestamp from, timestamp to,
                      const std::string& after) { return list(of, key, from, to, after); },
               [this](std::vector<contract::payment_record> records) { return publish(std::move(records)); }}),
        meters(pool, secrets, system_clock(),
               {[this](const postgres::due_hour& of, const std::string& key, const payments::said_hour& what) {
                 return say_hour(stripe, of, key, what);
               }}),
        pushes(pool, *p.secrets, system_clock(), push_ports(stripe),
               [](std::string_view state) {
                 process_metrics().counter(metric::weir_invoice_pushes_total, {state}).add();
               }),
        captures(pool, system_clock(), [this](const postgres::due_capture& due) { return capture(due); }),
        refunds(pool, system_clock(), [this](const postgres::unanswered_refund& of) { return ask_again(of); }) {}

  void wake() {
    {
      std::scoped_lock lock(mutex);
      woken = true;
    }
    changed.notify_one();
  }

  void send(const contract::command& c) const {
    publisher->publish(contract::command_record(c, request_id{system_ids().next()}, partitions, {}),
                       [id = c.id.text()](const result<stream::position>& at) {
                         if (!at) log::warning("a command is sent later", {{"command", id}, {"error", at.error()}});
                       });
  }

  result<contract::event_page_answer> list(const postgres::due_sweep& of, const std::string& key, timestamp from,
                                           timestamp to, const std::string& after) {
    if (of.provider == contract::paypal_provider) {
      auto page = paypal.list_events({of.account, of.client_id, key, of.live}, from, to, after);
      if (!page) return std::unexpected(page.error().what);
      return std::move(*page);
    }
    auto page = stripe.list_events({of.account, key, of.live}, {from, to, after});
    if (!page) return std::unexpected(page.error().what);
    return std::move(*page);
  }

  result<payments::charge_end> charge(const invoice_id& invoice, std::string_view why) {
    payments::wanted_charge_of_invoice wanted;
    wanted.invoice_id = invoice.text();
    wanted.why = why;
    wanted.origin = {.created_by = "dunning", .principal = "system"};
    auto came = payments::charge_saved_method(database, charging, system_clock(), system_ids(), wanted);
    if (!came) return std::unexpected(came.error());
    return payments::end_of_charge(*came);
  }

  payments::capture_answer capture(const postgres::due_capture& due);
  std::expected<std::string, payments::refund_refusal> ask_again(const postgres::unanswered_refund& of);
  result<void> publish(std::vector<contract::payment_record> records) const;
  void take_approved(const std::stop_token& stop);
  void look_for_missing(const std::stop_token& stop);
  void say_usage(const std::stop_token& stop);
  void push(const std::stop_token& stop);
  void apply(const std::stop_token& stop);
  void collect(const std::stop_token& stop);
  void measure();

  postgres::ownership who;
  postgres::pool& database;
  const secret_ring& secrets;
  std::int32_t partitions;
  std::unique_ptr<kafka::topic_reader> reader;
  std::unique_ptr<kafka::producer> publisher;
  postgres::lease_store leases;
  postgres::flush_store flushes;
  payments::postgres_payments_store store;
  payments::payments_processor processor;
  std::unique_ptr<stream::committer> committer;
  stream::engine engine;
  payments::inbox inbox;
  http::stripe_client stripe;
  payments::charge_ports charging;
  payments::collector collector;
  http::paypal_client paypal;
  payments::sweep sweep;
  payments::export_usage meters;
  payments::push_invoices pushes;
  payments::captures captures;
  payments::refund_repeater refunds;
  engine_gauges gauges{consumer, topic};
  std::mutex mutex;
  std::condition_variable_any changed;
  bool woken = false;
  std::jthread apply_thread;  // these last: they use everything above
  std::jthread collect_thread;
  std::jthread sweep_thread;
  std::jthread meters_thread;
  std::jthread push_thread;
  std::jthread capture_thread;
  std::jthread thread;
};

void payments_runtime::parts::apply(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto done = inbox.turn(most_at_once);
    if (!done) {
      log::warning("events of payment providers wait", {{"worker", consumer}, {"error", done.error()}});
      pause(stop, after_trouble);
      continue;
    }
    if (*done == static_cast<std::size_t>(most_at_once)) continue;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, stop, look_each, [this] { return woken; });
    woken = false;
  }
}

void payments_runtime::parts::collect(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto done = collector.turn(most_at_once);
    if (!done) {
      log::warning("the collecting of invoices waits", {{"worker", consumer}, {"error", done.error()}});
      pause(stop, after_trouble);
      continue;
    }
    if (*done < static_cast<std::size_t>(most_at_once)) pause(stop, collect_each);
  }
}

// Waits for all of them: an account is read up to here only when the log has what was found.
result<void> payments_runtime::parts::publish(std::vector<contract::payment_record> records) const {
  std::latch acknowledged(std::ssize(records));
  std::mutex held;
  result<void> out;
  for (auto& record : records) {
    publisher->publish(
        contract::write_payment_record(std::move(record), request_id{system_ids().next()}, partitions, {}),
        [&](const result<stream::position>& at) {
          if (!at) {
            std::scoped_lock lock(held);
            out = std::unexpected(at.error());
          }
          acknowledged.count_down();
        });
  }
  acknowledged.wait();
  std::scoped_lock lock(held);
  return out;
}

std::expected<std::string, payments::refund_refusal> payments_runtime::parts::ask_again(
    const postgres::unanswered_refund& of) {
  auto account = api::account_of_payment(database, secrets, of.provider_number);
  if (!account) return std::unexpected(payments::refund_refusal{account.error()});
  auto made = api::ask_refund(stripe, paypal, *account, of.of, of.refund);
  if (!made) return std::unexpected(payments::refund_refusal{made.error().what, made.error().code});
  return std::move(*made);
}

payments::capture_answer payments_runtime::parts::capture(const postgres::due_capture& due) {
  using kind = payments::capture_answer::kind;
  auto account = api::account_of_payment(database, secrets, due.provider_number);
  if (!account) return {kind::later, std::string(name(account.error().code)), std::move(account.error().detail)};
  WEIR_ASSERT(account->paypal, "approved payments are of PayPal");
  auto done = paypal.capture_order(*account->paypal, due.order, due.key);
  if (done) return {kind::taken};
  auto& no = done.error();
  // Whoever was killed behind an attempt that went well asks for it again.
  if (no.code == "order_already_captured") return {kind::taken};
  const bool refused = no.what.code == error_code::payment_provider_refused && no.code != "api_key_refused";
  return {refused ? kind::refused : kind::later, std::move(no.code),
          no.message.empty() ? std::move(no.what.detail) : std::move(no.message)};
}

void payments_runtime::parts::take_approved(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto done = captures.turn(most_at_once);
    if (!done) log::warning("approved money waits", {{"worker", consumer}, {"error", done.error()}});
    pause(stop, !done ? after_trouble : capture_each);
  }
}

void payments_runtime::parts::look_for_missing(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (auto done = payments::charge_again(database, charging, system_clock(), most_charges); !done) {
      log::warning("charges without an answer wait", {{"worker", consumer}, {"error", done.error()}});
    }
    if (auto done = sweep.turn(stop); !done) {
      log::warning("payment providers' lists of events wait", {{"worker", consumer}, {"error", done.error()}});
    }
    if (auto done = refunds.turn(stop); !done) {
      log::warning("refunds without an answer wait", {{"worker", consumer}, {"error", done.error()}});
    }
    pause(stop, sweep_each);
  }
}

void payments_runtime::parts::say_usage(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto said = meters.turn(stop);
    if (!said)
      log::warning("usage for meters of payment providers waits", {{"worker", consumer}, {"error", said.error()}});
    if (!said || *said == 0) pause(stop, export_each);
  }
}

void payments_runtime::parts::push(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto done = pushes.turn(stop);
    if (!done) log::warning("invoices for payment providers wait", {{"worker", consumer}, {"error", done.error()}});
    if (!done) pause(stop, after_trouble);
    if (done && *done == 0) pause(stop, push_each);
  }
}

void payments_runtime::parts::measure() {
  gauges.measure(engine);
  auto pending = database.read(postgres::role::worker, postgres::tenant_scope::platform(),
                               [](postgres::executor& in) { return postgres::provider_events::count_pending(in); });
  if (!pending) return;  // as it was, until the next second
  process_metrics().gauge(metric::weir_provider_events_pending).set(static_cast<double>(*pending));
  auto due = database.read(postgres::role::worker, postgres::tenant_scope::platform(), [](postgres::executor& in) {
    return postgres::collections::count_due(in, system_clock().now());
  });
  if (due) process_metrics().gauge(metric::weir_collections_due).set(static_cast<double>(*due));
}

result<std::unique_ptr<payments_runtime>> payments_runtime::start(const program& p, postgres::pool& pool,
                                                                  std::int32_t partitions,
                                                                  std::function<void(const error&)> ended) {
  auto reader = kafka::topic_reader::open(p.kafka("weir-payments"), topic);
  if (!reader) return std::unexpected(reader.error());
  kafka::producer_settings settings;
  settings.queued_records = 1000;  // a page of a list has a hundred
  settings.topics = {"weir.commands", "weir.payments"};
  auto publisher = kafka::producer::open(p.kafka("weir-payments"), std::move(settings));
  if (!publisher) return std::unexpected(publisher.error());
  // There was no account at a payment provider before there was this worker.
  if (auto begun = begin_where_the_log_does(consumer, topic, **reader, pool, partitions); !begun) {
    return std::unexpected(begun.error());
  }
  auto made = std::make_unique<parts>(p, pool, partitions, std::move(*reader), std::move(*publisher));
  made->apply_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "payments apply");
    raw->apply(stop);
  });
  made->collect_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "payments dun");
    raw->collect(stop);
  });
  made->sweep_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "payments sweep");
    raw->look_for_missing(stop);
  });
  made->meters_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "payments meters");
    raw->say_usage(stop);
  });
  made->push_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "payments push");
    raw->push(stop);
  });
  made->capture_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "payments take");
    raw->take_approved(stop);
  });
  made->thread = std::jthread([raw = made.get(), ended = std::move(ended)](const std::stop_token& stop) {
    run_engine(consumer, raw->engine, raw->leases, stop, ended, [raw] { raw->measure(); });
  });
  return std::unique_ptr<payments_runtime>(new payments_runtime(std::move(made)));
}

payments_runtime::payments_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}

payments_runtime::~payments_runtime() {
  if (!parts_) return;
  parts_->apply_thread.request_stop();  // all end side by side
  parts_->collect_thread.request_stop();
  parts_->sweep_thread.request_stop();
  parts_->meters_thread.request_stop();
  parts_->push_thread.request_stop();
  parts_->capture_thread.request_stop();
}

}  // namespace weir::app
