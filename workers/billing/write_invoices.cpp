// The transaction that writes what a run has reckoned (ADR 13), about as many tenants as it is given.
#include <algorithm>
#include <deque>
#include <map>

#include <workers/billing/finalize_invoices.hpp>
#include <workers/billing/invoice_json.hpp>
#include <workers/billing/issue_invoices.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/postgres/credits.hpp>
#include <weir/postgres/outbox.hpp>

namespace weir::billing {
namespace {

using contract::event_type;
using postgres::executor;
using postgres::invoice_row;
using postgres::outbox::tenant_event;

class writer {
 public:
  writer(executor& in, std::span<const reckoned> all, timestamp now) : in_(in), now_(now), out_(all.size()) {
    for (std::size_t i = 0; i < all.size(); ++i)
      places_.push_back({all[i].from, all[i].made, &out_[i], {}});
  }

  result<std::vector<issued>> write() {
    if (auto done = lock(); !done) return std::unexpected(done.error());
    for (const auto step : {&writer::park, &writer::discard_drafts, &writer::create, &writer::finalize}) {
      if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
    }
    std::vector<postgres::billing_states::billed_tenant> billed;
    for (const auto* p : current_)
      billed.push_back(
          {p->from->tenant.number, p->from->as_of.at, p->from->looked_at, p->from->next_at, p->from->threshold_at});
    if (auto done = postgres::billing_states::advance(in_, billed); !done) return std::unexpected(done.error());
    if (auto said = postgres::outbox::append(in_, said_); !said) return std::unexpected(said.error());
    return std::move(out_);
  }

 private:
  struct place {
    const gathered* from;
    const prepared* made;
    issued* end;
    std::optional<finalizing> by;
  };

  std::vector<std::int32_t> numbers() const {
    std::vector<std::int32_t> out;
    for (const auto* p : current_)
      out.push_back(p->from->tenant.number);
    return out;
  }

  // Locks are taken in the order tenant, credit account, series.
  result<void> lock() {
    for (auto& p : places_) {
      WEIR_ASSERT(p.from->state, "only who has or had a subscription is billed");
      if (!p.from->issuer) return fail(error_code::billing_issuer_missing);
      p.by.emplace(p.from->tenant, p.from->clock, *p.from->issuer, now_, "system", std::string());
      p.end->end = issue_end::stale;
      current_.push_back(&p);
    }
    auto states = lock_states();
    if (!states) return std::unexpected(states.error());
    std::erase_if(current_, [&](const place* p) {
      const auto state =
          std::ranges::find(*states, p->from->tenant.number, &postgres::billing_state_row::tenant_number);
      return state == states->end() || state->runs != p->from->state->runs || state->parked_at;
    });
    auto accounts = lock_accounts();
    if (!accounts) return std::unexpected(accounts.error());
    std::erase_if(current_, [&](const place* p) {
      return std::ranges::any_of(p->made->currencies, [&](const prepared_currency& of) {
        return of.credits_version != 0 && !has(*accounts, p->from->tenant.number, of);
      });
    });
    for (auto* p : current_)
      p->end->end = issue_end::nothing;
    return {};
  }

  result<std::vector<postgres::billing_state_row>> lock_states() {
    if (places_.size() > 1) return postgres::billing_states::lock_free(in_, numbers());
    auto state = postgres::billing_states::lock(in_, places_.front().from->tenant.number);
    if (!state) return std::unexpected(state.error());
    std::vector<postgres::billing_state_row> out;
    if (*state) out.push_back(std::move(**state));
    return out;
  }

  result<std::vector<postgres::credit_account_row>> lock_accounts() {
    const auto uses_credits = [](const place* p) {
      return std::ranges::any_of(p->made->currencies, [](const auto& of) { return of.credits_version != 0; });
    };
    std::vector<postgres::credit_account_row> out;
    if (places_.size() > 1) {
      std::vector<std::int32_t> whose;
      for (const auto* p : current_) {
        if (uses_credits(p)) whose.push_back(p->from->tenant.number);
      }
      if (whose.empty()) return out;
      return postgres::credits::lock_free(in_, whose);
    }
    for (const auto* p : current_) {
      for (const auto& of : p->made->currencies) {
        if (of.credits_version == 0) continue;
        auto account = postgres::credits::lock(in_, p->from->tenant.number, of.currency);
        if (!account) return std::unexpected(account.error());
        out.push_back(std::move(*account));
      }
    }
    return out;
  }

  static bool has(const std::vector<postgres::credit_account_row>& accounts, std::int32_t tenant,
                  const prepared_currency& of) {
    return std::ranges::any_of(accounts, [&](const postgres::credit_account_row& a) {
      return a.tenant_number == tenant && a.currency == of.currency && a.version == of.credits_version;
    });
  }

  // Whom a person has to look at first; the others stay.
  result<void> park() {
    for (const auto* p : current_) {
      if (!p->made->parks) continue;
      const auto& why = *p->made->parks;
      auto parked =
          postgres::billing_states::park(in_, p->from->tenant.number, std::string(name(why.code)), why.detail);
      if (!parked) return parked;
      said_.push_back(parked_event(*p->from, why));
      p->end->end = issue_end::parked;
    }
    std::erase_if(current_, [](const place* p) { return p->made->parks.has_value(); });
    return {};
  }

  tenant_event parked_event(const gathered& g, const error& why) const {
    contract::domain_event e;
    e.id = contract::event_id(g.tenant.id, g.state->runs + 1, event_type::billing_parked);
    e.type = event_type::billing_parked;
    e.time = now_;
    e.tenant = tenant_id::parse(g.tenant.id);
    e.subject = g.tenant.id;
    e.principal = "system";
    contract::json_writer w(128);
    w.begin_object().member("tenant_id", g.tenant.id).member("as_of", g.as_of.at).member("code", name(why.code));
    e.data = w.member("detail", why.detail).end_object().take();
    return {g.tenant.number, std::move(e)};
  }

  result<void> discard_drafts() {
    if (current_.empty()) return {};
    auto drafts = postgres::invoices::drafts(in_, numbers());
    if (!drafts) return std::unexpected(drafts.error());
    for (const auto& draft : *drafts) {
      const auto whose =
          std::ranges::find(current_, draft.tenant_number, [](const place* p) { return p->from->tenant.number; });
      const auto& by = *(*whose)->by;
      auto before = invoice_json(draft, by.tenant.id);
      const auto to = next_state(draft.state, invoice_step::discard);
      WEIR_ASSERT(to, "drafts can be discarded");
      if (auto set = postgres::invoices::set_state(in_, draft.id, *to); !set) return set;
      auto row = postgres::invoices::find(in_, draft.id);
      if (!row) return std::unexpected(row.error());
      said_.push_back(event_about(event_type::invoice_discarded, *row, by, std::move(before)));
    }
    return {};
  }

  result<void> create() {
    std::vector<postgres::invoices::kept_inputs> inputs;
    std::vector<invoice_row> rows;
    std::vector<const std::vector<postgres::invoice_line_row>*> lines;
    std::vector<draft> made;
    for (const auto* p : current_) {
      for (const auto& of : p->made->currencies) {
        inputs.push_back({p->from->tenant.number, hex(sha256(of.inputs)), &of.inputs});
        for (const auto& invoice : of.invoices) {
          rows.push_back(invoice.row);
          rows.back().inputs_hash = inputs.back().hash;
          lines.push_back(&invoice.lines);
          made.push_back({{}, &*p->by, of.has_coupons});
          p->end->end = issue_end::issued;
          ++p->end->invoices;
        }
      }
    }
    if (rows.empty()) return {};
    if (auto kept = postgres::invoices::keep_inputs(in_, inputs); !kept) return kept;
    if (auto done = postgres::invoices::create(in_, rows, lines); !done) return done;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      made[i].row = std::move(rows[i]);
      said_.push_back(event_about(event_type::invoice_created, made[i].row, *made[i].by));
    }
    drafts_ = std::move(made);
    return {};
  }

  // Those of profiles that want no hand in it.
  result<void> finalize() {
    std::vector<std::int32_t> by_hand;
    for (const auto* p : current_) {
      if (p->from->profile.finalize != "automatic") by_hand.push_back(p->from->tenant.number);
    }
    std::erase_if(drafts_,
                  [&](const draft& d) { return std::ranges::find(by_hand, d.row.tenant_number) != by_hand.end(); });
    auto said = finalize_invoices(in_, std::move(drafts_));
    if (!said) return std::unexpected(said.error());
    std::ranges::move(*said, std::back_inserter(said_));
    return {};
  }

  executor& in_;
  timestamp now_;
  std::vector<issued> out_;
  std::deque<place> places_;
  std::vector<place*> current_;  // whose inputs still hold, and who is not parked
  std::vector<draft> drafts_;
  std::vector<tenant_event> said_;
};

}  // namespace

result<std::vector<issued>> write_invoices(executor& in, std::span<const reckoned> all, timestamp now) {
  if (all.empty()) return std::vector<issued>{};
  if (auto set = postgres::invoices::expect_many(in); !set) return std::unexpected(set.error());
  return writer(in, all, now).write();
}

}  // namespace weir::billing
