#include <algorithm>
#include <atomic>

#include <fmt/format.h>
#include <src/app/installation.hpp>
#include <src/app/program.hpp>
#include <src/app/secret_watch.hpp>
#include <src/app/signals.hpp>
#include <src/app/verbs.hpp>
#include <src/app/worker_set.hpp>

#include <weir/base/log.hpp>

namespace weir::app {

int run_worker(const std::vector<std::string>& names) {
  for (const auto& wanted : names) {
    if (std::ranges::find(worker_set::names(), wanted) == worker_set::names().end()) {
      fmt::print(stderr, "weir: there is no worker {}; there are: {}\n", wanted, fmt::join(worker_set::names(), ", "));
      return exit_usage;
    }
  }
  auto p = start_program("weir worker");
  if (!p) return exit_failed;
  catch_stop_signals();
  std::atomic<bool> ended = false;
  postgres::pool database({p->database("weir worker"), 4, std::chrono::seconds(5), {}});
  auto ready = ready_to_run(*p, database, ended);
  if (!ready) return report("starting", ready.error());
  {
    const secret_watch sealing(watched_secrets(*p), process_environment());
    auto workers = worker_set::start(*p, database, ready->partitions, names, [&](const error&) { ended = true; });
    if (!workers) return report("starting the workers", workers.error());
    wait_for_stop(ended);
  }
  log::stop();
  return ended ? exit_failed : exit_ok;
}

}  // namespace weir::app
