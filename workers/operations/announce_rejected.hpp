// Outbox rows of decisions about rejected events. Part of the worker's SQL: runs under weir_worker.
#pragma once

#include <span>
#include <string>

#include <weir/contract/domain_event.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/rejected.hpp>

namespace weir::operations {

// One announcement for each row, of its tenant. `request`: that asked for it, or empty. Ids follow from the row, which
// is decided once.
result<void> announce_decisions(postgres::executor& in, std::span<const postgres::rejected_row> decided,
                                contract::event_type type, timestamp now, const std::string& principal,
                                const std::string& request);

}  // namespace weir::operations
