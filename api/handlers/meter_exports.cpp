#include <utility>

#include <api/announce.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/meter_exports.hpp>
#include <api/handlers/payment_providers.hpp>
#include <workers/payments/export_usage_rules.hpp>

#include <weir/contract/payment_record.hpp>
#include <weir/domain/hour.hpp>
#include <weir/postgres/meter_exports.hpp>
#include <weir/postgres/payment_providers.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::meter_export_row;
using postgres::payment_provider_row;
namespace rows = postgres::meter_exports;

struct shown_export {
  std::int32_t number = 0;
  std::string body;
};

result<void> platform_only(const call& c) {
  return api::platform_only(c, "Payment providers are the platform's.");
}

// schemas/json/meter_export.json
std::string export_json(const meter_export_row& of, const postgres::meter_export_figures& figures) {
  contract::json_writer w(1024);
  w.begin_object().member("meter_id", of.meter_id).member("meter", of.meter).member("event_name", of.event_name);
  w.member("from", of.from).member("enabled", of.enabled).member("exported_to", figures.exported_to);
  w.key("hours").begin_object().member("sent", figures.sent).member("pending", figures.pending);
  w.member("failed", figures.failed).end_object();
  w.key("troubles").begin_array();
  for (const auto& t : figures.troubles) {
    w.begin_object().member("state", t.state).member("code", t.code).member("message", t.message);
    w.member("hours", t.hours).member("latest", t.latest).end_object();
  }
  w.end_array().member("created_at", of.created_at).member("updated_at", of.updated_at);
  return w.end_object().take();
}

result<shown_export> show(executor& in, const payment_provider_row& provider, const meter_export_row& of) {
  auto figures = rows::figures(in, provider.number, of.number);
  if (!figures) return std::unexpected(figures.error());
  return shown_export{of.number, export_json(of, *figures)};
}

// What of a provider's account is changed, told as a change of the account.
template<class F>
result<void> change_exports(executor& in, const call& c, F&& act) {
  auto provider = postgres::payment_providers::lock(in, std::string(c.parameter("payment_provider")));
  if (!provider) return std::unexpected(provider.error());
  auto before = payment_provider_body(in, *provider);
  if (!before) return std::unexpected(before.error());
  if (auto done = act(*provider); !done) return done;
  auto now = postgres::payment_providers::update(in, *provider, *provider);
  if (!now) return std::unexpected(now.error());
  auto body = payment_provider_body(in, *now);
  if (!body) return std::unexpected(body.error());
  return announce(in, c,
                  {contract::event_type::payment_provider_updated, now->id, now->version, std::nullopt,
                   std::move(*body), std::move(*before)});
}

result<void> check_exportable(const payment_provider_row& provider, const postgres::meter_row& meter) {
  if (provider.provider != contract::stripe_provider)
    return fail(error_code::validation_failed, "Usage is exported to meters at Stripe.");
  if (meter.aggregation != "COUNT" && meter.aggregation != "SUM")
    return fail(
        error_code::validation_failed,
        "Hours of a meter are exported when they add up: COUNT and SUM. This one is " + meter.aggregation + ".");
  return {};
}

// The full hour that the body names; else the one that it was exported from; else this one.
result<timestamp> read_from(const call& c, const std::optional<meter_export_row>& before) {
  const auto now = c.with().clock.now();
  const auto text = c.body().text("from");
  if (!text) return before ? before->from : domain::hour_start(now, 0);
  auto from = parse_rfc3339(*text);
  if (!from) return fail(from.error().code, from.error().detail, "/from");
  if (!domain::is_hour_start(*from, 0))
    return fail(error_code::validation_failed, "It is not the start of a full hour in UTC.", "/from");
  if (*from < payments::oldest_meter_hour(now) && !(before && before->from == *from))
    return fail(error_code::validation_failed, "Stripe takes hours of the last 35 days.", "/from");
  return *from;
}

result<meter_export_row> put_in(executor& in, const call& c, const payment_provider_row& provider) {
  auto meter = postgres::meters::find(in, std::string(c.parameter("meter")));
  if (!meter) return std::unexpected(meter.error());
  if (auto fits = check_exportable(provider, *meter); !fits) return std::unexpected(fits.error());
  auto before = rows::find(in, provider.number, meter->id);
  if (!before) return std::unexpected(before.error());
  auto from = read_from(c, *before);
  if (!from) return std::unexpected(from.error());
  meter_export_row wanted;
  wanted.event_name = c.body().text("event_name").value_or("");
  wanted.from = *from;
  const auto enabled = c.body().find("enabled");
  wanted.enabled = !enabled || enabled->boolean().value_or(true);
  return rows::put(in, provider.number, *meter, wanted);
}

}  // namespace

result<http::response> list_meter_exports(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const std::string which(c.parameter("payment_provider"));
  const auto of_provider = [&](executor& in, std::int32_t after,
                               std::int32_t most) -> result<std::vector<shown_export>> {
    auto provider = postgres::payment_providers::find(in, which);
    if (!provider) return std::unexpected(provider.error());
    auto found = rows::list(in, provider->number, after, most);
    if (!found) return std::unexpected(found.error());
    std::vector<shown_export> out;
    for (const auto& row : *found) {
      auto one = show(in, *provider, row);
      if (!one) return std::unexpected(one.error());
      out.push_back(std::move(*one));
    }
    return out;
  };
  return list_by_number(c, "meter-exports/" + which, of_provider, [](const shown_export& e) { return e.body; });
}

result<http::response> put_meter_export(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto now = change(c, [&](executor& in) -> result<shown_export> {
    result<shown_export> out;
    auto done = change_exports(in, c, [&](const payment_provider_row& provider) -> result<void> {
      auto row = put_in(in, c, provider);
      if (!row) return std::unexpected(row.error());
      out = show(in, provider, *row);
      if (!out) return std::unexpected(out.error());
      return {};
    });
    if (!done) return std::unexpected(done.error());
    return out;
  });
  if (!now) return std::unexpected(now.error());
  return c.json(200, now->body);
}

result<http::response> delete_meter_export(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto done = change(c, [&](executor& in) {
    return change_exports(in, c, [&](const payment_provider_row& provider) -> result<void> {
      auto found = rows::find(in, provider.number, std::string(c.parameter("meter")));
      if (!found) return std::unexpected(found.error());
      if (!*found) return fail(error_code::not_found, "This meter is not exported to this account.");
      return rows::remove(in, provider.number, (*found)->number);
    });
  });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

}  // namespace weir::api
