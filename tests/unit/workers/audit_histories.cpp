// Random histories of audit workers that crash and lose answers, over a log in which announcements come twice and too
// early: each is chained once, in the order of its number, and the chains fit.
#include <algorithm>
#include <memory>
#include <random>

#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>
#include <tests/support/stepping_committer.hpp>
#include <workers/audit/audit_processor.hpp>
#include <workers/audit/memory_audit_store.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/topics.hpp>
#include <weir/domain/audit_verify.hpp>
#include <weir/stream/engine.hpp>
#include <weir/stream/memory_log.hpp>

using namespace weir;
using namespace weir::audit;

namespace {

using test::crash;
using test::stepping_committer;

constexpr stream::partition_number partitions = 2;
constexpr const char* tenants[] = {"ten_01ARZ3NDEKTSV4RRFFQ69G5FA0", "ten_01ARZ3NDEKTSV4RRFFQ69G5FA1"};

// Partition 0 has a tenant's and the platform's announcements, partition 1 the other tenant's.
std::string chain_of(stream::partition_number partition, int number) {
  if (partition == 1) return tenants[1];
  return number % 3 == 0 ? "platform" : tenants[0];
}

std::string id_of(stream::partition_number partition, int number) {
  return "evt_" + std::to_string(partition) + "_" + std::to_string(number);
}

stream::stored_record announcement(stream::partition_number partition, int number) {
  contract::domain_event e;
  e.id = id_of(partition, number);
  e.type = contract::event_type::meter_updated;
  e.time = timestamp::from_ms(1'000'000 + number);
  if (const auto chain = chain_of(partition, number); chain != "platform") e.tenant = tenant_id::parse(chain);
  e.subject = "mtr_1";
  e.principal = "key_1";
  e.data = "{}";
  return {1'000'000,
          "0",
          contract::encode_domain_event(e),
          {{std::string(contract::frame_header), "1"}, {std::string(contract::seq_header), std::to_string(number)}}};
}

// As relays leave it that are killed before they confirm, or lose one record of several that are on their way.
void publish(stream::memory_log& log, std::mt19937_64& random, stream::partition_number partition, int count) {
  int confirmed = 0;
  while (confirmed < count) {
    const int until = std::min<int>(count, confirmed + 1 + static_cast<int>(random() % 5));
    const int lost = random() % 4 == 0 ? confirmed + 1 + static_cast<int>(random() % 5) : 0;
    for (int n = confirmed + 1; n <= until; ++n) {
      if (n != lost) log.append(partition, announcement(partition, n));
    }
    const int acknowledged = lost > confirmed && lost <= until ? lost - 1 : until;
    if (random() % 4 != 0) confirmed = acknowledged;
  }
}

struct process {
  std::unique_ptr<stream::memory_log_reader> reader;
  std::unique_ptr<stream::memory_lease_store> leases;
  std::unique_ptr<stream::memory_store> store;
  std::unique_ptr<memory_audit_store> trail;
  std::unique_ptr<audit_processor> processor;
  std::unique_ptr<stepping_committer> committer;
  std::unique_ptr<stream::engine> engine;
  std::int64_t paused_until_ms = 0;
};

}  // namespace

TEST_CASE("every announcement is chained once and in order, whatever is killed, paused or published twice") {
  int crashes = 0, unknown = 0, repeated = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    bool faults = true;
    test::manual_clock clock(timestamp::from_ms(1'000'000));
    stream::memory_log log(partitions);
    stream::memory_database database(clock, 1000);
    memory_audit_store::tables(database).tenants = {tenants[0], tenants[1]};
    constexpr int count = 40;
    for (stream::partition_number p = 0; p < partitions; ++p)
      publish(log, random, p, count);
    const auto fault = [&](std::string_view) -> std::optional<error> {
      if (faults && random() % 50 == 0) throw crash{};
      if (faults && random() % 30 == 0) return error(error_code::database_unavailable);
      return std::nullopt;
    };
    const stream::store_faults in_store{fault,
                                        [&]() -> std::optional<stream::commit_outcome> {
                                          if (!faults || random() % 8 != 0) return std::nullopt;
                                          ++unknown;
                                          return stream::commit_outcome::unknown;
                                        },
                                        [&] { return random() % 2 == 0; }};
    int started = 0;
    const auto start = [&](process& p) {
      const auto owner = "w" + std::to_string(++started);
      p.engine.reset();
      p.reader = std::make_unique<stream::memory_log_reader>(log, clock);
      p.leases = std::make_unique<stream::memory_lease_store>(database, owner, stream::store_faults{fault, {}, {}});
      p.store = std::make_unique<stream::memory_store>(database, owner, in_store);
      p.trail = std::make_unique<memory_audit_store>(database);
      p.processor = std::make_unique<audit_processor>(*p.trail, [&] { return std::string(32, 's'); });
      p.committer = std::make_unique<stepping_committer>();
      stream::engine_options o;
      o.poll_most = 3;
      o.quarantine_after = 1'000'000;  // records are innocent here; one that is set aside would be missing in its chain
      o.renew_every_ms = o.acquire_every_ms = 250;
      p.engine = std::make_unique<stream::engine>(o, partitions, *p.reader, *p.leases, *p.store, *p.processor,
                                                  *p.committer, clock);
      p.paused_until_ms = 0;
    };
    process workers[2];
    for (auto& w : workers)
      start(w);
    const auto done = [&] {
      for (stream::partition_number p = 0; p < partitions; ++p) {
        const auto row = database.rows().leases.find(p);
        if (row == database.rows().leases.end() || row->second.next != log.bounds(p).high_watermark) return false;
      }
      return true;
    };
    for (int i = 0; i < 40'000 && (faults || !done()); ++i) {
      if (i == 1200) faults = false;
      clock.advance_ms(static_cast<std::int64_t>(random() % 60));
      auto& w = workers[random() % 2];
      if (faults && random() % 100 == 0)
        w.paused_until_ms = clock.monotonic_ms() + static_cast<std::int64_t>(random() % 3000);
      if (faults && clock.monotonic_ms() < w.paused_until_ms) continue;
      try {
        const auto stepped = w.engine->step();
        REQUIRE(stepped.has_value());
      } catch (const crash&) {
        ++crashes;
        start(w);
      }
    }
    REQUIRE(done());
    std::map<std::string, std::vector<std::string>> wanted;
    for (stream::partition_number p = 0; p < partitions; ++p) {
      repeated += static_cast<int>(log.bounds(p).high_watermark) - count;
      for (int n = 1; n <= count; ++n)
        wanted[chain_of(p, n)].push_back(id_of(p, n));
    }
    const auto& chains = memory_audit_store::tables(database).chains;
    REQUIRE(chains.size() == wanted.size());
    for (const auto& [name, chain] : chains) {
      CAPTURE(name);
      std::vector<std::string> ids;
      for (const auto& e : chain)
        ids.push_back(e.event_id);
      CHECK(ids == wanted.at(name));
      CHECK_FALSE(domain::verify_chain(name, {chain, {}, {}}));
    }
  }
  // The bad days were there.
  CHECK(crashes > 500);
  CHECK(unknown > 200);
  CHECK(repeated > 1000);
}
