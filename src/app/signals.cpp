#include <csignal>
#include <ctime>

#include <src/app/signals.hpp>

namespace weir::app {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

void catch_stop_signals() {
  const auto set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // What asks other programs to read their files again must not end this one, which watches its own.
  std::signal(SIGHUP, SIG_IGN);
}

void wait_for_stop(const std::atomic<bool>& also) {
  const auto set = stop_signals();
  const timespec turn{0, 50'000'000};
  while (!also) {
    if (sigtimedwait(&set, nullptr, &turn) > 0) return;
  }
}

}  // namespace weir::app
