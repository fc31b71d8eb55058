// Invoices, their lines, payments, numbers, and the inputs that they were reckoned from. Written under the lock of
// billing_states alone, by the workers' role. Amounts are minor units of the invoice's currency.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/civil_day.hpp>
#include <weir/billing/compose_invoices.hpp>
#include <weir/billing/invoice_state.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct invoice_row {
  std::string id;  // inv_…
  std::int32_t tenant_number = 0;
  billing::invoice_kind kind = billing::invoice_kind::regular;
  billing::invoice_state state = billing::invoice_state::draft;
  std::string currency;
  timestamp as_of{};
  std::int32_t place = 0;  // among those that were reckoned together
  std::int64_t run = 0;    // billing_state_row::runs before it was written
  std::optional<std::string> corrects{};
  civil_day period_from, period_to;     // the last one is in it
  std::optional<std::string> number{};  // once finalized; so are the next four
  std::optional<civil_day> issued_day{};
  std::optional<civil_day> due_day{};
  std::optional<timestamp> due_at{};  // the end of that day; past_due from then on
  std::optional<timestamp> finalized_at{};
  billing::money net, total, credits_used, due, credited, paid;
  std::int32_t lines = 0;
  std::string taxes;    // JSON, as are the next three
  std::string credits;  // [{"grant", "amount" in minor units}]: what it uses of the tenant's credits
  std::string seller;
  std::string buyer;
  std::string inputs_hash;
  std::int64_t version = 0;
  timestamp created_at{};
  timestamp updated_at{};
};

struct invoice_line_row {
  std::int32_t number = 1;
  billing::charge_key key;
  std::optional<timestamp> period_to{};  // the end of the billing period; nothing: that of the line it corrects
  timestamp to{};                        // the end of what it is for
  billing::share part{};
  std::optional<billing::line_ref> corrects{};
  billing::money amount, discount, net;
  std::string detail;       // JSON
  bool is_interim = false;  // billing::billed_line has it
};

// A line of a finalized invoice that is not void, and where it stands.
struct issued_line {
  billing::line_ref at;
  std::string invoice_number;  // INV-000042
  std::string currency;
  billing::charge_key key;
  std::optional<billing::line_ref> corrects{};
  billing::money amount, net;
};

struct invoice_payment_row {
  std::int32_t sequence = 0;
  billing::money amount;
  std::string method;
  std::string reference;
  timestamp received_at{};
  std::string recorded_by;
  std::string command_id;
  timestamp created_at{};
};

namespace invoices {

// For a transaction that is about many tenants: from here on its statements find rows by indexes, whatever the planner
// knows of the tables. While a run fills them that is too little, and a plan that was made when they were empty reads
// them from end to end for each line.
result<void> expect_many(executor& in);

struct kept_inputs {
  std::int32_t tenant = 0;
  std::string hash;  // SHA-256 of the document, which is not copied
  const std::string* document = nullptr;
};
// Those that are there already stay.
result<void> keep_inputs(executor& in, std::span<const kept_inputs> inputs);
// Error: invoice_not_found.
result<std::string> read_inputs(executor& in, const std::string& hash);

// Drafts, whose version and times it fills in. `lines`: those of each, in the order of `drafts`. Error:
// database_constraint, when the period of one was billed already.
result<void> create(executor& in, std::span<invoice_row> drafts,
                    std::span<const std::vector<invoice_line_row>* const> lines);

// The next `count` numbers of a series, whose row stays locked until the transaction ends: "INV-000042".
result<std::vector<std::string>> next_numbers(executor& in, const std::string& prefix, std::int64_t count);

// Number, days and state of drafts.
result<void> finalize(executor& in, std::span<const invoice_row> drafts);

result<void> set_state(executor& in, const std::string& id, billing::invoice_state to);
result<void> set_state(executor& in, std::span<const std::string> ids, billing::invoice_state to);

// With the state that it comes to. Error: invoice_payment_known, when its method has this reference already.
result<void> add_payment(executor& in, const invoice_row& of, const invoice_payment_row& p,
                         billing::invoice_state then);

// Error: invoice_not_found.
result<invoice_row> find(executor& in, const std::string& id);
result<invoice_row> find_by_number(executor& in, const std::string& number);

struct filter {
  std::optional<std::int32_t> tenant{};  // nothing: of all that the transaction sees
  std::vector<std::string> states{};     // empty: all but discarded
  std::string search;                    // part of a number; empty: any
};
// The newest first, before `before` (empty: from the newest).
result<std::vector<invoice_row>> list(executor& in, const filter& f, const std::string& before, std::int32_t limit);

// By number, after `after`.
result<std::vector<invoice_line_row>> lines(executor& in, const std::string& id, std::int32_t after,
                                            std::int32_t limit);
// Errors: invoice_line_not_found.
result<invoice_line_row> find_line(executor& in, const std::string& id, std::int32_t number);

// All that was ever billed of a charge whose billing period ends at `period_to`, in the order in which it was issued.
result<std::vector<issued_line>> lines_of_charge(executor& in, std::int32_t tenant, const billing::charge_key& key,
                                                 timestamp period_to);

// For usage of a meter in the hour that begins at `hour`, corrections included, in the order in which they were issued.
result<std::vector<issued_line>> usage_lines_at(executor& in, std::int32_t tenant, const std::string& meter,
                                                timestamp hour);

result<std::vector<invoice_payment_row>> payments(executor& in, const std::string& id);

// Of finalized invoices that are not void, for billing periods that end after `since`, in the order in which
// they were issued. One list for each of `of`.
struct billed_since {
  std::int32_t tenant = 0;
  std::string currency;
  timestamp since;
};
result<std::vector<std::vector<billing::billed_line>>> billed(executor& in, std::span<const billed_since> of);

// What those of a currency come to, tax included, that are as of an instant after `after` and not after `until`:
// neither drafts nor void ones. Error: amount_overflow.
result<billing::money> issued_total(executor& in, std::int32_t tenant, std::string_view currency, timestamp after,
                                    timestamp until);

// Drafts of tenants, by id.
result<std::vector<invoice_row>> drafts(executor& in, std::span<const std::int32_t> tenants);

// Finalized ones whose due date has passed at `at`.
result<std::vector<invoice_row>> overdue(executor& in, timestamp at, std::int32_t limit);

struct series_count {
  std::string prefix;
  std::int64_t given = 0;
  std::int64_t found = 0;  // different numbers from 1 to `given` that invoices have
};
// Series whose numbers are not exactly those that were given.
result<std::vector<series_count>> missing_numbers(executor& in);

}  // namespace invoices
}  // namespace weir::postgres
