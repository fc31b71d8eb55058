#include <algorithm>

#include <workers/payments/captures.hpp>
#include <workers/payments/payment_json.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/base/log.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/payment_facts.hpp>
#include <weir/postgres/payment_providers.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::payments {
namespace {

using postgres::executor;
namespace facts = postgres::payment_facts;
namespace providers = postgres::payment_providers;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::provider_secret);
constexpr std::int32_t hold_s = 60;

// Errors: payment_provider_disabled, payment_provider_key_refused.
result<capture_account> account_of(executor& in, const secret_ring& secrets, std::int32_t number) {
  auto row = providers::by_number(in, number);
  if (!row) return std::unexpected(row.error());
  if (!row->enabled) return fail(error_code::payment_provider_disabled);
  auto kept = providers::secrets(in, number);
  if (!kept) return std::unexpected(kept.error());
  const auto key = std::ranges::find(*kept, providers::api_key, &postgres::provider_secret_row::kind);
  if (key == kept->end() || !row->client_id) return fail(error_code::payment_provider_key_refused);
  auto plain = secrets.open(purpose, key->id, key->sealed);
  if (!plain) return fail(error_code::payment_provider_key_refused);
  return capture_account{row->id, *row->client_id, std::move(*plain), row->live};
}

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
  const auto waits = [&](std::string_view code, const std::string& why) {
    log::warning("approved money is taken later",
                 {{"payment", due.payment_id}, {"code", std::string(code)}, {"reason", why}});
    return result<void>();
  };
  auto account = pool_.read(postgres::role::worker, postgres::tenant_scope::platform(),
                            [&](executor& in) { return account_of(in, secrets_, due.provider_number); });
  if (!account && account.error().retryable()) return std::unexpected(account.error());
  if (!account) return waits(name(account.error().code), account.error().detail);
  WEIR_FAILPOINT("capture.before_asking");
  const auto answer = capture_(*account, due.order, due.key);
  WEIR_FAILPOINT("capture.after_asking");
  if (answer.what == capture_answer::kind::later) return waits(answer.code, answer.message);
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
        e.type = contract::event_type::payment_failed;
        e.id = contract::event_id(p.id, p.version, e.type);
        e.time = clock_.now();
        e.tenant = tenant_id::parse(p.tenant_id);
        e.subject = p.id;
        e.principal = "provider:paypal";
        e.data = payment_json(p);
        auto said = postgres::outbox::append(in, e, p.tenant_number);
        if (!said) return std::unexpected(said.error());
        return {};
      });
}

}  // namespace weir::payments
