// Claims leave memory: a ledger on a real disk takes millions of ids, is killed while it seals, merges and rebuilds,
// has its files deleted, flipped and torn, and must answer every resend of every age as if it remembered everything.
//
//   claims_leave_memory [--ids N] [--hot H] [--kills K] [--seed S]      WEIR_DEEP=1: 20 million ids, sealed at 100,000
//
// The database is a number in memory that outlives the killed process: every id is a function of its position, so what
// is committed need not be stored. Ends with the bytes for each id, by the ledger's account and by the process's own.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <workers/usage/claim_ledger.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/failpoint.hpp>

namespace {

using namespace weir;
using namespace weir::usage;
using rng = std::mt19937_64;

constexpr arrival_day first_day = 20'000;
constexpr int days = 36;
constexpr stream::offset batch = 10'000;
constexpr hash128 installation{1, 2};

struct plan {
  stream::offset ids = 1'000'000;
  std::size_t hot = 20'000;
  int kills = 60;
  std::uint64_t seed = 1;
};

// Lives on when a child is killed.
struct shared_state {
  std::atomic<stream::offset> committed;
  std::atomic<std::uint64_t> resends, conflicts, rolled_back, rebuilds, reopened, failures;
};

std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

claim_entry entry_at(stream::offset at) {
  const auto n = static_cast<std::uint64_t>(at) * 4 + 1;
  return {{mixed(n), mixed(n + 1)}, static_cast<content_hash>(mixed(n + 2)), at};
}

class child {
 public:
  child(const plan& p, shared_state& state, const std::filesystem::path& folder, std::uint64_t seed)
      : plan_(p),
        state_(state),
        random_(seed),
        chores_(make_threaded_claim_chores()),
        storage_(options(folder), *chores_) {}

  void work(stream::offset until);
  void judge_all();

 private:
  claim_storage_options options(const std::filesystem::path& folder) {
    claim_storage_options out;
    out.hot_most = plan_.hot;
    out.first_id = random_();
    out.folder = [folder](const hash128&, stream::partition_number) { return open_disk_claim_folder(folder); };
    return out;
  }
  arrival_day day_at(stream::offset at) const {
    return first_day + static_cast<arrival_day>(at * days / std::max<stream::offset>(plan_.ids, 1));
  }
  void open();
  claim_answer ask(arrival_day day, const claim_entry& entry);
  void resend(stream::offset at);
  [[noreturn]] void wrong(stream::offset at, claim_answer answer);

  plan plan_;
  shared_state& state_;
  rng random_;
  std::unique_ptr<claim_chores> chores_;
  claim_storage storage_;
  std::unique_ptr<claim_ledger> ledger_;
  stream::epoch epoch_ = 0;
  std::uint64_t rebuilds_seen_ = 0;
  double hot_bytes_most_ = 0;  // for each id, when the table is not nearly empty
};

void child::wrong(stream::offset at, claim_answer answer) {
  fmt::print(stderr, "id {} of {} committed: answered {}\n", at, state_.committed.load(), static_cast<int>(answer));
  std::_Exit(3);
}

void child::open() {
  const claim_ledger::source source{
      installation, [this](arrival_day since, stream::offset from, const take_claim& take) -> result<claim_sums> {
        claim_sums sums;
        // Some runs stand across the offset, as merged ones do.
        const auto begin = from - from % 997;
        for (stream::offset at = 0; at < state_.committed; ++at) {
          if (day_at(at) < since) continue;
          if (at >= begin) {
            WEIR_FAILPOINT("test.load");
            take(day_at(at), entry_at(at));
          } else {
            sums[day_at(at)].add(entry_at(at));
          }
        }
        return sums;
      }};
  ledger_ = make_sealed_claim_ledger(storage_, 0);
  const auto opened = ledger_->open(++epoch_, state_.committed, 0, source);
  WEIR_ASSERT(opened.has_value(), "a ledger opens whatever its files are like");
  state_.rebuilds += storage_.rebuilds - rebuilds_seen_;
  rebuilds_seen_ = storage_.rebuilds;
}

// As the engine does: an error that is retryable drops what is not committed.
claim_answer child::ask(arrival_day day, const claim_entry& entry) {
  const auto answer = ledger_->claim(day, entry);
  if (answer) return *answer;
  WEIR_ASSERT(answer.error().retryable(), "files are mended");
  ++state_.reopened;
  open();
  return ask(day, entry);
}

void child::resend(stream::offset at) {
  auto entry = entry_at(at);
  const bool other = random_() % 16 == 0;
  entry.content ^= other ? 1 : 0;
  ++(other ? state_.conflicts : state_.resends);
  // It arrives today, whenever the first one came.
  const auto today = day_at(state_.committed);
  if (const auto answer = ask(today, entry); answer != (other ? claim_answer::conflict : claim_answer::duplicate))
    wrong(at, answer);
}

void child::work(stream::offset until) {
  open();
  while (state_.committed < until) {
    const auto begin = state_.committed.load();
    const auto end = std::min(begin + batch, until);
    for (int i = 0; i < 500 && begin > 0; ++i)
      resend(static_cast<stream::offset>(random_() % static_cast<std::uint64_t>(begin)));
    const auto reopened = state_.reopened.load();
    for (auto at = begin; at < end; ++at) {
      if (const auto answer = ask(day_at(at), entry_at(at)); answer != claim_answer::fresh) wrong(at, answer);
    }
    // A ledger that was opened anew meanwhile knows only a part of the batch; and some flushes never commit.
    if (state_.reopened != reopened || random_() % 40 == 0) {
      ++state_.rolled_back;
      open();
      continue;
    }
    state_.committed = end;
    ledger_->committed(end, 0);
    const auto m = ledger_->memory();
    if (m.hot_count > 10'000)
      hot_bytes_most_ = std::max(hot_bytes_most_, static_cast<double>(m.hot_bytes) / static_cast<double>(m.hot_count));
  }
  state_.failures += storage_.failures;
}

std::uint64_t anonymous_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "RssAnon:") {
      std::uint64_t kilobytes = 0;
      status >> kilobytes;
      return kilobytes;
    }
  }
  return 0;
}

// Every id once more, in an order that no cache likes, then ids that nobody has sent.
void child::judge_all() {
  const auto before_kb = anonymous_kilobytes();
  work(plan_.ids);
  open();
  const auto memory = ledger_->memory();
  const auto used_kb = anonymous_kilobytes() - before_kb;
  using clock = std::chrono::steady_clock;
  const auto since = [](clock::time_point then, stream::offset n) {
    return std::chrono::duration<double, std::micro>(clock::now() - then).count() / static_cast<double>(n);
  };
  auto begun = clock::now();
  const stream::offset stride = 7'368'787;  // a prime: i · stride passes through all of them
  for (stream::offset i = 0; i < plan_.ids; ++i)
    resend(i * stride % plan_.ids);
  const auto known_us = since(begun, plan_.ids);
  const auto strange = std::min<stream::offset>(plan_.ids, 1'000'000);
  begun = clock::now();
  for (auto at = plan_.ids; at < plan_.ids + strange; ++at) {
    if (const auto answer = ask(day_at(plan_.ids), entry_at(at)); answer != claim_answer::fresh) wrong(at, answer);
  }
  const auto fresh_us = since(begun, strange);
  const auto all = static_cast<double>(memory.hot_count + memory.sealed_count);
  fmt::print("ids {} hot {} sealed {}\n", plan_.ids, memory.hot_count, memory.sealed_count);
  fmt::print("bytes for each sealed id {:.2f}, for each hot id at most {:.1f}\n",
             static_cast<double>(memory.sealed_bytes) / static_cast<double>(memory.sealed_count), hot_bytes_most_);
  fmt::print("the process's anonymous memory {} kB: {:.2f} bytes for each id\n", used_kb,
             static_cast<double>(used_kb) * 1024 / all);
  fmt::print("microseconds: resend {:.3f}, new id {:.3f}\n", known_us, fresh_us);
  WEIR_ASSERT(all == static_cast<double>(plan_.ids), "every id is remembered once");
  WEIR_ASSERT(static_cast<double>(memory.sealed_bytes) <= 4.0 * static_cast<double>(memory.sealed_count),
              "at most 4 bytes a sealed id");
}

// The disk ------------------------------------------------------------------------

std::string hurt(const std::filesystem::path& folder, rng& random) {
  std::vector<std::filesystem::path> files;
  for (const auto& f : std::filesystem::directory_iterator(folder))
    files.push_back(f.path());
  if (files.empty()) return "nothing";
  std::ranges::sort(files);
  const auto& file = files[random() % files.size()];
  const auto size = std::filesystem::file_size(file);
  switch (random() % 6) {
    case 0:
      std::filesystem::remove(file);
      return "deleted";
    case 1:
      std::filesystem::resize_file(file, random() % (size + 1));
      return "torn";
    case 2:
      for (const auto& f : files)
        std::filesystem::remove(f);
      return "all deleted";
    default: {
      if (size == 0) return "nothing";
      std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
      const auto at = static_cast<std::streamoff>(random() % size);
      bytes.seekg(at);
      const auto there = bytes.get();
      bytes.seekp(at);
      bytes.put(static_cast<char>(there ^ (1 << random() % 8)));
      return "flipped";
    }
  }
}

// -1: killed.
int run_child(const std::function<void()>& body, std::chrono::microseconds kill_after) {
  std::fflush(nullptr);
  const auto pid = ::fork();
  if (pid == 0) {
    body();
    std::fflush(nullptr);
    std::_Exit(0);
  }
  if (kill_after.count() > 0) {
    ::usleep(static_cast<useconds_t>(kill_after.count()));
    ::kill(pid, SIGKILL);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 4;
}

int prove(const plan& p, const std::filesystem::path& folder) {
  auto& state = *new (::mmap(nullptr, sizeof(shared_state), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
                    shared_state{};
  rng random(p.seed);
  std::map<std::string, int> witnessed;
  const char* const places[] = {"claims.seal", "claims.merge", "claims.before_rename", "claims.before_manifest",
                                "test.load"};
  for (int i = 0; i < p.kills; ++i) {
    const auto seed = random();
    const bool at_place = i % 4 != 3;
    const std::string place = places[static_cast<std::size_t>(i) % std::size(places)];
    const auto stop_at = p.ids * (i + 1) / (p.kills + 1);  // at the latest, so that every age is among the files
    const auto ended = run_child(
        [&] {
          if (at_place) {
            const auto odds = place == "test.load" ? "=kill@0.00002" : "=kill@0.3";
            WEIR_ASSERT(!start_failpoints(place + odds, ""), "the text is right");
          }
          child(p, state, folder, seed).work(stop_at);
        },
        at_place ? std::chrono::microseconds(0) : std::chrono::microseconds(1000 + random() % 400'000));
    if (ended > 0) return ended;
    ++witnessed[ended < 0 ? (at_place ? "killed at " + place : "killed at any time") : "not killed"];
    if (random() % 2 == 0) ++witnessed["files " + hurt(folder, random)];
    if (random() % 8 == 0) {
      state.committed = state.committed * 9 / 10;
      ++witnessed["database restored to an older state"];
    }
  }
  const auto ended = run_child([&] { child(p, state, folder, random()).judge_all(); }, std::chrono::microseconds(0));
  if (ended != 0) return ended > 0 ? ended : 5;
  for (const auto& [what, times] : witnessed)
    fmt::print("{:>6}  {}\n", times, what);
  fmt::print(
      "{:>6}  rebuilt from the database\n{:>6}  opened anew\n{:>6}  flushes not committed\n{:>6}  resends\n{:>6}  "
      "conflicts\n",
      state.rebuilds.load(), state.reopened.load(), state.rolled_back.load(), state.resends.load(),
      state.conflicts.load());
  // A fault that never happened proves nothing.
  bool all = state.rebuilds > 0;
  for (const auto* place : places)
    all = all && witnessed.contains(std::string("killed at ") + place);
  for (const auto* what : {"files flipped", "files torn", "files deleted", "files all deleted"})
    all = all && witnessed.contains(what);
  return all ? 0 : 6;
}

}  // namespace

int main(int argc, char** argv) {
  plan p;
  if (const char* deep = std::getenv("WEIR_DEEP"); deep && *deep) p = {20'000'000, 100'000, 60, 1};
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const auto value = std::strtoll(argv[i + 1], nullptr, 10);
    if (name == "--ids") p.ids = value;
    if (name == "--hot") p.hot = static_cast<std::size_t>(value);
    if (name == "--kills") p.kills = static_cast<int>(value);
    if (name == "--seed") p.seed = static_cast<std::uint64_t>(value);
  }
  std::string name = (std::filesystem::temp_directory_path() / "weir-claims-XXXXXX").string();
  if (!::mkdtemp(name.data())) return 2;
  const auto status = prove(p, name);
  std::filesystem::remove_all(name);
  fmt::print("{}\n", status == 0 ? "every answer exact" : fmt::format("failed with status {}", status));
  return status;
}
