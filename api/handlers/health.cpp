#include <chrono>
#include <string>
#include <utility>

#include <api/active_types.hpp>
#include <api/handlers/health.hpp>
#include <api/ingest.hpp>
#include <api/key_cache.hpp>
#include <api/session_cache.hpp>
#include <api/subject_cache.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/contract/topics.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::api {
namespace {

constexpr std::chrono::milliseconds broker_answers_within{2'000};

struct finding {
  bool ok = true;
  std::string detail;
  std::int64_t took_ms = 0;
};

template<class F>
finding look_at(const call& c, F&& question) {
  const auto began = c.with().clock.monotonic_ms();
  auto answer = question();
  finding f;
  f.took_ms = c.with().clock.monotonic_ms() - began;
  if (!answer) {
    f.ok = false;
    f.detail = std::string(name(answer.error().code));
  }
  return f;
}

finding look_at_database(const call& c) {
  return look_at(c, [&] {
    return c.with().database.read(postgres::role::api, postgres::tenant_scope::nobody(),
                                  [](postgres::executor& in) { return postgres::meters::definitions_version(in); });
  });
}

finding look_at_broker(const call& c) {
  return look_at(c, [&] { return c.with().log.bounds(std::string(contract::usage_topic), 0, broker_answers_within); });
}

void write(contract::json_writer& w, const finding& f) {
  w.begin_object().member("status", f.ok ? "ok" : "down").member("took_ms", f.took_ms);
  if (!f.ok) w.member("code", f.detail);
  w.end_object();
}

http::response one(const call& c, const finding& f) {
  contract::json_writer w;
  write(w, f);
  auto out = c.json(f.ok ? 200 : 503, w.take());
  if (!f.ok) out.add_header("Retry-After", "1");
  return out;
}

bool broker_refuses(const services& with) {
  return with.broker_refuses && with.broker_refuses();
}

}  // namespace

void livez(call c, http::responder respond) {
  respond(c.json(200, R"({"status":"ok"})"));
}

void readyz(call c, http::responder respond) {
  auto& with = c.with();
  const bool draining = with.draining.load(std::memory_order_relaxed);
  const bool database = !with.database_away();
  const bool broker = !broker_refuses(with);
  contract::json_writer w;
  w.begin_object()
      .member("status", draining ? "draining" : (database && broker ? "ready" : "degraded"))
      .member("database", database ? "ok" : "down")
      .member("kafka", broker ? "ok" : "down")
      .end_object();
  auto out = c.json(draining ? 503 : 200, w.take());
  if (draining) out.add_header("Retry-After", "1");
  respond(std::move(out));
}

void health_cache(call c, http::responder respond) {
  auto& with = c.with();
  contract::json_writer w;
  w.begin_object()
      .member("status", "ok")
      .member("detail", "There is no Redis: caches are in this process.")
      .member("api_keys", static_cast<std::int64_t>(with.keys->size()))
      .member("subjects", static_cast<std::int64_t>(with.subjects->size()))
      .member("sessions", static_cast<std::int64_t>(with.sessions->size()))
      .member("stale", with.database_away())
      .end_object();
  respond(c.json(200, w.take()));
}

void version(call c, http::responder respond) {
  contract::json_writer w;
  w.begin_object().member("version", c.with().version).member("commit", c.with().commit).end_object();
  respond(c.json(200, w.take()));
}

void metrics(call c, http::responder respond) {
  auto& with = c.with();
  auto& m = with.dependencies::metrics;
  const auto pool = with.database.now();
  m.gauge(metric::weir_pg_pool_connections, {"open"}).set(static_cast<double>(pool.open));
  m.gauge(metric::weir_pg_pool_connections, {"busy"}).set(static_cast<double>(pool.busy));
  m.gauge(metric::weir_cache_entries, {"api_keys"}).set(static_cast<double>(with.keys->size()));
  m.gauge(metric::weir_cache_entries, {"subjects"}).set(static_cast<double>(with.subjects->size()));
  m.gauge(metric::weir_cache_entries, {"sessions"}).set(static_cast<double>(with.sessions->size()));
  m.gauge(metric::weir_http_request_bytes_in_flight).set(static_cast<double>(with.ingest->in_flight.load()));
  respond(http::response::of(200, "text/plain; version=0.0.4; charset=utf-8", m.exposition()));
}

result<http::response> health(const call& c) {
  const auto database = look_at_database(c);
  const auto broker = look_at_broker(c);
  contract::json_writer w;
  w.begin_object().member("status", database.ok && broker.ok ? "ok" : "degraded").member("version", c.with().version);
  write(w.key("database"), database);
  write(w.key("kafka"), broker);
  w.end_object();
  auto out = c.json(database.ok && broker.ok ? 200 : 503, w.take());
  if (!(database.ok && broker.ok)) out.add_header("Retry-After", "1");
  return out;
}

result<http::response> health_db(const call& c) {
  return one(c, look_at_database(c));
}

result<http::response> health_kafka(const call& c) {
  return one(c, look_at_broker(c));
}

}  // namespace weir::api
