// Runs jobs: claims what is due, calls the handler of its kind, keeps the lease alive meanwhile, and writes what came
// of it. Several runners on several machines share one store.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <weir/jobs/job_store.hpp>

namespace weir::jobs {

// What a handler sees of its job. One thread, the handler's.
class context {
 public:
  const job& what() const { return job_; }

  // Written with the next heartbeat.
  void progress(std::int64_t done, std::optional<std::int64_t> total);

  // Somebody canceled the job, the lease is lost, or the runner ends: return soon, with any error. Whoever goes on
  // acting after the lease was lost does so beside another runner: effects must be harmless when repeated.
  bool canceled() const { return cancel_ || lost_ || stop_.stop_requested(); }

  context(const job& j, std::stop_token stop) : job_(j), stop_(std::move(stop)), done_(j.progress_done) {
    total_ = j.progress_total;
  }

 private:
  friend class runner;
  const job& job_;
  std::stop_token stop_;
  std::atomic<bool> cancel_ = false;
  std::atomic<bool> lost_ = false;
  mutable std::mutex mutex_;
  std::int64_t done_ = 0;
  std::optional<std::int64_t> total_;
};

// The job's result as JSON, or why not: a retryable error puts it back into the queue with a back-off, any other one
// fails it for good. A job that is repeated finds what the attempt before has left.
using handler = std::function<result<std::string>(context&)>;

struct runner_options {
  std::string owner;  // unique for each start of a process
  std::chrono::milliseconds lease{30'000};
  std::chrono::milliseconds beat{5'000};  // heartbeats; well below the lease
  std::chrono::milliseconds poll{500};    // between two looks for work when there was none
  std::chrono::milliseconds retry_least{1'000};
  std::chrono::milliseconds retry_most{300'000};
};

// retry_least · 2^(attempts − 1), at most retry_most, of which the upper half is random.
std::chrono::milliseconds retry_wait(const runner_options& o, std::int32_t attempts, std::uint64_t random);

class runner {
 public:
  // Called on the runner's thread after each job: "succeeded", "failed", "retried", "canceled", "lost".
  using ended = std::function<void(const job&, std::string_view state, const std::optional<error>&)>;

  runner(job_store& store, runner_options options, ended told = {});

  // Before the first run. One handler for each kind.
  void handle(std::string kind, handler h);

  // Claims one job and runs it to its end. False: there was none. Errors: the store's, of the claim.
  result<bool> run_one(std::stop_token stop);

  // Until `stop`: a store that is away is asked again.
  void run(std::stop_token stop);

 private:
  void execute(const job& j, const std::stop_token& stop);

  job_store& store_;
  runner_options options_;
  ended told_;
  std::map<std::string, handler, std::less<>> handlers_;
  std::vector<std::string> kinds_;
};

}  // namespace weir::jobs
