#include <algorithm>
#include <array>
#include <thread>

#include <workers/payments/export_usage.hpp>
#include <workers/payments/export_usage_rules.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::payments {
namespace {

using postgres::due_hour;
using postgres::executor;
namespace queue = postgres::meter_export_queue;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::provider_secret);
constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t recent_s = 26 * 3'600;
constexpr std::int64_t reach_s = 90 * 86'400;
constexpr std::int64_t recent_each_ms = 5'000;
constexpr std::int64_t all_each_ms = 30'000;
constexpr std::int64_t rest_after_looking = 20;  // times as long as it took
constexpr std::int32_t most_noted = 1'000;
constexpr std::int32_t most_waiting = 2'000;
constexpr std::int32_t most_at_once = 64;
constexpr std::size_t lanes = 8;
constexpr std::int64_t hold_s = 300;  // what waits for all others of its lane, each as long as a request may take

timestamp before(timestamp t, std::int64_t seconds) {
  return {t.ns - seconds * second};
}

}  // namespace

result<std::size_t> export_usage::turn(const std::stop_token& stop) {
  if (auto noted = note(); !noted) return std::unexpected(noted.error());
  auto due = take();
  if (!due) return std::unexpected(due.error());
  if (due->empty()) return 0;
  const auto outcomes = say_all(*due, stop);
  WEIR_FAILPOINT("meter_exports.after_asking");
  if (auto recorded = record(*due, outcomes); !recorded) return std::unexpected(recorded.error());
  return due->size();
}

// What happens mostly happens in the hour before: all the others are looked at less often.
result<void> export_usage::note() {
  const auto began_ms = clock_.monotonic_ms();
  const bool all = began_ms >= next_all_ms_;
  if (!all && began_ms < next_ms_) return {};
  const auto now = clock_.now();
  auto noted = note_since(before(now, all ? reach_s : recent_s), now);
  const auto ended_ms = clock_.monotonic_ms();
  const auto rest_ms = (ended_ms - began_ms) * rest_after_looking;
  next_ms_ = ended_ms + std::max(recent_each_ms, rest_ms);
  if (all) next_all_ms_ = ended_ms + std::max(all_each_ms, rest_ms);
  return noted;
}

result<void> export_usage::note_since(timestamp from, timestamp now) {
  auto exports = pool_.read(postgres::role::worker, postgres::tenant_scope::platform(),
                            [](executor& in) { return queue::running(in, most_waiting); });
  if (!exports) return std::unexpected(exports.error());
  for (const auto& of : *exports) {
    if (of.waiting >= most_waiting) continue;
    const queue::window within{std::max(of.from, from), newest_meter_hour(now), oldest_meter_hour(now)};
    auto noted = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                        [&](executor& in) { return queue::note(in, of, within, most_noted); });
    if (!noted) return std::unexpected(noted.error());
    if (*noted == most_noted) next_all_ms_ = 0;
  }
  return {};
}

result<std::vector<due_hour>> export_usage::take() {
  const auto but = troubles_.held();
  return pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                [&](executor& in) -> result<std::vector<due_hour>> {
                                  if (installation_.empty()) {
                                    auto installed = postgres::installation::find(in);
                                    if (!installed) return std::unexpected(installed.error());
                                    if (!*installed) return std::vector<due_hour>{};
                                    installation_ = (*installed)->id;
                                  }
                                  return queue::take(in, most_at_once, hold_s, but);
                                });
}

// Stripe takes one at a time of a customer: those of a tenant are said one after the other.
std::vector<export_usage::outcome> export_usage::say_all(const std::vector<due_hour>& due,
                                                         const std::stop_token& stop) {
  std::vector<outcome> out(due.size(), outcome{{said_answer::kind::unavailable}, 0});
  std::array<std::vector<std::size_t>, lanes> of_lanes;
  for (std::size_t i = 0; i < due.size(); ++i)
    of_lanes.at(static_cast<std::size_t>(due[i].tenant_number) % lanes).push_back(i);
  std::vector<std::jthread> threads;
  for (const auto& lane : of_lanes)
    if (!lane.empty())
      threads.emplace_back([&] {
        for (const auto i : lane) {
          if (stop.stop_requested()) return;
          out[i] = say(due[i]);
        }
      });
  threads.clear();
  return out;
}

export_usage::outcome export_usage::say(const due_hour& of) {
  if (auto waits = troubles_.of(of.account))
    return {{said_answer::kind::unavailable, std::move(waits->code), std::move(waits->message)}, waits->wait_ms};
  if (of.hour < oldest_meter_hour(clock_.now()))
    return {{said_answer::kind::refused, "timestamp_too_far_in_past", "It waited until it was too old."}};
  const auto key = secrets_.open(purpose, of.secret_id, of.sealed_key);
  if (!key)
    return answered(of.account, {said_answer::kind::unavailable, std::string(name(error_code::secret_key_unknown))});
  return answered(of.account, ports_.say(of, *key,
                                         {meter_event_identifier(installation_, of), of.event_name, of.customer,
                                          of.quantity.text(), meter_event_instant(of.hour, of.revision)}));
}

export_usage::outcome export_usage::answered(const std::string& account, said_answer answer) {
  if (answer.what != said_answer::kind::unavailable) {
    troubles_.end(account);
    return {std::move(answer)};
  }
  const auto wait_ms = troubles_.begin(account, answer.code, answer.message, answer.retry_after).wait_ms;
  return {std::move(answer), wait_ms};
}

result<void> export_usage::record(const std::vector<due_hour>& due, const std::vector<outcome>& outcomes) {
  return pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                [&](executor& in) -> result<void> {
                                  for (std::size_t i = 0; i < due.size(); ++i) {
                                    const auto& [answer, wait_ms] = outcomes[i];
                                    result<void> done;
                                    switch (answer.what) {
                                      case said_answer::kind::taken:
                                        done = queue::end_sent(in, due[i]);
                                        break;
                                      case said_answer::kind::refused:
                                        done = queue::end_failed(in, due[i], answer.code, answer.message);
                                        break;
                                      case said_answer::kind::unavailable:
                                        done = queue::defer(in, due[i], wait_ms, answer.code, answer.message);
                                        break;
                                    }
                                    if (!done) return done;
                                  }
                                  return {};
                                });
}

}  // namespace weir::payments
