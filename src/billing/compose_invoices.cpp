#include <algorithm>
#include <iterator>
#include <map>

#include <weir/base/assert.hpp>
#include <weir/billing/compose_invoices.hpp>

namespace weir::billing {
namespace {

constexpr std::string_view kinds[] = {"regular", "adjustment", "credit_note", "threshold"};

bool is_interim(const invoice_line& line) {
  return line.rated && line.rated->charge.threshold;
}

class composer {
 public:
  composer(const std::vector<rated_charge>& charges, const plan_lookup& plans, const invoice_facts& facts)
      : charges_(charges), plans_(plans), facts_(facts), discounts_(facts.discounts), credits_(facts.credits) {}

  result<composed> compose(const std::vector<difference>& differences) {
    composed out;
    std::vector<difference> regular;
    std::map<std::string, std::vector<difference>> adjustments;
    for (const auto& d : differences) {
      switch (way_of(d)) {
        case late_usage::next_invoice:
          regular.push_back(d);
          break;
        case late_usage::adjustment:
          adjustments[d.original->invoice].push_back(d);
          break;
        case late_usage::drop:
          out.unbilled.push_back(d);
          break;
      }
    }
    if (!regular.empty()) {
      auto made = make(regular, std::nullopt);
      if (!made) return std::unexpected(made.error());
      out.invoices.push_back(std::move(*made));
    }
    for (const auto& [corrected, of] : adjustments) {
      auto made = make(of, corrected);
      if (!made) return std::unexpected(made.error());
      out.invoices.push_back(std::move(*made));
    }
    return out;
  }

 private:
  late_usage way_of(const difference& d) const {
    if (!d.is_late_usage) return late_usage::next_invoice;
    const auto* p = plans_(d.key.plan);
    WEIR_ASSERT(p != nullptr, "whoever reads what was billed reads its plans");
    return p->late_usage;
  }

  result<invoice> make(const std::vector<difference>& of, std::optional<std::string> corrected) {
    invoice out{.kind = corrected ? invoice_kind::adjustment : invoice_kind::regular,
                .corrects = std::move(corrected),
                .currency = facts_.currency};
    for (const auto& d : of) {
      invoice_line line{.number = static_cast<std::int32_t>(out.lines.size()) + 1,
                        .key = d.key,
                        .corrects = d.original,
                        .amount = d.amount,
                        .net = d.amount};
      if (d.charge) line.rated = charges_[*d.charge];
      out.lines.push_back(std::move(line));
    }
    for (std::size_t i = 0; i < of.size(); ++i) {
      if (of[i].amount < money{}) take_discounts_back(of[i], out.lines[i]);
    }
    if (std::ranges::any_of(out.lines, is_interim)) out.kind = invoice_kind::threshold;
    if (auto done = discount_lines(out); !done) return std::unexpected(done.error());
    money sum;
    for (const auto& line : out.lines) {
      auto more = add(sum, line.net);
      if (!more) return std::unexpected(more.error());
      sum = *more;
    }
    auto totals = add_taxes(sum, facts_.taxes, facts_.currency);
    if (!totals) return std::unexpected(totals.error());
    out.totals = std::move(*totals);
    settle(out);
    return out;
  }

  // As amounts are cut: what was asked for under a key is never exceeded by what comes back, whichever coupons there
  // are now.
  static void take_discounts_back(const difference& d, invoice_line& line) {
    const share back{d.billed.minor + d.amount.minor, d.billed.minor, d.billed.minor};
    line.net = money{-static_cast<std::int64_t>(cut_units(d.billed_net.minor, back))};
    line.discount.minor = d.amount.minor - line.net.minor;
  }

  // An amount that is for a whole month is taken off once, however often the month is billed.
  std::vector<discount> discounts_for(const invoice& of) const {
    auto out = discounts_;
    if (of.kind != invoice_kind::threshold) return out;
    for (auto& d : out) {
      if (auto* amount = std::get_if<money>(&d.value)) *amount = money{};
    }
    return out;
  }

  result<void> discount_lines(invoice& of) {
    std::vector<discountable> lines;
    for (const auto& line : of.lines)
      lines.push_back({line.key.price, line.amount});
    auto off = apply_discounts(lines, discounts_for(of), facts_.currency);
    if (!off) return std::unexpected(off.error());
    for (const auto& d : *off) {
      auto& line = of.lines[d.line];
      line.net.minor -= d.amount.minor;
      line.discount.minor += d.amount.minor;
      line.discounts.push_back(d);
      if (auto* left = std::get_if<money>(&discounts_[d.discount].value)) left->minor -= d.amount.minor;
    }
    return {};
  }

  void settle(invoice& of) {
    if (of.totals.total < money{}) {
      of.kind = invoice_kind::credit_note;
      of.credited = negated(of.totals.total);
      return;
    }
    of.credits = apply_credits(of.totals.total, credits_, facts_.as_of);
    of.due = of.totals.total;
    for (const auto& use : of.credits) {
      of.due.minor -= use.amount.minor;
      auto& grant = *std::ranges::find(credits_, use.grant, &credit_grant::id);
      grant.remaining.minor -= use.amount.minor;
    }
  }

  const std::vector<rated_charge>& charges_;
  const plan_lookup& plans_;
  const invoice_facts& facts_;
  std::vector<discount> discounts_;  // what is left of them
  std::vector<credit_grant> credits_;
};

}  // namespace

std::string_view name(invoice_kind k) {
  return kinds[static_cast<std::size_t>(k)];
}

std::optional<invoice_kind> invoice_kind_from_name(std::string_view text) {
  const auto* found = std::ranges::find(kinds, text);
  if (found == std::end(kinds)) return std::nullopt;
  return static_cast<invoice_kind>(found - std::begin(kinds));
}

result<composed> compose_invoices(const std::vector<rated_charge>& charges, const std::vector<difference>& differences,
                                  const plan_lookup& plans, const invoice_facts& facts) {
  return composer(charges, plans, facts).compose(differences);
}

billed_line billed(const invoice_line& line, std::string id) {
  billed_line out{.key = line.key,
                  .amount = line.amount,
                  .net = line.net,
                  .to = line.key.from,
                  .part = {0, 0, 1},
                  .at = {std::move(id), line.number}};
  if (line.rated) {
    out.to = line.rated->charge.to.at;
    out.part = line.rated->charge.part;
    out.is_interim = is_interim(line);
  }
  return out;
}

}  // namespace weir::billing
