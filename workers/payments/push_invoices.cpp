#include <algorithm>
#include <array>
#include <thread>

#include <workers/payments/export_usage_rules.hpp>
#include <workers/payments/push_invoices.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::payments {
namespace {

using contract::invoice_answer;
using postgres::due_push;
using postgres::executor;
using postgres::push_progress;
namespace queue = postgres::invoice_push_queue;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::provider_secret);
constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t recent_s = 2 * 86'400;
constexpr std::int64_t reach_s = 90 * 86'400;
constexpr std::int64_t recent_each_ms = 2'000;
constexpr std::int64_t all_each_ms = 60'000;
constexpr std::int64_t rest_after_looking = 20;  // times as long as it took
constexpr std::int32_t most_noted = 500;
constexpr std::int32_t most_at_once = 32;
constexpr std::size_t lanes = 8;
constexpr std::int64_t hold_s = 300;
constexpr std::int64_t begin_within_ms = 240'000;  // of it: one step is three requests at most, of 20 seconds each

push_progress progress(const invoice_answer& answer, bool has_lines) {
  return {answer.id, has_lines || answer.has_lines, answer.status, answer.number, answer.url};
}

void reached(push_step s) {
  switch (s) {
    case push_step::create:
      WEIR_FAILPOINT("invoice_pushes.after_create");
      break;
    case push_step::add_lines:
      WEIR_FAILPOINT("invoice_pushes.after_lines");
      break;
    case push_step::finalize:
      WEIR_FAILPOINT("invoice_pushes.after_finalize");
      break;
    default:
      WEIR_FAILPOINT("invoice_pushes.after_fate");
  }
}

}  // namespace

result<std::size_t> push_invoices::turn(const std::stop_token& stop) {
  if (auto noted = note(); !noted) return std::unexpected(noted.error());
  const auto taken_ms = clock_.monotonic_ms();
  auto tasks = take();
  if (!tasks) return std::unexpected(tasks.error());
  if (tasks->empty()) return 0;
  const auto outcomes = ask_all(*tasks, taken_ms, stop);
  if (auto recorded = record(*tasks, outcomes); !recorded) return std::unexpected(recorded.error());
  if (ended_)
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const auto& came = outcomes[i];
      if (came.what == outcome::kind::refused) ended_("failed");
      const auto& of = (*tasks)[i].of;
      if (came.what == outcome::kind::done && !of.was_pushed && !next_step(came.now, of.invoice_state))
        ended_("pushed");
    }
  return tasks->size();
}

// What is new was finalized lately; a tenant may become a customer of the account later.
result<void> push_invoices::note() {
  const auto began_ms = clock_.monotonic_ms();
  const bool all = began_ms >= next_all_ms_;
  if (!all && began_ms < next_ms_) return {};
  const timestamp since{clock_.now().ns - (all ? reach_s : recent_s) * second};
  auto noted = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                      [&](executor& in) -> result<std::int64_t> {
                                        if (auto fates = queue::note_fates(in); !fates) return fates;
                                        return queue::note(in, since, most_noted);
                                      });
  const auto ended_ms = clock_.monotonic_ms();
  const auto rest_ms = (ended_ms - began_ms) * rest_after_looking;
  next_ms_ = ended_ms + std::max(recent_each_ms, rest_ms);
  if (all) next_all_ms_ = ended_ms + std::max(all_each_ms, rest_ms);
  if (!noted) return std::unexpected(noted.error());
  if (*noted == most_noted) (all ? next_all_ms_ : next_ms_) = 0;
  return {};
}

// What is to be said is read once the rows are taken, and that is committed.
result<std::vector<push_invoices::task>> push_invoices::take() {
  const auto but = troubles_.held();
  auto due = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                    [&](executor& in) -> result<std::vector<due_push>> {
                                      if (installation_.empty()) {
                                        auto installed = postgres::installation::find(in);
                                        if (!installed) return std::unexpected(installed.error());
                                        if (!*installed) return std::vector<due_push>{};
                                        installation_ = (*installed)->id;
                                      }
                                      return queue::take(in, most_at_once, hold_s, but);
                                    });
  if (!due) return std::unexpected(due.error());
  std::vector<task> out;
  for (auto& of : *due)
    out.push_back({std::move(of)});
  auto read = pool_.read(postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) -> result<void> {
    for (auto& t : out) {
      auto document = ports_.gather(in, t.of);
      if (!document && document.error().retryable()) return std::unexpected(document.error());
      if (!document) {
        t.wrong = unsayable{std::string(name(document.error().code)), document.error().detail};
        continue;
      }
      auto what = say_invoice(*document);
      if (what) t.what = std::move(*what);
      if (!what) t.wrong = std::move(what.error());
    }
    return {};
  });
  if (!read) return std::unexpected(read.error());
  return out;
}

// Stripe takes one at a time of a customer: those of a tenant are asked one after the other, and left to whoever takes
// them next when that takes longer than they are held.
std::vector<push_invoices::outcome> push_invoices::ask_all(const std::vector<task>& tasks, std::int64_t taken_ms,
                                                           const std::stop_token& stop) {
  std::vector<outcome> out(tasks.size());
  std::array<std::vector<std::size_t>, lanes> of_lanes;
  for (std::size_t i = 0; i < tasks.size(); ++i)
    of_lanes.at(static_cast<std::size_t>(tasks[i].of.tenant_number) % lanes).push_back(i);
  std::vector<std::jthread> threads;
  for (const auto& lane : of_lanes)
    if (!lane.empty())
      threads.emplace_back([&] {
        for (const auto i : lane) {
          if (stop.stop_requested()) return;
          const bool is_late = clock_.monotonic_ms() - taken_ms > begin_within_ms;
          out[i] = is_late ? outcome{.what = outcome::kind::left} : ask(tasks[i]);
        }
      });
  threads.clear();
  return out;
}

push_invoices::outcome push_invoices::ask(const task& t) {
  using enum outcome::kind;
  const auto next = next_step(t.of.there, t.of.invoice_state);
  // What failed once and is tried again is looked at, even if it has come to its end there.
  if (!next && t.of.round == 1) return {.what = done, .now = t.of.there};
  if (t.wrong) return {.what = refused, .now = t.of.there, .code = t.wrong->code, .message = t.wrong->message};
  if (auto waits = troubles_.of(t.of.account))
    return {
        .what = later, .code = std::move(waits->code), .message = std::move(waits->message), .wait_ms = waits->wait_ms};
  const auto key = secrets_.open(purpose, t.of.secret_id, t.of.sealed_key);
  if (!key) {
    auto waits = troubles_.begin(t.of.account, std::string(name(error_code::secret_key_unknown)), {}, {});
    return {.what = later, .code = std::move(waits.code), .wait_ms = waits.wait_ms};
  }
  return take_step({&t.of, &*t.what, installation_, *key}, next);
}

push_invoices::outcome push_invoices::take_step(const push_request& r, std::optional<push_step> next) {
  const auto& there = r.of->there;
  if (!next || looks_first(*next, r.of->round)) {
    auto seen = ports_.look(r);
    if (!seen) return not_done(r, std::move(seen.error()), false);
    troubles_.end(r.of->account);
    if (!next && !*seen) return {.what = outcome::kind::done, .now = there};
    if (*seen) {
      auto is = judged(r, **seen, there.has_lines);
      const bool is_still_next =
          next && is.what == outcome::kind::done && next_step(is.now, r.of->invoice_state) == next;
      if (!is_still_next) return is;
    }
  }
  auto answer = ports_.take(r, *next, push_key(r.installation, *r.of, *next));
  if (!answer) return after_refusal(r, *next, std::move(answer.error()));
  reached(*next);
  troubles_.end(r.of->account);
  return judged(r, *answer, there.has_lines || next == push_step::add_lines);
}

// Whether it is what it is to be. A draft without its lines comes to nothing yet.
push_invoices::outcome push_invoices::judged(const push_request& r, const contract::invoice_answer& is,
                                             bool has_lines) {
  outcome out{.what = outcome::kind::done, .now = progress(is, has_lines)};
  if (is.status == "draft" && next_step(out.now, r.of->invoice_state) != push_step::finalize) return out;
  if (auto why = mismatch(is, r.what->amount, r.of->invoice_state)) {
    out.what = outcome::kind::refused;
    out.code = "amount_mismatch";
    out.message = std::move(*why);
  }
  return out;
}

// Whoever is told that it is so already, or has come further, has what it wanted; else it is known what it is.
push_invoices::outcome push_invoices::after_refusal(const push_request& r, push_step next, push_refusal why) {
  if (!why.is_unavailable && r.of->there.reference) {
    auto seen = ports_.look(r);
    if (seen && *seen) {
      troubles_.end(r.of->account);
      auto is = judged(r, **seen, r.of->there.has_lines);
      if (is.what == outcome::kind::refused || next_step(is.now, r.of->invoice_state) != next) return is;
      return {.what = outcome::kind::refused,
              .now = std::move(is.now),
              .code = std::move(why.code),
              .message = std::move(why.message)};
    }
    if (!seen) why = std::move(seen.error());
  }
  return not_done(r, std::move(why), true);
}

push_invoices::outcome push_invoices::not_done(const push_request& r, push_refusal why, bool was_asked_by_key) {
  using enum outcome::kind;
  if (!why.is_unavailable) {
    troubles_.end(r.of->account);
    return {.what = refused, .now = r.of->there, .code = std::move(why.code), .message = std::move(why.message)};
  }
  outcome out{.what = later, .with_new_key = why.is_server_error && was_asked_by_key};
  if (why.is_server_error && !troubles_.is_second(r.of->account, r.of->invoice_id)) {
    out.code = std::move(why.code);
    out.message = std::move(why.message);
    out.wait_ms = pause_of_account(r.of->attempts, why.retry_after).count();
    return out;
  }
  auto waits = troubles_.begin(r.of->account, std::move(why.code), std::move(why.message), why.retry_after);
  out.code = std::move(waits.code);
  out.message = std::move(waits.message);
  out.wait_ms = waits.wait_ms;
  return out;
}

result<void> push_invoices::record(const std::vector<task>& tasks, const std::vector<outcome>& outcomes) {
  return pool_.with_transaction(
      postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) -> result<void> {
        for (std::size_t i = 0; i < tasks.size(); ++i) {
          const auto& of = tasks[i].of;
          const auto& came = outcomes[i];
          result<void> kept;
          switch (came.what) {
            case outcome::kind::done:
              kept = next_step(came.now, of.invoice_state) ? queue::keep(in, of, came.now)
                                                           : queue::end_pushed(in, of, came.now);
              break;
            case outcome::kind::refused:
              kept = queue::end_failed(in, of, came.now, came.code, came.message);
              break;
            case outcome::kind::left:
              break;
            case outcome::kind::later:
              kept = queue::defer(in, of, came.wait_ms, came.code, came.message, came.with_new_key);
              break;
          }
          if (!kept) return kept;
        }
        return {};
      });
}

}  // namespace weir::payments
