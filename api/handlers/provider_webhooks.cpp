#include <memory>
#include <string>
#include <utility>

#include <api/handlers/ingest_pending.hpp>
#include <api/handlers/provider_webhooks.hpp>
#include <api/problems.hpp>
#include <api/provider_doors.hpp>
#include <api/rate_limiter.hpp>

#include <weir/contract/payment_record.hpp>
#include <weir/contract/provider_event.hpp>
#include <weir/contract/stripe_event.hpp>
#include <weir/domain/paypal_signature.hpp>
#include <weir/http/signer_certificates.hpp>

namespace weir::api {
namespace {

constexpr std::size_t bytes_of_a_request = 1024;  // beside its body

struct arrived {
  arrived(call c, http::responder r, admission a) : of(std::move(c)), respond(std::move(r)), admitted(std::move(a)) {}

  std::string provider() const { return std::string(of.parameter("provider")); }
  std::string slug() const { return std::string(of.parameter("payment_provider")); }

  call of;
  http::responder respond;
  admission admitted;
};
using arrived_ptr = std::shared_ptr<arrived>;

const provider_doors::outcomes& counts_of(const arrived& a) {
  return a.of.with().doors->of(a.of.parameter("provider"));
}

void refuse(const arrived_ptr& a, const error& e) {
  const auto& counts = counts_of(*a);
  (e.retryable() ? counts.unavailable : counts.refused).add();
  a->respond(a->of.problem(e));
}

// What proves nothing is charged to its address; what is proved has no quota, as it may not be refused.
bool within_quota(const arrived_ptr& a) {
  const auto asked = a->of.with().limits->take(quota::address, a->of.request().client_address());
  if (!asked || asked->allowed) return true;
  auto answer = a->of.problem(error(error_code::rate_limited));
  answer.set_header("Retry-After", std::to_string(asked->retry_after_s));
  counts_of(*a).refused.add();
  a->respond(std::move(answer));
  return false;
}

result<void> prove_stripe(const arrived& a, const provider_door& door) {
  const auto& request = a.of.request();
  return domain::verify_stripe_signature(request.header(domain::stripe_signature_header).value_or(""), request.body(),
                                         door.secrets, request.received_at().ms() / 1000);
}

// `waits`: a certificate that is not known yet is read.
result<void> prove_paypal(const arrived& a, const provider_door& door, bool waits) {
  const auto& request = a.of.request();
  const auto header = [&](std::string_view name) { return request.header(name).value_or(""); };
  const auto sent = domain::read_paypal_transmission(
      {header(domain::paypal_id_header), header(domain::paypal_time_header), header(domain::paypal_signature_header),
       header(domain::paypal_certificate_header), header(domain::paypal_algorithm_header)});
  if (!sent) return std::unexpected(sent.error());
  if (auto fresh = domain::check_paypal_age(sent->sent_at, request.received_at()); !fresh) return fresh;
  if (door.live && domain::is_paypal_sandbox(sent->certificate_url)) return fail(error_code::webhook_mode_wrong);
  auto& certificates = *a.of.with().paypal_certificates;
  auto signer = certificates.peek(sent->certificate_url);
  if (!signer && !waits) return fail(error_code::webhook_certificate_unavailable);
  if (!signer) {
    auto read = certificates.load(sent->certificate_url);
    if (!read) return std::unexpected(read.error());
    signer = std::move(*read);
  }
  const auto sum = domain::crc32(request.body());
  for (const auto& webhook : door.webhook_ids)
    if (signer->signed_this(domain::paypal_signed_text(*sent, webhook, sum), sent->signature)) return {};
  return fail(error_code::webhook_signature_wrong);
}

bool is_paypal(const arrived& a) {
  return a.of.parameter("provider") == contract::paypal_provider;
}

result<void> prove(const arrived& a, const provider_door& door, bool waits) {
  return is_paypal(a) ? prove_paypal(a, door, waits) : prove_stripe(a, door);
}

void publish(const arrived_ptr& a, const provider_door& door) {
  auto& with = a->of.with();
  const auto& request = a->of.request();
  auto event = contract::read_provider_event(a->provider(), request.body());
  if (!event) return refuse(a, event.error());
  if (event->live.value_or(door.live) != door.live) return refuse(a, error(error_code::webhook_mode_wrong));
  const auto given = request_id::parse(request.request_id());
  auto record = contract::write_payment_record({a->provider(), door.account, contract::payment_source::webhook,
                                                request.received_at(), std::string(request.body())},
                                               given.value_or(request_id{with.ids.next()}), with.partitions,
                                               request.traceparent());
  with.publisher.publish(std::move(record), [a](const result<stream::position>& at) {
    if (!at) return refuse(a, at.error());
    counts_of(*a).stored.add();
    a->respond(a->of.json(200, R"({"received":true})"));
  });
}

void judge(const arrived_ptr& a, const provider_door_ptr& door, bool fresh);

void load_and_judge(const arrived_ptr& a) {
  if (!within_quota(a)) return;
  // PayPal may be asked for a certificate, which may be slow: it starves nothing else.
  auto& pool = is_paypal(*a) ? a->of.with().payments : a->of.with().workers;
  const bool taken = pool.try_submit([a] {
    auto door = a->of.with().doors->load(a->provider(), a->slug());
    if (!door) return refuse(a, door.error());
    judge(a, *door, true);
  });
  if (!taken) refuse(a, error(error_code::overloaded));
}

void judge(const arrived_ptr& a, const provider_door_ptr& door, bool fresh) {
  auto proved = door->enabled ? prove(*a, *door, fresh) : fail(error_code::payment_provider_disabled);
  if (proved) return publish(a, *door);
  // Enabled meanwhile, or signed with a new secret: nothing is refused by what may be old.
  if (!fresh) return load_and_judge(a);
  refuse(a, proved.error());
}

}  // namespace

void take_provider_webhook(call c, http::responder respond) {
  if (!contract::is_provider(c.parameter("provider")))
    return respond(c.problem(error(error_code::payment_provider_not_found)));
  const auto size = c.request().body().size();
  if (size > contract::most_stripe_bytes)
    return respond(c.problem(error(error_code::body_too_large, "A webhook has at most 1 MiB.")));
  auto admitted = admission::take(*c.with().ingest, size + bytes_of_a_request);
  if (!admitted) return respond(c.problem(error(error_code::overloaded)));
  auto a = std::make_shared<arrived>(std::move(c), std::move(respond), std::move(admitted));
  auto door = a->of.with().doors->peek(a->provider(), a->slug(), a->of.with().database_away());
  if (!door) return load_and_judge(a);
  judge(a, door, false);
}

}  // namespace weir::api
