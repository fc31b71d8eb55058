#include <src/app/push_ports.hpp>
#include <workers/billing/gather_document.hpp>

#include <weir/postgres/invoices.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::app {
namespace {

using payments::push_request;
using payments::push_step;

constexpr int server_error = 500;
constexpr std::int64_t hour_ns = 3'600'000'000'000;  // clocks differ by less

result<documents::invoice_document> gather(postgres::executor& in, const postgres::due_push& of) {
  auto row = postgres::invoices::find(in, of.invoice_id);
  if (!row) return std::unexpected(row.error());
  auto tenant = postgres::tenants::by_number(in, of.tenant_number);
  if (!tenant) return std::unexpected(tenant.error());
  return billing::gather_document(in, *row, *tenant);
}

http::stripe_account account_of(const push_request& r) {
  return {r.of->account, r.api_key, r.of->live};
}

http::stripe_marks marks_of(const push_request& r) {
  return {.installation = r.installation, .tenant = r.of->tenant_id, .invoice = r.of->invoice_id};
}

payments::push_refusal refusal(http::stripe_failure no) {
  const bool is_refused = no.what.code == error_code::payment_provider_refused && !no.is_of_key;
  return {!is_refused, no.code.empty() ? "unavailable" : std::move(no.code),
          no.message.empty() ? std::move(no.what.detail) : std::move(no.message), no.retry_after,
          no.status == server_error};
}

std::vector<http::wanted_invoice_line> lines_of(const payments::pushed_invoice& what) {
  std::vector<http::wanted_invoice_line> out;
  for (const auto& line : what.lines)
    out.push_back({line.amount, line.description, line.from, line.to});
  return out;
}

http::stripe_request request_of(const push_request& r, push_step step, const std::string& key) {
  if (step == push_step::create)
    return http::create_invoice(
        {key, r.of->customer, r.what->currency, r.of->due_date, "Invoice " + r.what->number, marks_of(r)});
  const auto& id = *r.of->there.reference;
  if (step == push_step::add_lines) return http::add_invoice_lines(id, key, lines_of(*r.what));
  if (step == push_step::finalize) return http::finalize_invoice(id, key);
  if (step == push_step::pay) return http::pay_invoice_out_of_band(id, key);
  if (step == push_step::void_invoice) return http::void_invoice(id, key);
  return http::mark_invoice_uncollectible(id, key);
}

using looked = payments::push_result<std::optional<contract::invoice_answer>>;

looked look(http::stripe_client& stripe, const push_request& r) {
  if (r.of->there.reference) {
    auto seen = stripe.ask_invoice(account_of(r), http::retrieve_invoice(*r.of->there.reference));
    if (!seen) return std::unexpected(refusal(std::move(seen.error())));
    return std::move(*seen);
  }
  auto seen = stripe.find_invoice(account_of(r), r.of->customer, {r.of->created_at.ns - hour_ns}, marks_of(r));
  if (!seen) return std::unexpected(refusal(std::move(seen.error())));
  return std::move(*seen);
}

}  // namespace

payments::push_invoices_ports push_ports(http::stripe_client& stripe) {
  using taken = payments::push_result<contract::invoice_answer>;
  return {gather, [&stripe](const push_request& r) { return look(stripe, r); },
          [&stripe](const push_request& r, push_step step, const std::string& key) -> taken {
            auto answer = stripe.ask_invoice(account_of(r), request_of(r, step, key));
            if (!answer) return std::unexpected(refusal(std::move(answer.error())));
            return std::move(*answer);
          }};
}

}  // namespace weir::app
