// What the database says of how a partition of the log was counted: what counting it once more needs.
#pragma once

#include <string>

#include <workers/usage/recount.hpp>

#include <weir/postgres/executor.hpp>

namespace weir::usage {

// `in` sees one snapshot under role::worker; `consumer` is the worker's name in leases and definition_offsets.
result<recount_facts> read_recount_facts(postgres::executor& in, const std::string& consumer,
                                         stream::partition_number partition);

// The definitions as they were at a version. Error: database_error, when a meter cannot be read any more.
result<definitions_snapshot> read_definitions(postgres::executor& in, std::int64_t version);

}  // namespace weir::usage
