// bench_load BROKERS PREFIX WORKLOAD EVENTS PER_RECORD EXPECTED_CSV
//
// Writes a usage log for measurements, and what must come of it. 256-byte CloudEvents of one type with a value; 1 %
// resends, 0.1 % too old, 0.01 % without a value. Workloads: w1: 50 tenants, about 16,000 cells; w2: one tenant has 90
// %; w3: every event a cell of its own. The same arguments give the same events, but for the times: they end now.
//
// Prints one JSON line: {"events":…,"counted":…,"records":…,"tenants":[[id, bucket], …]}. EXPECTED_CSV gets
// tenant,subject,hour,events,sum, sorted.
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <vector>

#include <fmt/format.h>

#include <weir/base/decimal.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/contract/topics.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/kafka/producer.hpp>
#include <weir/kafka/topics.hpp>

namespace {

using namespace weir;

constexpr int tenant_count = 50;

struct made {
  int tenant = 0;
  std::string json;
  std::string subject;
  std::int64_t hour = 0;
  std::int64_t value_milli = 0;
  bool counts = false;
};

class generator {
 public:
  generator(std::string workload, std::int64_t now_ms) : workload_(std::move(workload)), now_ms_(now_ms) {}

  made next() {
    const auto dice = random_() % 10'000;
    if (dice < 100 && !sent_.empty()) {
      auto again = sent_[random_() % sent_.size()];
      again.counts = false;
      return again;
    }
    made e;
    e.tenant = workload_ == "w2" && random_() % 10 != 0 ? 0 : static_cast<int>(random_() % tenant_count);
    e.subject = workload_ == "w3" ? fmt::format("device-{:09}", made_) : fmt::format("device-{:03}", random_() % 107);
    const bool old = dice >= 100 && dice < 110;
    const bool poison = dice == 110;
    auto time_ms = now_ms_ - static_cast<std::int64_t>(random_() % (3 * 3'600'000));
    if (old) time_ms -= 40LL * 86'400'000;
    e.hour = time_ms / 3'600'000;
    e.value_milli = static_cast<std::int64_t>(random_() % 1'000'000);
    const auto value =
        poison ? std::string("\"none\"") : fmt::format("{}.{:03}", e.value_milli / 1000, e.value_milli % 1000);
    e.json = fmt::format(
        R"({{"specversion":"1.0","id":"{:016x}","source":"app/eu-west-1","type":"request","subject":"{}","time":"{}","data":{{"v":{},"route":"/v1/items/{}","trace":"{:016x}{:08x}"}}}})",
        random_(), e.subject, format_rfc3339(timestamp::from_ms(time_ms)), value, random_() % 40, random_(),
        static_cast<std::uint32_t>(random_()));
    e.counts = !old && !poison;
    ++made_;
    if (e.counts) {
      // Resends of events up to a million back.
      if (sent_.size() < 1'000'000) {
        sent_.push_back(e);
      } else {
        sent_[made_ % sent_.size()] = e;
      }
    }
    return e;
  }

 private:
  std::string workload_;
  std::int64_t now_ms_;
  std::mt19937_64 random_{20261120};
  std::uint64_t made_ = 0;
  std::vector<made> sent_;
};

tenant_id tenant_of(int index) {
  tenant_id id;
  std::mt19937_64 random(static_cast<std::uint64_t>(index) + 1);
  for (auto& byte : id.value.bytes)
    byte = static_cast<std::uint8_t>(random());
  id.value.bytes[0] &= 0x7f;
  return id;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    fmt::print(stderr, "usage: bench_load BROKERS PREFIX w1|w2|w3 EVENTS PER_RECORD EXPECTED_CSV\n");
    return 2;
  }
  kafka::client_config config;
  config.brokers = argv[1];
  config.topic_prefix = argv[2];
  const auto events = std::strtoull(argv[4], nullptr, 10);
  const auto per_record = std::strtoull(argv[5], nullptr, 10);
  auto admin = kafka::topic_admin::open(config);
  if (!admin) return 1;
  const auto partitions = (*admin)->partition_count("weir.usage");
  if (!partitions) {
    fmt::print(stderr, "bench_load: {}\n", partitions.error().detail);
    return 1;
  }
  kafka::producer_settings settings;
  settings.linger_ms = 20;
  settings.deadline = std::chrono::seconds(60);
  settings.queued_bytes = 256 << 20;
  auto producer = kafka::producer::open(config, settings);
  if (!producer) return 1;

  std::mutex mutex;
  std::condition_variable room;
  std::size_t in_flight = 0;
  bool failed = false;
  std::uint64_t records = 0;
  std::vector<tenant_id> tenants;
  std::vector<std::string> open(tenant_count);
  std::vector<std::size_t> open_count(tenant_count);
  for (int i = 0; i < tenant_count; ++i)
    tenants.push_back(tenant_of(i));
  const auto received = format_rfc3339(system_clock().now());

  auto send = [&](int tenant) {
    auto& body = open[static_cast<std::size_t>(tenant)];
    if (body.empty()) return;
    const auto bucket = domain::bucket_of(tenants[static_cast<std::size_t>(tenant)]);
    stream::outgoing_record record;
    record.topic = "weir.usage";
    record.partition = domain::partition_of(bucket, *partitions);
    record.key = bucket.text();
    record.value = "[" + body + "]";
    record.headers = {{"weir-frame", "1"},
                      {"weir-tenant", tenants[static_cast<std::size_t>(tenant)].text()},
                      {"weir-request", "req_01ARZ3NDEKTSV4RRFFQ69G5FAV"},
                      {"weir-received", received},
                      {"content-type", "application/cloudevents-batch+json"}};
    ++records;
    body.clear();
    open_count[static_cast<std::size_t>(tenant)] = 0;
    std::unique_lock lock(mutex);
    room.wait(lock, [&] { return in_flight < 100'000; });
    ++in_flight;
    lock.unlock();
    (*producer)->publish(std::move(record), [&](result<stream::position> done) {
      std::scoped_lock held(mutex);
      failed = failed || !done;
      --in_flight;
      room.notify_one();
    });
  };

  std::map<std::tuple<std::string, std::string, std::int64_t>, std::pair<std::int64_t, std::int64_t>> cells;
  generator source(argv[3], system_clock().now().ms());
  std::uint64_t counted = 0;
  for (std::uint64_t i = 0; i < events; ++i) {
    const auto e = source.next();
    const auto at = static_cast<std::size_t>(e.tenant);
    if (e.counts) {
      ++counted;
      auto& cell = cells[{tenants[at].text(), e.subject, e.hour * 3600}];
      ++cell.first;
      cell.second += e.value_milli;
    }
    if (!open[at].empty()) open[at] += ',';
    open[at] += e.json;
    if (++open_count[at] == per_record) send(e.tenant);
  }
  for (int i = 0; i < tenant_count; ++i)
    send(i);
  {
    std::unique_lock lock(mutex);
    room.wait(lock, [&] { return in_flight == 0; });
  }
  std::ofstream expected(argv[6]);
  for (const auto& [key, cell] : cells) {
    expected << fmt::format("{},{},{},{},{}\n", std::get<0>(key), std::get<1>(key), std::get<2>(key), cell.first,
                            decimal::from_units(static_cast<int128>(cell.second) * 1'000'000).text());
  }
  fmt::print("{{\"events\":{},\"counted\":{},\"records\":{},\"tenants\":[", events, counted, records);
  for (std::size_t i = 0; i < tenants.size(); ++i)
    fmt::print("{}[\"{}\",{}]", i == 0 ? "" : ",", tenants[i].text(), domain::bucket_of(tenants[i]).text());
  fmt::print("]}}\n");
  return failed ? 1 : 0;
}
