#include <algorithm>

#include <workers/billing/explain_line.hpp>
#include <workers/billing/metered_classes.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/invoice_inputs_document.hpp>

namespace weir::billing {
namespace {

using postgres::executor;
namespace usage_totals = postgres::usage_totals;

class explainer {
 public:
  explainer(executor& in, const postgres::invoice_row& invoice, const cell_page& page) : in_(in), page_(page) {
    out_.invoice = invoice;
  }

  result<explained_line> explain(std::int32_t number) {
    auto line = postgres::invoices::find_line(in_, out_.invoice.id, number);
    if (!line) return std::unexpected(line.error());
    out_.line = std::move(*line);
    auto document = postgres::invoices::read_inputs(in_, out_.invoice.inputs_hash);
    if (!document) return std::unexpected(document.error());
    auto inputs = contract::decode_invoice_inputs(*document);
    if (!inputs) return std::unexpected(inputs.error());
    if (auto done = add_facts(*inputs); !done) return std::unexpected(done.error());
    if (auto done = add_usage(*inputs); !done) return std::unexpected(done.error());
    return std::move(out_);
  }

 private:
  const charge_key& key() const { return out_.line.key; }

  result<void> add_facts(const invoice_inputs& inputs) {
    const auto* plan = lookup_in(inputs)(key().plan);
    if (plan == nullptr) return fail(error_code::invoice_inputs_incomplete);
    if (key().kind == charge_kind::commitment) {
      const auto least = std::ranges::find(plan->commitments, inputs.currency, &commitment::currency);
      if (least != plan->commitments.end()) out_.commitment = *least;
    } else {
      const auto found = std::ranges::find(plan->prices, key().price, &price::code);
      if (found == plan->prices.end()) return fail(error_code::invoice_inputs_incomplete);
      out_.price = *found;
    }
    for (const auto& before : inputs.billed) {
      if (before.key == key()) out_.billed_before.push_back(before);
    }
    WEIR_ASSERT(out_.line.period_to, "the database knows when each line's period ends");
    auto issued = postgres::invoices::lines_of_charge(in_, out_.invoice.tenant_number, key(), *out_.line.period_to);
    if (!issued) return std::unexpected(issued.error());
    out_.issued = std::move(*issued);
    return {};
  }

  result<void> add_usage(const invoice_inputs& inputs) {
    const auto billed = std::ranges::find(inputs.usage, key(), &counted_usage::key);
    if (key().kind != charge_kind::usage || billed == inputs.usage.end()) return {};
    auto meter = postgres::meters::find_ever(in_, out_.price->metered->meter);
    if (!meter) return std::unexpected(meter.error());
    explained_usage made{.meter = std::move(*meter), .from = key().from, .to = out_.line.to, .billed = *billed};

    const auto rivals = classes_of(*lookup_in(inputs)(key().plan), inputs.currency, made.meter.slug);
    const usage_totals::cell_range range{.tenant = out_.invoice.tenant_number,
                                         .from = made.from,
                                         .to = made.to,
                                         .classes = rivals.classes,
                                         .which = rivals.place_of(key().price)};
    if (!page_.after) {
      auto totals = usage_totals::read(in_, range.tenant, made.meter, range.from, range.to, range.classes);
      if (!totals) return std::unexpected(totals.error());
      made.counted = (*totals)[range.which];
    }
    auto cells = usage_totals::list_cells(in_, made.meter, range, page_.after, page_.limit + 1);
    if (!cells) return std::unexpected(cells.error());
    if (std::ssize(*cells) > page_.limit) {
      cells->pop_back();
      made.next = usage_totals::mark_of(cells->back());
    }
    made.cells = std::move(*cells);
    out_.usage = std::move(made);
    return {};
  }

  executor& in_;
  const cell_page& page_;
  explained_line out_;
};

}  // namespace

result<explained_line> explain_line(executor& in, const postgres::invoice_row& invoice, std::int32_t number,
                                    const cell_page& page) {
  return explainer(in, invoice, page).explain(number);
}

bool is_as_billed(const counted_usage& billed, const usage_totals::total& counted) {
  return billed.usage.quantity == counted.quantity && billed.usage.events == counted.events &&
         billed.cells == counted.cells && billed.id_sum == counted.id_sum;
}

}  // namespace weir::billing
