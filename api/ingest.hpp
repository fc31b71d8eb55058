// Events in: decoded and checked whole, assigned to their tenants, appended to weir.usage, answered after every
// delivery report. The hot path: without a wait on the io thread unless a subject is unknown here.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <api/context.hpp>

namespace weir::api {

struct ingest_state {
  ingest_state(const settings& config, metric_registry& metrics);

  const std::size_t most_in_flight;  // bytes of bodies; beyond it: overloaded
  std::atomic<std::size_t> in_flight{0};
  counter accepted, rejected, failed;
  histogram produced;
};

struct ingest_options {
  enum class form : std::uint8_t {
    full,      // 202 with a receipt for each event
    minimal,   // 204, one receipt for each partition in Weir-Receipt
    openmeter  // 204, as OpenMeter answers; the receipts are a header that its clients do not look at
  };
  form answer = form::full;
  bool partial = false;  // takes the good events and reports the others, unless none is good
};

// Needs permission::events_write. Completes `respond` where the last delivery report comes in, here
// when it is refused.
// Errors: the decoder's, event_subject_missing, event_subject_unknown, tenant_suspended; broker_*, overloaded,
// database_unavailable with Retry-After.
void ingest(call c, http::responder respond, ingest_options options);

// POST /api/v1/events
void ingest_events(call c, http::responder respond);

}  // namespace weir::api
