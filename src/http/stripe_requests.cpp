#include <utility>

#include <weir/http/stripe_requests.hpp>
#include <weir/http/url.hpp>

namespace weir::http {
namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;

void add_marks(stripe_form& to, const std::string& name, const stripe_marks& marks) {
  const std::pair<std::string_view, const std::string&> all[] = {{"weir_installation", marks.installation},
                                                                 {"weir_tenant", marks.tenant},
                                                                 {"weir_invoice", marks.invoice},
                                                                 {"weir_payment", marks.payment},
                                                                 {"weir_refund", marks.refund}};
  for (const auto& [mark, value] : all)
    if (!value.empty()) to.add(name + "[" + std::string(mark) + "]", value);
}

stripe_request get(std::string path) {
  return {.method = "GET", .path = std::move(path), .form = {}, .key = {}};
}

stripe_request post(std::string path, stripe_form form, std::string key) {
  return {.method = "POST", .path = std::move(path), .form = form.take(), .key = std::move(key)};
}

std::int64_t seconds(timestamp at) {
  return at.ns / ns_per_s;
}

std::string invoice_path(std::string_view id, std::string_view step = {}) {
  return "/v1/invoices/" + percent_encode(id) + std::string(step);
}

}  // namespace

stripe_form& stripe_form::add(std::string_view name, std::string_view value) {
  if (!text_.empty()) text_ += '&';
  text_.append(name).append("=").append(percent_encode(value));
  return *this;
}

stripe_form& stripe_form::add(std::string_view name, std::int64_t value) {
  return add(name, std::to_string(value));
}

stripe_request create_customer(const wanted_customer& what) {
  stripe_form form;
  form.add("name", what.name);
  if (!what.email.empty()) form.add("email", what.email);
  add_marks(form, "metadata", what.marks);
  return post("/v1/customers", std::move(form), what.key);
}

stripe_request create_session(const wanted_session& what) {
  stripe_form form;
  form.add("mode", "payment").add("client_reference_id", what.marks.payment);
  if (!what.customer.empty()) form.add("customer", what.customer);
  form.add("line_items[0][quantity]", 1)
      .add("line_items[0][price_data][currency]", what.currency)
      .add("line_items[0][price_data][unit_amount]", what.amount)
      .add("line_items[0][price_data][product_data][name]", what.name)
      .add("success_url", what.success_url)
      .add("cancel_url", what.cancel_url)
      .add("expires_at", seconds(what.expires_at));
  add_marks(form, "metadata", what.marks);
  if (what.save_method) form.add("payment_intent_data[setup_future_usage]", "off_session");
  form.add("payment_intent_data[description]", what.name);
  add_marks(form, "payment_intent_data[metadata]", what.marks);
  return post("/v1/checkout/sessions", std::move(form), what.key);
}

stripe_request create_setup_session(const wanted_setup& what) {
  stripe_form form;
  form.add("mode", "setup").add("currency", what.currency).add("customer", what.customer);
  form.add("success_url", what.success_url).add("cancel_url", what.cancel_url);
  add_marks(form, "metadata", what.marks);
  add_marks(form, "setup_intent_data[metadata]", what.marks);
  return post("/v1/checkout/sessions", std::move(form), what.key);
}

stripe_request retrieve_session(std::string_view id) {
  return get("/v1/checkout/sessions/" + percent_encode(id));
}

stripe_request expire_session(std::string_view id) {
  return post("/v1/checkout/sessions/" + percent_encode(id) + "/expire", {}, "expire_" + std::string(id));
}

stripe_request retrieve_intent(std::string_view id) {
  return get("/v1/payment_intents/" + percent_encode(id));
}

stripe_request create_charge(const wanted_charge& what) {
  stripe_form form;
  form.add("amount", what.amount).add("currency", what.currency).add("customer", what.customer);
  // Named, as methods that would lead their payer to another page are asked where to come back to.
  form.add("payment_method", what.method).add("payment_method_types[0]", what.kind);
  form.add("confirm", "true").add("off_session", "true").add("description", what.name);
  add_marks(form, "metadata", what.marks);
  return post("/v1/payment_intents", std::move(form), what.key);
}

stripe_request cancel_intent(std::string_view id) {
  return post("/v1/payment_intents/" + percent_encode(id) + "/cancel", {}, {});
}

stripe_request retrieve_method(std::string_view id) {
  return get("/v1/payment_methods/" + percent_encode(id));
}

stripe_request detach_method(std::string_view id) {
  return post("/v1/payment_methods/" + percent_encode(id) + "/detach", {}, {});
}

stripe_request create_refund(const wanted_refund& what) {
  stripe_form form;
  form.add("payment_intent", what.intent).add("amount", what.amount);
  add_marks(form, "metadata", what.marks);
  return post("/v1/refunds", std::move(form), what.key);
}

stripe_request create_meter_event(const wanted_meter_event& what) {
  stripe_form form;
  form.add("event_name", what.event_name)
      .add("identifier", what.identifier)
      .add("timestamp", seconds(what.at))
      .add("payload[stripe_customer_id]", what.customer)
      .add("payload[value]", what.value);
  return post("/v1/billing/meter_events", std::move(form), what.identifier);
}

stripe_request create_invoice(const wanted_invoice& what) {
  stripe_form form;
  form.add("customer", what.customer)
      .add("currency", what.currency)
      .add("auto_advance", "false")
      .add("collection_method", "send_invoice")
      .add("due_date", seconds(what.due_date))
      .add("description", what.description)
      .add("pending_invoice_items_behavior", "exclude")
      .add("automatic_tax[enabled]", "false")
      .add("discounts", "");  // none, or it would have the customer's
  add_marks(form, "metadata", what.marks);
  return post("/v1/invoices", std::move(form), what.key);
}

stripe_request add_invoice_lines(std::string_view id, std::string_view key,
                                 const std::vector<wanted_invoice_line>& lines) {
  stripe_form form;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto name = "lines[" + std::to_string(i) + "]";
    form.add(name + "[amount]", lines[i].amount)
        .add(name + "[description]", lines[i].description)
        .add(name + "[discountable]", "false")
        .add(name + "[period][start]", seconds(lines[i].from))
        .add(name + "[period][end]", seconds(lines[i].to));
  }
  return post(invoice_path(id, "/add_lines"), std::move(form), std::string(key));
}

stripe_request retrieve_invoice(std::string_view id) {
  return get(invoice_path(id));
}

stripe_request list_invoices(std::string_view customer, timestamp since, std::string_view after) {
  stripe_form query;
  query.add("customer", customer).add("limit", 100).add("created[gte]", seconds(since));
  if (!after.empty()) query.add("starting_after", after);
  return get("/v1/invoices?" + query.take());
}

stripe_request finalize_invoice(std::string_view id, std::string_view key) {
  stripe_form form;
  form.add("auto_advance", "false");
  return post(invoice_path(id, "/finalize"), std::move(form), std::string(key));
}

stripe_request pay_invoice_out_of_band(std::string_view id, std::string_view key) {
  stripe_form form;
  form.add("paid_out_of_band", "true");
  return post(invoice_path(id, "/pay"), std::move(form), std::string(key));
}

stripe_request void_invoice(std::string_view id, std::string_view key) {
  return post(invoice_path(id, "/void"), {}, std::string(key));
}

stripe_request mark_invoice_uncollectible(std::string_view id, std::string_view key) {
  return post(invoice_path(id, "/mark_uncollectible"), {}, std::string(key));
}

stripe_request list_events(const wanted_events& what) {
  stripe_form query;
  query.add("limit", what.limit);
  if (what.from) query.add("created[gte]", seconds(*what.from));
  if (what.to) query.add("created[lte]", seconds(*what.to));
  if (!what.after.empty()) query.add("starting_after", what.after);
  return get("/v1/events?" + query.take());
}

}  // namespace weir::http
