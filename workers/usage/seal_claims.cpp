#include <algorithm>
#include <bit>
#include <map>

#include <workers/usage/seal_claims.hpp>

#include <weir/base/failpoint.hpp>

namespace weir::usage {
namespace {

constexpr std::size_t merge_fan = 4;
constexpr std::uint64_t stop_every = 4096;  // claims between two looks at `stop`

bool stopped(const seal_order& order) {
  return order.stop && order.stop->load(std::memory_order_relaxed);
}

std::unexpected<error> stopped_early() {
  return fail(error_code::claim_file_io, "sealing was stopped");
}

int size_class(std::uint64_t count) {
  return static_cast<int>(std::bit_width(count)) / 2;
}

result<std::shared_ptr<const sealed_run>> seal_one(const seal_order& order, const hot_claims& hot) {
  auto label = order.label;
  label.id = order.next_id();
  auto writer = sealed_run_writer::create(*order.folder, label, week_of(hot.day), hot.table.size());
  if (!writer) return std::unexpected(writer.error());
  result<void> done;
  std::uint64_t written = 0;
  hot.table.for_each([&](const hash128& identity, content_hash content) {
    if (!done) return;
    if (++written % stop_every == 0 && stopped(order)) {
      done = stopped_early();
    } else {
      done = writer->add({identity, content, hot.day});
    }
  });
  if (!done) return std::unexpected(done.error());
  WEIR_FAILPOINT("claims.seal");
  return writer->finish({{hot.day, hot.sum}});
}

// A cursor and the claim it stands at.
struct head {
  sealed_run::cursor cursor;
  const sealed_run* run;
  std::optional<sealed_claim> claim;
};

result<void> advance(const seal_order& order, head& h) {
  auto next = h.cursor.next();
  if (!next) {
    (void)order.folder->remove(sealed_run::file_name(h.run->label().id));
    return std::unexpected(next.error());
  }
  h.claim = *next;
  return {};
}

}  // namespace

result<run_list> seal(const seal_order& order, const hot_list& hot) {
  run_list out;
  for (const auto& h : hot) {
    if (h->day < order.since || h->sum.count == 0) continue;
    auto run = seal_one(order, *h);
    if (!run) return std::unexpected(run.error());
    out.push_back(std::move(*run));
  }
  return out;
}

result<run_list> merge(const seal_order& order, const run_list& runs) {
  std::uint64_t most = 0;
  claim_sums sums;
  std::vector<head> heads;
  for (const auto& run : runs) {
    most += run->count();
    for (const auto& [day, sum] : run->sums()) {
      if (day >= order.since) sums[day].add(sum);
    }
    heads.push_back({sealed_run::cursor(*run), run.get(), {}});
    if (auto done = advance(order, heads.back()); !done) return std::unexpected(done.error());
  }
  if (sums.empty()) return run_list{};
  auto label = order.label;
  label.id = order.next_id();
  label.next = std::ranges::max(runs, {}, [](const auto& run) { return run->label().next; })->label().next;
  auto writer = sealed_run_writer::create(*order.folder, label, runs.front()->week(), most);
  if (!writer) return std::unexpected(writer.error());
  for (std::uint64_t written = 0;; ++written) {
    if (written % stop_every == 0 && stopped(order)) return stopped_early();
    const sealed_claim* least = nullptr;
    for (const auto& h : heads) {
      if (h.claim && (!least || h.claim->identity < least->identity)) least = &*h.claim;
    }
    if (!least) break;
    // An identity that was claimed again after its day was forgotten stands in two runs: the later day holds.
    auto chosen = *least;
    for (auto& h : heads) {
      if (!h.claim || h.claim->identity != chosen.identity) continue;
      if (h.claim->day > chosen.day) chosen = *h.claim;
      if (auto done = advance(order, h); !done) return std::unexpected(done.error());
    }
    if (chosen.day < order.since) continue;
    if (auto done = writer->add(chosen); !done) return std::unexpected(done.error());
  }
  WEIR_FAILPOINT("claims.merge");
  auto run = writer->finish(sums);
  if (!run) return std::unexpected(run.error());
  return run_list{std::move(*run)};
}

run_list choose_alike(const run_list& runs) {
  std::map<std::pair<std::int32_t, int>, run_list> alike;
  for (const auto& run : runs) {
    auto& group = alike[{run->week(), size_class(run->count())}];
    group.push_back(run);
    if (group.size() == merge_fan) return group;
  }
  return {};
}

run_list choose_week_that_is_over(const run_list& runs) {
  std::map<std::int32_t, run_list> weeks;
  for (const auto& run : runs)
    weeks[run->week()].push_back(run);
  for (const auto& [week, group] : weeks) {
    if (week != weeks.rbegin()->first && group.size() > 1) return group;
  }
  return {};
}

bool contains(const run_list& runs, const std::shared_ptr<const sealed_run>& run) {
  return std::ranges::find(runs, run) != runs.end();
}

result<void> publish(const seal_order& order, const run_list& runs, const run_list& gone) {
  claim_manifest manifest{order.label.installation, order.label.partition, order.label.epoch,
                          order.label.next,         order.since,           {}};
  for (const auto& run : runs)
    manifest.runs.push_back({run->label().id, run->checksum()});
  if (auto done = write_claim_manifest(*order.folder, manifest); !done) return done;
  // What stays behind is removed at the next opening.
  for (const auto& run : gone)
    (void)order.folder->remove(sealed_run::file_name(run->label().id));
  return {};
}

}  // namespace weir::usage
