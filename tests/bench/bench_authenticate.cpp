// bench_authenticate BLOCKS
//
// What it costs to know who asks: one-event requests through the router and the endpoint's steps, with a key that the
// cache knows (take the bearer, hash it, look it up, judge it, ask its quotas), and the same requests through the same
// router to the same handler with a principal that is known beforehand. No socket, no broker. Blocks of both go in
// turn, each first every other time; prints the median CPU time of a request of either, and whether both wrote the
// same.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <api/context.hpp>
#include <api/endpoint_table.hpp>
#include <api/key_cache.hpp>
#include <fmt/format.h>
#include <time.h>

#include <weir/base/crypto.hpp>
#include <weir/http/router.hpp>

namespace {

using namespace weir;

constexpr std::size_t per_block = 500;
constexpr std::string_view path = "/api/v1/events";
constexpr std::string_view key = "weir_sk_0123456789abcdef0123456789abcdef0123456789a";

// Accepts at once, and keeps what it was given.
class keeping_publisher final : public stream::publisher {
 public:
  void publish(stream::outgoing_record record, delivered done) override {
    stream::position at{record.topic, record.partition, static_cast<stream::offset>(records.size())};
    records.push_back(std::move(record));
    done(at);
  }
  std::vector<stream::outgoing_record> records;
};

double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

std::vector<http::request> requests(std::string_view authorization) {
  std::vector<http::request> out;
  const std::vector<http::header_view> headers{{"Authorization", authorization},
                                               {"Content-Type", "application/cloudevents+json"}};
  for (std::size_t i = 0; i < per_block; ++i) {
    const auto body = fmt::format(
        R"({{"specversion":"1.0","id":"{:016x}","source":"app/eu-west-1","type":"request","subject":"device-{:03}","time":"2026-11-20T10:00:00Z","data":{{"v":{}.5,"route":"/v1/items/{}","trace":"{:024x}"}}}})",
        i, i % 107, i % 1000, i % 40, i);
    auto made = http::make_request("POST", path, headers, body);
    if (!made) std::exit(1);
    out.push_back(std::move(*made));
  }
  return out;
}

// CPU ns of a request; how many were answered 202 is added up.
double block(const http::router& router, std::vector<http::request> asked, std::size_t& accepted) {
  const auto began = cpu_ns();
  for (auto& request : asked)
    router(std::move(request), http::responder::to([&](http::response answer) { accepted += answer.status == 202; }));
  return (cpu_ns() - began) / per_block;
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

bool same(const std::vector<stream::outgoing_record>& a, const std::vector<stream::outgoing_record>& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
    return x.topic == y.topic && x.partition == y.partition && x.key == y.key && x.value == y.value;
  });
}

}  // namespace

int main(int argc, char** argv) {
  const auto blocks = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 400;
  settings config;
  config.app_secret_key = "0123456789abcdef0123456789abcdef";
  metric_registry registry;
  keeping_publisher publisher;
  postgres::pool_options nowhere;  // nothing listens on port 1
  nowhere.connection.url = "postgresql://nobody@127.0.0.1:1/none";
  nowhere.size = 1;
  postgres::pool database(nowhere);
  kafka::client_config no_broker;
  no_broker.brokers = "127.0.0.1:1";
  kafka::bounded_reader log(no_broker, 1);
  http::worker_pool workers({}), passwords({}), providers({});
  secret_ring secrets(config.app_secret_key);
  api::services with(api::dependencies{.config = config,
                                       .clock = system_clock(),
                                       .ids = system_ids(),
                                       .metrics = registry,
                                       .database = database,
                                       .publisher = publisher,
                                       .log = log,
                                       .secrets = secrets,
                                       .workers = workers,
                                       .passwords = passwords,
                                       .providers = providers,
                                       .payments = providers,
                                       .webhooks = http::webhook_rules::parse("443", "").value(),
                                       .partitions = 8});
  const api::principal::tenant_ref tenant{tenant_id{{{1}}}, 7};
  with.keys->remember(sha256(key), {"key_bench", tenant, {api::scope::ingest}});
  const auto asking = api::make_router(with);
  const auto endpoint = std::ranges::find_if(api::endpoint_table(), [](const api::endpoint& at) {
    return at.path == path && at.method == http::method::post;
  });
  const auto handler = std::get<api::inline_handler>(endpoint->handler);
  const auto who = std::make_shared<const api::principal>(api::principal{"key_bench", tenant, {api::scope::ingest}});
  http::router knowing;
  knowing.add(http::method::post, path, [&](http::request request, http::responder respond) {
    handler(api::call(with, *endpoint, std::move(request), who), std::move(respond));
  });

  std::size_t accepted = 0;
  bool equal = true;
  std::vector<double> authenticated, known;
  const auto authorization = fmt::format("Bearer {}", key);
  for (std::size_t i = 0; i < blocks; ++i) {
    std::vector<stream::outgoing_record> written[2];
    for (int turn = 0; turn < 2; ++turn) {
      const bool asks = (static_cast<std::size_t>(turn) + i) % 2 == 0;
      auto asked = requests(authorization);
      const auto took = block(asks ? asking : knowing, std::move(asked), accepted);
      // The first blocks bring code and memory in.
      if (i >= blocks / 10) (asks ? authenticated : known).push_back(took);
      written[turn] = std::exchange(publisher.records, {});
    }
    equal = equal && same(written[0], written[1]) && written[0].size() == per_block;
  }
  equal = equal && accepted == 2 * blocks * per_block;
  for (auto* pool : {&workers, &passwords, &providers})
    pool->stop();
  fmt::print("{{\"authenticated_ns\":{:.1f},\"known_ns\":{:.1f},\"equal\":{}}}\n", median(authenticated), median(known),
             equal);
}
