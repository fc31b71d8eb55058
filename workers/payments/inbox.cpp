#include <algorithm>
#include <optional>
#include <variant>

#include <workers/payments/apply_event.hpp>
#include <workers/payments/apply_invoice_payment.hpp>
#include <workers/payments/inbox.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/base/log.hpp>
#include <weir/postgres/command_results.hpp>

namespace weir::payments {
namespace {

using postgres::executor;
using postgres::provider_event_row;
namespace events = postgres::provider_events;

constexpr std::int32_t hold_s = 60;
constexpr std::int64_t first_wait_ms = 200;   // for what a command does
constexpr std::int32_t most_doublings = 7;    // of that wait: 25 s
constexpr std::int32_t send_again_after = 6;  // looks in vain, some ten seconds

std::int64_t wait_ms(std::int32_t attempts) {
  return first_wait_ms << std::clamp(attempts - 1, 0, most_doublings);
}

}  // namespace

result<std::size_t> inbox::turn(std::int32_t most) {
  auto due = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::nobody(),
                                    [&](executor& in) { return events::take(in, most, hold_s); });
  if (!due) return std::unexpected(due.error());
  for (const auto& e : *due) {
    auto done = step(e);
    if (!done && !done.error().retryable()) {
      log::error("an event of a payment provider cannot be applied", {{"event", e.id}, {"error", done.error()}});
      done = end(e, {"failed", std::string(name(done.error().code)), done.error().detail, {}});
    }
    if (!done) return std::unexpected(done.error());
  }
  return due->size();
}

result<void> inbox::step(const row& e) {
  if (!e.command_id) return apply(e);
  auto came = look(e);
  if (!came) return std::unexpected(came.error());
  if (*came) return end(e, **came);
  if (e.attempts % send_again_after == 0) return apply(e);
  return pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::nobody(), [&](executor& in) {
    return events::await(in, e.number, *e.command_id, {}, wait_ms(e.attempts));
  });
}

// What came of its command; nothing as long as it is not carried out.
result<std::optional<inbox::ending>> inbox::look(const row& e) {
  return pool_.read(postgres::role::worker, postgres::tenant_scope::platform(),
                    [&](executor& in) -> result<std::optional<ending>> {
                      auto command = postgres::command_results::get(in, *e.command_id);
                      if (!command && command.error().code == error_code::command_not_found) return std::nullopt;
                      if (!command) return std::unexpected(command.error());
                      const bool succeeded = command->status == "succeeded";
                      if (!succeeded && command->status != "failed") return std::nullopt;
                      auto recorded = events::is_recorded(in, e.provider, e.related_id);
                      if (!recorded) return std::unexpected(recorded.error());
                      return end_of_command(succeeded, command->problem.value_or("{}"), *recorded);
                    });
}

result<void> inbox::apply(const row& e) {
  std::optional<contract::command> command;
  std::optional<ending> ended;
  auto done = pool_.with_transaction(
      postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) -> result<void> {
        command.reset();
        ended.reset();
        auto came = apply_event(in, e, clock_.now());
        if (!came) return std::unexpected(came.error());
        if (auto* with = std::get_if<ending>(&*came)) {
          auto ends = end_invoice_payment(in, e, clock_.now(), *with);
          if (!ends) return std::unexpected(ends.error());
          ended = std::move(*ends);
          return events::end(in, e.number, *ended);
        }
        auto& ask = std::get<asked>(*came);
        command = std::move(ask.command);
        return events::await(in, e.number, command->id.text(), ask.payment_id, wait_ms(e.attempts));
      });
  if (!done) return done;
  if (ended && ended_) ended_(ended->state);
  if (!command) return {};
  WEIR_FAILPOINT("payments.before_command");
  send_(*command);
  return {};
}

result<void> inbox::end(const row& e, const ending& with) {
  ending ended;
  auto done = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                     [&](executor& in) -> result<void> {
                                       auto ends = end_invoice_payment(in, e, clock_.now(), with);
                                       if (!ends) return std::unexpected(ends.error());
                                       ended = std::move(*ends);
                                       return events::end(in, e.number, ended);
                                     });
  if (done && ended_) ended_(ended.state);
  return done;
}

}  // namespace weir::payments
