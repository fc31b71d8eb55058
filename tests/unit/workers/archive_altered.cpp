// Nothing of the archive is believed that is not as it was written: no byte, no size, no name, no place in the chain.
#include <cstdlib>
#include <fstream>

#include <doctest/doctest.h>
#include <unistd.h>
#include <workers/archive/archive_index.hpp>
#include <workers/archive/manifest_index.hpp>
#include <workers/archive/object_store.hpp>
#include <workers/archive/read_segment.hpp>
#include <workers/archive/segment_name.hpp>
#include <workers/archive/segment_writer.hpp>
#include <workers/archive/verify_archive.hpp>

using namespace weir;
using namespace weir::archive;

namespace {

constexpr const char* topic = "weir.commands";

// Segments of one partition, one behind the other, as the worker writes them.
class world {
 public:
  archived_segment add(int records) {
    segment_writer writer(frames_, topic, 3);
    for (int i = 0; i < records; ++i) {
      const std::string value = "{\"n\":" + std::to_string(next_) + "}";
      const stream::header headers[] = {{"weir-tenant", "ten_1"}, {"binary", std::string_view("\0\xff", 2)}};
      writer.add({3, next_, 1000 + next_, "17", value, headers});
      ++next_;
    }
    auto sealed = writer.finish();
    sealed.manifest.installation = "ins_1";
    sealed.manifest.sequence = static_cast<std::int64_t>(all_.size()) + 1;
    if (!all_.empty()) sealed.manifest.previous_sha256 = all_.back().manifest_sha256;
    return write(sealed.manifest, sealed.stored);
  }

  archived_segment write(contract::archive_manifest m, const std::string& stored) {
    const auto text = contract::write_archive_manifest(m);
    const auto digest = sha256(text);
    const auto name = segment_name(m, digest);
    REQUIRE(store->put(name, stored).has_value());
    REQUIRE(store->put(manifest_name(name), text).has_value());
    all_.push_back({std::move(m), digest, name});
    return all_.back();
  }

  std::vector<archive_problem> problems() const {
    auto index = manifest_index::load(*store, "");
    if (!index) return {{"", std::string(name(index.error().code))}};
    auto verdict = verify_archive(*index, *store, {});
    REQUIRE(verdict.has_value());
    return verdict->problems;
  }

  object_contents files;
  std::unique_ptr<object_store> store = make_memory_object_store(files);

 private:
  frame_writer frames_;
  std::vector<archived_segment> all_;
  stream::offset next_ = 40;
};

}  // namespace

TEST_CASE("a segment comes back as it was written") {
  world w;
  const auto segment = w.add(5);
  CHECK(segment.manifest.first_offset == 40);
  CHECK(segment.manifest.last_offset == 44);
  const auto loaded = read_segment(*w.store, segment);
  REQUIRE(loaded.has_value());
  const auto& records = (*loaded)->records.all();
  REQUIRE(records.size() == 5);
  CHECK(records[2].offset == 42);
  CHECK(records[2].appended_ms == 1042);
  CHECK(records[2].key == "17");
  CHECK(records[2].value == "{\"n\":42}");
  REQUIRE(records[2].headers.size() == 2);
  CHECK(records[2].headers[1].value == std::string_view("\0\xff", 2));
}

TEST_CASE("a record larger than a frame and one of nothing lie in one segment") {
  world w;
  frame_writer frames;
  segment_writer writer(frames, topic, 0);
  const std::string large(1'900'000, 'x');
  writer.add({0, 7, 1, "", large, {}});
  writer.add({0, 8, 1, "", "", {}});
  auto sealed = writer.finish();
  CHECK(sealed.stored.size() < 10'000);
  sealed.manifest.sequence = 1;
  const auto loaded = read_segment(*w.store, w.write(sealed.manifest, sealed.stored));
  REQUIRE(loaded.has_value());
  CHECK((*loaded)->records.all()[0].value == large);
  CHECK((*loaded)->records.all()[1].value.empty());
}

TEST_CASE("every single altered byte is noticed, and every missing one") {
  world w;
  (void)w.add(3);
  const auto segment = w.add(4);
  (void)w.add(2);
  REQUIRE(w.problems().empty());
  const auto whole = w.files;
  for (const auto& object : {segment.object, manifest_name(segment.object)}) {
    CAPTURE(object);
    for (std::size_t i = 0; i < whole.at(object).size(); ++i) {
      CAPTURE(i);
      w.files.at(object)[i] = static_cast<char>(w.files.at(object)[i] ^ 1);
      CHECK_FALSE(w.problems().empty());
      w.files.at(object) = whole.at(object).substr(0, i);
      CHECK_FALSE(w.problems().empty());
      w.files.at(object) = whole.at(object);
    }
    w.files.erase(object);
    CHECK_FALSE(w.problems().empty());
    w.files[object] = whole.at(object);
  }
  CHECK(w.problems().empty());
}

TEST_CASE("a segment that was written anew with other records fits no chain") {
  world w;
  (void)w.add(3);
  const auto forged = w.add(4);
  (void)w.add(2);
  auto m = forged.manifest;
  for (const auto& object : {forged.object, manifest_name(forged.object)})
    w.files.erase(object);
  frame_writer frames;
  segment_writer writer(frames, topic, 3);
  for (stream::offset at = m.first_offset; at <= m.last_offset; ++at)
    writer.add({3, at, 1000 + at, "17", "{\"n\":0}", {}});
  auto sealed = writer.finish();
  sealed.manifest.installation = m.installation;
  sealed.manifest.sequence = m.sequence;
  sealed.manifest.previous_sha256 = m.previous_sha256;
  (void)w.write(sealed.manifest, sealed.stored);
  CHECK_FALSE(w.problems().empty());
}

TEST_CASE("bytes that were compressed anew but are no records are refused") {
  world w;
  frame_writer frames;
  for (const std::string& raw : {std::string(), std::string("WEIRSEG\x01", 8), std::string(4000, '\xff'),
                                 std::string("WEIRSEG\x02") + std::string(100, '\0')}) {
    std::string stored;
    frames.append(stored, raw);
    contract::archive_manifest m;
    m.topic = topic;
    m.sequence = 1;
    m.records = 1;
    m.raw_bytes = static_cast<std::int64_t>(raw.size());
    m.stored_bytes = static_cast<std::int64_t>(stored.size());
    m.raw_sha256 = sha256(raw);
    m.stored_sha256 = sha256(stored);
    const auto loaded = read_segment(*w.store, w.write(m, stored));
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().code == error_code::archive_corrupt);
  }
}

TEST_CASE("manifests say what is wrong with them") {
  world w;
  const auto segment = w.add(1);
  const auto text = w.files.at(manifest_name(segment.object));
  CHECK(contract::read_archive_manifest(text).value() == segment.manifest);
  const auto with = [&](std::string_view from, std::string_view to) {
    auto out = text;
    const auto at = out.find(from);
    REQUIRE(at != std::string::npos);
    out.replace(at, from.size(), to);
    auto read = contract::read_archive_manifest(out);
    REQUIRE_FALSE(read.has_value());
    return read.error().detail;
  };
  CHECK(with("weir-archive-1", "weir-archive-2").contains("weir-archive-2"));
  CHECK(with("\"records\":1", "\"records\":2").contains("do not fit"));
  CHECK(with("\"records\":1", "\"records\":-1").contains("records"));
  CHECK(with("\"raw_bytes\":", "\"raw\":").contains("raw_bytes"));
  CHECK(with("\"raw_sha256\":\"", "\"raw_sha256\":\"0").contains("raw_sha256"));
  CHECK(with("{", "[").contains("JSON"));
}

TEST_CASE("names are read back, and others are left alone") {
  world w;
  const auto segment = w.add(2);
  const auto parsed = parse_name(manifest_name(segment.object));
  REQUIRE(parsed.has_value());
  CHECK(parsed->installation == "ins_1");
  CHECK(parsed->topic == topic);
  CHECK(parsed->partition == 3);
  CHECK(parsed->sequence == 1);
  CHECK(parsed->first_offset == 40);
  CHECK(parsed->last_offset == 41);
  CHECK(parsed->is_manifest);
  for (const char* other : {"", "a", "a/b/3/x.json", "a/b/c/1-1-1-00000000000000000000000000000000.json",
                            "a/b/00003/1-2-00000000000000000000000000000000.weirseg.zst", "notes.txt"}) {
    CHECK_FALSE(parse_name(other).has_value());
  }
}

TEST_CASE("a folder keeps objects whole, replaces them, and passes over what is half written") {
  char pattern[] = "/tmp/weir-archive-XXXXXX";
  REQUIRE(::mkdtemp(pattern) != nullptr);
  const std::filesystem::path root(pattern);
  auto store = make_folder_object_store(root / "deep" / "er");
  CHECK(store->list("").value().empty());
  CHECK_FALSE(store->get("a/b/c", 10).value().has_value());
  REQUIRE(store->put("a/b/c", "first").has_value());
  REQUIRE(store->put("a/b/c", "second").has_value());
  REQUIRE(store->put("a/d", "").has_value());
  std::ofstream(root / "deep" / "er" / "a" / "b" / "c.1-1.tmp") << "half";
  CHECK(store->get("a/b/c", 6).value() == "second");
  CHECK(store->get("a/b/c", 5).error().code == error_code::archive_corrupt);
  const auto listed = store->list("a/b/").value();
  CHECK(listed == std::vector<std::string>{"a/b/c"});
  CHECK(store->list("").value().size() == 2);
  REQUIRE(store->remove("a/b/c").has_value());
  REQUIRE(store->remove("a/b/c").has_value());
  CHECK_FALSE(store->get("a/b/c", 10).value().has_value());
  std::ofstream(root / "file") << "in the way";
  auto blocked = make_folder_object_store(root / "file");
  CHECK(blocked->put("a", "x").error().code == error_code::archive_unavailable);
  std::filesystem::remove_all(root);
}
