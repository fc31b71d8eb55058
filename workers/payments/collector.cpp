#include <algorithm>

#include <fmt/format.h>
#include <workers/payments/collector.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/base/log.hpp>

namespace weir::payments {
namespace {

using postgres::executor;

constexpr std::int32_t hold_s = 60;
constexpr std::int64_t minute_ns = 60'000'000'000;
constexpr std::int32_t most_doublings = 6;  // of a minute, for a provider that cannot be asked: an hour
constexpr std::int64_t after_trouble_ns = 60 * minute_ns;

}  // namespace

result<std::size_t> collector::turn(std::int32_t most) {
  auto due = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) {
    return postgres::collections::take(in, clock_.now(), most, hold_s);
  });
  if (!due) return std::unexpected(due.error());
  for (const auto& invoice : *due) {
    auto done = look(invoice);
    if (!done && !done.error().retryable()) {
      log::error("an invoice cannot be collected", {{"invoice", invoice}, {"error", done.error()}});
      done = put_off(invoice, after_trouble_ns);
    }
    if (!done) return std::unexpected(done.error());
  }
  return due->size();
}

result<void> collector::look(const std::string& invoice) {
  auto came = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) {
    return take_step(in, invoice, ports_.can_charge, clock_.now());
  });
  if (!came) return std::unexpected(came.error());
  tell(*came);
  if (came->charge) return charge(invoice, *came);
  if (came->commands.empty()) return {};
  WEIR_FAILPOINT("collections.before_command");
  for (const auto& command : came->commands)
    ports_.send(command);
  return {};
}

result<void> collector::charge(const std::string& invoice, const look_outcome& of) {
  auto end = ports_.charge(*invoice_id::parse(invoice), fmt::format("dunning:{}", *of.charge));
  WEIR_FAILPOINT("collections.before_charge_recorded");
  if (!end && end.error().retryable()) {
    log::warning("a charge waits for the payment provider", {{"invoice", invoice}, {"error", end.error()}});
    return put_off(invoice, minute_ns << std::clamp(of.attempts - 1, 0, most_doublings));
  }
  if (!end) end = charge_end{"failed", std::string(name(end.error().code)), {}};
  auto kept = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) {
    return record_charge(in, invoice, *of.charge, *end, ports_.can_charge, clock_.now());
  });
  if (!kept) return std::unexpected(kept.error());
  tell(*kept);
  return {};
}

result<void> collector::put_off(const std::string& invoice, std::int64_t ns) {
  return pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                [&](executor& in) { return payments::put_off(in, invoice, {clock_.now().ns + ns}); });
}

void collector::tell(const look_outcome& of) const {
  if (!ports_.taken) return;
  for (const auto& step : of.taken)
    ports_.taken(step);
}

}  // namespace weir::payments
