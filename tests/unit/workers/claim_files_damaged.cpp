// Sealed runs on disk: whatever happens to a file, it is told apart from a good one, and what is rebuilt is right.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <tests/unit/workers/claims_of_a_partition.hpp>
#include <unistd.h>
#include <workers/usage/sealed_run.hpp>

using namespace weir;
using namespace weir::usage;

namespace {

constexpr arrival_day day = 20'500;
constexpr hash128 installation{1, 2};

std::vector<sealed_claim> sorted_claims(std::uint64_t count) {
  std::vector<sealed_claim> out;
  for (std::uint64_t n = 0; n < count; ++n) {
    const auto e = entry_of(n, 0);
    out.push_back({e.identity, e.content, day});
  }
  std::ranges::sort(out, {}, &sealed_claim::identity);
  return out;
}

result<std::shared_ptr<const sealed_run>> write(claim_folder& folder, const std::vector<sealed_claim>& claims) {
  auto writer = sealed_run_writer::create(folder, {installation, 3, 1, 1000, 42}, week_of(day), claims.size());
  if (!writer) return std::unexpected(writer.error());
  for (const auto& c : claims) {
    if (auto done = writer->add(c); !done) return std::unexpected(done.error());
  }
  return writer->finish({{day, {static_cast<std::int64_t>(claims.size()), 99}}});
}

struct scratch_folder {
  std::string path = (std::filesystem::temp_directory_path() / "weir-claims-XXXXXX").string();
  scratch_folder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
  ~scratch_folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("a run gives back what was put in, also with equal high halves across blocks") {
  claim_file_contents files;
  auto folder = make_memory_claim_folder(files);
  auto claims = sorted_claims(1000);
  for (std::uint64_t i = 0; i < 600; ++i)
    claims.push_back({{claims[500].identity.high, 1 + i}, static_cast<content_hash>(i), day});
  std::ranges::sort(claims, {}, &sealed_claim::identity);
  REQUIRE(write(*folder, claims));
  const auto run = sealed_run::open(*folder, installation, 3, 42);
  REQUIRE(run);
  for (const auto& c : claims) {
    const auto found = (*run)->find(c.identity);
    REQUIRE((found && *found));
    CHECK((*found)->content == c.content);
  }
  for (std::uint64_t n = 5000; n < 9000; ++n)
    CHECK((*run)->find(entry_of(n, 0).identity).value() == std::nullopt);
  sealed_run::cursor cursor(**run);
  for (const auto& c : claims)
    CHECK(cursor.next().value()->identity == c.identity);
  CHECK(!cursor.next().value());
  CHECK((*run)->memory_bytes() < claims.size() * 3 + 512);
}

TEST_CASE("a run of another partition, database or name is not opened") {
  claim_file_contents files;
  auto folder = make_memory_claim_folder(files);
  REQUIRE(write(*folder, sorted_claims(10)));
  CHECK(sealed_run::open(*folder, installation, 4, 42).error().code == error_code::claim_file_corrupt);
  CHECK(sealed_run::open(*folder, {1, 3}, 3, 42).error().code == error_code::claim_file_corrupt);
  CHECK(sealed_run::open(*folder, installation, 3, 43).error().code == error_code::claim_file_corrupt);
  files[sealed_run::file_name(43)] = files[sealed_run::file_name(42)];
  CHECK(sealed_run::open(*folder, installation, 3, 43).error().code == error_code::claim_file_corrupt);
}

TEST_CASE("a flipped bit or a torn end is noticed before a wrong answer is given") {
  claim_file_contents files;
  auto folder = make_memory_claim_folder(files);
  const auto claims = sorted_claims(400);
  REQUIRE(write(*folder, claims));
  auto& bytes = *files[sealed_run::file_name(42)];
  const auto whole = bytes;
  int at_opening = 0, at_reading = 0, unused = 0;
  for (std::size_t at = 0; at < whole.size(); at += at < 400 ? 1 : 37) {
    bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << at % 8));
    const auto run = sealed_run::open(*folder, installation, 3, 42);
    if (!run) {
      CHECK(run.error().code == error_code::claim_file_corrupt);
      ++at_opening;
      continue;
    }
    bool noticed = false;
    for (const auto& c : claims) {
      const auto found = (*run)->find(c.identity);
      if (!found) {
        CHECK(found.error().code == error_code::claim_file_corrupt);
        noticed = true;
        break;
      }
      REQUIRE(*found);
      REQUIRE((*found)->content == c.content);
    }
    ++(noticed ? at_reading : unused);
  }
  CHECK(at_opening > 200);
  CHECK(at_reading > 200);
  CHECK(unused > 0);  // the rest of the head's page
  for (std::size_t size = 0; size < whole.size(); size += 501) {
    bytes = whole.substr(0, size);
    CHECK(sealed_run::open(*folder, installation, 3, 42).error().code == error_code::claim_file_corrupt);
  }
}

TEST_CASE("a block that stands in the place of another is noticed") {
  claim_file_contents files;
  auto folder = make_memory_claim_folder(files);
  const auto claims = sorted_claims(600);
  REQUIRE(write(*folder, claims));
  auto& bytes = *files[sealed_run::file_name(42)];
  bytes.replace(4096, 4096, bytes.substr(8192, 4096));
  const auto run = sealed_run::open(*folder, installation, 3, 42);
  REQUIRE(run);
  CHECK((*run)->find(claims.front().identity).error().code == error_code::claim_file_corrupt);
}

TEST_CASE("damage that is met while counting is mended by opening the partition again") {
  claims_of_a_partition p(50);
  for (std::uint64_t n = 0; n < 1000; ++n) {
    REQUIRE(p.claim(day, entry_of(n, static_cast<stream::offset>(n))) == claim_answer::fresh);
    if (n % 10 == 9) p.commit();
  }
  for (auto& [name, bytes] : p.files) {
    if (name.ends_with(".claims")) (*bytes)[4096 + 100] ^= 1;
  }
  std::optional<error> met;
  for (std::uint64_t n = 0; n < 1000 && !met; ++n) {
    const auto answer = p.claim(day, entry_of(n, 5000));
    if (!answer) {
      met = answer.error();
    } else {
      REQUIRE(answer == claim_answer::duplicate);
    }
  }
  REQUIRE(met);
  CHECK(met->code == error_code::claim_file_corrupt);
  CHECK(met->retryable());
  p.open();
  CHECK(p.storage->rebuilds == 1);
  for (std::uint64_t n = 0; n < 1000; ++n)
    REQUIRE(p.claim(day, entry_of(n, 5000)) == claim_answer::duplicate);
}

TEST_CASE("a folder on disk shows whole files only, and survives what a killed process left") {
  const scratch_folder scratch;
  auto folder = open_disk_claim_folder(scratch.path + "/7/0");
  REQUIRE(folder);
  {
    auto half = (*folder)->create("half");
    REQUIRE(half);
    REQUIRE((*half)->append("never finished"));
  }
  CHECK((*folder)->open("half").value() == nullptr);
  const auto claims = sorted_claims(1000);
  const auto run = write(**folder, claims);
  REQUIRE(run);
  CHECK((*folder)->list().value() == std::vector<std::string>{sealed_run::file_name(42)});
  for (const auto& c : claims)
    REQUIRE((*run)->find(c.identity).value()->content == c.content);
  // What is open stays readable.
  REQUIRE((*folder)->remove(sealed_run::file_name(42)));
  CHECK((*run)->find(claims[5].identity).value()->content == claims[5].content);
  CHECK((*folder)->open(sealed_run::file_name(42)).value() == nullptr);
}

TEST_CASE("a folder that cannot be made says so, and the ledger counts on in memory") {
  const scratch_folder scratch;
  std::ofstream(scratch.path + "/file") << "in the way";
  CHECK(open_disk_claim_folder(scratch.path + "/file/0").error().code == error_code::claim_file_io);

  held_chores chores;
  claim_storage_options options;
  options.hot_most = 5;
  options.folder = [&](const hash128&, stream::partition_number) {
    return open_disk_claim_folder(scratch.path + "/file/0");
  };
  claim_storage storage(options, chores);
  auto ledger = make_sealed_claim_ledger(storage, 0);
  REQUIRE(ledger->open(1, 0, 0, {installation, [](auto, auto, const auto&) { return result<claim_sums>{}; }}));
  for (std::uint64_t n = 0; n < 100; ++n) {
    CHECK(ledger->claim(day, entry_of(n, static_cast<stream::offset>(n))) == claim_answer::fresh);
    ledger->committed(static_cast<stream::offset>(n + 1), 0);
  }
  CHECK(ledger->claim(day, entry_of(3, 200)) == claim_answer::duplicate);
  CHECK(ledger->memory().hot_count == 100);
  CHECK(storage.failures == 1);
}
