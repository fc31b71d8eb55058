#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <api/handlers/configuration.hpp>
#include <api/handlers/reads.hpp>
#include <api/ingest.hpp>
#include <api/openmeter/handlers.hpp>
#include <api/openmeter/names.hpp>
#include <api/openmeter/newest_events.hpp>
#include <api/usage/event_outcome.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::api {
namespace {

struct seen_event {
  log_event event;
  event_outcome outcome;
  std::string customer;
};

// Why it does not count, or not everywhere; empty when it does. A duplicate is none of the client's mistakes.
std::string validation_error(const log_event& e, const event_outcome& o) {
  if (o.state == event_state::unmatched) return "no meter found for event type: " + e.type;
  if (o.state == event_state::conflict) return "an event with this source and id and other content was counted before";
  std::string out;
  for (std::size_t i = 0; i < o.refusals.size(); ++i) {
    const auto& r = o.refusals[i];
    if (!out.empty()) out += "; ";
    if (r.meter_number != 0) out += o.refusal_meters[i] + ": ";
    out += r.detail.empty() ? std::string(title(r.code)) : r.detail;
  }
  return out;
}

result<event_filter> filter_of(const call& c) {
  event_filter f{.subject = text_of(c, "subject"), .id = text_of(c, "id"), .parts = true};
  const std::pair<std::string_view, std::optional<timestamp>*> instants[] = {
      {"ingestedAtFrom", &f.from}, {"ingestedAtTo", &f.to}, {"from", &f.time_from}, {"to", &f.time_to}};
  for (const auto& [name, into] : instants) {
    auto t = instant_of(c, name);
    if (!t) return std::unexpected(t.error());
    *into = *t;
  }
  return f;
}

// The one that is asked about, nothing for all. A subject that names a tenant under a platform key is that tenant's:
// its events stand in one partition. Any other text is looked for everywhere.
result<std::optional<postgres::tenant_row>> customer_of(postgres::executor& in, const call& c,
                                                        const std::optional<std::string>& subject) {
  const auto named = c.request().query().all("customerId");
  if (named.size() > 1) return fail(error_code::query_parameter_invalid, "customerId takes one customer.");
  if (named.empty() && subject && c.who().is_platform()) return postgres::subject_aliases::resolve(in, *subject);
  if (named.empty()) return asked_tenant(in, c);
  auto found = find_openmeter_subject(in, c, std::string(named.front()));
  if (!found) return std::unexpected(found.error());
  return std::optional(std::move(*found));
}

// What became of them, tenant by tenant.
result<std::vector<seen_event>> judge(postgres::executor& in, const call& c, const std::vector<log_event>& events) {
  std::map<std::string, std::vector<std::size_t>> of_tenant;
  for (std::size_t i = 0; i < events.size(); ++i)
    of_tenant[events[i].tenant].push_back(i);
  std::vector<seen_event> out(events.size());
  for (const auto& [id, places] : of_tenant) {
    auto tenant = postgres::tenants::by_id(in, id);
    // A log may be older than the database beside it; the workers reject such records.
    if (!tenant && tenant.error().code == error_code::tenant_not_found) continue;
    if (!tenant) return std::unexpected(tenant.error());
    auto log = log_of(in, *tenant);
    if (!log) return std::unexpected(log.error());
    std::vector<log_event> theirs;
    for (auto i : places)
      theirs.push_back(events[i]);
    auto outcomes = outcomes_of(in, *tenant, *log, theirs, {c.with().config.accept_days});
    if (!outcomes) return std::unexpected(outcomes.error());
    for (std::size_t k = 0; k < places.size(); ++k)
      out[places[k]] = {std::move(theirs[k]), std::move((*outcomes)[k]), bare_id(id)};
  }
  std::erase_if(out, [](const seen_event& s) { return s.customer.empty(); });
  return out;
}

// schemas/json/openmeter_ingested_event.json
void write_event(contract::json_writer& w, const seen_event& s) {
  const auto at = timestamp::from_ms(s.event.appended_ms);
  w.begin_object().key("event").raw(s.event.json).member("customerId", s.customer);
  if (const auto problem = validation_error(s.event, s.outcome); !problem.empty()) w.member("validationError", problem);
  w.member("ingestedAt", at).member("storedAt", at).end_object();
}

}  // namespace

void openmeter_ingest_events(call c, http::responder respond) {
  ingest(std::move(c), std::move(respond), {.answer = ingest_options::form::openmeter});
}

result<http::response> openmeter_list_events(const call& c) {
  auto limit = c.limit(100, 100);
  if (!limit) return std::unexpected(limit.error());
  auto wanted = filter_of(c);
  if (!wanted) return std::unexpected(wanted.error());
  auto of = look(c, [&](postgres::executor& in) -> result<std::optional<tenant_log>> {
    auto customer = customer_of(in, c, wanted->subject);
    if (!customer) return std::unexpected(customer.error());
    if (!*customer) return std::optional<tenant_log>{};
    auto log = log_of(in, **customer);
    if (!log) return std::unexpected(log.error());
    return std::optional(*log);
  });
  if (!of) return std::unexpected(of.error());
  usage_log log(c.with().log);
  std::vector<stream::partition_number> partitions;
  if (*of) {
    wanted->tenant = (*of)->id;
    partitions.push_back((*of)->partition);
  } else {
    partitions.resize(static_cast<std::size_t>(c.with().partitions));
    std::iota(partitions.begin(), partitions.end(), 0);
  }
  auto events = read_newest(log, partitions, *wanted, static_cast<std::size_t>(*limit));
  if (!events) return std::unexpected(events.error());
  auto seen = look(c, [&](postgres::executor& in) { return judge(in, c, *events); });
  if (!seen) return std::unexpected(seen.error());
  contract::json_writer w(seen->size() * 512 + 16);
  w.begin_array();
  for (const auto& s : *seen)
    write_event(w, s);
  return c.json(200, w.end_array().take());
}

}  // namespace weir::api
