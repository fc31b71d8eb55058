#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <api/active_types.hpp>
#include <api/handlers/ingest_pending.hpp>
#include <api/ingest.hpp>
#include <api/preferences.hpp>
#include <api/problems.hpp>
#include <api/rate_limiter.hpp>
#include <api/subject_cache.hpp>

#include <weir/base/text.hpp>
#include <weir/contract/cloudevents_decode.hpp>
#include <weir/contract/usage_record.hpp>

namespace weir::api {
namespace {

constexpr std::size_t bytes_of_a_request = 1024;  // beside its body

struct decoding {
  contract::cloudevents_decoder decoder;
  std::vector<contract::http_header> headers;
};

result<contract::decoded_events> decode(decoding& d, const http::request& request) {
  d.headers.clear();
  std::string_view type;
  for (const auto& h : request.headers())
    d.headers.push_back({h.name, h.value});
  if (auto given = request.header("Content-Type")) type = *given;
  return d.decoder.decode(type, d.headers, request.body());
}

// Pointers start at the body: at an event of a batch, or at the only one.
std::string subject_pointer(const http::request& request, std::uint32_t index) {
  const bool batch = trimmed(request.body(), json_blanks).starts_with('[') && !request.header("ce-specversion");
  return batch ? "/" + std::to_string(index) + "/subject" : "/subject";
}

// Events of a request by tenant, in the order in which tenants come.
class assignment {
 public:
  assignment(const call& c, const named_tenants* looked_up) : call_(c), looked_up_(looked_up) {}

  enum class outcome { assigned, refused, unknown_here };

  outcome add(const contract::accepted_event& e, ingest_pending& into) {
    if (call_.who().tenant) {
      put(*call_.who().tenant, e, into);
      return outcome::assigned;
    }
    if (e.subject.text.empty()) return refuse(error_code::event_subject_missing, e, into);
    if (e.subject.text != last_subject_ || last_ == nullptr) {
      auto tenant = find(e.subject.text);
      if (!tenant) return outcome::unknown_here;
      if (!*tenant || (*tenant)->state == domain::tenant_state::deleted)
        return refuse(error_code::event_subject_unknown, e, into);
      if ((*tenant)->state == domain::tenant_state::suspended) return refuse(error_code::tenant_suspended, e, into);
      put({(*tenant)->id, (*tenant)->number}, e, into);
      last_subject_ = e.subject.text;
      return outcome::assigned;
    }
    put({last_->id, last_->number}, e, into);
    return outcome::assigned;
  }

  std::vector<stream::outgoing_record> take(ingest_pending& into) {
    std::vector<stream::outgoing_record> all;
    for (auto& part : parts_) {
      const auto first = static_cast<std::uint32_t>(all.size());
      for (auto at : part->places)
        into.places[at].record += first;
      auto records = part->encoder.take();
      if (parts_.size() == 1) return records;
      std::ranges::move(records, std::back_inserter(all));
    }
    return all;
  }

 private:
  struct part {
    tenant_id id;
    std::int32_t number;
    contract::usage_record_encoder encoder;
    std::vector<std::uint32_t> places;  // of ingest_pending::places
  };

  // Outer nothing: not known here.
  std::optional<std::optional<named_tenant>> find(std::string_view subject) const {
    if (looked_up_ != nullptr) {
      if (auto i = looked_up_->find(subject); i != looked_up_->end()) return i->second;
    }
    auto& with = call_.with();
    if (auto known = with.subjects->peek(subject, with.database_away())) return std::optional(*known);
    return std::nullopt;
  }

  static outcome refuse(error_code code, const contract::accepted_event& e, ingest_pending& into) {
    into.errors.push_back({error(code), e.index});
    return outcome::refused;
  }

  void put(const principal::tenant_ref& tenant, const contract::accepted_event& e, ingest_pending& into) {
    if (last_ == nullptr || last_->number != tenant.number) last_ = &part_of(tenant);
    const auto at = last_->encoder.add(e);
    last_->places.push_back(static_cast<std::uint32_t>(into.places.size()));
    into.places.push_back({e.index, static_cast<std::uint32_t>(at.record), static_cast<std::uint32_t>(at.index)});
  }

  part& part_of(const principal::tenant_ref& tenant) {
    for (auto& p : parts_) {
      if (p->number == tenant.number) return *p;
    }
    if (traceparent_.empty()) traceparent_ = call_.request().traceparent();
    auto given = request_id::parse(call_.request().request_id());
    const contract::usage_envelope envelope{tenant.id, given ? *given : request_id{call_.with().ids.next()},
                                            call_.request().received_at(), call_.with().partitions, traceparent_};
    parts_.push_back(
        std::make_unique<part>(part{tenant.id, tenant.number, contract::usage_record_encoder(envelope), {}}));
    return *parts_.back();
  }

  const call& call_;
  const named_tenants* looked_up_;
  std::string traceparent_;
  std::vector<std::unique_ptr<part>> parts_;
  part* last_ = nullptr;
  std::string_view last_subject_;
};

http::response refusal(const call& c, std::vector<contract::problem_item> items) {
  contract::problem p;
  p.code = items.front().what.code;
  p.detail = items.front().what.detail;
  p.errors = std::move(items);
  return problem_response(std::move(p), c.request());
}

void run(call c, http::responder respond, ingest_options options, admission admitted, const named_tenants* looked_up);

// The database knows more subjects than this process does: ask it where waiting is allowed, then begin again.
void look_up_and_run(call c, http::responder respond, ingest_options options, admission admitted,
                     std::vector<std::string> subjects) {
  struct held {
    http::responder respond;
    admission admitted;
  };
  auto& with = c.with();
  auto h = std::make_shared<held>(held{std::move(respond), std::move(admitted)});
  const bool taken = with.workers.try_submit([c, h, options, subjects = std::move(subjects)] {
    auto known = c.with().subjects->load(subjects);
    if (!known) return h->respond(c.problem(known.error()));
    run(c, std::move(h->respond), options, std::move(h->admitted), &*known);
  });
  if (!taken) h->respond(c.problem(error(error_code::overloaded)));
}

void run(call c, http::responder respond, ingest_options options, admission admitted, const named_tenants* looked_up) {
  thread_local decoding mine;
  auto& state = *c.with().ingest;
  auto decoded = decode(mine, c.request());
  if (!decoded) {
    state.rejected.add();
    return respond(c.problem(decoded.error()));
  }
  // Known subjects are looked up once at most: the second round has been charged for.
  if (looked_up == nullptr) {
    const auto events = static_cast<std::int64_t>(decoded->events.size() + decoded->errors.size());
    c.with().limits->charge(quota::ingest_events, c.who().id, events);
  }
  auto p = std::make_unique<ingest_pending>(std::move(c), std::move(respond), options, std::move(admitted));
  p->places.reserve(decoded->events.size());
  for (const auto& e : decoded->errors)
    p->errors.push_back({e.what, e.index});

  assignment tenants(p->of, looked_up);
  const auto* types = p->of.with().types->snapshot();
  std::vector<std::string> unknown_here;
  for (const auto& e : decoded->events) {
    switch (tenants.add(e, *p)) {
      case assignment::outcome::unknown_here:
        unknown_here.emplace_back(e.subject.text);
        break;
      case assignment::outcome::refused:
        p->errors.back().what.pointer = subject_pointer(p->of.request(), e.index);
        break;
      case assignment::outcome::assigned:
        if (types != nullptr && !types->contains(e.type.text))
          p->warnings.push_back({e.index, std::string(e.type.text)});
        break;
    }
  }
  // Nothing is made for a request that is refused anyway.
  const bool hopeless = !p->errors.empty() && !options.partial;
  if (!unknown_here.empty() && !hopeless) {
    std::ranges::sort(unknown_here);
    unknown_here.erase(std::ranges::unique(unknown_here).begin(), unknown_here.end());
    return look_up_and_run(p->of, std::move(p->respond), options, std::move(p->admitted), std::move(unknown_here));
  }
  if (hopeless || p->places.empty()) {
    state.rejected.add(p->errors.size());
    std::ranges::sort(p->errors, {}, [](const auto& item) { return item.index.value_or(0); });
    return p->respond(refusal(p->of, std::move(p->errors)));
  }
  state.rejected.add(p->errors.size());
  auto records = tenants.take(*p);
  ingest_pending::publish(std::move(p), std::move(records));
}

}  // namespace

ingest_state::ingest_state(const settings& config, metric_registry& metrics)
    : most_in_flight(static_cast<std::size_t>(config.ingest_max_in_flight_mb) << 20),
      accepted(metrics.counter(metric::weir_events_ingested_total, {"accepted"})),
      rejected(metrics.counter(metric::weir_events_ingested_total, {"rejected"})),
      failed(metrics.counter(metric::weir_events_ingested_total, {"failed"})),
      produced(metrics.histogram(metric::weir_kafka_produce_duration_seconds, {"weir.usage"})) {}

void ingest(call c, http::responder respond, ingest_options options) {
  auto admitted = admission::take(*c.with().ingest, c.request().body().size() + bytes_of_a_request);
  if (!admitted) return respond(c.problem(error(error_code::overloaded)));
  run(std::move(c), std::move(respond), options, std::move(admitted), nullptr);
}

void ingest_events(call c, http::responder respond) {
  ingest_options options;
  if (auto partial = c.query("partial")) {
    if (*partial != "true" && *partial != "false")
      return respond(c.problem(error(error_code::query_parameter_invalid, "partial is true or false.")));
    options.partial = *partial == "true";
  }
  if (preferences_of(c.request()).minimal) options.answer = ingest_options::form::minimal;
  ingest(std::move(c), std::move(respond), options);
}

}  // namespace weir::api
