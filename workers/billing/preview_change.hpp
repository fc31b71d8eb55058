// What a tenant would be billed if a command about a subscription were carried out, beside what it will be billed
// without: the rules are the command's and the invoices', and nothing is written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <workers/billing/issue_invoices.hpp>

#include <weir/base/ulid.hpp>
#include <weir/billing/compare_amounts.hpp>
#include <weir/postgres/command_handler.hpp>

namespace weir::billing {

struct previewed_change {
  std::optional<std::string> subscription;  // nothing: it would be started
  postgres::subscription_change_row change;
  gathered as_stored;
  prepared without;
  prepared with;
  // Of the totals of their invoices, tax included; nothing when one of both would be parked.
  std::optional<std::vector<compared_amount>> amounts;
};

// `in` sees one snapshot. Both are as of the end of the billing month that is now, or of the one in which the change
// shows first, if that is later. Errors: those of the commands (change_subscriptions.hpp), and of gather_inputs().
result<previewed_change> preview_start(postgres::executor& in, const postgres::command_origin& c,
                                       const contract::start_subscription& what, id_source& ids);
result<previewed_change> preview_change(postgres::executor& in, const postgres::command_origin& c,
                                        const contract::change_subscription& what, id_source& ids);

// schemas/json/subscription_preview.json
std::string change_preview_json(const previewed_change& p);

// An object of each, with the names that the caller gives to both amounts.
void write_compared(contract::json_writer& w, const std::vector<compared_amount>& amounts, std::string_view current,
                    std::string_view supposed);

}  // namespace weir::billing
