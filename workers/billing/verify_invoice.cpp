#include <algorithm>

#include <fmt/format.h>
#include <workers/billing/invoice_json.hpp>
#include <workers/billing/verify_invoice.hpp>

#include <weir/base/crypto.hpp>
#include <weir/contract/invoice_inputs_document.hpp>
#include <weir/contract/plan_documents.hpp>
#include <weir/postgres/plans.hpp>

namespace weir::billing {
namespace {

using postgres::executor;
using postgres::invoice_line_row;
using postgres::invoice_row;

class verifier {
 public:
  verifier(executor& in, const invoice_row& row) : in_(in), row_(row) {}

  result<std::vector<std::string>> verify() {
    auto document = postgres::invoices::read_inputs(in_, row_.inputs_hash);
    if (!document) return std::unexpected(document.error());
    if (hex(sha256(*document)) != row_.inputs_hash) {
      say("its inputs are not those whose hash it names");
      return std::move(found_);
    }
    auto inputs = contract::decode_invoice_inputs(*document);
    if (!inputs) {
      say("its inputs cannot be read: " + inputs.error().detail);
      return std::move(found_);
    }
    if (auto done = verify_plans(*inputs); !done) return std::unexpected(done.error());
    if (auto done = verify_billed(*inputs); !done) return std::unexpected(done.error());
    auto again = reckon_invoices(*inputs);
    if (!again) {
      say(fmt::format("its inputs cannot be reckoned: {}", name(again.error().code)));
      return std::move(found_);
    }
    if (std::cmp_greater_equal(row_.place, again->invoices.size())) {
      say(fmt::format("its inputs give {} invoices, and it is number {} of them", again->invoices.size(),
                      row_.place + 1));
      return std::move(found_);
    }
    const auto& invoice = again->invoices[static_cast<std::size_t>(row_.place)];
    verify_totals(invoice, *inputs);
    if (auto done = verify_lines(invoice, *inputs); !done) return std::unexpected(done.error());
    return std::move(found_);
  }

 private:
  void say(std::string what) { found_.push_back(std::move(what)); }

  void compare(std::string_view what, money stored, money reckoned) {
    if (stored == reckoned) return;
    const auto c = *currency::find(row_.currency);
    say(fmt::format("its {} is {}, reckoned again it is {}", what, text(stored, c), text(reckoned, c)));
  }

  result<void> verify_plans(const invoice_inputs& inputs) {
    for (const auto& frozen : inputs.plans) {
      auto stored = postgres::plans::find(in_, frozen.code, frozen.version);
      if (!stored) return std::unexpected(stored.error());
      if (stored->definition != contract::plan_definition(frozen))
        say(fmt::format("the plan {} has another version {} now than it was reckoned with", frozen.code,
                        frozen.version));
    }
    return {};
  }

  result<void> verify_billed(const invoice_inputs& inputs) {
    for (const auto& before : inputs.billed) {
      auto lines = postgres::invoices::lines(in_, before.at.invoice, before.at.number - 1, 1);
      if (!lines) return std::unexpected(lines.error());
      const auto is_there = !lines->empty() && lines->front().number == before.at.number;
      if (!is_there || lines->front().key != before.key || lines->front().amount != before.amount ||
          lines->front().net != before.net || lines->front().is_interim != before.is_interim)
        say(fmt::format("line {} of {} is not as it was when this was reckoned", before.at.number, before.at.invoice));
    }
    return {};
  }

  void verify_totals(const invoice& again, const invoice_inputs& inputs) {
    money credits;
    for (const auto& use : again.credits)
      credits.minor += use.amount.minor;
    compare("net", row_.net, again.totals.net);
    compare("total", row_.total, again.totals.total);
    compare("use of credits", row_.credits_used, credits);
    compare("due", row_.due, again.due);
    compare("credit", row_.credited, again.credited);
    if (row_.kind != again.kind) say(fmt::format("it is a {}, reckoned again a {}", name(row_.kind), name(again.kind)));
    if (row_.taxes != taxes_json(again.totals, inputs.taxes, inputs.currency))
      say("its taxes are not those that follow from its inputs");
  }

  result<void> verify_lines(const invoice& again, const invoice_inputs& inputs) {
    auto stored = postgres::invoices::lines(in_, row_.id, 0, std::max(row_.lines, 1) + 1);
    if (!stored) return std::unexpected(stored.error());
    if (stored->size() != again.lines.size()) {
      say(fmt::format("it has {} lines, reckoned again {}", stored->size(), again.lines.size()));
      return {};
    }
    for (std::size_t i = 0; i < stored->size(); ++i)
      verify_line((*stored)[i], again.lines[i], inputs);
    return {};
  }

  void verify_line(const invoice_line_row& stored, const invoice_line& again, const invoice_inputs& inputs) {
    const auto what = fmt::format("amount of line {}", again.number);
    compare(what, stored.amount, again.amount);
    compare("net " + what, stored.net, again.net);
    if (stored.key != again.key || stored.corrects != again.corrects || stored.number != again.number ||
        stored.is_interim != billed(again, row_.id).is_interim)
      say(fmt::format("line {} is for something else than its inputs say", again.number));
    if (!shows(stored.detail, again, inputs))
      say(fmt::format("line {} does not show how it was reckoned", again.number));
  }

  // Names of coupons are no inputs: what follows them is not compared.
  bool shows(const std::string& detail, const invoice_line& again, const invoice_inputs& inputs) const {
    auto without = again;
    without.discounts.clear();
    const auto wanted = line_detail(without, lookup_in(inputs), {}, inputs.currency);
    const auto end = wanted.rfind("\"discounts\":[");
    return end != std::string::npos && detail.starts_with(wanted.substr(0, end));
  }

  executor& in_;
  const invoice_row& row_;
  std::vector<std::string> found_;
};

}  // namespace

result<std::vector<std::string>> verify_invoice(executor& in, const invoice_row& row) {
  return verifier(in, row).verify();
}

result<std::vector<std::string>> verify_series(executor& in) {
  auto gaps = postgres::invoices::missing_numbers(in);
  if (!gaps) return std::unexpected(gaps.error());
  std::vector<std::string> out;
  for (const auto& g : *gaps)
    out.push_back(
        fmt::format("the series {} has given {} numbers, and {} invoices have one", g.prefix, g.given, g.found));
  return out;
}

}  // namespace weir::billing
