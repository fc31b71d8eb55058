// bench_processor EVENTS PER_RECORD
//
// The usage worker's rules alone, without a log or a database: CPU nanoseconds for each event of workload w1-like
// records.
#include <array>
#include <cstdlib>
#include <random>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>
#include <workers/usage/memory_usage_store.hpp>
#include <workers/usage/usage_processor.hpp>

#include <weir/base/time.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/stream/memory_database.hpp>

namespace {

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace weir;
  const auto events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const auto per_record = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  std::mt19937_64 random(1);
  stream::memory_database database(system_clock(), 10'000);
  usage::memory_usage_store store(database);
  auto& tables = usage::memory_usage_store::tables(database);
  usage::live_meter meter;
  meter.definition.number = 1;
  meter.definition.event_type = "request";
  meter.definition.aggregation = domain::aggregation::sum;
  meter.definition.value = *domain::json_path::parse("$.v");
  tables.meters = {meter};
  std::vector<tenant_id> tenants;
  while (tenants.size() < 6) {
    tenant_id id;
    for (auto& byte : id.value.bytes)
      byte = static_cast<std::uint8_t>(random());
    id.value.bytes[0] &= 0x7f;
    if (domain::partition_of(domain::bucket_of(id), 8) != 0) continue;
    tables.tenants[id] = {static_cast<std::int32_t>(tenants.size() + 1), 0};
    tenants.push_back(id);
  }
  usage::processor_options options;
  options.partitions = 8;
  usage::usage_processor processor(options, store,
                                   [](auto) { return usage::make_memory_claim_ledger(std::size_t{1} << 34); });
  stream::lease lease;
  (void)processor.open(lease, [] {});

  // A window of records, used again with new ids, so that making them costs little beside taking them.
  const auto now_ms = system_clock().now().ms();
  std::vector<std::string> texts(tenants.size());
  for (std::size_t i = 0; i < tenants.size(); ++i)
    texts[i] = tenants[i].text();
  std::vector<std::string> bodies;
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < 1000 / per_record + 1; ++i) {
    std::string body = "[";
    for (std::size_t k = 0; k < per_record; ++k) {
      if (k > 0) body += ',';
      body += fmt::format(
          R"({{"specversion":"1.0","id":"{:016x}","source":"app/eu-west-1","type":"request","subject":"device-{:03}","time":"{}","data":{{"v":{}.{:03},"route":"/v1/items/{}","trace":"{:016x}{:08x}"}}}})",
          random(), random() % 107,
          format_rfc3339(timestamp::from_ms(now_ms - static_cast<std::int64_t>(random() % 10'000'000))),
          random() % 1000, random() % 1000, random() % 40, random(), static_cast<std::uint32_t>(random()));
    }
    bodies.push_back(body + "]");
    owners.push_back(random() % tenants.size());
  }
  std::uint64_t done = 0;
  stream::offset offset = 0;
  double absorbing = 0, sealing = 0;
  std::vector<stream::record> polled;
  std::vector<std::array<stream::header, 2>> headers(bodies.size());
  while (done < events) {
    polled.clear();
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      auto& body = bodies[i];
      for (std::size_t at = body.find("\"id\":\""); at != std::string::npos; at = body.find("\"id\":\"", at + 200)) {
        const auto fresh = random();
        for (int k = 0; k < 16; ++k)
          body[at + 6 + static_cast<std::size_t>(k)] = "0123456789abcdef"[(fresh >> (4 * k)) & 15];
      }
      headers[i] = {{{"weir-frame", "1"}, {"weir-tenant", texts[owners[i]]}}};
      polled.push_back({0, offset++, now_ms, "0", body, headers[i]});
    }
    const auto started = cpu_seconds();
    processor.expect(polled);
    for (const auto& record : polled) {
      if (auto taken = processor.absorb(record); !taken) return 1;
    }
    absorbing += cpu_seconds() - started;
    done += per_record * polled.size();
    if (processor.weight().events >= 200'000) {
      const auto before = cpu_seconds();
      auto batch = processor.seal();
      processor.committed(*batch);
      sealing += cpu_seconds() - before;
    }
  }
  const auto n = static_cast<double>(done);
  fmt::print("{{\"events\":{},\"absorb_ns\":{:.0f},\"seal_ns\":{:.0f},\"claims_bytes_each\":{:.1f}}}\n", done,
             absorbing / n * 1e9, sealing / n * 1e9,
             static_cast<double>(processor.memory().hot_bytes) / static_cast<double>(processor.memory().hot_count));
  return 0;
}
