// What a line follows from as JSON: schemas/json/invoice_line_explanation.json.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <workers/billing/explain_line.hpp>

#include <weir/contract/json_writer.hpp>

namespace weir::billing {

// The address that answers with the events of a cell.
using cell_address = std::function<std::string(const postgres::meter_row&, const postgres::usage_totals::cell&)>;

std::string explanation_json(const explained_line& of, const std::string& tenant_id, const cell_address& address,
                             const std::optional<std::string>& next_cursor);

// {"invoice_id", "invoice_number", "line", "corrects", "amount", "net"}.
void write_issued_line(contract::json_writer& w, const postgres::issued_line& line);

}  // namespace weir::billing
