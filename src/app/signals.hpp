// SIGTERM and SIGINT as a flag and a wait, for verbs that run until they are told to stop.
#pragma once

#include <atomic>

namespace weir::app {

// Blocks both signals in this thread and in every thread started later, and ignores SIGHUP. Call first in a
// long-running verb.
void catch_stop_signals();

// Returns when a signal came or `also` became true; checks the latter every 50 ms.
void wait_for_stop(const std::atomic<bool>& also);

}  // namespace weir::app
