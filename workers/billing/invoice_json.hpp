// Invoices as JSON: what is stored of their lines and parties, and what the API answers and announcements carry
// (schemas/json/invoice.json, invoice_line.json).
#pragma once

#include <string>
#include <vector>

#include <weir/billing/coupon.hpp>
#include <weir/billing/invoice_inputs.hpp>
#include <weir/billing/party.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/billing_states.hpp>
#include <weir/postgres/invoices.hpp>
#include <weir/postgres/issuers.hpp>

namespace weir::billing {

// invoice_line_row::detail: names as they were, what was counted, each step of the reckoning, discounts.
std::string line_detail(const invoice_line& line, const plan_lookup& plans, const std::vector<held_coupon>& coupons,
                        currency c);

// invoice_row::taxes: name, jurisdiction, rate, base and amount of each, and why no tax is due.
std::string taxes_json(const taxed& totals, const tax_facts& facts, currency c);

// invoice_row::seller and buyer.
std::string seller_json(const postgres::issuer_row& issuer);
std::string buyer_json(const party& buyer);

// Without its lines.
std::string invoice_json(const postgres::invoice_row& row, const std::string& tenant_id);
void write_invoice_line(contract::json_writer& w, const postgres::invoice_line_row& line, currency c);

// schemas/json/billing_state.json. Nothing: the tenant never subscribed.
std::string billing_state_json(const std::optional<postgres::billing_state_row>& row, const std::string& tenant_id);

}  // namespace weir::billing
