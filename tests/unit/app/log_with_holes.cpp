// A partition is read from the archive into the log; what is in neither, or is not as it was, is a hole that is named
// and passed over, and what an operator gave up is none.
#include <doctest/doctest.h>
#include <src/app/log_reading.hpp>
#include <workers/archive/manifest_index.hpp>
#include <workers/archive/segment_name.hpp>
#include <workers/archive/segment_writer.hpp>

#include <weir/stream/memory_log.hpp>

using namespace weir;
using namespace weir::app;

namespace {

constexpr const char* topic = "weir.usage";
constexpr std::int64_t second_ms = 1000;

class still_clock final : public clock_source {
 public:
  timestamp now() const override { return {}; }
  std::int64_t monotonic_ms() const override { return 0; }
};

// Record n of partition 0 was appended at n seconds.
class world {
 public:
  explicit world(stream::offset records) {
    for (stream::offset n = 0; n < records; ++n)
      log.append(0, {n * second_ms, "k", std::to_string(n), {}});
  }

  void archive(stream::offset from, stream::offset next) {
    archive::segment_writer writer(frames_, topic, 0);
    for (auto n = from; n < next; ++n)
      writer.add({0, n, n * second_ms, "k", std::to_string(n), {}});
    auto sealed = writer.finish();
    auto& m = sealed.manifest;
    m.installation = "ins_1";
    m.sequence = ++sequence_;
    m.previous_sha256 = previous_;
    const auto text = contract::write_archive_manifest(m);
    previous_ = sha256(text);
    objects.push_back(archive::segment_name(m, *previous_));
    REQUIRE(store->put(objects.back(), sealed.stored).has_value());
    REQUIRE(store->put(archive::manifest_name(objects.back()), text).has_value());
  }

  struct read {
    std::vector<stream::offset> offsets;
    std::vector<log_reading::hole> holes;
  };
  read all(std::int64_t since_ms, stream::offset end, std::vector<log_reading::skipped> skipped = {}) {
    archive::manifest_index index;  // of nothing, which load() takes for a wrong name
    if (!objects.empty()) index = archive::manifest_index::load(*store, "ins_1").value();
    stream::memory_log_reader reader(log, clock_);
    log_reading from({index, *store, reader}, topic, 0, std::move(skipped));
    REQUIRE(from.begin(since_ms, end).has_value());
    read out;
    while (true) {
      const auto records = from.next();
      REQUIRE_MESSAGE(records.has_value(), records.error().detail);
      if (records->empty()) break;
      for (const auto& r : *records) {
        CHECK(r.value == std::to_string(r.offset));
        out.offsets.push_back(r.offset);
      }
    }
    CHECK(from.records() == std::ssize(out.offsets));
    out.holes = from.holes();
    return out;
  }

  stream::memory_log log{1};
  archive::object_contents files;
  std::unique_ptr<archive::object_store> store = archive::make_memory_object_store(files);
  std::vector<std::string> objects;

 private:
  still_clock clock_;
  archive::frame_writer frames_;
  std::int64_t sequence_ = 0;
  std::optional<bytes32> previous_;
};

std::vector<stream::offset> range(stream::offset from, stream::offset next) {
  std::vector<stream::offset> out;
  for (; from < next; ++from)
    out.push_back(from);
  return out;
}

}  // namespace

TEST_CASE("the archive and then the log, from the segment that may have what is needed, up to where it is wanted") {
  world w(40);
  w.archive(0, 10);
  w.archive(10, 20);
  w.log.delete_before(0, 15);
  const auto whole = w.all(0, 35);
  CHECK(whole.offsets == range(0, 35));
  CHECK(whole.holes.empty());
  CHECK(w.all(9 * second_ms, 35).offsets == range(0, 35));
  CHECK(w.all(9 * second_ms + 1, 35).offsets == range(10, 35));
  CHECK(w.all(30 * second_ms, 35).offsets == range(20, 35));  // no segment is as new
  CHECK(w.all(0, 0).offsets.empty());
}

TEST_CASE("what retention deleted before it was archived is a hole, at the beginning and between") {
  world w(40);
  w.log.delete_before(0, 8);
  auto log_alone = w.all(0, 40);
  CHECK(log_alone.offsets == range(8, 40));
  REQUIRE(log_alone.holes.size() == 1);
  CHECK(log_alone.holes[0].from == 0);
  CHECK(log_alone.holes[0].next == 8);
  CHECK(log_alone.holes[0].until_ms == 8 * second_ms);
  CHECK(log_alone.holes[0].why.contains("records 0 to 7 are neither in the archive nor in the log"));

  w.archive(8, 12);
  w.log.delete_before(0, 20);
  const auto between = w.all(0, 40);
  CHECK(between.offsets.size() == 4 + 20);
  REQUIRE(between.holes.size() == 2);
  CHECK(between.holes[1].from == 12);
  CHECK(between.holes[1].next == 20);
  CHECK(between.holes[1].until_ms == 20 * second_ms);
}

TEST_CASE("a segment that is altered or missing is passed over as a hole, and so is an end that is missing") {
  world w(30);
  w.archive(0, 10);
  w.archive(10, 20);
  w.archive(20, 30);
  w.files[w.objects[1]][40] ^= 1;
  const auto altered = w.all(0, 35);
  CHECK(altered.offsets.size() == 20);
  REQUIRE(altered.holes.size() == 2);
  CHECK(altered.holes[0].from == 10);
  CHECK(altered.holes[0].next == 20);
  CHECK(altered.holes[0].until_ms == 20 * second_ms);
  CHECK(altered.holes[0].why.contains("SHA-256"));
  CHECK(altered.holes[1].from == 30);
  CHECK(altered.holes[1].next == 35);
  CHECK(altered.holes[1].why.contains("ends at 30"));

  w.files.erase(w.objects[2]);
  const auto missing = w.all(0, 30);
  CHECK(missing.offsets == range(0, 10));
  REQUIRE(missing.holes.size() == 2);
  CHECK(missing.holes[1].why.contains("it is not in the archive"));
}

TEST_CASE("what was given up is no hole") {
  world w(30);
  w.archive(0, 10);
  w.log.delete_before(0, 20);
  const auto given_up = w.all(0, 30, {{10, 20}});
  CHECK(given_up.offsets.size() == 20);
  CHECK(given_up.holes.empty());
}
