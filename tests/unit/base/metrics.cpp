// The registry shows what the catalogue declares, in a form that Prometheus' own linter accepts.
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <doctest/doctest.h>

#include <weir/base/metrics.hpp>

using weir::metric;
using weir::metric_registry;

TEST_CASE("metrics add up under their labels") {
  metric_registry registry;
  auto counted = registry.counter(metric::weir_events_ingested_total, {"accepted"});
  counted.add();
  counted.add(41);
  registry.counter(metric::weir_events_ingested_total, {"accepted"}).add(8);
  registry.gauge(metric::weir_http_connections).set(3);
  registry.gauge(metric::weir_http_connections).add(-1);
  registry.histogram(metric::weir_kafka_produce_duration_seconds, {"weir.usage"}).observe(0.003);
  registry.histogram(metric::weir_worker_batch_events, {"usage"}).observe(700);
  const auto text = registry.exposition();
  CHECK(text.find("weir_events_ingested_total{result=\"accepted\"} 50\n") != std::string::npos);
  CHECK(text.find("weir_http_connections 2\n") != std::string::npos);
  CHECK(text.find("weir_kafka_produce_duration_seconds_bucket{topic=\"weir.usage\",le=\"0.0025\"} 0\n") !=
        std::string::npos);
  CHECK(text.find("weir_kafka_produce_duration_seconds_bucket{topic=\"weir.usage\",le=\"0.005\"} 1\n") !=
        std::string::npos);
  CHECK(text.find("weir_worker_batch_events_bucket{worker=\"usage\",le=\"1000\"} 1\n") != std::string::npos);
}

TEST_CASE("labels cannot grow without a limit") {
  metric_registry registry;
  for (int i = 0; i < 10'050; ++i)
    registry.counter(metric::weir_rejected_total, {std::to_string(i)}).add();
  const auto text = registry.exposition();
  CHECK(text.find("weir_rejected_total{code=\"other\"} 50\n") != std::string::npos);
}

TEST_CASE("promtool accepts every metric of the catalogue") {
  metric_registry registry;
#define WEIR_METRIC(name, type, help, labels) make_##type(metric::name, labels);
  const auto labels_of = [](std::string_view text) {
    std::size_t count = text.empty() ? 0 : 1;
    for (char c : text)
      count += c == ',';
    return count;
  };
  const auto with_labels = [&](std::string_view text, auto make) {
    switch (labels_of(text)) {
      case 0:
        return make({});
      case 1:
        return make({"a"});
      case 2:
        return make({"a", "b"});
      default:
        return make({"a", "b", "c"});
    }
  };
  using values = metric_registry::label_values;
  const auto make_counter = [&](metric m, std::string_view names) {
    with_labels(names, [&](values v) { registry.counter(m, v).add(); });
  };
  const auto make_gauge = [&](metric m, std::string_view names) {
    with_labels(names, [&](values v) { registry.gauge(m, v).set(1); });
  };
  const auto make_histogram = [&](metric m, std::string_view names) {
    with_labels(names, [&](values v) { registry.histogram(m, v).observe(1); });
  };
#include <weir/catalogue/metrics.inc>
#undef WEIR_METRIC
  const std::string path = std::tmpnam(nullptr);
  std::ofstream(path) << registry.exposition();
  const char* given = std::getenv("WEIR_PROMTOOL");
  const std::string promtool = given ? given : "promtool";
  CHECK_MESSAGE(std::system((promtool + " check metrics < " + path).c_str()) == 0,
                "scripts/check unit fetches promtool");
  std::remove(path.c_str());
}
