// A segment is in the table exactly when the worker has moved past it; what is there stays as it is.
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <workers/archive/postgres_archive_index.hpp>
#include <workers/archive/segment_name.hpp>

#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/postgres/partitions.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::archive;

namespace {

constexpr const char* topic = "weir.usage";

archived_segment segment(std::int64_t sequence, stream::offset first, stream::offset last,
                         std::int32_t log_number = 0) {
  archived_segment s;
  auto& m = s.manifest;
  m.installation = "ins_1";
  m.topic = topic;
  m.sequence = sequence;
  m.log_number = log_number;
  m.first_offset = first;
  m.last_offset = last;
  m.records = last - first + 1;
  m.first_appended_at = timestamp::from_ms(1'764'000'000'001);
  m.last_appended_at = timestamp::from_ms(1'764'000'000'999);
  m.raw_bytes = 1000;
  m.stored_bytes = 100;
  m.raw_sha256 = sha256("raw" + std::to_string(sequence));
  m.stored_sha256 = sha256("stored" + std::to_string(sequence));
  if (sequence > 1) m.previous_sha256 = sha256("before");
  s.manifest_sha256 = sha256(contract::write_archive_manifest(m));
  s.object = segment_name(m, s.manifest_sha256);
  return s;
}

struct world {
  world() {
    empty_tables();
    REQUIRE(leases.prepare(1).has_value());
    held = leases.acquire(0).value().at(0);
  }

  // What the engine does with a batch of one segment.
  std::vector<stream::partition_number> flush(const archived_segment& s, bool commits = true) {
    auto tx = flushes.begin();
    REQUIRE(tx.has_value());
    const stream::progress move{0, held.epoch, offset, s.manifest.last_offset + 1, 7};
    auto fenced = (*tx)->advance(std::span(&move, 1));
    REQUIRE(fenced.has_value());
    if (!fenced->empty()) return *fenced;
    REQUIRE(index.write(**tx, s).has_value());
    if (!commits) return {};
    REQUIRE((*tx)->commit() == stream::commit_outcome::committed);
    offset = move.next;
    return {};
  }

  ownership who{"archive", topic, "a", std::chrono::seconds(60), std::make_shared<flush_backend>()};
  postgres::lease_store leases{shared_database().options(), who};
  flush_store flushes{{shared_database().options(), true, std::chrono::seconds(5)}, who};
  postgres_archive_index index{connections(), "ins_1"};
  stream::lease held;
  stream::offset offset = 0;
};

bool same(const archived_segment& a, const archived_segment& b) {
  return a.manifest == b.manifest && a.manifest_sha256 == b.manifest_sha256 && a.object == b.object;
}

}  // namespace

TEST_CASE("a segment and the way past it are committed together") {
  world w;
  const auto first = segment(1, 0, 9);
  const auto second = segment(2, 10, 10);
  CHECK(w.flush(first, false).empty());
  CHECK_FALSE(w.index.newest(topic, 0).value().has_value());
  CHECK(w.flush(first).empty());
  CHECK(w.flush(second).empty());
  CHECK(same(w.index.newest(topic, 0).value().value(), second));
  CHECK_FALSE(w.index.newest("weir.commands", 0).value().has_value());
  CHECK_FALSE(w.index.newest(topic, 1).value().has_value());
  CHECK(same(w.index.reaching(topic, 0, 0, 0).value().value(), first));
  CHECK(same(w.index.reaching(topic, 0, 0, 9).value().value(), first));
  CHECK(same(w.index.reaching(topic, 0, 0, 10).value().value(), second));
  CHECK_FALSE(w.index.reaching(topic, 0, 0, 11).value().has_value());
  CHECK_FALSE(w.index.reaching(topic, 0, 1, 0).value().has_value());
  const auto all = w.index.list(topic, 0, 0).value();
  REQUIRE(all.size() == 2);
  CHECK(same(all[1], second));
  CHECK(w.index.list(topic, 0, 1).value().size() == 1);
  CHECK(w.index.list(topic, 0, 2).value().empty());
  CHECK(w.index.partitions().value() == std::vector{std::pair(std::string(topic), 0)});
}

TEST_CASE("an owner that was fenced adds nothing") {
  world w;
  must(*shared_database().connect_as_administrator(), "UPDATE leases SET epoch = epoch + 1");
  CHECK(w.flush(segment(1, 0, 9)) == std::vector<stream::partition_number>{0});
  CHECK_FALSE(w.index.newest(topic, 0).value().has_value());
}

TEST_CASE("a partition that was put back begins a log of another number") {
  world w;
  CHECK(w.flush(segment(1, 0, 9)).empty());
  must(*shared_database().connect_as_administrator(), "UPDATE leases SET next_offset = 0");
  w.offset = 0;
  CHECK(w.flush(segment(2, 0, 4, 1)).empty());
  CHECK(w.index.newest(topic, 0).value()->manifest.log_number == 1);
  CHECK(w.index.reaching(topic, 0, 1, 3).value()->manifest.sequence == 2);
  CHECK(w.index.reaching(topic, 0, 0, 3).value()->manifest.sequence == 1);
}

TEST_CASE("what an operator gave up is known, and nothing else") {
  world w;
  must(*shared_database().connect_as_administrator(),
       "INSERT INTO accepted_losses (consumer, topic, partition, from_offset, next_offset, code, reason, accepted_by) "
       "VALUES ('archive', 'weir.usage', 0, 10, 20, 'log_retention_passed', '', ''), "
       "('usage', 'weir.usage', 0, 30, 40, 'log_retention_passed', '', '')");
  CHECK(w.index.is_accepted(topic, 0, 10, 20).value());
  CHECK_FALSE(w.index.is_accepted(topic, 0, 10, 21).value());
  CHECK_FALSE(w.index.is_accepted(topic, 1, 10, 20).value());
  CHECK_FALSE(w.index.is_accepted(topic, 0, 30, 40).value());
}

TEST_CASE("nobody changes or removes a row") {
  world w;
  CHECK(w.flush(segment(1, 0, 9)).empty());
  auto c = shared_database().connect_as_administrator();
  for (const char* sql :
       {"UPDATE archive_segments SET records = records", "DELETE FROM archive_segments", "TRUNCATE archive_segments"}) {
    CAPTURE(std::string(sql));
    CHECK_FALSE(c->query(sql).has_value());
  }
}
