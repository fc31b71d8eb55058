#include <algorithm>
#include <cstring>
#include <thread>

#include <weir/base/assert.hpp>
#include <weir/base/pause.hpp>
#include <weir/base/random.hpp>
#include <weir/contract/problem.hpp>
#include <weir/jobs/runner.hpp>

namespace weir::jobs {
namespace {

using std::chrono::milliseconds;

std::uint64_t random_number() {
  const auto bytes = random_bytes(sizeof(std::uint64_t));
  std::uint64_t n = 0;
  std::memcpy(&n, bytes.data(), sizeof n);
  return n;
}

}  // namespace

void context::progress(std::int64_t done, std::optional<std::int64_t> total) {
  const std::scoped_lock lock(mutex_);
  done_ = done;
  if (total) total_ = total;
}

milliseconds retry_wait(const runner_options& o, std::int32_t attempts, std::uint64_t random) {
  auto wait = std::max<std::int64_t>(o.retry_least.count(), 2);
  for (std::int32_t i = 1; i < attempts && wait < o.retry_most.count(); ++i)
    wait *= 2;
  wait = std::min(wait, o.retry_most.count());
  const auto half = wait / 2;
  return milliseconds(wait - half + static_cast<std::int64_t>(random % static_cast<std::uint64_t>(half + 1)));
}

runner::runner(job_store& store, runner_options options, ended told)
    : store_(store), options_(std::move(options)), told_(std::move(told)) {}

void runner::handle(std::string kind, handler h) {
  kinds_.push_back(kind);
  const bool fresh = handlers_.emplace(std::move(kind), std::move(h)).second;
  WEIR_ASSERT(fresh, "one handler for each kind of job");
}

result<bool> runner::run_one(std::stop_token stop) {
  auto claimed = store_.claim(options_.owner, kinds_, options_.lease, 1);
  if (!claimed) return std::unexpected(claimed.error());
  if (claimed->empty()) return false;
  execute(claimed->front(), stop);
  return true;
}

void runner::execute(const job& j, const std::stop_token& stop) {
  context with(j, stop);
  const auto found = handlers_.find(j.kind);
  WEIR_ASSERT(found != handlers_.end(), "only jobs of known kinds are claimed");
  const auto beat = [&]() -> result<void> {
    std::unique_lock lock(with.mutex_);
    const auto done = with.done_;
    const auto total = with.total_;
    lock.unlock();
    auto answer = store_.heartbeat(j.id, j.epoch, options_.lease, done, total);
    if (!answer) {
      if (answer.error().code == error_code::lease_lost) with.lost_ = true;
      return std::unexpected(answer.error());
    }
    if (*answer) with.cancel_ = true;
    return {};
  };
  auto outcome = [&] {
    // A store that does not answer is asked again; when it is back it says whether the lease is still ours.
    std::jthread heart([&](const std::stop_token& over) {
      while (!over.stop_requested()) {
        pause(over, options_.beat);
        if (!over.stop_requested() && !with.lost_) (void)beat();
      }
    });
    return found->second(with);
  }();
  (void)beat();  // the last progress

  std::string_view state;
  std::optional<error> cause;
  result<void> written;
  if (!outcome) cause = outcome.error();
  if (with.lost_) {
    state = "lost";
  } else if (outcome) {
    state = "succeeded";
    written = store_.finish(j.id, j.epoch, *outcome);
  } else if (with.cancel_) {
    state = "canceled";
    written = store_.finish_canceled(j.id, j.epoch);
  } else {
    std::optional<milliseconds> again;
    if (stop.stop_requested()) {
      again = milliseconds(0);
    } else if (cause->retryable()) {
      again = retry_wait(options_, j.attempts, random_number());
    }
    state = again ? "retried" : "failed";
    written = store_.fail(j.id, j.epoch, contract::write_problem(contract::to_problem(*cause)), again);
  }
  // What could not be written is written by the next attempt, once the lease has run out.
  if (!written) {
    state = "lost";
    cause = written.error();
  }
  if (told_) told_(j, state, cause);
}

void runner::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    auto busy = run_one(stop);
    if (!busy || !*busy) pause(stop, options_.poll);
  }
}

}  // namespace weir::jobs
