#include <algorithm>
#include <set>
#include <utility>

#include <workers/payments/payment_json.hpp>
#include <workers/payments/repeat_refunds.hpp>

#include <weir/base/log.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/payments.hpp>

namespace weir::payments {
namespace {

using postgres::executor;

constexpr std::int64_t age_s = 60;  // whoever asked first has given up by then
constexpr std::int32_t most_at_once = 100;
constexpr std::int64_t first_pause_ms = 30'000;
constexpr int most_doublings = 5;  // of that pause: 16 minutes

}  // namespace

result<void> refund_repeater::turn(const std::stop_token& stop) {
  auto found = pool_.read(postgres::role::worker, postgres::tenant_scope::platform(),
                          [](executor& in) { return postgres::unanswered_refunds::list(in, age_s, most_at_once); });
  if (!found) return std::unexpected(found.error());
  std::erase_if(paces_, [&](const auto& known) {
    return std::ranges::none_of(*found, [&](const auto& f) { return f.refund.id == known.first; });
  });
  for (const auto& of : *found) {
    if (stop.stop_requested()) return {};
    if (of.age_s >= most_refund_age_s) {
      if (auto ended = fail_it(of, refund_unanswered); !ended) return ended;
      continue;
    }
    auto& pace = paces_[of.refund.id];
    if (clock_.monotonic_ms() < pace.not_before_ms) continue;
    pace.not_before_ms = clock_.monotonic_ms() + (first_pause_ms << std::min(pace.times++, most_doublings));
    if (auto done = repeat(of); !done)
      log::warning("a refund has no answer yet", {{"refund", of.refund.id}, {"error", done.error()}});
  }
  return {};
}

// No transaction is open while the provider is asked.
result<void> refund_repeater::repeat(const postgres::unanswered_refund& of) {
  if (!of.of.intent) return fail(error_code::payment_state_refused);
  auto made = ask_(of);
  if (!made && made.error().what.code == error_code::payment_provider_refused) return fail_it(of, made.error().code);
  if (!made) return std::unexpected(made.error().what);
  log::info("a refund that had no answer was asked for again", {{"refund", of.refund.id}});
  return pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) {
    return postgres::payments::set_reference(in, of.refund.id, *made);
  });
}

result<void> refund_repeater::fail_it(const postgres::unanswered_refund& of, const std::string& code) {
  return pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                [&](executor& in) -> result<void> {
                                  auto now = postgres::payments::fail_refund(in, of.refund.id, code);
                                  if (!now) return std::unexpected(now.error());
                                  if (!*now) return {};  // an event has told more meanwhile
                                  contract::domain_event e;
                                  e.type = contract::event_type::refund_failed;
                                  e.id = contract::event_id((*now)->id, (*now)->version, e.type);
                                  e.time = clock_.now();
                                  e.tenant = tenant_id::parse(of.of.tenant_id);
                                  e.subject = (*now)->id;
                                  e.principal = "provider:" + of.provider;
                                  e.data = refund_json(of.of, **now);
                                  auto said = postgres::outbox::append(in, e, of.of.tenant_number);
                                  if (!said) return std::unexpected(said.error());
                                  return {};
                                });
}

}  // namespace weir::payments
