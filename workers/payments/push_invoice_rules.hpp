// How an invoice is put into an account at Stripe (docs.stripe.com/invoicing/integration): which lines say it, which
// step is next, and under which key it is asked. Amounts are Stripe's (billing/stripe_amount.hpp).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/civil_day.hpp>
#include <weir/base/time.hpp>
#include <weir/contract/stripe_answers.hpp>
#include <weir/documents/invoice_document.hpp>
#include <weir/postgres/invoice_push_queue.hpp>

namespace weir::payments {

// Stripe takes no more of one invoice (docs.stripe.com/changelog/2016-02-22/no-more-than-250-invoice-items).
inline constexpr std::size_t most_pushed_lines = 250;

struct pushed_line {
  std::int64_t amount = 0;  // never 0; less than nothing for what is taken off
  std::string description;
  timestamp from{}, to{};  // the first second of the first day, and the last one of the last day, in UTC

  bool operator==(const pushed_line&) const = default;
};

struct pushed_invoice {
  std::string number;       // "INV-000042"
  std::string currency;     // "usd"
  std::int64_t amount = 0;  // Σ lines: what is due of the invoice
  std::vector<pushed_line> lines{};

  bool operator==(const pushed_invoice&) const = default;
};

struct unsayable {
  std::string code;  // amount_not_at_stripe, amount_mismatch, too_many_lines
  std::string message;
};

// Its lines, discounts, taxes and the credit that it uses: one line each, without those that come to nothing. Nothing
// is rounded: when they do not add up to what is due, to the last digit, it is not said.
std::expected<pushed_invoice, unsayable> say_invoice(const documents::invoice_document& of);

enum class push_step : std::uint8_t { create, add_lines, finalize, pay, void_invoice, mark_uncollectible };
std::string_view name(push_step s);

// Nothing: Stripe has all of it, as far as is known now.
std::optional<push_step> next_step(const postgres::push_progress& there, billing::invoice_state here);

// Whether it is to be known first what Stripe has: a former round may have done the step, whoever finalizes wants to
// see the sum, and what has ended there already, as by a payment on its page, is not told that it has.
bool looks_first(push_step s, std::int32_t round);

// What Stripe calls the invoice once the step is done; nothing for steps that end nothing.
std::string_view status_after(push_step s);

// Why what is seen at Stripe is not `due` of Stripe's units, as it is here; nothing: it is, or is void there, or to be.
// Of a draft with its lines: what Stripe would make of it. What is paid on its page is known here a little later than
// there.
std::optional<std::string> mismatch(const contract::invoice_answer& seen, std::int64_t due,
                                    billing::invoice_state here);

// The same for the same step in the same round, another one for each other: at most 255 bytes, and of the invoice's id,
// step and round for people who look for it there.
std::string push_key(std::string_view installation, const postgres::due_push& of, push_step step);

}  // namespace weir::payments
