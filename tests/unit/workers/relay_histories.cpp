// Random histories of relays that crash, are paused past their lease and lose answers, on the in-memory twins. After
// each: a consumer that accepts mark + 1 has seen every announcement once, in the order of writing.
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <random>

#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>
#include <workers/relay/event_relay.hpp>
#include <workers/relay/memory_relay_store.hpp>

#include <weir/contract/topics.hpp>
#include <weir/stream/memory_log.hpp>
#include <weir/stream/sequence_mark.hpp>

using namespace weir;
using namespace weir::relay;

namespace {

constexpr stream::partition_number partitions = 2;
constexpr std::int64_t lease_ms = 1000;

struct crash {};

// A broker that takes its time, loses answers and records, and is asked by zombies.
class slow_publisher final : public stream::publisher {
 public:
  slow_publisher(stream::memory_log& log, std::mt19937_64& random, const bool& faults)
      : log_(log), random_(random), faults_(faults) {}

  void publish(stream::outgoing_record record, delivered done) override {
    queue_.push_back({std::move(record), std::move(done)});
  }

  void deliver_some() {
    for (auto n = random_() % 4; n > 0 && !queue_.empty(); --n) {
      auto [record, done] = std::move(queue_.front());
      queue_.pop_front();
      const auto luck = faults_ ? random_() % 10 : 9;
      if (luck > 1) append(record);  // 0: refused, 1: lost on its way
      if (luck == 0) {
        done(fail(error_code::broker_unavailable));
      } else if (luck == 1 || luck == 2) {
        done(fail(error_code::broker_timeout));
      } else {
        done(stream::position{record.topic, record.partition, 0});
      }
    }
  }
  void append_everything() {  // what a dead process still had in the socket
    for (auto& [record, done] : queue_)
      append(record);
    queue_.clear();
  }

 private:
  void append(const stream::outgoing_record& r) { log_.append(r.partition, {0, r.key, r.value, r.headers}); }

  stream::memory_log& log_;
  std::mt19937_64& random_;
  const bool& faults_;
  std::deque<std::pair<stream::outgoing_record, delivered>> queue_;
};

struct process {
  std::unique_ptr<slow_publisher> log;
  std::unique_ptr<stream::memory_lease_store> leases;
  std::unique_ptr<memory_relay_store> outbox;
  std::unique_ptr<event_relay> relay;
  std::int64_t paused_until_ms = 0;
};

class history {
 public:
  explicit history(std::uint64_t seed) : random_(seed) {}

  void run() {
    for (int i = 0; i < 2; ++i)
      processes_.push_back(start());
    for (int i = 0; i < 400; ++i)
      turn();
    faults_ = false;
    for (auto& p : processes_)
      p.paused_until_ms = 0;
    for (int i = 0; i < 4000 && !all_published(); ++i)
      turn();
    check();
  }

  int crashes = 0, lost = 0, taken_over = 0;

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  process start() {
    process p;
    const auto owner = "relay-" + std::to_string(++started_);
    const auto fault = [this](std::string_view) -> std::optional<error> {
      if (!faults_) return std::nullopt;
      if (below(60) == 0) throw crash{};
      if (below(25) == 0) return error(error_code::database_unavailable);
      return std::nullopt;
    };
    p.log = std::make_unique<slow_publisher>(log_, random_, faults_);
    p.leases = std::make_unique<stream::memory_lease_store>(database_, owner, stream::store_faults{fault, {}, {}});
    p.outbox = std::make_unique<memory_relay_store>(database_, tables_, owner, partitions, fault, fault);
    relay_options o;
    o.batch = 5;
    o.renew_every_ms = 250;
    o.acquire_every_ms = 250;
    relay_observer told;
    told.lost = [this](auto) { ++lost; };
    told.opened = [this](const stream::lease& l) { taken_over += l.taken_over ? 1 : 0; };
    p.relay = std::make_unique<event_relay>(o, partitions, *p.leases, *p.outbox, *p.log, clock_, told);
    return p;
  }

  void turn() {
    clock_.advance_ms(static_cast<std::int64_t>(below(40)));
    if (faults_ && below(3) == 0) {
      const auto bucket = static_cast<std::int32_t>(below(4));
      tables_.rows.push_back({bucket, std::to_string(tables_.rows.size()), 0, false});
    }
    auto& p = processes_[below(processes_.size())];
    if (faults_ && below(80) == 0) p.paused_until_ms = clock_.monotonic_ms() + static_cast<std::int64_t>(below(3000));
    if (clock_.monotonic_ms() < p.paused_until_ms) return;
    try {
      p.log->deliver_some();
      const auto done = p.relay->step();
      REQUIRE(done.has_value());
    } catch (const crash&) {
      ++crashes;
      if (below(2) == 0) p.log->append_everything();
      p = start();
    }
  }

  bool all_published() const { return std::ranges::all_of(tables_.rows, &outbox_tables::row::published); }

  void check() {
    REQUIRE(all_published());
    std::map<std::int32_t, std::vector<std::string>> seen, written;  // by bucket
    for (const auto& row : tables_.rows)
      written[row.bucket].push_back(row.payload);
    std::int64_t accepted = 0;
    for (stream::partition_number partition = 0; partition < partitions; ++partition) {
      stream::sequence_mark mark;
      const auto end = log_.bounds(partition).high_watermark;
      for (stream::offset at = 0; at < end; ++at) {
        const auto& r = *log_.find(partition, at);
        const auto seq = std::ranges::find(r.headers, contract::seq_header, &stream::owned_header::name);
        REQUIRE(seq != r.headers.end());
        if (mark.judge(std::stoll(seq->value)) != stream::sequence_mark::verdict::accept) continue;
        seen[std::stoi(r.key)].push_back(r.value);
        ++accepted;
      }
    }
    CHECK(accepted == static_cast<std::int64_t>(tables_.rows.size()));
    CHECK(seen == written);
  }

  std::mt19937_64 random_;
  test::manual_clock clock_{timestamp::from_ms(1'000'000)};
  stream::memory_log log_{partitions};
  stream::memory_database database_{clock_, lease_ms};
  outbox_tables tables_;
  std::vector<process> processes_;
  int started_ = 0;
  bool faults_ = true;
};

}  // namespace

TEST_CASE("every announcement is accepted once and in order, whatever is killed or paused") {
  int crashes = 0, lost = 0, taken_over = 0;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    CAPTURE(seed);
    history h(seed);
    h.run();
    crashes += h.crashes;
    lost += h.lost;
    taken_over += h.taken_over;
  }
  // The faults were there.
  CHECK(crashes > 1000);
  CHECK(lost > 100);
  CHECK(taken_over > 1000);
}

TEST_CASE("the record of an announcement carries its number, its tenant and the headers of the contract") {
  announcement a;
  a.seq = 7;
  a.bucket = 195;
  a.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  a.payload =
      R"({"specversion":"1.0","id":"evt_1","source":"weir","type":"tenant.created","subject":"x",)"
      R"("time":"2026-11-23T10:00:00Z","tenant":"ten_01ARZ3NDEKTSV4RRFFQ69G5FAV","principal":"system","data":{}})";
  const auto r = record_of(a, 3);
  CHECK(r.topic == "weir.events");
  CHECK(r.partition == 3);
  CHECK(r.key == "195");
  CHECK(r.value == a.payload);
  const auto events =
      std::ranges::find(contract::topic_contracts(), contract::events_topic, &contract::topic_contract::name);
  REQUIRE(r.headers.size() == events->headers.size());
  for (std::size_t i = 0; i < r.headers.size(); ++i)
    CHECK(r.headers[i].name == events->headers[i].name);
  CHECK(r.headers[1].value == "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  CHECK(r.headers[3].value == "7");
}
