// bench_webhook_claims DATABASE_URL CHURN CLAIMS
//
// What it costs to find what is due. Takes and ends CHURN deliveries first, so that dead rows lie about as after a day;
// then times CLAIMS transactions of a sender that takes what it can have, and ends all of it in between. Prints the
// times and how many deliveries were ended.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <fmt/format.h>

#include <weir/postgres/pool.hpp>
#include <weir/postgres/webhook_queue.hpp>

namespace {

using namespace weir;
using namespace weir::postgres;

constexpr webhook_queue::limits sender{.most = 64};

[[noreturn]] void give_up(const error& e) {
  fmt::print(stderr, "{}: {}\n", name(e.code), e.detail);
  std::exit(1);
}

std::vector<webhook_queue::due_delivery> take(pool& database) {
  auto taken = database.with_transaction(role::worker, tenant_scope::nobody(),
                                         [](executor& in) { return webhook_queue::take(in, sender); });
  if (!taken) give_up(taken.error());
  return std::move(*taken);
}

void end(pool& database, std::vector<webhook_queue::due_delivery> taken) {
  std::vector<webhook_queue::ended> all;
  for (auto& d : taken) {
    webhook_queue::outcome o;
    o.what = webhook_queue::verdict::delivered;
    o.started_at = d.now;
    o.status = 204;
    all.push_back({std::move(d), std::move(o)});
  }
  auto noted = database.with_transaction(role::worker, tenant_scope::nobody(),
                                         [&](executor& in) { return webhook_queue::note(in, all, 5 * 86'400); });
  if (!noted) give_up(noted.error());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: bench_webhook_claims DATABASE_URL CHURN CLAIMS\n");
    return 2;
  }
  const auto churn = std::strtoull(argv[2], nullptr, 10);
  const auto claims = std::strtoull(argv[3], nullptr, 10);
  connection_options as;
  as.url = argv[1];
  pool database({as, 1, std::chrono::seconds(10), {}});
  std::size_t ended = 0;
  while (ended < churn) {
    const auto taken = take(database);
    if (taken.empty()) break;
    end(database, taken);
    ended += taken.size();
  }
  std::vector<double> ms;
  std::size_t taken_in_all = 0;
  while (ms.size() < claims) {
    const auto began = std::chrono::steady_clock::now();
    const auto taken = take(database);
    ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
    end(database, taken);
    ended += taken.size();
    taken_in_all += taken.size();
  }
  std::ranges::sort(ms);
  const auto at = [&](double share) {
    return ms[std::min(ms.size() - 1, static_cast<std::size_t>(share * static_cast<double>(ms.size())))];
  };
  fmt::print(R"({{"p50_ms":{},"p99_ms":{},"max_ms":{},"taken":{},"ended":{}}})"
             "\n",
             at(0.5), at(0.99), ms.back(), taken_in_all, ended);
}
