#include <utility>

#include <weir/contract/json_writer.hpp>
#include <weir/http/paypal_requests.hpp>
#include <weir/http/url.hpp>

namespace weir::http {
namespace {

constexpr std::size_t most_description = 127;
constexpr std::int64_t ns_per_s = 1'000'000'000;

void write_amount(contract::json_writer& w, const std::string& currency, const std::string& value) {
  w.key("amount").begin_object().member("currency_code", currency).member("value", value).end_object();
}

std::string seconds_of(timestamp at) {
  return percent_encode(format_rfc3339(timestamp{at.ns - (at.ns % ns_per_s)}));
}

}  // namespace

paypal_request create_order(const wanted_order& what) {
  contract::json_writer w(1024);
  w.begin_object().member("intent", "CAPTURE").key("purchase_units").begin_array().begin_object();
  w.member("reference_id", what.payment).member("custom_id", what.payment);
  w.member("description", what.name.substr(0, most_description));
  write_amount(w, what.currency, what.amount);
  w.end_object().end_array();
  w.key("payment_source").begin_object().key("paypal").begin_object().key("experience_context").begin_object();
  w.member("user_action", "PAY_NOW").member("shipping_preference", "NO_SHIPPING");
  w.member("return_url", what.return_url).member("cancel_url", what.cancel_url);
  w.end_object().end_object().end_object();
  return {.method = "POST", .path = "/v2/checkout/orders", .body = w.end_object().take(), .key = what.key};
}

paypal_request capture_order(std::string_view id, std::string key) {
  return {.method = "POST",
          .path = "/v2/checkout/orders/" + percent_encode(id) + "/capture",
          .body = "{}",
          .key = std::move(key)};
}

paypal_request create_refund(const wanted_capture_refund& what) {
  contract::json_writer w(256);
  w.begin_object().member("custom_id", what.refund);
  write_amount(w, what.currency, what.amount);
  return {.method = "POST",
          .path = "/v2/payments/captures/" + percent_encode(what.capture) + "/refund",
          .body = w.end_object().take(),
          .key = what.key};
}

paypal_request list_webhook_events(timestamp from, timestamp to, const std::string& next) {
  if (!next.empty()) return {.method = "GET", .path = next};
  return {.method = "GET",
          .path = "/v1/notifications/webhooks-events?page_size=100&start_time=" + seconds_of(from) +
                  "&end_time=" + seconds_of(to)};
}

}  // namespace weir::http
