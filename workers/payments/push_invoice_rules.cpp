#include <utility>

#include <fmt/format.h>
#include <workers/payments/push_invoice_rules.hpp>

#include <weir/base/crypto.hpp>
#include <weir/billing/stripe_amount.hpp>

namespace weir::payments {
namespace {

using billing::invoice_state;
using billing::money;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t day_s = 86'400;
constexpr std::size_t most_description_bytes = 500;
constexpr std::size_t digest_digits = 32;

std::int64_t start_of(civil_day d) {
  return days_between({}, d) * day_s;
}

// Between two characters.
std::string cut(std::string text) {
  if (text.size() <= most_description_bytes) return text;
  std::size_t at = most_description_bytes;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80)
    --at;
  text.resize(at);
  return text;
}

std::string title(const documents::document_line& of) {
  return of.plan.empty() ? of.name : fmt::format("{} ({})", of.name, of.plan);
}

std::string described(const documents::document_line& of) {
  if (!of.corrects.empty()) return fmt::format("{}, correction of {}", title(of), of.corrects);
  return of.quantity ? fmt::format("{}: {}", title(of), of.quantity->text()) : title(of);
}

class statement {
 public:
  explicit statement(const documents::invoice_document& of) : of_(of) {
    out_.number = of.number;
    out_.currency = billing::stripe_currency(of.currency);
  }

  std::expected<pushed_invoice, unsayable> all() {
    for (const auto& line : of_.lines) {
      add(line.amount, described(line), line.from, line.to);
      add_discounts(line);
    }
    if (!of_.inclusive)
      for (const auto& tax : of_.taxes)
        add(tax.amount, tax.jurisdiction.empty() ? tax.name : fmt::format("{} ({})", tax.name, tax.jurisdiction),
            of_.period_from, of_.period_to);
    add({-of_.credits_used.minor}, "Credit", of_.period_from, of_.period_to);
    const auto due = billing::to_stripe_amount(of_.due, of_.currency);
    if (!due) refuse(due.error());
    if (refused_) return std::unexpected(std::move(*refused_));
    if (sum_ != *due)
      return std::unexpected(unsayable{"amount_mismatch", fmt::format("Its lines come to {} of Stripe's units, and {} "
                                                                      "are due.",
                                                                      sum_, *due)});
    if (out_.lines.size() > most_pushed_lines)
      return std::unexpected(unsayable{"too_many_lines", fmt::format("Stripe takes {} lines, and it has {}.",
                                                                     most_pushed_lines, out_.lines.size())});
    out_.amount = *due;
    return std::move(out_);
  }

 private:
  void add_discounts(const documents::document_line& line) {
    if (line.discounts.empty()) add({-line.discount.minor}, "Discount: " + title(line), line.from, line.to);
    for (const auto& d : line.discounts)
      add({-d.amount.minor}, fmt::format("Discount {}: {}", d.name, title(line)), line.from, line.to);
  }

  void add(money what, std::string description, civil_day from, civil_day to) {
    if (what == money{}) return;
    const auto amount = billing::to_stripe_amount(what, of_.currency);
    if (!amount) return refuse(amount.error());
    if (__builtin_add_overflow(sum_, *amount, &sum_)) return refuse(error(error_code::amount_overflow));
    out_.lines.push_back(
        {*amount, cut(std::move(description)), {start_of(from) * second}, {(start_of(to) + day_s - 1) * second}});
  }

  void refuse(const error& why) {
    if (!refused_) refused_ = unsayable{"amount_not_at_stripe", why.detail};
  }

  const documents::invoice_document& of_;
  pushed_invoice out_;
  std::int64_t sum_ = 0;
  std::optional<unsayable> refused_;
};

// What became of it here that Stripe is told.
std::optional<push_step> fate(invoice_state here) {
  if (here == invoice_state::paid) return push_step::pay;
  if (here == invoice_state::voided) return push_step::void_invoice;
  if (here == invoice_state::uncollectible) return push_step::mark_uncollectible;
  return std::nullopt;
}

// docs.stripe.com/billing/customer/balance: all of it is used when the invoice is finalized, and what is then below
// Stripe's least charge is paid there, and owed with the next invoice.
std::string what_stripe_made(const contract::invoice_answer& of, std::int64_t due) {
  auto out = fmt::format("Stripe asks for {} of its units, and {} are due", of.amount_due, due);
  if (of.starting_balance != 0)
    out += fmt::format(": the customer's balance there was {} and was used", of.starting_balance);
  if (of.status == "paid" && of.amount_due == 0 && of.ending_balance.value_or(0) > 0)
    out += fmt::format(
        "{} it is below what Stripe charges at least, so it is paid there, and {} are owed with the next "
        "invoice",
        of.starting_balance != 0 ? ", and" : ":", *of.ending_balance);
  return out + '.';
}

}  // namespace

std::expected<pushed_invoice, unsayable> say_invoice(const documents::invoice_document& of) {
  return statement(of).all();
}

std::string_view name(push_step s) {
  switch (s) {
    case push_step::create:
      return "create";
    case push_step::add_lines:
      return "add_lines";
    case push_step::finalize:
      return "finalize";
    case push_step::pay:
      return "pay";
    case push_step::void_invoice:
      return "void";
    case push_step::mark_uncollectible:
      return "mark_uncollectible";
  }
  std::unreachable();
}

std::optional<push_step> next_step(const postgres::push_progress& there, invoice_state here) {
  if (!there.reference) return push_step::create;
  if (there.status == "draft") return there.has_lines ? push_step::finalize : push_step::add_lines;
  const auto end = fate(here);
  // What is paid or void there stays so.
  if (!end || (there.status != "open" && there.status != "uncollectible") || status_after(*end) == there.status)
    return std::nullopt;
  return end;
}

bool looks_first(push_step s, std::int32_t round) {
  return round > 1 || (s != push_step::create && s != push_step::add_lines);
}

std::string_view status_after(push_step s) {
  if (s == push_step::pay) return "paid";
  if (s == push_step::void_invoice) return "void";
  if (s == push_step::mark_uncollectible) return "uncollectible";
  return {};
}

std::optional<std::string> mismatch(const contract::invoice_answer& seen, std::int64_t due, invoice_state here) {
  const bool is_to_be_void = here == invoice_state::voided && (seen.status == "open" || seen.status == "uncollectible");
  if (seen.status == "void" || is_to_be_void) return std::nullopt;
  if (seen.total != due) return fmt::format("Stripe comes to {} of its units, and {} are due.", seen.total, due);
  const bool is_draft = seen.status == "draft";
  // Of a draft it is not used yet, and where nothing is due, credit is left as it is.
  if (is_draft && (seen.starting_balance > 0 || (seen.starting_balance < 0 && due > 0)))
    return fmt::format("The customer has a balance of {} of Stripe's units there, which the invoice over {} would use.",
                       seen.starting_balance, due);
  if (seen.amount_due != due) return what_stripe_made(seen, due);
  if (seen.status != "paid" || due == 0 || here == invoice_state::paid) return std::nullopt;
  if (seen.paid_off_stripe > 0)
    return fmt::format("Stripe has {} of its units as paid outside of Stripe, and the invoice is {} here.",
                       seen.paid_off_stripe, name(here));
  if (here == invoice_state::voided) return "It was paid at Stripe, and is void here.";
  return std::nullopt;
}

std::string push_key(std::string_view installation, const postgres::due_push& of, push_step step) {
  const auto whole = fmt::format("{}\n{}\n{}\n{}\n{}", installation, of.account, of.invoice_id, name(step), of.round);
  return fmt::format("{}_{}_{}_{}", of.invoice_id, name(step), of.round, hex(sha256(whole)).substr(0, digest_digits));
}

}  // namespace weir::payments
