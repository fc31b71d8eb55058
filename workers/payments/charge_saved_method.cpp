#include <algorithm>
#include <tuple>
#include <utility>

#include <workers/payments/apply_answer.hpp>
#include <workers/payments/charge_saved_method.hpp>
#include <workers/payments/keep_methods.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/base/log.hpp>
#include <weir/billing/stripe_amount.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/payment_record.hpp>
#include <weir/postgres/invoices.hpp>
#include <weir/postgres/payment_methods.hpp>

namespace weir::payments {
namespace {

using billing::payment_state;
using contract::event_type;
using postgres::executor;
using postgres::payment_method_row;
using postgres::payment_row;
using kind = charge_outcome::kind;
namespace rows = postgres::payments;
namespace methods = postgres::payment_methods;

constexpr int most_steps = 4;
constexpr std::int32_t silent_for_s = 60;

// What is to be done next.
struct next_step {
  enum class what : std::uint8_t { tell, ask, end } to_do = what::tell;
  charge_outcome outcome{};  // to tell
  payment_row row{};         // to ask for, or to end
  payment_method_row method{};
  std::string invoice_number;
  std::int64_t amount = 0;
};

next_step tell(kind what) {
  next_step out;
  out.outcome.what = what;
  return out;
}

next_step tell(payment_row row) {
  next_step out;
  out.outcome.payment = std::move(row);
  return out;
}

class saved_charge {
  // In the platform's rows: who may ask for it was looked at before.
  template<class F>
  auto change(F&& f) {
    return database_.with_transaction(postgres::role::api, postgres::tenant_scope::platform(), std::forward<F>(f));
  }

 public:
  saved_charge(postgres::pool& database, const charge_ports& ports, clock_source& clock, charge_origin origin)
      : database_(database), ports_(ports), clock_(clock), origin_(std::move(origin)) {}

  result<charge_outcome> begin(id_source& ids, const wanted_charge_of_invoice& wanted) {
    auto account = ports_.offered();
    if (!account && account.error().code == error_code::payment_not_offered)
      return charge_outcome{.what = kind::not_offered};
    if (!account) return std::unexpected(account.error());
    for (int step = 0; step < most_steps; ++step) {
      auto next = change([&](executor& in) { return plan(in, ids, wanted, account->number); });
      if (!next) return std::unexpected(next.error());
      switch (next->to_do) {
        case next_step::what::tell:
          return std::move(next->outcome);
        case next_step::what::ask:
          return ask_at(*next, *account);
        case next_step::what::end: {
          auto ended = end(next->row);
          if (!ended) return std::unexpected(ended.error());
          if (!*ended) return charge_outcome{.what = kind::not_due};
        }
      }
    }
    return charge_outcome{.what = kind::not_due};
  }

  // One that was begun and got no answer.
  result<void> repeat(const payment_row& row) {
    auto next = change([&](executor& in) { return plan_again(in, row); });
    if (!next) return std::unexpected(next.error());
    if (next->to_do != next_step::what::ask) return {};
    auto account = ports_.by_number(row.provider_number);
    if (!account) return std::unexpected(account.error());
    auto asked = ask_at(*next, *account);
    if (!asked) return std::unexpected(asked.error());
    return {};
  }

 private:
  bool is_old(const payment_row& row) const { return row.created_at.ms() + charge_asked_for_ms < clock_.now().ms(); }

  result<void> announce(executor& in, event_type type, const payment_row& row) const {
    contract::domain_event e;
    e.time = clock_.now();
    e.principal = origin_.principal;
    e.request = origin_.request;
    e.address = origin_.address;
    return announce_payment(in, row, std::move(e), type);
  }

  result<payment_row> cancel(executor& in, const payment_row& row, const std::string& code,
                             const std::string& message = {}) {
    auto now = rows::cancel(in, row.id, code, message);
    if (!now) return std::unexpected(now.error());
    if (!*now) return rows::find(in, row.id);
    if (auto said = announce(in, event_type::payment_canceled, **now); !said) return std::unexpected(said.error());
    return std::move(**now);
  }

  // What may be charged of it; zero: nothing.
  static billing::money due_of(const postgres::invoice_row& invoice) {
    using billing::invoice_state;
    if (invoice.kind == billing::invoice_kind::credit_note) return {};
    if (invoice.state != invoice_state::finalized && invoice.state != invoice_state::past_due) return {};
    return {std::max<std::int64_t>(0, invoice.due.minor - invoice.paid.minor)};
  }

  // The row again: with its key and all that it was asked with.
  result<next_step> ask_for(executor& in, payment_row row, const postgres::invoice_row& invoice) {
    next_step out;
    out.to_do = next_step::what::ask;
    auto method = methods::find(in, row.method_id.value_or(""));
    if (!method) return std::unexpected(method.error());
    auto amount = billing::to_stripe_amount(row.amount, *billing::currency::find(row.currency));
    if (!amount) return std::unexpected(amount.error());
    out.method = std::move(*method);
    out.invoice_number = invoice.number.value_or("");
    out.amount = *amount;
    out.row = std::move(row);
    return out;
  }

  // An unanswered one: asked for while it is what is due, and nobody else's turn.
  result<next_step> again(executor& in, payment_row row, const postgres::invoice_row& invoice) {
    if (is_old(row)) {
      auto gone = cancel(in, row, "no_answer");
      if (!gone) return std::unexpected(gone.error());
      return tell(std::move(*gone));
    }
    if (due_of(invoice) != row.amount) return tell(kind::not_due);
    return ask_for(in, std::move(row), invoice);
  }

  result<next_step> plan_again(executor& in, const payment_row& of) {
    if (auto held = rows::hold_invoice(in, of.invoice_id); !held) return std::unexpected(held.error());
    auto invoice = postgres::invoices::find(in, of.invoice_id);
    if (!invoice) return std::unexpected(invoice.error());
    auto row = rows::find(in, of.id);
    if (!row) return std::unexpected(row.error());
    if (!is_unanswered_charge(*row)) return tell(std::move(*row));
    return again(in, std::move(*row), *invoice);
  }

  // Under the invoice's lock: a row is there before the provider is asked.
  result<next_step> plan(executor& in, id_source& ids, const wanted_charge_of_invoice& wanted, std::int32_t account) {
    if (auto held = rows::hold_invoice(in, wanted.invoice_id); !held) return std::unexpected(held.error());
    auto invoice = postgres::invoices::find(in, wanted.invoice_id);
    if (!invoice) return std::unexpected(invoice.error());
    if (!wanted.why.empty()) {
      auto before = rows::of_cause(in, wanted.invoice_id, wanted.why);
      if (!before) return std::unexpected(before.error());
      if (*before && is_unanswered_charge(**before) && (*before)->provider_number == account)
        return again(in, std::move(**before), *invoice);
      if (*before) return tell(std::move(**before));
    }
    const auto due = due_of(*invoice);
    if (due == billing::money{}) return tell(kind::not_due);
    if (!billing::to_stripe_amount(due, *billing::currency::find(invoice->currency))) return tell(kind::not_offered);
    auto unrecorded = rows::is_unrecorded(in, invoice->id);
    if (!unrecorded) return std::unexpected(unrecorded.error());
    if (*unrecorded) return tell(kind::not_due);
    auto method = choose(in, wanted, *invoice, account);
    if (!method) return std::unexpected(method.error());
    if (!*method) return tell(kind::no_method);
    auto others = clear_way(in, wanted, *invoice, **method);
    if (!others) return std::unexpected(others.error());
    if (*others) return std::move(**others);
    auto made = create(in, ids, wanted, *invoice, due, **method);
    if (!made) return std::unexpected(made.error());
    return ask_for(in, std::move(*made), *invoice);
  }

  static result<std::optional<payment_method_row>> choose(executor& in, const wanted_charge_of_invoice& wanted,
                                                          const postgres::invoice_row& invoice, std::int32_t account) {
    if (!wanted.method_id) return methods::default_of(in, account, invoice.tenant_number);
    auto row = methods::find(in, *wanted.method_id);
    if (!row) return std::unexpected(row.error());
    if (row->tenant_number != invoice.tenant_number || row->progress.state != billing::method_state::attached)
      return fail(error_code::payment_method_not_found);
    if (row->provider_number != account)
      return fail(error_code::payment_method_refused, "It is kept at an account that payments no longer go through.");
    return std::move(*row);
  }

  // What is to be done before there is a new one. Nothing: nothing is in the way.
  result<std::optional<next_step>> clear_way(executor& in, const wanted_charge_of_invoice& wanted,
                                             const postgres::invoice_row& invoice, const payment_method_row& method) {
    auto open = rows::unfinished(in, invoice.id);
    if (!open) return std::unexpected(open.error());
    for (auto& row : *open) {
      if (row.progress.state == payment_state::processing) return tell(kind::not_due);
      if (is_unanswered_charge(row) && !is_old(row)) {
        const bool same = wanted.why.empty() && row.method_id == method.id;
        if (!same) return tell(kind::not_due);
        auto next = again(in, std::move(row), invoice);
        if (!next) return std::unexpected(next.error());
        return std::move(*next);
      }
      const bool is_page = row.session && row.url_expires_at && row.url_expires_at->ms() > clock_.now().ms();
      if (is_page || (row.origin == "saved_method" && row.intent)) {
        next_step out;
        out.to_do = next_step::what::end;
        out.row = std::move(row);
        return out;
      }
      const bool is_charge = row.origin == "saved_method";
      if (auto gone = cancel(in, row, is_charge ? "no_answer" : "page_expired"); !gone)
        return std::unexpected(gone.error());
    }
    return std::nullopt;
  }

  result<payment_row> create(executor& in, id_source& ids, const wanted_charge_of_invoice& wanted,
                             const postgres::invoice_row& invoice, billing::money due,
                             const payment_method_row& method) {
    payment_row row;
    row.id = payment_id{ids.next()}.text();
    row.tenant_number = invoice.tenant_number;
    row.invoice_id = invoice.id;
    row.provider_number = method.provider_number;
    row.origin = "saved_method";
    row.amount = due;
    row.currency = invoice.currency;
    row.method_id = method.id;
    if (!wanted.why.empty()) row.cause = wanted.why;
    row.created_by = origin_.created_by;
    auto made = rows::create(in, row);
    if (!made) return made;
    if (auto said = announce(in, event_type::payment_started, *made); !said) return std::unexpected(said.error());
    return made;
  }

  // False: its money is under way.
  result<bool> end(const payment_row& row) {
    auto account = ports_.by_number(row.provider_number);
    if (!account) return std::unexpected(account.error());
    const bool is_charge = row.origin == "saved_method";
    auto ended = is_charge ? account->end_intent(row.intent.value_or("")) : account->end_page(row.session.value_or(""));
    if (!ended || !*ended) return ended;
    auto gone = change([&](executor& in) { return cancel(in, row, is_charge ? "charge_replaced" : "page_replaced"); });
    if (!gone) return std::unexpected(gone.error());
    return true;
  }

  result<charge_outcome> ask_at(const next_step& step, const charging_account& account) {
    const auto& row = step.row;
    WEIR_FAILPOINT("charge.before_asking");
    auto said = account.charge({.payment_id = row.id,
                                .tenant_id = row.tenant_id,
                                .invoice_id = row.invoice_id,
                                .invoice_number = step.invoice_number,
                                .amount = step.amount,
                                .currency = billing::stripe_currency(*billing::currency::find(row.currency)),
                                .customer = step.method.customer,
                                .method = step.method.reference,
                                .kind = step.method.progress.details.kind});
    WEIR_FAILPOINT("charge.after_asking");
    if (!said.intent && !said.refused)
      return fail(error_code::payment_provider_unavailable, "The payment provider did not say what came of it.");
    return change([&](executor& in) -> result<charge_outcome> {
      if (said.intent) {
        auto applied = apply_answer(in, account.number, row.id, *said.intent, clock_.now());
        if (!applied) return std::unexpected(applied.error());
      } else if (auto gone = refuse(in, step, said); !gone) {
        return std::unexpected(gone.error());
      }
      auto now = rows::find(in, row.id);
      if (!now) return std::unexpected(now.error());
      charge_outcome out;
      out.payment = std::move(*now);
      out.refused = said.refused;
      if (said.method_unknown) out.refused = error(error_code::payment_method_refused, said.refusal_message);
      return out;
    });
  }

  // Nothing was made, and will not be.
  result<void> refuse(executor& in, const next_step& step, const charge_answer& said) {
    auto gone = cancel(in, step.row, said.refusal_code, said.refusal_message);
    if (!gone) return std::unexpected(gone.error());
    if (!said.method_unknown) return {};
    auto of = methods::lock_customer_of(in, step.method.provider_number, step.method.tenant_number);
    if (!of) return std::unexpected(of.error());
    if (!*of) return {};
    return detach_method(in, **of, step.method.reference,
                         {origin_.principal, clock_.now(), origin_.request, origin_.address});
  }

  postgres::pool& database_;
  const charge_ports& ports_;
  clock_source& clock_;
  charge_origin origin_;
};

}  // namespace

bool is_unanswered_charge(const postgres::payment_row& row) {
  return row.origin == "saved_method" && row.progress.state == payment_state::open && !row.intent;
}

result<charge_outcome> charge_saved_method(postgres::pool& database, const charge_ports& ports, clock_source& clock,
                                           id_source& ids, const wanted_charge_of_invoice& wanted) {
  return saved_charge(database, ports, clock, wanted.origin).begin(ids, wanted);
}

result<std::size_t> charge_again(postgres::pool& database, const charge_ports& ports, clock_source& clock,
                                 std::int32_t most) {
  auto silent = database.with_transaction(postgres::role::api, postgres::tenant_scope::platform(),
                                          [&](executor& in) { return rows::take_unanswered(in, silent_for_s, most); });
  if (!silent) return std::unexpected(silent.error());
  for (const auto& row : *silent) {
    auto done = saved_charge(database, ports, clock, {"system", "system"}).repeat(row);
    if (!done) log::warning("a charge gets no answer", {{"payment", row.id}, {"error", done.error()}});
  }
  return silent->size();
}

}  // namespace weir::payments
