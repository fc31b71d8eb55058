// One partition's part of log_check. For its sources only.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <src/app/cell_stretches.hpp>
#include <src/app/log_check.hpp>

namespace weir::app {

struct frozen_usage {
  std::size_t question = 0;  // index into questions
  std::size_t place = 0;     // of the price's class
  billing::counted_usage counted;
};

// What one document of inputs says was counted.
struct frozen_inputs {
  struct invoice {
    std::string id;
    std::int32_t place = 0;
  };

  std::string hash;
  std::vector<invoice> invoices;
  std::shared_ptr<const postgres::tenant_row> tenant;
  billing::counted_log at;
  std::vector<placed_import> imports;  // that had taken their place, in that order
  std::vector<usage_question> questions;
  std::vector<frozen_usage> usage;
};

class partition_check {
 public:
  partition_check(postgres::pool& database, const log_source& from, usage::claim_storage& claims,
                  const log_check_options& options, std::int32_t partition, std::vector<const frozen_inputs*> of,
                  log_verdict& out);

  result<void> run(std::int64_t read_before);

 private:
  using total = postgres::usage_totals::total;

  struct stored_question {
    const usage_question* what = nullptr;
    std::vector<total> totals;  // in the database, in the snapshot of the facts
  };

  result<void> learn();
  result<void> learn_imports(postgres::executor& in);
  usage::recount_options how_counted();
  result<void> read(log_reading& log, usage::recount& again, std::int64_t read_before);
  result<void> compare_until(stream::offset at, const log_reading& log, usage::recount& again);
  result<void> compare(const frozen_inputs& of, const log_reading& log, const usage::counted_cells& cells);
  result<void> reckon(const frozen_inputs& of, std::vector<billing::counted_usage> counted);
  result<void> compare_stored(const log_reading& log, const usage::counted_cells& cells);
  result<void> name_cells(const usage_question& q, const usage::counted_cells& cells);
  std::int64_t needed_from_ms(const usage_question& q) const;
  const std::string* missing(std::int64_t since_ms, stream::offset until, const log_reading& log) const;

  postgres::pool& database_;
  const log_source& from_;
  usage::claim_storage& claims_;
  const log_check_options& options_;
  std::int32_t partition_;
  std::vector<const frozen_inputs*> inputs_;  // by the offset that they were counted up to
  std::size_t compared_ = 0;
  usage::recount_facts facts_;
  std::vector<stored_question> stored_;
  std::vector<placed_import> placed_;  // by now
  std::map<history_import_id, usage::recounted_import> imports_;
  std::optional<log_reading::hole> begun_anew_;
  log_verdict& out_;
};

}  // namespace weir::app
