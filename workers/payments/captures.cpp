#include <string>

#include <workers/payments/apply_answer.hpp>
#include <workers/payments/captures.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/base/log.hpp>
#include <weir/contract/payment_record.hpp>
#include <weir/postgres/payment_facts.hpp>

namespace weir::payments {
namespace {

using postgres::executor;
namespace facts = postgres::payment_facts;

constexpr std::int32_t hold_s = 60;

}  // namespace

result<std::size_t> captures::turn(std::int32_t most) {
  auto due = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                    [&](executor& in) { return postgres::payment_captures::take(in, most, hold_s); });
  if (!due) return std::unexpected(due.error());
  for (const auto& one : *due)
    if (auto did = step(one); !did) return std::unexpected(did.error());
  return due->size();
}

result<void> captures::step(const postgres::due_capture& due) {
  WEIR_FAILPOINT("capture.before_asking");
  const auto answer = capture_(due);
  WEIR_FAILPOINT("capture.after_asking");
  if (answer.what == capture_answer::kind::later) {
    log::warning("approved money is taken later",
                 {{"payment", due.payment_id}, {"code", answer.code}, {"reason", answer.message}});
    return {};
  }
  if (answer.what == capture_answer::kind::refused) return refuse(due, answer);
  return pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                [&](executor& in) { return postgres::payment_captures::end(in, due.number, due.key); });
}

// It failed when it was approved: whatever the provider says from then on is newer.
result<void> captures::refuse(const postgres::due_capture& due, const capture_answer& why) {
  return pool_.with_transaction(
      postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) -> result<void> {
        auto found = facts::lock(in, due.provider_number, {.id = due.payment_id});
        if (!found) return std::unexpected(found.error());
        if (auto ended = postgres::payment_captures::end(in, due.number, due.key); !ended) return ended;
        if (!*found || (*found)->progress.state != billing::payment_state::processing) return {};
        auto& p = **found;
        if (billing::hear(p.progress, {billing::payment_state::failed, p.progress.as_of, {}, why.code, why.message}) !=
            billing::heard::news)
          return {};
        if (auto put = facts::update(in, p); !put) return put;
        if (auto closed = postgres::payment_captures::close_page(in, p.number); !closed) return closed;
        contract::domain_event e;
        e.time = clock_.now();
        e.principal = "provider:" + std::string(contract::paypal_provider);
        return announce_payment(in, p, std::move(e), contract::event_type::payment_failed);
      });
}

}  // namespace weir::payments
