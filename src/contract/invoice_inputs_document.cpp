#include <utility>
#include <vector>

#include <weir/contract/invoice_inputs_document.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/plan_documents.hpp>

namespace weir::contract {
namespace {

using namespace billing;

void write(json_writer& w, std::string_view name, const moment& m) {
  w.key(name).begin_object().member("at", m.at).member("day", text(m.day)).end_object();
}

void write(json_writer& w, std::string_view name, const plan_ref& p) {
  w.key(name).begin_object().member("code", p.code).member("version", p.version).end_object();
}

void write(json_writer& w, std::string_view name, const charge_key& k) {
  w.key(name).begin_object().member("subscription", k.subscription).member("kind", billing::name(k.kind));
  write(w, "plan", k.plan);
  w.member("price", k.price).member("period", text(k.period)).member("from", k.from).end_object();
}

void write(json_writer& w, const dated_subscription& s) {
  w.begin_object().member("id", s.id);
  if (s.add_on_to) w.member("add_on_to", *s.add_on_to);
  w.key("changes").begin_array();
  for (const auto& c : s.changes) {
    w.begin_object().member("kind", billing::name(c.kind)).member("sequence", c.sequence);
    write(w, "when", c.when);
    if (c.plan) write(w, "plan", *c.plan);
    if (c.trial_until) write(w, "trial_until", *c.trial_until);
    w.end_object();
  }
  w.end_array().end_object();
}

void write(json_writer& w, const tax_facts& t) {
  w.begin_object().key("rates").begin_array();
  for (const auto& r : t.rates) {
    w.begin_object().member("code", r.code).member("name", r.name).member("jurisdiction", r.jurisdiction);
    w.member("rate", r.rate.text()).end_object();
  }
  w.end_array().member("inclusive", t.inclusive).member("exemption_reason", t.exemption_reason);
  w.member("exemption_code", t.exemption_code).end_object();
}

void write(json_writer& w, const discount& d) {
  w.begin_object().member("coupon", d.coupon);
  if (const auto* rate = std::get_if<unit_price>(&d.value)) {
    w.member("rate", rate->text());
  } else {
    w.member("amount", std::get<money>(d.value).minor);
  }
  w.key("prices").begin_array();
  for (const auto& p : d.prices)
    w.text(p);
  w.end_array().end_object();
}

void write(json_writer& w, const credit_grant& g) {
  w.begin_object().member("id", g.id).member("remaining", g.remaining.minor).member("priority", g.priority);
  w.member("expires_at", g.expires_at).member("created_at", g.created_at).end_object();
}

// Reads members; remembers the first that makes no sense.
class reader {
 public:
  template<class F>
  void each(const json_value& of, std::string_view name, F f) {
    const auto list = of.find(name);
    if (!list || list->kind() != json_kind::array) return wrong(name);
    for (std::size_t i = 0; i < list->size() && !problem_; ++i)
      f(list->item(i));
  }

  std::string text(const json_value& of, std::string_view name) {
    const auto t = of.text(name);
    if (!t) wrong(name);
    return std::string(t.value_or(""));
  }

  std::int64_t integer(const json_value& of, std::string_view name) {
    const auto v = of.find(name);
    const auto n = v ? v->integer() : std::nullopt;
    if (!n) wrong(name);
    return n.value_or(0);
  }

  bool boolean(const json_value& of, std::string_view name) {
    const auto v = of.find(name);
    const auto b = v ? v->boolean() : std::nullopt;
    if (!b) wrong(name);
    return b.value_or(false);
  }

  timestamp instant(const json_value& of, std::string_view name) {
    return parsed(of, name, parse_rfc3339, timestamp{});
  }
  civil_day day(const json_value& of, std::string_view name) { return parsed(of, name, parse_civil_day, civil_day{}); }
  decimal sum(const json_value& of, std::string_view name) { return parsed(of, name, decimal::parse_sum, decimal{}); }
  unit_price price(const json_value& of, std::string_view name) {
    return parsed(of, name, unit_price::parse, unit_price{});
  }

  share part(const json_value& of) {
    std::vector<std::int64_t> n;
    each(of, "part", [&](const json_value& v) { n.push_back(v.integer().value_or(-1)); });
    if (n.size() == 3 && 0 <= n[0] && n[0] <= n[1] && n[1] <= n[2] && n[2] > 0) return {n[0], n[1], n[2]};
    wrong("part");
    return {};
  }

  moment read_moment(const json_value& of, std::string_view name) {
    const auto v = of.find(name);
    if (!v) {
      wrong(name);
      return {};
    }
    return {instant(*v, "at"), day(*v, "day")};
  }

  plan_ref read_plan_ref(const json_value& of, std::string_view name) {
    const auto v = of.find(name);
    if (!v) {
      wrong(name);
      return {};
    }
    return {text(*v, "code"), static_cast<std::int32_t>(integer(*v, "version"))};
  }

  charge_key read_key(const json_value& of, std::string_view name) {
    const auto v = of.find(name);
    const auto kind = v ? charge_kind_from_name(v->text("kind").value_or("")) : std::nullopt;
    if (!kind) {
      wrong(name);
      return {};
    }
    return {text(*v, "subscription"), *kind, read_plan_ref(*v, "plan"), text(*v, "price"), day(*v, "period"),
            instant(*v, "from")};
  }

  void wrong(std::string_view name) {
    if (!problem_) problem_ = error(error_code::record_malformed, "not what was written", "/" + std::string(name));
  }
  const std::optional<error>& problem() const { return problem_; }

 private:
  template<class Parse, class T>
  T parsed(const json_value& of, std::string_view name, Parse parse, T otherwise) {
    const auto t = of.text(name);
    auto out = parse(t.value_or(""));
    if (t && out) return *out;
    wrong(name);
    return otherwise;
  }

  std::optional<error> problem_;
};

subscription_change read_change(reader& r, const json_value& v) {
  const auto kind = change_kind_from_name(v.text("kind").value_or(""));
  if (!kind) r.wrong("kind");
  subscription_change out{.kind = kind.value_or(change_kind::start),
                          .when = r.read_moment(v, "when"),
                          .sequence = r.integer(v, "sequence")};
  if (v.find("plan")) out.plan = r.read_plan_ref(v, "plan");
  if (v.find("trial_until")) out.trial_until = r.read_moment(v, "trial_until");
  return out;
}

discount read_discount(reader& r, const json_value& v) {
  discount out{r.text(v, "coupon"), {}};
  if (v.find("rate")) {
    out.value = r.price(v, "rate");
  } else {
    out.value = money{r.integer(v, "amount")};
  }
  r.each(v, "prices", [&](const json_value& p) { out.prices.emplace_back(p.text().value_or("")); });
  return out;
}

credit_grant read_grant(reader& r, const json_value& v) {
  credit_grant out{r.text(v, "id"),
                   {r.integer(v, "remaining")},
                   static_cast<std::int32_t>(r.integer(v, "priority")),
                   {},
                   r.instant(v, "created_at")};
  if (const auto end = v.find("expires_at"); end && !end->is_null()) out.expires_at = r.instant(v, "expires_at");
  return out;
}

void read_plans(reader& r, const json_value& root, std::vector<plan>& out) {
  r.each(root, "plans", [&](const json_value& v) {
    const auto definition = v.find("definition");
    auto made = definition ? make_plan(read_plan_draft(*definition)) : std::unexpected(std::vector<error>{});
    if (!made) return r.wrong("plans");
    made->version = static_cast<std::int32_t>(r.integer(v, "version"));
    out.push_back(std::move(*made));
  });
}

}  // namespace

std::string encode_invoice_inputs(const invoice_inputs& in) {
  json_writer w(4096 + in.usage.size() * 320);
  w.begin_object()
      .member("version", invoice_inputs_version)
      .member("tenant", in.tenant)
      .member("currency", in.currency.code())
      .member("billing_day", static_cast<std::int64_t>(in.billing_day));
  write(w, "since", in.since);
  write(w, "as_of", in.as_of);
  w.key("days").begin_array();
  for (const auto& [day, at] : in.days)
    w.begin_object().member("day", text(day)).member("at", at).end_object();
  w.end_array().key("plans").begin_array();
  for (const auto& p : in.plans)
    w.begin_object().member("version", p.version).key("definition").raw(plan_definition(p)).end_object();
  w.end_array().key("subscriptions").begin_array();
  for (const auto& s : in.subscriptions)
    write(w, s);
  w.end_array().key("usage").begin_array();
  for (const auto& u : in.usage) {
    w.begin_object();
    write(w, "charge", u.key);
    w.member("quantity", u.usage.quantity).member("events", u.usage.events).member("cells", u.cells);
    w.member("id_sum", u.id_sum).end_object();
  }
  w.end_array().key("billed").begin_array();
  for (const auto& b : in.billed) {
    w.begin_object();
    write(w, "charge", b.key);
    w.member("amount", b.amount.minor).member("net", b.net.minor).member("to", b.to);
    w.key("part").begin_array().integer(b.part.from()).integer(b.part.to()).integer(b.part.whole()).end_array();
    w.member("invoice", b.at.invoice).member("line", b.at.number);
    if (b.is_interim) w.member("is_interim", true);
    if (b.is_reopened) w.member("is_reopened", true);
    w.end_object();
  }
  w.end_array().key("taxes");
  write(w, in.taxes);
  w.key("discounts").begin_array();
  for (const auto& d : in.discounts)
    write(w, d);
  w.end_array().key("credits").begin_array();
  for (const auto& g : in.credits)
    write(w, g);
  w.end_array();
  if (in.counted) {
    w.key("counted").begin_object().member("partition", in.counted->partition).member("usage", in.counted->usage);
    w.member("commands", in.counted->commands).member("definitions", in.counted->definitions).end_object();
  }
  if (!in.imports.empty()) {
    w.key("imports").begin_array();
    for (const auto& i : in.imports) {
      w.begin_object().member("id", i.id).member("meter", i.meter).member("from", i.from).member("to", i.to);
      w.end_object();
    }
    w.end_array();
  }
  return w.end_object().take();
}

result<invoice_inputs> decode_invoice_inputs(std::string_view json) {
  auto document = json_document::parse(json);
  if (!document) return fail(error_code::record_malformed, std::string(name(document.error().code)));
  const auto root = document->root();
  reader r;
  const auto coin = currency::find(root.text("currency").value_or(""));
  if (!coin) return fail(error_code::record_malformed, "no currency", "/currency");
  if (r.integer(root, "version") != invoice_inputs_version)
    return fail(error_code::record_malformed, "of another version", "/version");
  invoice_inputs out{.tenant = r.text(root, "tenant"),
                     .currency = *coin,
                     .since = r.read_moment(root, "since"),
                     .as_of = r.read_moment(root, "as_of")};
  out.billing_day = static_cast<unsigned>(r.integer(root, "billing_day"));
  r.each(root, "days", [&](const json_value& v) { out.days.emplace(r.day(v, "day"), r.instant(v, "at")); });
  read_plans(r, root, out.plans);
  r.each(root, "subscriptions", [&](const json_value& v) {
    dated_subscription s{r.text(v, "id"), {}};
    if (v.find("add_on_to")) s.add_on_to = r.text(v, "add_on_to");
    r.each(v, "changes", [&](const json_value& c) { s.changes.push_back(read_change(r, c)); });
    out.subscriptions.push_back(std::move(s));
  });
  r.each(root, "usage", [&](const json_value& v) {
    out.usage.push_back({r.read_key(v, "charge"),
                         {r.sum(v, "quantity"), r.integer(v, "events")},
                         r.integer(v, "cells"),
                         r.sum(v, "id_sum")});
  });
  r.each(root, "billed", [&](const json_value& v) {
    out.billed.push_back({r.read_key(v, "charge"),
                          {r.integer(v, "amount")},
                          {r.integer(v, "net")},
                          r.instant(v, "to"),
                          r.part(v),
                          {r.text(v, "invoice"), static_cast<std::int32_t>(r.integer(v, "line"))},
                          v.find("is_interim").has_value(),
                          v.find("is_reopened").has_value()});
  });
  if (const auto taxes = root.find("taxes")) {
    r.each(*taxes, "rates", [&](const json_value& v) {
      out.taxes.rates.push_back({r.text(v, "code"), r.text(v, "name"), r.text(v, "jurisdiction"), r.price(v, "rate")});
    });
    out.taxes.inclusive = r.boolean(*taxes, "inclusive");
    out.taxes.exemption_reason = r.text(*taxes, "exemption_reason");
    out.taxes.exemption_code = r.text(*taxes, "exemption_code");
  } else {
    r.wrong("taxes");
  }
  r.each(root, "discounts", [&](const json_value& v) { out.discounts.push_back(read_discount(r, v)); });
  r.each(root, "credits", [&](const json_value& v) { out.credits.push_back(read_grant(r, v)); });
  if (const auto v = root.find("counted")) {
    out.counted = counted_log{static_cast<std::int32_t>(r.integer(*v, "partition")), r.integer(*v, "usage"),
                              r.integer(*v, "commands"), r.integer(*v, "definitions")};
  }
  if (root.find("imports")) {
    r.each(root, "imports", [&](const json_value& v) {
      out.imports.push_back({r.text(v, "id"), r.text(v, "meter"), r.instant(v, "from"), r.instant(v, "to")});
    });
  }
  if (r.problem()) return std::unexpected(*r.problem());
  return out;
}

}  // namespace weir::contract
