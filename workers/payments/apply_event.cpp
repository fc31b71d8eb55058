#include <algorithm>
#include <array>

#include <workers/payments/apply_event.hpp>
#include <workers/payments/apply_invoice_payment.hpp>
#include <workers/payments/apply_method_event.hpp>
#include <workers/payments/payment_json.hpp>

#include <weir/billing/paypal_amount.hpp>
#include <weir/billing/stripe_amount.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/payment_record.hpp>
#include <weir/contract/paypal_event.hpp>
#include <weir/contract/stripe_objects.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/payment_captures.hpp>
#include <weir/postgres/payment_facts.hpp>

namespace weir::payments {
namespace {

using billing::heard;
using billing::money;
using contract::event_type;
using postgres::executor;
using postgres::payment_fact;
using postgres::provider_event_row;
using postgres::provider_events::ending;
namespace facts = postgres::payment_facts;

constexpr std::string_view principal_prefix = "provider:";

ending ignored(const char* outcome, std::string payment = {}) {
  return {"ignored", outcome, {}, payment.empty() ? std::nullopt : std::optional(std::move(payment))};
}

ending noted(std::string payment) {
  return {"applied", "noted", {}, std::move(payment)};
}

ending failed(std::string outcome, std::string detail, std::string payment = {}) {
  return {"failed", std::move(outcome), std::move(detail),
          payment.empty() ? std::nullopt : std::optional(std::move(payment))};
}

// The same event makes the same ids, however often it is applied.
template<class typed_id>
std::string id_from(const provider_event_row& e, std::string_view reference) {
  const std::array<std::string_view, 2> cause{e.provider, reference};
  return contract::derived_id(typed_id::prefix(), cause);
}

// One event, in its transaction.
class application {
 public:
  application(executor& in, const provider_event_row& e, timestamp now) : in_(in), event_(e), now_(now) {}

  result<applied> operator()(const contract::stripe_silence&) { return ignored("not_used"); }
  result<applied> operator()(const contract::stripe_notice&) { return ignored("thin"); }
  result<applied> operator()(const contract::stripe_payment& said) { return take_payment(said); }
  result<applied> operator()(const contract::stripe_refund& said) { return take_refund(said); }
  result<applied> operator()(const contract::stripe_dispute& said) { return take_dispute(said); }
  result<applied> operator()(const contract::paypal_silence&) { return ignored("not_used"); }
  result<applied> operator()(const contract::paypal_payment& said) { return take_payment(said); }
  result<applied> operator()(const contract::paypal_approval& said);
  result<applied> operator()(const contract::paypal_refund& said) { return take_refund(said); }
  result<applied> operator()(const contract::paypal_dispute& said) { return take_dispute(said); }
  result<applied> operator()(const contract::stripe_invoice_payment& said) {
    return apply_invoice_payment(in_, event_, now_, said);
  }
  template<class about_methods>
  result<applied> operator()(const about_methods& said) {
    auto came = apply_method_event(in_, event_, now_, said);
    if (!came) return std::unexpected(came.error());
    return std::move(*came);
  }

 private:
  // What providers say has the same members; their amounts are written otherwise.
  template<class said_payment>
  result<applied> take_payment(const said_payment& said);
  template<class said_refund>
  result<applied> take_refund(const said_refund& said);
  template<class said_dispute>
  result<applied> take_dispute(const said_dispute& said);

  // Its payment, locked; nothing when it is none of ours as far as is known.
  result<std::optional<payment_fact>> find(const facts::payment_names& names) {
    return facts::lock(in_, event_.provider_number, names);
  }

  // In minor units of the payment's currency. Error: an ending of the event.
  std::expected<money, ending> amount(const payment_fact& of, std::int64_t said, const std::string& currency) const {
    const auto c = billing::find_stripe_currency(currency);
    if (!c || c->code() != of.currency)
      return std::unexpected(failed("currency_mismatch", "The payment is in " + of.currency + ".", of.id));
    auto m = billing::from_stripe_amount(said, *c);
    if (!m) return std::unexpected(failed(std::string(name(m.error().code)), m.error().detail, of.id));
    return *m;
  }

  std::expected<money, ending> amount(const payment_fact& of, const std::string& said,
                                      const std::string& currency) const {
    const auto c = billing::currency::find(currency);
    if (!c || c->code() != of.currency)
      return std::unexpected(failed("currency_mismatch", "The payment is in " + of.currency + ".", of.id));
    auto m = billing::from_paypal_amount(said, *c);
    if (!m) return std::unexpected(failed(std::string(name(m.error().code)), m.error().detail, of.id));
    if (*m <= money{}) return std::unexpected(failed("webhook_body_malformed", "Its amount is not above zero.", of.id));
    return *m;
  }

  result<void> announce(event_type type, const payment_fact& of, const std::string& id, std::int64_t version,
                        std::string data) {
    contract::domain_event e;
    e.type = type;
    e.id = contract::event_id(id, version, type);
    e.time = now_;
    e.tenant = tenant_id::parse(of.tenant_id);
    e.subject = id;
    e.principal = std::string(principal_prefix) + event_.provider;
    e.data = std::move(data);
    auto said = postgres::outbox::append(in_, e, of.tenant_number);
    if (!said) return std::unexpected(said.error());
    return {};
  }

  template<class said_payment>
  result<void> learn_names(payment_fact& p, const said_payment& said);
  result<bool> count_refunds(payment_fact& p);
  asked ask_for_record(const payment_fact& p) const;

  executor& in_;
  const provider_event_row& event_;
  timestamp now_;
};

// The intent of a page is known once somebody pays on it. Events about it that came before belong to nothing yet.
template<class said_payment>
result<void> application::learn_names(payment_fact& p, const said_payment& said) {
  if (!said.session.empty() && !p.session) p.session = said.session;
  if (said.intent.empty() || p.intent) return {};
  p.intent = said.intent;
  return postgres::provider_events::look_again(in_, event_.provider_number, said.intent);
}

// False: more was paid back than came in, all of which is gone then. Of money that has not come in yet, as far as was
// heard, nothing is counted.
result<bool> application::count_refunds(payment_fact& p) {
  auto sum = facts::refunded(in_, p.number);
  if (!sum) return std::unexpected(sum.error());
  const bool fits = *sum <= p.progress.received || p.progress.state != billing::payment_state::succeeded;
  const auto counted = std::min(*sum, p.progress.received);
  if (counted == p.refunded) return fits;
  p.refunded = counted;
  if (auto put = facts::update(in_, p); !put) return std::unexpected(put.error());
  return fits;
}

// Of the payment, not of the event: a page and its intent both say that the same money came in.
asked application::ask_for_record(const payment_fact& p) const {
  const auto run = std::to_string(event_.runs);
  const auto received = std::to_string(p.progress.received.minor);
  const std::array<std::string_view, 4> cause{"record_payment", p.id, received, run};
  asked out;
  out.payment_id = p.id;
  out.command.id = *command_id::parse(contract::derived_id(command_id::prefix(), cause));
  out.command.issued_at = now_;
  out.command.tenant = tenant_id::parse(p.tenant_id);
  out.command.principal = std::string(principal_prefix) + event_.provider;
  contract::record_payment body;
  body.id = *invoice_id::parse(p.invoice_id);
  body.amount = billing::text(p.progress.received, *billing::currency::find(p.currency));
  body.method = event_.provider;
  body.reference = p.intent.value_or(p.session.value_or(p.id));
  body.received_at = p.progress.as_of;
  out.command.body = std::move(body);
  return out;
}

template<class said_payment>
result<applied> application::take_payment(const said_payment& said) {
  auto found = find({said.payment, said.intent, said.session});
  if (!found) return std::unexpected(found.error());
  if (!*found) return ignored("unrelated");
  auto& p = **found;
  if (p.intent && !said.intent.empty() && *p.intent != said.intent)
    return failed("payment_mismatch", "The payment is another one at the provider: " + *p.intent, p.id);
  billing::payment_progress news{said.state, event_.occurred_at, {}, said.failure_code, said.failure_message};
  if constexpr (requires { said.advice_code; }) {
    news.advice_code = said.advice_code;
    news.network_advice_code = said.network_advice_code;
  }
  if (said.state == billing::payment_state::succeeded) {
    auto received = amount(p, said.received, said.currency);
    if (!received) return std::move(received.error());
    news.received = *received;
  }
  const auto before = p;
  if (auto learned = learn_names(p, said); !learned) return std::unexpected(learned.error());
  const auto verdict = billing::hear(p.progress, news);
  if (p.progress != before.progress || p.intent != before.intent || p.session != before.session) {
    if (auto put = facts::update(in_, p); !put) return std::unexpected(put.error());
    // Those that were heard of before the money was.
    auto fits = count_refunds(p);
    if (fits && !*fits) {
      if (auto again = postgres::provider_events::look_again_at_refunds(in_, event_.provider_number, said.intent);
          !again)
        return std::unexpected(again.error());
    }
    if (!fits) return std::unexpected(fits.error());
  }
  if (verdict == heard::news) {
    using enum billing::payment_state;
    const auto type = p.progress.state == succeeded  ? std::optional(event_type::payment_succeeded)
                      : p.progress.state == failed   ? std::optional(event_type::payment_failed)
                      : p.progress.state == canceled ? std::optional(event_type::payment_canceled)
                                                     : std::nullopt;
    if (type) {
      if (auto told = announce(*type, p, p.id, p.version, payment_json(p)); !told) return std::unexpected(told.error());
    }
  }
  if (event_.provider == contract::paypal_provider && p.progress.state == billing::payment_state::failed) {
    if (auto closed = postgres::payment_captures::close_page(in_, p.number); !closed)
      return std::unexpected(closed.error());
  }
  // Also when it was known: the invoice may not have it yet, or somebody asked to apply it once more.
  if (said.state == billing::payment_state::succeeded) return ask_for_record(p);
  if (verdict == heard::superseded) return ignored("superseded", p.id);
  return noted(p.id);
}

// Its payer agrees: the money is to be taken, which nobody does in this transaction.
result<applied> application::operator()(const contract::paypal_approval& said) {
  auto found = find({said.payment, {}, said.session});
  if (!found) return std::unexpected(found.error());
  if (!*found) return ignored("unrelated");
  auto& p = **found;
  if (p.session && *p.session != said.session)
    return failed("payment_mismatch", "The payment is another one at the provider: " + *p.session, p.id);
  const auto verdict = billing::hear(p.progress, {billing::payment_state::processing, event_.occurred_at, {}, {}, {}});
  // Of a page that was replaced, or whose money is there, nothing more is taken.
  if (verdict == heard::superseded) return ignored("superseded", p.id);
  p.session = said.session;
  if (auto put = facts::update(in_, p); !put) return std::unexpected(put.error());
  if (auto wanted = postgres::payment_captures::request(in_, p.number, event_.id); !wanted)
    return std::unexpected(wanted.error());
  return noted(p.id);
}

template<class said_refund>
result<applied> application::take_refund(const said_refund& said) {
  auto found = find({{}, said.intent, {}});
  if (!found) return std::unexpected(found.error());
  if (!*found) return ignored("unrelated");
  auto& p = **found;
  auto paid_back = amount(p, said.amount, said.currency);
  if (!paid_back) return std::move(paid_back.error());
  const billing::refund_progress news{said.state, event_.occurred_at, said.failure_code};
  auto known = facts::find_refund(in_, p.number, said.id, said.refund);
  if (!known) return std::unexpected(known.error());
  auto verdict = heard::news;
  postgres::refund_fact refund;
  if (*known) {
    refund = std::move(**known);
    verdict = billing::hear(refund.progress, news);
    if (verdict != heard::superseded || !refund.reference) {
      refund.reference = said.id;
      refund.amount = *paid_back;
      if (auto put = facts::update(in_, refund); !put) return std::unexpected(put.error());
    }
  } else {
    // Made in the provider's own dashboard.
    refund = {id_from<refund_id>(event_, said.id), p.number, *paid_back, {}, said.id, news};
    if (auto put = facts::add_refund(in_, p, refund, std::string(principal_prefix) + event_.provider); !put)
      return std::unexpected(put.error());
  }
  auto fits = count_refunds(p);
  if (!fits) return std::unexpected(fits.error());
  if (!*fits) return failed("refund_exceeds_payment", "More was paid back than came in.", p.id);
  const bool succeeded = refund.progress.state == billing::refund_state::succeeded;
  const bool came_to_nothing = refund.progress.state == billing::refund_state::failed;
  if (verdict == heard::news && (succeeded || came_to_nothing)) {
    auto told = announce(succeeded ? event_type::refund_succeeded : event_type::refund_failed, p, refund.id,
                         refund.version, refund_json(p, refund));
    if (!told) return std::unexpected(told.error());
  }
  return verdict == heard::superseded ? ignored("superseded", p.id) : noted(p.id);
}

template<class said_dispute>
result<applied> application::take_dispute(const said_dispute& said) {
  auto found = find({{}, said.intent, {}});
  if (!found) return std::unexpected(found.error());
  if (!*found) return ignored("unrelated");
  auto& p = **found;
  auto disputed = amount(p, said.amount, said.currency);
  if (!disputed) return std::move(disputed.error());
  const billing::dispute_progress news{said.state, event_.occurred_at, said.respond_by};
  auto known = facts::find_dispute(in_, p.number, said.id);
  if (!known) return std::unexpected(known.error());
  auto verdict = heard::news;
  postgres::dispute_fact dispute;
  if (*known) {
    dispute = std::move(**known);
    verdict = billing::hear(dispute.progress, news);
    if (verdict != heard::superseded) {
      dispute.amount = *disputed;
      dispute.reason = said.reason;
      if (auto put = facts::update(in_, dispute); !put) return std::unexpected(put.error());
    }
  } else {
    dispute = {id_from<dispute_id>(event_, said.id), p.number, *disputed, said.reason, said.id, news};
    if (auto put = facts::add_dispute(in_, p, dispute); !put) return std::unexpected(put.error());
    if (auto told = announce(event_type::dispute_opened, p, dispute.id, dispute.version, dispute_json(p, dispute));
        !told)
      return std::unexpected(told.error());
  }
  const bool is_decided = dispute.progress.state >= billing::dispute_state::won;
  if (verdict == heard::news && is_decided) {
    auto told = announce(event_type::dispute_closed, p, dispute.id, dispute.version, dispute_json(p, dispute));
    if (!told) return std::unexpected(told.error());
  }
  return verdict == heard::superseded ? ignored("superseded", p.id) : noted(p.id);
}

template<class said>
result<applied> apply(executor& in, const provider_event_row& e, timestamp now, const result<said>& news) {
  if (!news) return failed(std::string(name(news.error().code)), news.error().detail);
  if (!e.related_id.empty()) {
    if (auto held = postgres::provider_events::hold(in, e.related_id); !held) return std::unexpected(held.error());
  }
  return std::visit(application(in, e, now), *news);
}

}  // namespace

result<applied> apply_event(executor& in, const provider_event_row& e, timestamp now) {
  if (e.provider == contract::paypal_provider) return apply(in, e, now, contract::read_paypal_news(e.body));
  return apply(in, e, now, contract::read_stripe_news(e.body));
}

ending end_of_command(bool succeeded, const std::string& problem, bool recorded) {
  if (succeeded || recorded) return {"applied", "payment_recorded", {}, {}};
  const auto document = contract::json_document::parse(problem);
  if (!document) return failed("internal_error", {});
  return failed(std::string(document->root().text("code").value_or("internal_error")),
                std::string(document->root().text("detail").value_or("")));
}

}  // namespace weir::payments
