#include <workers/billing/subscription_json.hpp>

#include <weir/billing/current_period.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::billing {
namespace {

using contract::json_writer;

void write_plan_ref(json_writer& w, std::string_view code, std::int32_t version) {
  w.key("plan").begin_object().member("code", code).member("version", version).end_object();
}

void write_change(json_writer& w, const postgres::subscription_change_row& c, timestamp now) {
  w.begin_object().member("sequence", c.sequence).member("kind", c.kind).member("at", c.at);
  if (c.plan_number) write_plan_ref(w, c.plan_code, c.plan_version);
  if (c.trial_until) w.member("trial_until", *c.trial_until);
  w.member("is_scheduled", now < c.at).member("made_by", c.made_by).member("created_at", c.created_at).end_object();
}

}  // namespace

std::string subscription_json(const postgres::subscription_row& row, const std::string& tenant_id,
                              const tenant_clock& clock, const postgres::plan_book& plans, timestamp now) {
  const auto subscription = postgres::subscription_of(row);
  const auto state = state_at(subscription.segments, now);
  const auto& segments = subscription.segments;
  json_writer w(1024);
  w.begin_object()
      .member("id", row.id)
      .member("tenant_id", tenant_id)
      .member("currency", row.currency)
      .member("add_on_to", row.add_on_to)
      .member("state", state == subscription_state::none ? "pending" : name(state));
  const auto* in_force = &segments.front();
  for (const auto& s : segments) {
    if (s.from.at <= now) in_force = &s;
  }
  write_plan_ref(w, in_force->plan.code, in_force->plan.version);
  w.member("started_at", segments.front().from.at);
  w.member("canceled_at", segments.back().to ? std::optional(segments.back().to->at) : std::nullopt);
  w.key("current_period");
  if (const auto period = current_period(subscription, plans.lookup(), clock.calendar(), clock.hour_of(now))) {
    w.begin_object().member("from", period->from.at).member("to", period->to.at).end_object();
  } else {
    w.null();
  }
  w.key("changes").begin_array();
  for (const auto& c : row.changes)
    write_change(w, c, now);
  w.end_array().member("created_at", row.created_at).member("updated_at", row.updated_at);
  return w.end_object().take();
}

}  // namespace weir::billing
