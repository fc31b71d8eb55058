#include <array>
#include <utility>

#include <weir/contract/plan_documents.hpp>

namespace weir::contract {
namespace {

using billing::price_draft;

constexpr std::pair<std::string_view, std::optional<std::string> price_draft::*> texts[] = {
    {"timing", &price_draft::timing},
    {"amount", &price_draft::amount},
    {"unit_amount", &price_draft::unit_amount},
    {"package_size", &price_draft::package_size},
    {"package_amount", &price_draft::package_amount},
    {"rate", &price_draft::rate},
    {"event_amount", &price_draft::event_amount},
    {"meter", &price_draft::meter},
    {"included", &price_draft::included},
    {"minimum_amount", &price_draft::minimum_amount},
    {"maximum_amount", &price_draft::maximum_amount},
};

std::string json_of(const json_value& v) {
  if (const auto b = v.boolean()) return *b ? "true" : "false";
  json_writer w;
  w.text(v.text().value_or(""));
  return w.take();
}

std::vector<billing::usage_filter> read_filters(const json_value& of) {
  std::vector<billing::usage_filter> out;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const auto [dimension, values] = of.member(i);
    billing::usage_filter f{std::string(dimension), {}};
    for (std::size_t k = 0; k < values.size(); ++k)
      f.values.push_back(json_of(values.item(k)));
    out.push_back(std::move(f));
  }
  return out;
}

std::vector<billing::tier_draft> read_tiers(const json_value& of) {
  std::vector<billing::tier_draft> out;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const auto t = of.item(i);
    billing::tier_draft d;
    if (const auto end = t.text("up_to")) d.up_to = std::string(*end);
    if (const auto each = t.text("unit_amount")) d.unit_amount = std::string(*each);
    if (const auto flat = t.text("flat_amount")) d.flat_amount = std::string(*flat);
    out.push_back(std::move(d));
  }
  return out;
}

price_draft read_price(const json_value& of) {
  price_draft d;
  d.code = of.text("code").value_or("");
  d.name = of.text("name").value_or("");
  d.currency = of.text("currency").value_or("");
  d.model = of.text("model").value_or("");
  d.rounding = of.text("rounding").value_or(d.rounding);
  for (const auto& [name, member] : texts) {
    if (const auto t = of.text(name)) d.*member = std::string(*t);
  }
  if (const auto tiers = of.find("tiers")) d.tiers = read_tiers(*tiers);
  if (const auto filters = of.find("filters")) d.filters = read_filters(*filters);
  if (const auto digits = of.find("digits"); digits && digits->integer())
    d.digits = static_cast<int>(*digits->integer());
  return d;
}

class price_writer {
 public:
  explicit price_writer(json_writer& w) : w_(w) {}

  void operator()(const billing::flat_fee& m) {
    w_.member("amount", m.amount.text());
    w_.member("timing", m.timing == billing::timing::in_advance ? "in_advance" : "in_arrears");
  }
  void operator()(const billing::per_unit& m) { w_.member("unit_amount", m.unit_amount.text()); }
  void operator()(const billing::graduated& m) { write(m.tiers); }
  void operator()(const billing::volume& m) { write(m.tiers); }
  void operator()(const billing::package& m) {
    w_.member("package_size", m.size.text()).member("package_amount", m.package_amount.text());
  }
  void operator()(const billing::percentage& m) {
    w_.member("rate", m.rate.text()).member("event_amount", m.event_amount.text());
  }

 private:
  void write(const std::vector<billing::tier>& tiers) {
    w_.key("tiers").begin_array();
    for (const auto& t : tiers) {
      w_.begin_object();
      w_.member("up_to", t.up_to ? std::optional(t.up_to->text()) : std::nullopt);
      w_.member("unit_amount", t.unit_amount.text()).member("flat_amount", t.flat_amount.text()).end_object();
    }
    w_.end_array();
  }

  json_writer& w_;
};

void write_metered(json_writer& w, const billing::metered& m) {
  w.member("meter", m.meter).key("filters").begin_object();
  for (const auto& f : m.filters) {
    w.key(f.dimension).begin_array();
    for (const auto& v : f.values)
      w.raw(v);
    w.end_array();
  }
  w.end_object().member("included", m.included.text());
  if (m.minimum_amount) w.member("minimum_amount", m.minimum_amount->text());
  if (m.maximum_amount) w.member("maximum_amount", m.maximum_amount->text());
}

}  // namespace

billing::plan_draft read_plan_draft(const json_value& body) {
  billing::plan_draft d;
  const auto integer = [&](std::string_view name, int otherwise) {
    const auto v = body.find(name);
    return v && v->integer() ? static_cast<int>(*v->integer()) : otherwise;
  };
  d.code = body.text("code").value_or("");
  d.name = body.text("name").value_or("");
  d.interval_months = integer("interval_months", d.interval_months);
  d.trial_days = integer("trial_days", d.trial_days);
  d.proration = body.text("proration").value_or(d.proration);
  d.late_usage = body.text("late_usage").value_or(d.late_usage);
  if (const auto v = body.find("bills_paused_usage")) d.bills_paused_usage = v->boolean().value_or(true);
  if (const auto v = body.find("is_add_on")) d.is_add_on = v->boolean().value_or(false);
  if (const auto prices = body.find("prices")) {
    for (std::size_t i = 0; i < prices->size(); ++i)
      d.prices.push_back(read_price(prices->item(i)));
  }
  if (const auto least = body.find("commitments")) {
    for (std::size_t i = 0; i < least->size(); ++i) {
      const auto [currency, amount] = least->member(i);
      d.commitments.emplace_back(currency, amount.text().value_or(""));
    }
  }
  if (const auto thresholds = body.find("usage_thresholds")) {
    for (std::size_t i = 0; i < thresholds->size(); ++i) {
      const auto [currency, amount] = thresholds->member(i);
      d.usage_thresholds.emplace_back(currency, amount.text().value_or(""));
    }
  }
  if (const auto dunning = body.find("dunning")) {
    d.dunning.emplace();
    if (const auto steps = dunning->find("steps")) {
      for (std::size_t i = 0; i < steps->size(); ++i) {
        const auto step = steps->item(i);
        const auto day = step.find("day");
        d.dunning->emplace_back(day ? day->integer().value_or(-1) : -1, step.text("act").value_or(""));
      }
    }
  }
  return d;
}

void write_price(json_writer& w, const billing::price& p) {
  w.begin_object()
      .member("code", p.code)
      .member("name", p.name)
      .member("currency", p.currency.code())
      .member("model", name(p.model));
  std::visit(price_writer(w), p.model);
  if (p.metered) write_metered(w, *p.metered);
  w.member("rounding", name(p.rounding)).member("digits", static_cast<std::int64_t>(p.digits)).end_object();
}

void write_plan(json_writer& w, const billing::plan& p) {
  w.member("code", p.code)
      .member("name", p.name)
      .member("interval_months", static_cast<std::int64_t>(p.interval_months))
      .member("trial_days", static_cast<std::int64_t>(p.trial_days))
      .member("proration", name(p.proration))
      .member("late_usage", name(p.late_usage))
      .member("bills_paused_usage", p.bills_paused_usage)
      .member("is_add_on", p.is_add_on)
      .key("prices")
      .begin_array();
  for (const auto& price : p.prices)
    write_price(w, price);
  w.end_array().key("commitments").begin_object();
  for (const auto& c : p.commitments)
    w.member(c.currency.code(), c.amount.text());
  w.end_object();
  // Without these, a version is written as it was before there were any: frozen inputs have it as it was written.
  if (!p.usage_thresholds.empty()) {
    w.key("usage_thresholds").begin_object();
    for (const auto& t : p.usage_thresholds)
      w.member(t.currency.code(), text(t.amount, t.currency));
    w.end_object();
  }
  if (!p.dunning) return;
  w.key("dunning").begin_object().key("steps").begin_array();
  for (const auto& s : p.dunning->steps)
    w.begin_object().member("day", static_cast<std::int64_t>(s.day)).member("act", name(s.act)).end_object();
  w.end_array().end_object();
}

std::string plan_definition(const billing::plan& p) {
  json_writer w(512 + 256 * p.prices.size());
  w.begin_object();
  write_plan(w, p);
  return w.end_object().take();
}

result<billing::plan> parse_plan_definition(std::string_view json, std::int32_t version) {
  auto document = json_document::parse(json);
  if (!document) return std::unexpected(document.error());
  auto made = billing::make_plan(read_plan_draft(document->root()));
  if (!made) return std::unexpected(made.error().front());
  made->version = version;
  return std::move(*made);
}

}  // namespace weir::contract
