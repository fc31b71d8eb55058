#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

#include <api/endpoint_table.hpp>
#include <api/feature_flags.hpp>
#include <api/feed_waits.hpp>
#include <api/handlers/api_keys.hpp>
#include <api/server_setup.hpp>
#include <api/usage/usage_streams.hpp>
#include <fmt/format.h>
#include <src/app/installation.hpp>
#include <src/app/program.hpp>
#include <src/app/secret_watch.hpp>
#include <src/app/signals.hpp>
#include <src/app/verbs.hpp>
#include <src/app/worker_set.hpp>

#include <weir/base/log.hpp>
#include <weir/http/server.hpp>
#include <weir/http/webhook_url.hpp>
#include <weir/kafka/bounded_reader.hpp>
#include <weir/kafka/producer.hpp>

namespace weir::app {
namespace {

constexpr int drain_ms = 10'000;

result<std::unique_ptr<kafka::producer>> open_producer(const program& p, std::int32_t partitions) {
  kafka::producer_settings settings;
  settings.deadline = std::chrono::milliseconds(p.config().ingest_deadline_ms);
  settings.linger_ms = kafka::suggested_linger_ms(partitions);
  settings.compression = p.config().kafka_compression;
  settings.topics = {"weir.usage", "weir.commands", "weir.payments"};
  // Delivery reports come in bursts on the producer's thread: each burst wakes an io thread once.
  auto batch = std::make_shared<std::optional<http::completion_batch>>();
  kafka::producer_hooks hooks;
  hooks.burst_begin = [batch] { batch->emplace(); };
  hooks.burst_end = [batch] { batch->reset(); };
  hooks.rebuilt = [rebuilds = process_metrics().counter(metric::weir_kafka_producer_rebuilds_total)] {
    rebuilds.add();
    log::warning("producer rebuilt");
  };
  return kafka::producer::open(p.kafka("weir-api"), std::move(settings), std::move(hooks));
}

postgres::pool_options api_pool(const program& p) {
  auto options = p.database("weir api");
  options.statement_timeout = std::chrono::seconds(p.config().database_timeout);
  options.is_for_requests = true;
  return {options, static_cast<std::size_t>(p.config().database_pool_size), std::chrono::seconds(5), {}};
}

}  // namespace

int run_serve(bool with_workers) {
  auto p = start_program(with_workers ? "weir serve" : "weir api");
  if (!p) return exit_failed;
  catch_stop_signals();
  std::atomic<bool> ended = false;
  postgres::pool database(api_pool(*p));
  auto ready = ready_to_run(*p, database, ended);
  if (!ready) return report("starting", ready.error());

  std::unique_ptr<worker_set> background;
  if (with_workers) {
    const std::vector<std::string> every(worker_set::names().begin(), worker_set::names().end());
    auto started = worker_set::start(*p, database, ready->partitions, every, [&](const error&) { ended = true; });
    if (!started) return report("starting the workers", started.error());
    background = std::move(*started);
  }

  auto producer = open_producer(*p, ready->partitions);
  if (!producer) return report("reaching the broker", producer.error());
  kafka::bounded_reader log_reader(p->kafka("weir-read"));
  http::worker_pool workers(
      {.threads = 8, .on_change = {}, .on_rejected = {}, .on_exception = [](std::string_view what) {
         log::error("a handler threw", {{"error", what}});
       }});
  // Hashing takes a core for some milliseconds: a storm of sign-ins waits here, and gives way to the rest where there
  // are few cores.
  http::worker_pool passwords(
      {.name = "http-passwords",
       .threads = std::max(1U, std::thread::hardware_concurrency() / 4),
       .queue_max = 64,
       .niceness = 10,
       .on_change = {},
       .on_rejected = {},
       .on_exception = [](std::string_view what) { log::error("a sign-in threw", {{"error", what}}); }});
  // A sign-in service that hangs holds its threads for some seconds each.
  http::worker_pool providers(
      {.name = "http-providers",
       .threads = 4,
       .queue_max = 64,
       .on_change = {},
       .on_rejected = {},
       .on_exception = [](std::string_view what) { log::error("a sign-in elsewhere threw", {{"error", what}}); }});
  // So does a payment provider.
  http::worker_pool payments(
      {.name = "http-payments",
       .threads = 4,
       .queue_max = 64,
       .on_change = {},
       .on_rejected = {},
       .on_exception = [](std::string_view what) { log::error("a payment threw", {{"error", what}}); }});
  auto webhooks = http::webhook_rules::parse(p->config().webhook_ports, p->config().webhook_allowed_networks);
  if (!webhooks) return report("reading where webhooks may go", webhooks.error());
  api::services services({.config = p->config(),
                          .clock = system_clock(),
                          .ids = system_ids(),
                          .metrics = process_metrics(),
                          .database = database,
                          .publisher = **producer,
                          .log = log_reader,
                          .secrets = *p->secrets,
                          .workers = workers,
                          .passwords = passwords,
                          .providers = providers,
                          .payments = payments,
                          .webhooks = std::move(*webhooks),
                          .partitions = ready->partitions,
                          .version = std::string(version_text()),
                          .commit = std::string(commit_text()),
                          .broker_refuses = [&producer] { return (*producer)->count().refusing; }});
  if (auto key = api::ensure_platform_key(services, p->config().api_key); !key) {
    return report("making the first platform key", key.error());
  }
  if (auto flags = services.flags->declare(p->settings.features); !flags) {
    return report("declaring feature flags", flags.error());
  }
  services.start();
  const secret_watch signing(
      {"JWT_SECRET", "the keys of access tokens", p->config().jwt_secret, p->config().jwt_secret_previous,
       [&](const auto& current, const auto& previous) { services.access_tokens.renew(current, previous); },
       contract::access_token_codec::key_id},
      process_environment());
  const secret_watch sealing(watched_secrets(*p,
                                             [&](const auto& current, const auto& previous) {
                                               services.receipts.renew(current, previous);
                                               services.cursors.renew(current, previous);
                                             }),
                             process_environment());
  auto options = api::make_server_options(services, 1);
  if (!options) return report("configuring the server", options.error());
  http::server server(std::move(*options), api::make_router(services));
  if (auto started = server.start(); !started) return report("listening", started.error());
  log::info("serving", {{"host", p->config().app_host}, {"port", server.port()}, {"workers", with_workers}});

  wait_for_stop(ended);
  services.draining = true;  // readiness first, so that a proxy sends no more
  services.streams->stop();  // they would last for a minute
  services.feed->stop();
  log::info("draining");
  server.drain(drain_ms);
  server.stop();
  workers.stop();
  passwords.stop();
  providers.stop();
  payments.stop();
  background.reset();
  producer->reset();
  log::stop();
  return ended ? exit_failed : exit_ok;
}

}  // namespace weir::app
