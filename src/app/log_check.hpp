// Whether what invoices were reckoned from is what the log says: their usage counted once more, from the archive and
// the log, up to the offset that their inputs name. And whether the cells in the database still are.
//
// The log is read once for all invoices of a partition. In memory are their questions and the cells of the hours that
// they ask for, a partition at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <src/app/log_reading.hpp>
#include <workers/usage/recount.hpp>

#include <weir/billing/invoice_inputs.hpp>
#include <weir/postgres/invoices.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/tenants.hpp>
#include <weir/postgres/usage_totals.hpp>

namespace weir::app {

// What a price counts for a stretch of hours, and what else the plan's prices of the meter do.
struct usage_question {
  std::shared_ptr<const postgres::tenant_row> tenant;
  std::shared_ptr<const postgres::meter_row> meter;
  timestamp from, to;
  std::vector<postgres::usage_totals::usage_class> classes;

  bool operator==(const usage_question& other) const;

  usage::counted_cells::series live() const { return {tenant->number, meter->number, meter->generation}; }
};

struct log_verdict {
  struct reading {
    std::int32_t partition = 0;
    std::int64_t from = 0, to = 0;  // offsets
    std::int64_t records = 0;
  };

  // By invoice. What the log says otherwise than the invoice, as sentences; and why an invoice could not be compared.
  std::map<std::string, std::vector<std::string>> findings;
  std::map<std::string, std::string> not_compared;
  std::vector<std::string> cells;  // of the database that are not what the log says
  std::vector<reading> read;
};

struct log_check_options {
  usage::processor_options processing;
  std::function<void(std::int64_t records)> progress;  // how many were read so far
};

struct frozen_inputs;

class log_check {
 public:
  explicit log_check(postgres::pool& database);
  ~log_check();

  // Keeps what the invoice says was counted. `in` sees a snapshot.
  result<void> add(postgres::executor& in, const postgres::invoice_row& row);

  // Of all that were added. `claims` has room for the identities of one partition. Errors: archive_unavailable, those
  // of the database, the log and the claims.
  result<log_verdict> verify(const log_source& from, usage::claim_storage& claims, const log_check_options& options);

 private:
  result<void> ask(postgres::executor& in, billing::invoice_inputs inputs, frozen_inputs& out);

  postgres::pool& database_;
  std::map<std::string, std::unique_ptr<frozen_inputs>> inputs_;  // by hash
  std::map<std::string, std::string> not_compared_;
  std::map<std::int32_t, std::shared_ptr<const postgres::tenant_row>> tenants_;
  std::map<std::pair<std::string, std::int64_t>, std::shared_ptr<const postgres::meter_row>> meters_;
};

}  // namespace weir::app
