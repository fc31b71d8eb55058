// What the worker's rules say of one event of the log, on its own: the very processor of the worker, run over a record
// that holds this event only, with the definitions that applied at its offset and no memory of other events.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <api/usage/record_events.hpp>
#include <workers/usage/definitions.hpp>
#include <workers/usage/usage_processor.hpp>

#include <weir/base/hash.hpp>

namespace weir::api {

struct judged_cell {
  std::int32_t meter_number = 0;
  std::int32_t generation = 1;
  timestamp hour{};
  std::string subject{};
  std::string dimensions{};  // JSON object
};

struct judged_refusal {
  std::int32_t meter_number = 0;  // 0: the event as a whole
  error_code code{};
  std::string detail{};
};

enum class event_verdict : std::uint8_t { countable, unmatched, rejected };

struct judgment {
  event_verdict verdict = event_verdict::unmatched;
  std::vector<judged_cell> cells{};        // that it goes to when it is counted
  std::vector<judged_refusal> refusals{};  // of the event, or of meters that cannot count it
};

// The imports that events may be rows of, as they were when their rows were counted: open.
struct judged_history {
  usage::history_facts facts;
  bool is_placed = false;  // its cells have the meter's generation by now
};
using judged_histories = std::map<history_import_id, judged_history>;

class event_judge {
 public:
  event_judge(usage::definitions_snapshot definitions, tenant_id tenant, usage::tenant_facts facts,
              const keyed_hash::key_type& claim_key, std::int32_t partitions, std::int64_t accept_days,
              judged_histories histories = {});
  ~event_judge();

  // Errors: the processor's own.
  result<judgment> judge(const log_event& e);

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::api
