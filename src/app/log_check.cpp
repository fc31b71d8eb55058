#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <src/app/log_check.hpp>
#include <src/app/partition_check.hpp>
#include <workers/billing/metered_classes.hpp>

#include <weir/contract/invoice_inputs_document.hpp>
#include <weir/postgres/history_imports.hpp>

namespace weir::app {

using postgres::executor;

namespace {

bool is_same(const postgres::usage_totals::usage_class& a, const postgres::usage_totals::usage_class& b) {
  return std::ranges::equal(
      a, b, [](const auto& x, const auto& y) { return x.dimension == y.dimension && x.values == y.values; });
}

// As the inputs say where they stood; whose they are says the database.
result<void> find_imports(executor& in, const billing::invoice_inputs& of, std::int32_t tenant,
                          std::vector<placed_import>& out) {
  for (const auto& i : of.imports) {
    auto found = postgres::history_imports::find(in, i.id);
    if (!found) return std::unexpected(found.error());
    if (found->tenant_number != tenant || found->meter_slug != i.meter)
      return fail(error_code::history_import_not_found, i.id);
    out.push_back({found->number, tenant, found->meter_number, i.from, i.to});
  }
  return {};
}

}  // namespace

bool usage_question::operator==(const usage_question& other) const {
  return tenant->number == other.tenant->number && meter->number == other.meter->number &&
         meter->generation == other.meter->generation && from == other.from && to == other.to &&
         std::ranges::equal(classes, other.classes, is_same);
}

log_check::log_check(postgres::pool& database) : database_(database) {}
log_check::~log_check() = default;

result<void> log_check::add(executor& in, const postgres::invoice_row& row) {
  if (const auto known = inputs_.find(row.inputs_hash); known != inputs_.end()) {
    known->second->invoices.push_back({row.id, row.place});
    return {};
  }
  auto document = postgres::invoices::read_inputs(in, row.inputs_hash);
  if (!document) return std::unexpected(document.error());
  auto inputs = contract::decode_invoice_inputs(*document);
  if (!inputs) {
    not_compared_[row.id] = "its inputs cannot be read: what was counted cannot be compared with the log";
    return {};
  }
  if (!inputs->counted) {
    not_compared_[row.id] = "counted as of an unknown position: its usage cannot be compared with the log";
    return {};
  }
  if (contract::encode_invoice_inputs(*inputs) != *document) {
    not_compared_[row.id] = "its inputs are not written as this version writes them: they cannot be compared by byte";
    return {};
  }
  auto& tenant = tenants_[row.tenant_number];
  if (!tenant) {
    auto found = postgres::tenants::by_number(in, row.tenant_number);
    if (!found) return std::unexpected(found.error());
    tenant = std::make_shared<const postgres::tenant_row>(std::move(*found));
  }
  auto made = std::make_unique<frozen_inputs>();
  made->hash = row.inputs_hash;
  made->invoices.push_back({row.id, row.place});
  made->tenant = tenant;
  made->at = *inputs->counted;
  if (auto placed = find_imports(in, *inputs, row.tenant_number, made->imports); !placed) {
    if (placed.error().code != error_code::history_import_not_found) return placed;
    not_compared_[row.id] = "an import of past usage that its inputs name is not known";
    return {};
  }
  auto asked = ask(in, std::move(*inputs), *made);
  if (!asked) {
    if (asked.error().code != error_code::invoice_inputs_incomplete &&
        asked.error().code != error_code::meter_not_found)
      return asked;
    not_compared_[row.id] = asked.error().code == error_code::meter_not_found
                                ? "a meter of its plans was not defined when it was counted"
                                : "its inputs say less than its plans ask for";
    return {};
  }
  inputs_.emplace(row.inputs_hash, std::move(made));
  return {};
}

result<void> log_check::ask(executor& in, billing::invoice_inputs inputs, frozen_inputs& out) {
  bool complete = true;
  const auto days = inputs.days;
  auto charges = billing::list_charges(inputs, [&](civil_day d) {
    const auto found = days.find(d);
    complete = complete && found != days.end();
    return found == days.end() ? timestamp{} : found->second;
  });
  if (!charges || !complete) return fail(error_code::invoice_inputs_incomplete);
  const auto plans = billing::lookup_in(inputs);
  for (const auto& c : *charges) {
    if (c.key.kind != billing::charge_kind::usage) continue;
    const auto frozen = std::ranges::find(inputs.usage, c.key, &billing::counted_usage::key);
    if (frozen == inputs.usage.end()) return fail(error_code::invoice_inputs_incomplete);
    const auto& slug = c.price->metered->meter;
    auto& meter = meters_[{slug, out.at.definitions}];
    if (!meter) {
      auto found = postgres::meters::find_ever(in, slug, out.at.definitions);
      if (!found) return std::unexpected(found.error());
      meter = std::make_shared<const postgres::meter_row>(std::move(*found));
    }
    auto rivals = billing::classes_of(*plans(c.key.plan), c.currency, slug);
    const auto place = rivals.place_of(c.key.price);
    usage_question q{out.tenant, meter, c.from.at, c.to.at, std::move(rivals.classes)};
    auto known = std::ranges::find(out.questions, q);
    if (known == out.questions.end()) known = out.questions.insert(known, std::move(q));
    out.usage.push_back({static_cast<std::size_t>(known - out.questions.begin()), place, *frozen});
  }
  return {};
}

result<log_verdict> log_check::verify(const log_source& from, usage::claim_storage& claims,
                                      const log_check_options& options) {
  std::map<std::int32_t, std::vector<const frozen_inputs*>> by_partition;
  for (const auto& [hash, inputs] : inputs_) {
    if (!inputs->questions.empty()) by_partition[inputs->at.partition].push_back(inputs.get());
  }
  log_verdict out;
  out.not_compared = not_compared_;
  std::int64_t read_before = 0;
  for (auto& [partition, of] : by_partition) {
    partition_check check(database_, from, claims, options, partition, std::move(of), out);
    auto done = check.run(read_before);
    if (!done) return std::unexpected(done.error());
    read_before += out.read.back().records;
  }
  return out;
}

}  // namespace weir::app
