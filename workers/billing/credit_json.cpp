#include <workers/billing/credit_json.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::billing {
namespace {

std::string amount_text(money m, const std::string& code) {
  const auto coin = currency::find(code);
  WEIR_ASSERT(coin, "currencies of accounts are written by this program only");
  return text(m, *coin);
}

}  // namespace

std::string credit_json(const postgres::credit_grant_row& row, const std::string& tenant_id, timestamp now) {
  contract::json_writer w(512);
  w.begin_object()
      .member("id", row.id)
      .member("tenant_id", tenant_id)
      .member("currency", row.currency)
      .member("amount", amount_text(row.amount, row.currency))
      .member("remaining", amount_text(row.remaining, row.currency))
      .member("is_open", row.remaining > money{} && (!row.expires_at || now < *row.expires_at))
      .member("priority", row.priority)
      .member("expires_at", row.expires_at)
      .member("is_paid", row.is_paid)
      .member("reason", row.reason)
      .member("invoice_id", row.invoice_id)
      .member("made_by", row.made_by)
      .member("created_at", row.created_at)
      .member("updated_at", row.updated_at);
  return w.end_object().take();
}

std::string credit_entry_json(const postgres::credit_entry_row& row) {
  contract::json_writer w(384);
  w.begin_object()
      .member("sequence", row.sequence)
      .member("credit_id", row.grant_id)
      .member("currency", row.currency)
      .member("kind", row.kind)
      .member("amount", amount_text(row.amount, row.currency))
      .member("balance_after", amount_text(row.balance_after, row.currency))
      .member("invoice_id", row.invoice_id)
      .member("command_id", row.command_id)
      .member("at", row.at);
  return w.end_object().take();
}

std::string credit_balance_json(const postgres::credit_balance_row& row) {
  contract::json_writer w(128);
  w.begin_object()
      .member("currency", row.currency)
      .member("balance", amount_text(row.balance, row.currency))
      .member("available", amount_text(row.available, row.currency))
      .member("entries", row.version);
  return w.end_object().take();
}

}  // namespace weir::billing
