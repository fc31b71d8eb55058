// The ceiling of every catch-up figure: librdkafka alone and simdjson alone, as tight as they go.
//
//   bench_ceiling read BROKERS TOPIC PARTITIONS THREADS  consumes and parses the whole topic
//   bench_ceiling ends BROKERS TOPIC PARTITIONS          records in the topic
//
// One consumer for each thread, with a deep queue and one ListOffsets request every 10 ms, which wakes the fetcher of
// librdkafka 2.0 (docs/performance.md): a lamed ceiling is no ceiling. Each event's attributes and value are read,
// nothing is kept. Prints one JSON line: {"records":…,"events":…,"seconds":…,"cpu_seconds":…}.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <librdkafka/rdkafka.h>
#include <malloc.h>
#include <simdjson.h>
#include <sys/resource.h>

namespace {

namespace ondemand = simdjson::ondemand;
using clock_type = std::chrono::steady_clock;

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
}

rd_kafka_t* open_consumer(const char* brokers) {
  char why[512];
  auto* conf = rd_kafka_conf_new();
  const char* settings[][2] = {{"bootstrap.servers", brokers},
                               {"queued.min.messages", "200000"},
                               {"queued.max.messages.kbytes", "131072"},
                               {"fetch.message.max.bytes", "1048576"},
                               {"fetch.wait.max.ms", "50"},
                               {"check.crcs", "true"},
                               {"auto.offset.reset", "error"},
                               {"enable.auto.commit", "false"},
                               {"enable.auto.offset.store", "false"}};
  for (const auto& s : settings) {
    if (rd_kafka_conf_set(conf, s[0], s[1], why, sizeof why) != RD_KAFKA_CONF_OK) {
      std::fprintf(stderr, "bench_ceiling: %s\n", why);
      std::exit(1);
    }
  }
  auto* made = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
  if (made == nullptr) {
    std::fprintf(stderr, "bench_ceiling: %s\n", why);
    std::exit(1);
  }
  return made;
}

std::int64_t end_of(rd_kafka_t* consumer, const char* topic, std::int32_t partition) {
  std::int64_t low = 0;
  std::int64_t high = 0;
  const auto failed = rd_kafka_query_watermark_offsets(consumer, topic, partition, &low, &high, 10'000);
  if (failed != RD_KAFKA_RESP_ERR_NO_ERROR) {
    std::fprintf(stderr, "bench_ceiling: %s: %s\n", topic, rd_kafka_err2str(failed));
    std::exit(1);
  }
  return high;
}

class event_reader {
 public:
  // Events of one record; every field that the worker needs is read.
  std::uint64_t read(const void* bytes, std::size_t size) {
    if (buffer_.size() < size + simdjson::SIMDJSON_PADDING) buffer_.resize(2 * size + simdjson::SIMDJSON_PADDING);
    std::memcpy(buffer_.data(), bytes, size);
    ondemand::document document;
    ondemand::array array;
    if (parser_.iterate(buffer_.data(), size, buffer_.size()).get(document) || document.get_array().get(array)) fail();
    std::uint64_t events = 0;
    for (auto element : array) {
      ondemand::object event;
      if (element.get_object().get(event)) fail();
      for (const char* name : {"id", "source", "type", "subject", "time"}) {
        std::string_view text;
        if (event.find_field(name).get_string().get(text)) fail();
        sum_ += text.size();
      }
      ondemand::value value;
      if (event.find_field("data").find_field("v").get(value)) fail();
      sum_ += value.raw_json_token().size();
      ++events;
    }
    return events;
  }

  std::uint64_t sum() const { return sum_; }

 private:
  [[noreturn]] static void fail() {
    std::fprintf(stderr, "bench_ceiling: a record is no batch of events\n");
    std::exit(1);
  }

  ondemand::parser parser_;
  std::vector<char> buffer_;
  std::uint64_t sum_ = 0;
};

struct tally {
  std::uint64_t records = 0;
  std::uint64_t events = 0;
  std::uint64_t sum = 0;
};

tally read_partitions(const char* brokers, const char* topic, const std::vector<std::int32_t>& partitions) {
  auto* consumer = open_consumer(brokers);
  auto* handle = rd_kafka_topic_new(consumer, topic, nullptr);
  auto* queue = rd_kafka_queue_new(consumer);
  std::uint64_t most = 0;
  for (auto partition : partitions) {
    most += static_cast<std::uint64_t>(end_of(consumer, topic, partition));
    rd_kafka_consume_start_queue(handle, partition, 0, queue);
  }
  std::atomic<bool> over = false;
  std::thread waker([&] {
    while (!over) {
      std::int64_t low = 0;
      std::int64_t high = 0;
      rd_kafka_query_watermark_offsets(consumer, topic, partitions.front(), &low, &high, 1000);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  tally out;
  event_reader reader;
  std::vector<rd_kafka_message_t*> messages(1000);
  while (out.records < most) {
    auto got = rd_kafka_consume_batch_queue(queue, 0, messages.data(), messages.size());
    if (got == 0) got = rd_kafka_consume_batch_queue(queue, 100, messages.data(), 1);
    for (ssize_t i = 0; i < got; ++i) {
      auto* message = messages[static_cast<std::size_t>(i)];
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        out.events += reader.read(message->payload, message->len);
        ++out.records;
      }
      rd_kafka_message_destroy(message);
    }
  }
  out.sum = reader.sum();
  over = true;
  waker.join();
  for (auto partition : partitions)
    rd_kafka_consume_stop(handle, partition);
  rd_kafka_queue_destroy(queue);
  rd_kafka_topic_destroy(handle);
  rd_kafka_destroy(consumer);
  return out;
}

int read_all(const char* brokers, const char* topic, std::int32_t partitions, std::size_t threads) {
  std::vector<std::vector<std::int32_t>> shares(threads);
  for (std::int32_t p = 0; p < partitions; ++p)
    shares[static_cast<std::size_t>(p) % threads].push_back(p);
  std::vector<tally> found(threads);
  const auto cpu = cpu_seconds();
  const auto start = clock_type::now();
  {
    std::vector<std::jthread> running;
    for (std::size_t i = 0; i < threads; ++i)
      running.emplace_back([&, i] { found[i] = read_partitions(brokers, topic, shares[i]); });
  }
  const auto seconds = std::chrono::duration<double>(clock_type::now() - start).count();
  tally all;
  for (const auto& t : found) {
    all.records += t.records;
    all.events += t.events;
    all.sum += t.sum;
  }
  std::printf("{\"records\":%llu,\"events\":%llu,\"seconds\":%.4f,\"cpu_seconds\":%.4f,\"sum\":%llu}\n",
              static_cast<unsigned long long>(all.records), static_cast<unsigned long long>(all.events), seconds,
              cpu_seconds() - cpu, static_cast<unsigned long long>(all.sum));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  // As the program's own start does.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_TOP_PAD, 16 << 20);
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "read" && argc == 6)
    return read_all(argv[2], argv[3], std::atoi(argv[4]), static_cast<std::size_t>(std::max(1, std::atoi(argv[5]))));
  if (verb == "ends" && argc == 5) {
    auto* consumer = open_consumer(argv[2]);
    std::int64_t records = 0;
    for (std::int32_t p = 0; p < std::atoi(argv[4]); ++p)
      records += end_of(consumer, argv[3], p);
    rd_kafka_destroy(consumer);
    std::printf("{\"records\":%lld}\n", static_cast<long long>(records));
    return 0;
  }
  std::fprintf(stderr,
               "usage: bench_ceiling read BROKERS TOPIC PARTITIONS THREADS\n"
               "       bench_ceiling ends BROKERS TOPIC PARTITIONS\n");
  return 2;
}
