#include <api/handlers/catalogue.hpp>
#include <api/handlers/invoice_pushes.hpp>

#include <weir/postgres/invoice_pushes.hpp>
#include <weir/postgres/invoices.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::invoice_push_row;
namespace rows = postgres::invoice_pushes;

result<void> platform_only(const call& c) {
  return api::platform_only(c, "Payment providers are the platform's.");
}

// schemas/json/invoice_push.json
void write_push(contract::json_writer& w, const invoice_push_row& of) {
  w.begin_object().member("payment_provider_id", of.account).member("state", of.state);
  w.member("reference", of.reference).member("status", of.status).member("number", of.number).member("url", of.url);
  w.member("attempts", of.attempts).key("failure");
  if (of.failure_code) {
    w.begin_object().member("code", *of.failure_code).member("message", of.failure_message.value_or("")).end_object();
  } else {
    w.null();
  }
  w.member("next_at", of.due_at).member("pushed_at", of.pushed_at);
  w.member("created_at", of.created_at).member("updated_at", of.updated_at).end_object();
}

result<std::string> read_pushes(executor& in, const std::string& invoice) {
  if (auto there = postgres::invoices::find(in, invoice); !there) return std::unexpected(there.error());
  auto found = rows::of_invoice(in, invoice);
  if (!found) return std::unexpected(found.error());
  contract::json_writer w(found->size() * 512 + 16);
  w.begin_array();
  for (const auto& row : *found)
    write_push(w, row);
  return page(w.end_array().take(), std::nullopt);
}

}  // namespace

result<http::response> list_invoice_pushes(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const std::string which(c.parameter("invoice"));
  auto body = look(c, [&](executor& in) { return read_pushes(in, which); });
  if (!body) return std::unexpected(body.error());
  auto out = c.json(200, std::move(*body));
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

result<http::response> retry_invoice_pushes(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const std::string which(c.parameter("invoice"));
  auto body = change(c, [&](executor& in) -> result<std::string> {
    if (auto again = rows::retry(in, which); !again) return std::unexpected(again.error());
    return read_pushes(in, which);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(202, std::move(*body));
}

}  // namespace weir::api
