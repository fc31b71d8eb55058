#include <array>

#include <api/handlers/configuration.hpp>
#include <api/handlers/reads.hpp>
#include <api/handlers/usage_reads.hpp>
#include <api/usage/conservation.hpp>
#include <api/usage/meter_answer.hpp>

#include <weir/contract/media_type.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::api {
namespace {

result<http::response> query(const call& c) {
  constexpr std::array<std::string_view, 2> offered{contract::json_type, contract::csv_type};
  const auto form = contract::negotiate(c.request().header("Accept").value_or(""), offered);
  if (!form) return fail(error_code::not_acceptable, "Usage comes as application/json or text/csv.");
  auto answer = look(c, [&](postgres::executor& in) -> result<usage_answer> {
    auto meter = postgres::meters::find(in, std::string(c.parameter("meter")));
    if (!meter) return std::unexpected(meter.error());
    auto tenant = asked_tenant(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    auto q = parse_meter_query(c.request().query(), dimension_names(meter->group_by), c.who().is_platform());
    if (!q) return std::unexpected(q.error());
    return run_meter_query(in, *meter, *tenant, *q);
  });
  if (!answer) return std::unexpected(answer.error());
  if (*form == 0) return c.json(200, write_json(*answer)).add_header("Vary", "Accept");
  auto out = http::response::of(200, "text/csv; charset=utf-8; header=present", write_csv(*answer));
  out.add_header("Content-Disposition", "attachment; filename=\"" + answer->meter + ".csv\"")
      .add_header("Vary", "Accept");
  if (answer->data_through) out.add_header("Weir-Data-Through", format_rfc3339(*answer->data_through));
  return out;
}

result<http::response> conservation(const call& c) {
  conservation_question q;
  auto from = instant_of(c, "from");
  if (!from) return std::unexpected(from.error());
  auto to = instant_of(c, "to");
  if (!to) return std::unexpected(to.error());
  q.from = *from;
  q.to = *to;
  auto answer = look(c, [&](postgres::executor& in) -> result<conservation_answer> {
    auto tenant = asked_tenant(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    q.tenant = std::move(*tenant);
    return read_conservation(in, q);
  });
  if (!answer) return std::unexpected(answer.error());
  return c.json(200, write_conservation(q, *answer));
}

}  // namespace

void query_meter(call c, http::responder respond) {
  after_receipts(std::move(c), std::move(respond), query);
}

void usage_conservation(call c, http::responder respond) {
  after_receipts(std::move(c), std::move(respond), conservation);
}

}  // namespace weir::api
