// How invoices are said to Stripe: lines that add up, steps, and keys.
#include <set>

#include <doctest/doctest.h>
#include <workers/payments/push_invoice_rules.hpp>

using namespace weir;
using namespace weir::payments;
using billing::invoice_state;
using postgres::push_progress;

namespace {

documents::document_line line(std::string name, std::int64_t amount, std::int64_t discount = 0) {
  documents::document_line out;
  out.name = std::move(name);
  out.plan = "Team";
  out.from = {2026, 11, 1};
  out.to = {2026, 11, 30};
  out.amount = {amount};
  out.discount = {discount};
  out.net = {amount - discount};
  return out;
}

documents::invoice_document some_invoice(std::string_view currency = "USD") {
  documents::invoice_document out{.currency = *billing::currency::find(currency)};
  out.number = "INV-000042";
  out.period_from = {2026, 11, 1};
  out.period_to = {2026, 11, 30};
  out.lines = {line("Base fee", 2000)};
  out.total = out.due = {2000};
  return out;
}

postgres::due_push some_push() {
  postgres::due_push out;
  out.account = "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  out.invoice_id = "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  return out;
}

std::string first_second(const pushed_line& of) {
  return format_rfc3339(of.from);
}

}  // namespace

TEST_CASE("lines, discounts, taxes and credit are said, and come to what is due") {
  auto of = some_invoice();
  of.lines = {line("Base fee", 2000, 500), line("Calls", 1234), line("Nothing", 0)};
  of.lines[0].discounts = {{"Friends", {500}}};
  of.lines[1].quantity = decimal::from_integer(1234);
  of.taxes = {{"VAT 19 %", "DE", {}, {2734}, {519}}, {"Zero", "", {}, {2734}, {0}}};
  of.total = {3253};
  of.credits_used = {253};
  of.due = {3000};
  const auto said = say_invoice(of);
  REQUIRE(said.has_value());
  CHECK(said->number == "INV-000042");
  CHECK(said->currency == "usd");
  CHECK(said->amount == 3000);
  std::vector<std::pair<std::int64_t, std::string>> lines;
  for (const auto& l : said->lines)
    lines.emplace_back(l.amount, l.description);
  CHECK(lines == std::vector<std::pair<std::int64_t, std::string>>{{2000, "Base fee (Team)"},
                                                                   {-500, "Discount Friends: Base fee (Team)"},
                                                                   {1234, "Calls (Team): 1234"},
                                                                   {519, "VAT 19 % (DE)"},
                                                                   {-253, "Credit"}});
  CHECK(first_second(said->lines[0]) == "2026-11-01T00:00:00Z");
  CHECK(format_rfc3339(said->lines[0].to) == "2026-11-30T23:59:59Z");
}

TEST_CASE("a correction says of what, and a discount without names is said as it is") {
  auto of = some_invoice();
  of.lines = {line("Calls", 2100, 100)};
  of.lines[0].corrects = "INV-000012, line 3";
  const auto said = say_invoice(of);
  REQUIRE(said.has_value());
  CHECK(said->lines[0].description == "Calls (Team), correction of INV-000012, line 3");
  CHECK(said->lines[1].description == "Discount: Calls (Team)");
  CHECK(said->lines[1].amount == -100);
}

TEST_CASE("tax that prices have in them is said by no line of its own") {
  auto of = some_invoice();
  of.inclusive = true;
  of.taxes = {{"VAT 19 %", "DE", {}, {1681}, {319}}};
  const auto said = say_invoice(of);
  REQUIRE(said.has_value());
  CHECK(said->lines.size() == 1);
  CHECK(said->amount == 2000);
}

TEST_CASE("amounts are those that Stripe has, and none is rounded") {
  auto shillings = some_invoice("UGX");
  CHECK(say_invoice(shillings)->amount == 200'000);
  CHECK(say_invoice(shillings)->lines[0].amount == 200'000);
  auto dinars = some_invoice("KWD");
  dinars.lines = {line("Base fee", 1001), line("Calls", 999)};
  const auto said = say_invoice(dinars);
  REQUIRE_FALSE(said.has_value());
  CHECK(said.error().code == "amount_not_at_stripe");
  CHECK(said.error().message.find("KWD") != std::string::npos);
}

TEST_CASE("what does not add up is not said, nor what has too many lines") {
  auto of = some_invoice();
  of.due = {1999};
  CHECK(say_invoice(of).error().code == "amount_mismatch");
  of = some_invoice();
  of.lines.assign(most_pushed_lines, line("Base fee", 8));
  CHECK(say_invoice(of)->lines.size() == most_pushed_lines);
  of.lines.push_back(line("Base fee", 8));
  of.total = of.due = {2008};
  CHECK(say_invoice(of).error().code == "too_many_lines");
}

TEST_CASE("a description is cut between two characters") {
  auto of = some_invoice();
  of.lines[0].name.clear();
  for (int i = 0; i < 200; ++i)
    of.lines[0].name += "\xe2\x82\xac";
  CHECK(say_invoice(of)->lines[0].description.size() == 498);
}

TEST_CASE("a draft gets its lines, is finalized, and is told what became of it") {
  using enum invoice_state;
  const auto there = [](std::string status, bool has_lines = true) {
    return push_progress{"in_1", has_lines, std::move(status), {}, {}};
  };
  CHECK(next_step({}, finalized) == push_step::create);
  CHECK(next_step({}, voided) == push_step::create);
  CHECK(next_step(there("draft", false), paid) == push_step::add_lines);
  CHECK(next_step(there("draft"), paid) == push_step::finalize);
  for (const auto waits : {finalized, past_due})
    CHECK_FALSE(next_step(there("open"), waits).has_value());
  CHECK(next_step(there("open"), paid) == push_step::pay);
  CHECK(next_step(there("open"), voided) == push_step::void_invoice);
  CHECK(next_step(there("open"), uncollectible) == push_step::mark_uncollectible);
  CHECK_FALSE(next_step(there("uncollectible"), uncollectible).has_value());
  CHECK(next_step(there("uncollectible"), paid) == push_step::pay);
  for (const auto* status : {"paid", "void", "deleted"})
    for (const auto here : {finalized, paid, voided, uncollectible})
      CHECK_FALSE(next_step(there(status), here).has_value());
}

TEST_CASE("what Stripe asks for is what is due, or it says what was made of it") {
  using enum invoice_state;
  const auto seen = [](std::string status, std::int64_t total, std::int64_t due) {
    contract::invoice_answer out;
    out.status = std::move(status);
    out.total = total;
    out.amount_due = due;
    return out;
  };
  const auto says = [](const contract::invoice_answer& of, std::int64_t due, invoice_state here, const char* what) {
    const auto why = mismatch(of, due, here);
    REQUIRE(why.has_value());
    CHECK_MESSAGE(why->find(what) != std::string::npos, *why);
  };
  for (const auto* status : {"draft", "open", "uncollectible", "paid"}) {
    CHECK_FALSE(mismatch(seen(status, 2000, 2000), 2000, paid).has_value());
    says(seen(status, 2001, 2001), 2000, finalized, "comes to 2001");
    says(seen(status, 2000, 1500), 2000, paid, "asks for 1500");
  }
  CHECK_FALSE(mismatch(seen("void", 2001, 0), 2000, finalized).has_value());
  for (const auto* status : {"open", "uncollectible"})
    CHECK_FALSE(mismatch(seen(status, 2000, 1500), 2000, voided).has_value());

  auto credited = seen("draft", 2000, 2000);
  for (const std::int64_t balance : {-1, 1}) {
    credited.starting_balance = balance;
    says(credited, 2000, finalized, "a balance of");
  }
  auto nothing = seen("draft", 0, 0);
  nothing.starting_balance = -500;
  CHECK_FALSE(mismatch(nothing, 0, paid).has_value());
  nothing.starting_balance = 500;
  says(nothing, 0, paid, "a balance of 500");

  auto used = seen("open", 2000, 1500);
  used.starting_balance = -500;
  used.ending_balance = 0;
  says(used, 2000, finalized, "balance there was -500 and was used.");
  auto small = seen("paid", 30, 0);
  small.ending_balance = 30;
  says(small, 30, finalized, "30 are owed with the next invoice.");
}

TEST_CASE("what is paid at Stripe and not here is known by an event, or it is wrong") {
  using enum invoice_state;
  contract::invoice_answer seen;
  seen.status = "paid";
  seen.total = seen.amount_due = 2000;
  for (const auto here : {finalized, past_due, uncollectible, paid})
    CHECK_FALSE(mismatch(seen, 2000, here).has_value());
  CHECK(mismatch(seen, 2000, voided).has_value());
  seen.paid_off_stripe = 2000;
  CHECK_FALSE(mismatch(seen, 2000, paid).has_value());
  for (const auto here : {finalized, past_due, uncollectible, voided})
    CHECK(mismatch(seen, 2000, here).has_value());
  seen.total = seen.amount_due = 0;
  CHECK_FALSE(mismatch(seen, 0, finalized).has_value());
}

TEST_CASE("nobody finalizes or ends what was not looked at, and a later round looks at what an earlier one has done") {
  CHECK(looks_first(push_step::finalize, 1));
  CHECK_FALSE(looks_first(push_step::create, 1));
  CHECK_FALSE(looks_first(push_step::add_lines, 1));
  CHECK(looks_first(push_step::create, 2));
  CHECK(looks_first(push_step::add_lines, 2));
  for (const auto end : {push_step::pay, push_step::void_invoice, push_step::mark_uncollectible})
    CHECK(looks_first(end, 1));
}

TEST_CASE("a key is of what it is about, and another one for each other thing") {
  std::set<std::string> all;
  const auto take = [&](auto change, push_step step = push_step::create, std::string_view installation = "ins_1") {
    auto of = some_push();
    change(of);
    const auto key = push_key(installation, of, step);
    CHECK(key.size() <= 255);
    return all.insert(key).second;
  };
  const auto as_it_is = [](auto&) {};
  CHECK(take(as_it_is));
  CHECK_FALSE(take(as_it_is));
  CHECK(take([](auto& p) { p.account.back() = 'W'; }));
  CHECK(take([](auto& p) { p.invoice_id.back() = 'W'; }));
  CHECK(take([](auto& p) { p.round = 2; }));
  CHECK(take(as_it_is, push_step::create, "ins_2"));
  for (const auto step : {push_step::add_lines, push_step::finalize, push_step::pay, push_step::void_invoice,
                          push_step::mark_uncollectible})
    CHECK(take(as_it_is, step));
  // What is there is no part of it.
  CHECK_FALSE(take([](auto& p) { p.there.reference = "in_1"; }));
  CHECK(
      push_key("ins_1", some_push(), push_step::add_lines).starts_with("inv_01ARZ3NDEKTSV4RRFFQ69G5FAV_add_lines_1_"));
}
