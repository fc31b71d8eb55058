#include <array>

#include <api/handlers/configuration.hpp>
#include <api/handlers/payments.hpp>
#include <api/payment_accounts.hpp>
#include <api/payment_views.hpp>

namespace weir::api {
namespace {

using postgres::executor;
namespace rows = postgres::payments;

constexpr std::string_view place = "payments";

// ?invoice_id= and ?state=.
result<rows::filter> wanted_payments(const call& c) {
  rows::filter out;
  if (const auto invoice = c.query("invoice_id")) {
    if (!invoice_id::parse(*invoice))
      return fail(error_code::query_parameter_invalid, "no id of an invoice", "invoice_id");
    out.invoice = *invoice;
  }
  if (const auto state = c.query("state")) {
    if (!billing::payment_state_from_name(*state))
      return fail(error_code::query_parameter_invalid, "no state of a payment", "state");
    out.state = *state;
  }
  return out;
}

}  // namespace

result<http::response> list_payments(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto before = cursor_text(c, place);
  if (!before) return std::unexpected(before.error());
  auto wanted = wanted_payments(c);
  if (!wanted) return std::unexpected(wanted.error());
  auto found = look(c, [&](executor& in) { return rows::list(in, *wanted, *before, *limit + 1); });
  if (!found) return std::unexpected(found.error());
  std::optional<std::string> next;
  if (std::ssize(*found) > *limit) {
    found->pop_back();
    next = make_cursor(c, place, found->back().id);
  }
  contract::json_writer w(found->size() * 768 + 16);
  w.begin_array();
  for (const auto& row : *found)
    w.raw(payment_view(row, c.with().clock.now()));
  return c.json(200, page(w.end_array().take(), next));
}

result<http::response> get_payment(const call& c) {
  const std::string which(c.parameter("payment"));
  auto body = look(c, [&](executor& in) -> result<std::string> {
    auto row = rows::find(in, which);
    if (!row) return std::unexpected(row.error());
    auto refunds = rows::refunds(in, which);
    if (!refunds) return std::unexpected(refunds.error());
    auto disputes = rows::disputes(in, which);
    if (!disputes) return std::unexpected(disputes.error());
    return payment_details_view(*row, *refunds, *disputes, c.with().clock.now());
  });
  if (!body) return std::unexpected(body.error());
  auto out = c.json(200, std::move(*body));
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

result<http::response> get_payment_options(const call& c) {
  auto offered = offered_provider(c.with());
  if (!offered) return std::unexpected(offered.error());
  contract::json_writer w(64);
  w.begin_object().key("providers").begin_array();
  if (*offered) w.text(**offered);
  auto out = c.json(200, w.end_array().end_object().take());
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

}  // namespace weir::api
