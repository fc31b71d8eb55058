#include "case_language.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include <weir/billing/rate_charges.hpp>

namespace weir::billing::cases {

// The words after a name: "up to 10 at 1 and 2".
class sentence {
 public:
  explicit sentence(const std::string& line) {
    std::istringstream in(line.substr(0, line.find('#')));
    for (std::string word; in >> word;)
      words_.push_back(word);
  }

  bool at_end() const { return at_ == words_.size(); }
  bool take(std::string_view word) {
    if (at_end() || words_[at_] != word) return false;
    ++at_;
    return true;
  }
  std::string next() {
    if (at_end()) throw std::runtime_error("the line ends too early");
    return words_[at_++];
  }
  void need(std::string_view word) {
    if (!take(word)) throw std::runtime_error("\"" + std::string(word) + "\" is missing");
  }
  std::int64_t number() { return std::stoll(next()); }
  std::string rest() {
    std::string out;
    for (; !at_end(); ++at_)
      out += (out.empty() ? "" : " ") + words_[at_];
    return out;
  }

 private:
  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

namespace {

template<class T>
T valid(weir::result<T> r) {
  if (!r) throw std::runtime_error("refused: " + std::string(weir::name(r.error().code)));
  return *r;
}

timestamp midnight(const std::string& day) {
  return valid(parse_rfc3339(day + "T00:00:00Z"));
}

share read_part(sentence& s) {
  if (!s.take("part")) return {};
  const auto from = s.number();
  s.need("to");
  const auto to = s.number();
  s.need("of");
  return {from, to, s.number()};
}

std::string problems(const std::vector<error>& all) {
  std::vector<std::string> texts;
  for (const auto& e : all)
    texts.push_back(e.pointer + " " + std::string(weir::name(e.code)));
  std::ranges::sort(texts);
  std::string out;
  for (const auto& t : texts)
    out += (out.empty() ? "" : ", ") + t;
  return out;
}

reply refusal(const std::vector<error>& all) {
  return {{{"refused", problems(all)}}, {}};
}

reply failure(const error& e) {
  return {{{"fails", std::string(weir::name(e.code))}}, {}};
}

}  // namespace

std::string reply::text() const {
  std::string out;
  for (const auto& [asked, answer] : facts)
    out += (out.empty() ? "" : "; ") + asked + " " + answer;
  return out;
}

bool reply::is_what_was_expected() const {
  return std::ranges::any_of(facts, [&](const auto& f) { return f.first + " " + f.second == expected; });
}

std::optional<reply> reader::read(const std::string& line) {
  sentence s(line);
  if (s.at_end()) return std::nullopt;
  const auto first = s.next();
  std::optional<reply> out;
  if (first == "price") {
    subject_ = subject::price;
    price_ = {};
    price_.code = s.next();
  } else if (first == "invoice") {
    subject_ = subject::invoice;
    invoice_ = {};
    s.next();
  } else if (first == "refused" && subject_ == subject::price) {
    out = answer_refused();
    out->expected = "refused " + s.rest();
  } else if (first == "quantity" && subject_ == subject::price) {
    out = answer_quantity(s);
  } else if (first == "fee" && subject_ == subject::price) {
    out = answer_fee(s);
  } else if (first == "comes" && subject_ == subject::invoice) {
    s.need("to");
    out = answer_invoice();
    out->expected = "comes to " + s.rest();
  } else if (first == "uses" && subject_ == subject::invoice) {
    out = answer_credit(s);
  } else if (subject_ == subject::price) {
    read_price_member(first, s);
  } else if (subject_ == subject::invoice) {
    read_invoice_member(first, s);
  } else {
    throw std::runtime_error("a member of nothing: " + first);
  }
  if (out && out->expected.empty()) out->expected = s.rest();
  if (!s.at_end()) throw std::runtime_error("not understood: " + s.rest());
  return out;
}

void reader::read_tier(sentence& s) {
  tier_draft out;
  if (!s.take("beyond")) {
    s.need("up");
    s.need("to");
    out.up_to = s.next();
  }
  s.need("at");
  out.unit_amount = s.next();
  if (s.take("and")) out.flat_amount = s.next();
  if (!price_.tiers) price_.tiers.emplace();
  price_.tiers->push_back(std::move(out));
}

void reader::read_price_member(const std::string& member, sentence& s) {
  using draft = price_draft;
  static const std::pair<std::string_view, std::optional<std::string> draft::*> texts[] = {
      {"timing", &draft::timing},
      {"amount", &draft::amount},
      {"unit_amount", &draft::unit_amount},
      {"package_size", &draft::package_size},
      {"package_amount", &draft::package_amount},
      {"rate", &draft::rate},
      {"event_amount", &draft::event_amount},
      {"meter", &draft::meter},
      {"included", &draft::included},
      {"minimum_amount", &draft::minimum_amount},
      {"maximum_amount", &draft::maximum_amount},
  };
  for (const auto& [name, at] : texts) {
    if (name == member) {
      price_.*at = s.next();
      return;
    }
  }
  if (member == "currency") {
    price_.currency = s.next();
  } else if (member == "model") {
    price_.model = s.next();
  } else if (member == "rounding") {
    price_.rounding = s.next();
  } else if (member == "digits") {
    price_.digits = static_cast<int>(s.number());
  } else if (member == "tier") {
    read_tier(s);
  } else {
    throw std::runtime_error("no member of a price is called " + member);
  }
}

reply reader::answer_refused() const {
  const auto p = make_price(price_);
  return p ? reply{{{"accepted", price_.code}}, {}} : refusal(p.error());
}

reply reader::answer_quantity(sentence& s) const {
  usage u{valid(decimal::parse_sum(s.next()))};
  if (s.take("events")) u.events = s.number();
  const auto part = read_part(s);
  const auto p = make_price(price_);
  if (!p) return refusal(p.error());
  const auto rated = rate_usage(*p, u, part);
  if (!rated) return failure(rated.error());
  exact_amount sum;
  for (const auto& step : rated->steps)
    sum += step.amount;
  if (sum != rated->total)
    throw std::runtime_error("the steps sum to " + sum.text() + ", not to " + rated->total.text());
  reply out;
  out.facts.emplace_back("is exactly", rated->total.text());
  const auto amount = rated->total.round(p->currency, p->digits, p->rounding);
  if (amount) {
    out.facts.emplace_back("costs", billing::text(*amount, p->currency));
  } else {
    out.facts.emplace_back("fails", weir::name(amount.error().code));
  }
  return out;
}

reply reader::answer_fee(sentence& s) const {
  const auto part = read_part(s);
  const auto p = make_price(price_);
  if (!p) return refusal(p.error());
  charge c{.key = {},
           .currency = p->currency,
           .price = &*p,
           .from = {},
           .to = {},
           .period_from = {},
           .period_to = {},
           .part = part,
           .due = {}};
  const auto rated = rate_charges({c}, {usage{}});
  if (!rated) return failure(rated.error());
  return {{{"costs", billing::text((*rated)[0].amount, p->currency)}}, {}};
}

billing::currency reader::coin() const {
  const auto out = currency::find(invoice_.currency);
  if (!out) throw std::runtime_error("an invoice begins with its currency");
  return *out;
}

void reader::read_invoice_member(const std::string& member, sentence& s) {
  if (member == "currency") {
    invoice_.currency = s.next();
  } else if (member == "line") {
    auto code = s.next();
    invoice_.lines.emplace_back(std::move(code), s.next());
  } else if (member == "discount") {
    discount d{"cpn", money{}, {}};
    if (s.take("rate")) {
      d.value = valid(unit_price::parse(s.next()));
    } else {
      d.value = valid(parse_money(s.next(), coin()));
    }
    if (s.take("on")) d.prices.push_back(s.next());
    invoice_.discounts.push_back(std::move(d));
  } else if (member == "tax") {
    invoice_.taxes.rates.push_back({"tax", "Tax", "XX", valid(unit_price::parse(s.next()))});
  } else if (member == "taxes") {
    s.need("inclusive");
    invoice_.taxes.inclusive = true;
  } else if (member == "as") {
    s.need("of");
    invoice_.as_of = midnight(s.next());
  } else if (member == "credit") {
    credit_grant g{
        .id = s.next(), .remaining = valid(parse_money(s.next(), coin())), .expires_at = {}, .created_at = {}};
    if (s.take("priority")) g.priority = static_cast<std::int32_t>(s.number());
    if (s.take("until")) g.expires_at = midnight(s.next());
    g.created_at.ns = static_cast<std::int64_t>(invoice_.credits.size());
    invoice_.credits.push_back(std::move(g));
  } else {
    throw std::runtime_error("no member of an invoice is called " + member);
  }
}

invoice reader::composed_invoice() const {
  std::vector<rated_charge> charges;
  std::vector<difference> differences;
  for (const auto& [code, amount] : invoice_.lines) {
    charge c{
        .key = {}, .currency = coin(), .from = {}, .to = {}, .period_from = {}, .period_to = {}, .part = {}, .due = {}};
    c.key.price = code;
    differences.push_back({.key = c.key, .charge = charges.size(), .amount = valid(parse_money(amount, coin()))});
    charges.push_back({.charge = c, .amount = differences.back().amount});
  }
  const invoice_facts facts{coin(), invoice_.as_of, invoice_.taxes, invoice_.discounts, invoice_.credits};
  auto made = valid(compose_invoices(charges, differences, [](const plan_ref&) { return nullptr; }, facts));
  if (made.invoices.empty()) throw std::runtime_error("an invoice has lines");
  return made.invoices[0];
}

reply reader::answer_invoice() const {
  const auto made = composed_invoice();
  money discounts;
  money taxes;
  for (const auto& line : made.lines)
    discounts = valid(add(discounts, line.discount));
  for (const auto& t : made.totals.taxes)
    taxes = valid(add(taxes, t.amount));
  const auto in = [&](money m) { return billing::text(m, made.currency); };
  return {{{"comes to", "discounts " + in(discounts) + " net " + in(made.totals.net) + " taxes " + in(taxes) +
                            " total " + in(made.totals.total) + " due " + in(made.due)}},
          {}};
}

reply reader::answer_credit(sentence& s) const {
  const auto id = s.next();
  const auto made = composed_invoice();
  money used;
  for (const auto& use : made.credits) {
    if (use.grant == id) used = use.amount;
  }
  return {{{"uses " + id, billing::text(used, made.currency)}}, "uses " + id + " " + s.rest()};
}

}  // namespace weir::billing::cases
