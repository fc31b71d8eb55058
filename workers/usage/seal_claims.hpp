// Moving claims from memory into sealed runs, and small runs into large ones: what a ledger's chore does.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include <workers/usage/claim_manifest.hpp>
#include <workers/usage/claim_table.hpp>
#include <workers/usage/sealed_run.hpp>

namespace weir::usage {

// Claims of one arrival day in memory.
struct hot_claims {
  arrival_day day = 0;
  claim_table table;
  claim_sum sum;  // of what the database has of them
};
using hot_list = std::vector<std::shared_ptr<hot_claims>>;
using run_list = std::vector<std::shared_ptr<const sealed_run>>;

struct seal_order {
  std::shared_ptr<claim_folder> folder;
  run_label label;        // of new runs; its id is given out by next_id
  arrival_day since = 0;  // days before it are left out
  std::function<std::uint64_t()> next_id;
  std::shared_ptr<const std::atomic<bool>> stop;  // null: cannot be stopped
};

// One run for each day. Errors: claim_file_io (also when stopped).
result<run_list> seal(const seal_order& order, const hot_list& hot);

// One run, or none when every day in it is forgotten. A run that proves damaged is removed.
result<run_list> merge(const seal_order& order, const run_list& runs);

// Runs that should become one; empty when there are none. Four of like size in a week: that keeps the runs of a week to
// three for each power of four of its size, and writes each claim once for each power. Or all of a week behind the
// last.
run_list choose_alike(const run_list& runs);
run_list choose_week_that_is_over(const run_list& runs);

bool contains(const run_list& runs, const std::shared_ptr<const sealed_run>& run);

// Says that `runs` have every claim before order.label.next, then removes the files of `gone`.
result<void> publish(const seal_order& order, const run_list& runs, const run_list& gone);

}  // namespace weir::usage
