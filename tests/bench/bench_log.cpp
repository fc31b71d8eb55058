// Figures of the log's adapter against a real broker: WEIR_TEST_KAFKA_BROKERS=host:port bench_log VERB …
//
//   produce TOPIC PARTITIONS RECORDS BYTES          makes the topic and fills it
//   raw TOPIC PARTITIONS [PIPELINE_NS]              librdkafka alone, same settings: the ceiling
//   reader TOPIC PARTITIONS [PIPELINE_NS] [--stall] topic_reader; PIPELINE_NS of work for each record; --stall: no
//   wake-ups latency TOPIC PARTITIONS RATE SECONDS MIN WAIT  publish to poll at RATE records/s, with fetch.min.bytes
//   and wait ingest TOPIC PARTITIONS IN_FLIGHT LINGER RECORDS  publish, IN_FLIGHT at a time
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <librdkafka/rdkafka.h>
#include <sys/resource.h>

#include <weir/kafka/producer.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/kafka/topics.hpp>

namespace {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

double seconds_since(clock_type::time_point start) {
  return std::chrono::duration<double>(clock_type::now() - start).count();
}

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto of = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return of(used.ru_utime) + of(used.ru_stime);
}

double thread_cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_THREAD, &used);
  const auto of = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return of(used.ru_utime) + of(used.ru_stime);
}

weir::kafka::client_config config() {
  weir::kafka::client_config c;
  c.brokers =
      std::getenv("WEIR_TEST_KAFKA_BROKERS") != nullptr ? std::getenv("WEIR_TEST_KAFKA_BROKERS") : "127.0.0.1:9092";
  return c;
}

template<class T>
T must(weir::result<T> r) {
  if (r) {
    if constexpr (!std::is_void_v<T>)
      return std::move(*r);
    else
      return;
  }
  std::fprintf(stderr, "%s: %s\n", std::string(weir::name(r.error().code)).c_str(), r.error().detail.c_str());
  std::exit(1);
}

weir::stream::outgoing_record record(const std::string& topic, std::int32_t partition, std::string value) {
  return {topic,
          partition,
          "17",
          std::move(value),
          {{"weir-frame", "1"},
           {"weir-tenant", "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV"},
           {"request-id", "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"},
           {"received-at", "2026-01-01T00:00:00.000000000Z"},
           {"content-type", "application/cloudevents+json"}}};
}

// At most `most` publishes at a time.
class window {
 public:
  explicit window(std::size_t most) : most_(most) {}
  void enter() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [&] { return inside_ < most_; });
    ++inside_;
  }
  void leave() {
    std::lock_guard lock(mutex_);
    --inside_;
    freed_.notify_one();
  }
  void drain() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [&] { return inside_ == 0; });
  }

 private:
  std::size_t most_;
  std::size_t inside_ = 0;
  std::mutex mutex_;
  std::condition_variable freed_;
};

int produce(const std::string& topic, std::int32_t partitions, long records, std::size_t bytes) {
  auto admin = must(weir::kafka::topic_admin::open(config()));
  must(admin->apply({{topic, partitions, 1, {{"message.timestamp.type", "LogAppendTime"}}}}));
  weir::kafka::producer_settings s;
  s.linger_ms = 20;
  s.topics = {topic};
  s.deadline = 60s;
  auto p = must(weir::kafka::producer::open(config(), s));
  window in_flight(100'000);
  std::atomic<long> bad = 0;
  const auto start = clock_type::now();
  for (long i = 0; i < records; ++i) {
    in_flight.enter();
    std::string value = "{\"id\":\"" + std::to_string(i) + "\",\"pad\":\"";
    value.resize(std::max(value.size() + 2, bytes), 'x');
    p->publish(record(topic, static_cast<std::int32_t>(i % partitions), std::move(value)), [&](auto r) {
      if (!r) ++bad;
      in_flight.leave();
    });
  }
  in_flight.drain();
  std::printf("produced %ld records, %ld failed, %.0f/s\n", records, bad.load(),
              static_cast<double>(records) / seconds_since(start));
  return bad == 0 ? 0 : 1;
}

void spin(long nanoseconds) {
  if (nanoseconds == 0) return;
  const auto until = clock_type::now() + std::chrono::nanoseconds(nanoseconds);
  while (clock_type::now() < until) {
  }
}

long total_of(weir::kafka::topic_reader& reader, std::int32_t partitions) {
  long total = 0;
  for (std::int32_t p = 0; p < partitions; ++p)
    total += must(reader.bounds(p)).high_watermark;
  return total;
}

void print(const char* what, long records, double wall, double cpu, double thread_cpu) {
  const auto n = static_cast<double>(records);
  std::printf("%s: %ld records, %.0f/s, CPU %.3f us/record, of it this thread %.3f\n", what, records, n / wall,
              cpu / n * 1e6, thread_cpu / n * 1e6);
}

int read_all(const std::string& topic, std::int32_t partitions, long work_ns, bool stall) {
  weir::kafka::reader_settings s;
  s.wake_fetches = !stall;
  if (const char* min = std::getenv("FETCH_MIN")) s.fetch_min_bytes = std::atoi(min);
  if (const char* wait = std::getenv("FETCH_WAIT")) s.fetch_wait_ms = std::atoi(wait);
  auto reader = must(weir::kafka::topic_reader::open(config(), topic, s));
  const auto total = total_of(*reader, partitions);
  const auto cpu = cpu_seconds();
  const auto own = thread_cpu_seconds();
  const auto start = clock_type::now();
  for (std::int32_t p = 0; p < partitions; ++p)
    must(reader->assign(p, 0));
  long seen = 0;
  std::size_t sum = 0;
  double idle = 0;
  while (seen < total) {
    const auto asked = clock_type::now();
    auto got = must(reader->poll(1000, 100ms));
    if (got.empty() || got.size() == 1) idle += seconds_since(asked);
    for (const auto& r : got)
      sum += r.value.size() + static_cast<unsigned char>(r.value.front()) + r.headers.size();
    seen += static_cast<long>(got.size());
    spin(work_ns * static_cast<long>(got.size()));
  }
  print("reader", seen, seconds_since(start), cpu_seconds() - cpu, thread_cpu_seconds() - own);
  std::printf("  sum %zu, waited %.3f s, questions %llu\n", sum, idle,
              static_cast<unsigned long long>(reader->count().questions));
  return 0;
}

int read_raw(const std::string& topic, std::int32_t partitions, long work_ns) {
  auto probe = must(weir::kafka::topic_reader::open(config(), topic));
  const auto total = total_of(*probe, partitions);
  probe.reset();
  char why[512];
  auto* conf = rd_kafka_conf_new();
  const std::map<std::string, std::string> settings{
      {"bootstrap.servers", config().brokers},
      {"queued.min.messages", std::getenv("QUEUED") != nullptr ? std::getenv("QUEUED") : "200000"},
      {"queued.max.messages.kbytes", "262144"},
      {"fetch.message.max.bytes", "524288"},
      {"fetch.wait.max.ms", "50"},
      {"fetch.max.bytes", "16777216"},
      {"check.crcs", "true"},
      {"auto.offset.reset", "error"},
      {"enable.auto.commit", "false"},
      {"enable.auto.offset.store", "false"}};
  for (const auto& [k, v] : settings)
    rd_kafka_conf_set(conf, k.c_str(), v.c_str(), why, sizeof why);
  const auto cpu = cpu_seconds();
  const auto own = thread_cpu_seconds();
  const auto start = clock_type::now();
  auto* rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
  auto* rkt = rd_kafka_topic_new(rk, topic.c_str(), nullptr);
  auto* queue = rd_kafka_queue_new(rk);
  for (std::int32_t p = 0; p < partitions; ++p)
    rd_kafka_consume_start_queue(rkt, p, 0, queue);
  std::vector<rd_kafka_message_t*> messages(1000);
  const bool headers = std::getenv("HEADERS") != nullptr;
  long seen = 0;
  std::size_t sum = 0;
  while (seen < total) {
    auto n = rd_kafka_consume_batch_queue(queue, 0, messages.data(), messages.size());
    if (n == 0) n = rd_kafka_consume_batch_queue(queue, 100, messages.data(), 1);
    for (ssize_t i = 0; i < n; ++i) {
      auto* m = messages[static_cast<std::size_t>(i)];
      if (m->err == 0) {
        sum += m->len + *static_cast<const unsigned char*>(m->payload);
        rd_kafka_headers_t* list = nullptr;
        if (headers && rd_kafka_message_headers(m, &list) == 0) sum += rd_kafka_header_cnt(list);
        ++seen;
      }
      rd_kafka_message_destroy(m);
    }
    spin(work_ns * n);
  }
  print("raw", seen, seconds_since(start), cpu_seconds() - cpu, thread_cpu_seconds() - own);
  std::printf("  sum %zu\n", sum);
  for (std::int32_t p = 0; p < partitions; ++p)
    rd_kafka_consume_stop(rkt, p);
  rd_kafka_queue_destroy(queue);
  rd_kafka_topic_destroy(rkt);
  rd_kafka_destroy(rk);
  return 0;
}

void percentiles(std::vector<double>& ms) {
  std::ranges::sort(ms);
  const auto at = [&](double q) {
    return ms.empty() ? 0.0 : ms[static_cast<std::size_t>(q * static_cast<double>(ms.size() - 1))];
  };
  std::printf("  p50 %.2f ms, p99 %.2f ms, max %.2f ms (%zu)\n", at(0.5), at(0.99), at(1), ms.size());
}

int latency(const std::string& topic, std::int32_t partitions, int rate, int seconds, int fetch_min, int fetch_wait) {
  auto admin = must(weir::kafka::topic_admin::open(config()));
  must(admin->apply({{topic, partitions, 1, {{"message.timestamp.type", "LogAppendTime"}}}}));
  weir::kafka::producer_settings ps;
  ps.topics = {topic};
  auto p = must(weir::kafka::producer::open(config(), ps));
  weir::kafka::reader_settings rs;
  rs.fetch_min_bytes = fetch_min;
  rs.fetch_wait_ms = fetch_wait;
  auto reader = must(weir::kafka::topic_reader::open(config(), topic, rs));
  for (std::int32_t i = 0; i < partitions; ++i)
    must(reader->assign(i, must(reader->bounds(i)).high_watermark));
  std::atomic<bool> stop = false;
  std::thread sender([&] {
    const auto begin = clock_type::now();
    for (long i = 0; !stop; ++i) {
      std::this_thread::sleep_until(begin + std::chrono::nanoseconds(1'000'000'000LL / std::max(rate, 1) * i));
      if (rate == 0) continue;
      const auto now = clock_type::now().time_since_epoch().count();
      std::string value(256, 'x');
      std::memcpy(value.data(), &now, sizeof now);
      p->publish(record(topic, static_cast<std::int32_t>(i % partitions), std::move(value)), [](auto) {});
    }
  });
  std::vector<double> ms;
  const auto cpu = cpu_seconds();
  const auto own = thread_cpu_seconds();
  const auto start = clock_type::now();
  while (seconds_since(start) < seconds) {
    auto got = must(reader->poll(1000, 100ms));
    const auto now = clock_type::now().time_since_epoch().count();
    for (const auto& r : got) {
      clock_type::rep sent = 0;
      std::memcpy(&sent, r.value.data(), sizeof sent);
      ms.push_back(static_cast<double>(now - sent) * 1e-6);
    }
  }
  stop = true;
  sender.join();
  std::printf("latency rate %d min %d wait %d: CPU of this process %.1f %%, poll thread %.1f %%, questions %llu\n",
              rate, fetch_min, fetch_wait, (cpu_seconds() - cpu) / seconds * 100,
              (thread_cpu_seconds() - own) / seconds * 100, static_cast<unsigned long long>(reader->count().questions));
  percentiles(ms);
  return 0;
}

int ingest(const std::string& topic, std::int32_t partitions, std::size_t in_flight, double linger, long records) {
  auto admin = must(weir::kafka::topic_admin::open(config()));
  must(admin->apply({{topic, partitions, 1, {{"message.timestamp.type", "LogAppendTime"}}}}));
  weir::kafka::producer_settings s;
  s.topics = {topic};
  s.linger_ms = linger;
  if (const char* codec = std::getenv("COMPRESSION")) s.compression = codec;
  std::atomic<long> bursts = 0;
  weir::kafka::producer_hooks hooks;
  hooks.burst_end = [&] { ++bursts; };
  auto p = must(weir::kafka::producer::open(config(), s, std::move(hooks)));
  window requests(in_flight);
  std::mutex mutex;
  std::vector<double> ms;
  std::atomic<long> bad = 0;
  const auto cpu = cpu_seconds();
  const auto start = clock_type::now();
  for (long i = 0; i < records; ++i) {
    requests.enter();
    const auto sent = clock_type::now();
    p->publish(record(topic, static_cast<std::int32_t>(i % partitions), std::string(256, 'x')), [&, sent](auto r) {
      if (!r) ++bad;
      const auto took = seconds_since(sent) * 1e3;
      {
        std::lock_guard lock(mutex);
        ms.push_back(took);
      }
      requests.leave();
    });
  }
  requests.drain();
  const auto wall = seconds_since(start);
  std::printf("ingest in flight %zu linger %.2f: %.0f/s, CPU %.2f us/record, %ld failed, %.1f reports per burst\n",
              in_flight, linger, static_cast<double>(records) / wall,
              (cpu_seconds() - cpu) / static_cast<double>(records) * 1e6, bad.load(),
              static_cast<double>(records) / static_cast<double>(std::max(1L, bursts.load())));
  percentiles(ms);
  return bad == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> a(argv + 1, argv + argc);
  const auto number = [&](std::size_t i, long otherwise = 0) {
    return i < a.size() ? std::atol(a[i].c_str()) : otherwise;
  };
  if (a.size() < 3) {
    std::fprintf(stderr, "usage: see the head of tests/bench/bench_log.cpp\n");
    return 2;
  }
  const auto partitions = static_cast<std::int32_t>(number(2, 8));
  if (a[0] == "produce")
    return produce(a[1], partitions, number(3, 1'000'000), static_cast<std::size_t>(number(4, 256)));
  if (a[0] == "raw") return read_raw(a[1], partitions, number(3));
  if (a[0] == "reader") return read_all(a[1], partitions, number(3), a.back() == "--stall");
  if (a[0] == "latency") {
    return latency(a[1], partitions, static_cast<int>(number(3)), static_cast<int>(number(4)),
                   static_cast<int>(number(5)), static_cast<int>(number(6)));
  }
  if (a[0] == "ingest")
    return ingest(a[1], partitions, static_cast<std::size_t>(number(3)), std::atof(a[4].c_str()), number(5));
  return 2;
}
