#include <algorithm>
#include <atomic>

#include <fmt/format.h>
#include <src/app/installation.hpp>
#include <src/app/program.hpp>
#include <src/app/signals.hpp>
#include <src/app/usage_runtime.hpp>
#include <src/app/verbs.hpp>

#include <weir/base/log.hpp>

namespace weir::app {

int run_worker(const std::vector<std::string>& names) {
  for (const auto& wanted : names) {
    if (wanted != "usage") {
      fmt::print(stderr, "weir: there is no worker {}; there is: usage\n", wanted);
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
    auto usage = usage_runtime::start(*p, database, ready->partitions, [&](const error&) { ended = true; });
    if (!usage) return report("starting the usage worker", usage.error());
    log::info("worker runs", {{"worker", "usage"}, {"partitions", ready->partitions}});
    wait_for_stop(ended);
  }
  log::stop();
  return ended ? exit_failed : exit_ok;
}

}  // namespace weir::app
