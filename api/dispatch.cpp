#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include <api/endpoint_table.hpp>
#include <api/handlers/portal.hpp>
#include <api/key_cache.hpp>
#include <api/problems.hpp>
#include <api/rate_limiter.hpp>
#include <api/session_cache.hpp>

#include <weir/base/log.hpp>
#include <weir/contract/access_token.hpp>
#include <weir/contract/json_schema.hpp>
#include <weir/contract/media_type.hpp>
#include <weir/domain/second_factor.hpp>

namespace weir::api {
namespace {

constexpr std::size_t most_credential_bytes = contract::access_token_codec::most_bytes;
constexpr std::string_view facade_path = "/openmeter/";
constexpr std::size_t most_value_bytes = 1024;  // of a query parameter
constexpr std::size_t most_token_bytes = 4096;  // of one that was made here: a cursor, receipts
constexpr std::string_view tenant_header = "Weir-Tenant";
constexpr std::int64_t second = 1'000'000'000;

// RFC 6750 §2.1. Nothing: no credentials of this kind.
std::optional<std::string_view> bearer(const http::request& request) {
  auto value = request.header("Authorization");
  if (!value || value->size() < 8) return std::nullopt;
  constexpr std::string_view scheme = "bearer ";
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    auto c = (*value)[i];
    if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != scheme[i]) return std::nullopt;
  }
  auto key = value->substr(scheme.size());
  while (!key.empty() && key.front() == ' ')
    key.remove_prefix(1);
  if (key.empty() || key.size() > most_credential_bytes) return std::nullopt;
  return key;
}

const std::shared_ptr<const principal>& nobody() {
  static const auto none = std::make_shared<const principal>();
  return none;
}

}  // namespace

// The steps of one endpoint. Lives in the router.
class dispatcher {
 public:
  dispatcher(services& with, const endpoint& at) : with_(with), at_(at) {}

  void operator()(http::request request, http::responder respond) const {
    const bool anyone = at_.needs == permission::anyone;
    // What needs no credentials and changes something is signing in: that has the address's quota too.
    if (!is_ingest() && !at_.proves_itself && (!anyone || at_.method == http::method::post)) {
      const auto asked = with_.limits->take(quota::address, request.client_address());
      if (asked && !asked->allowed) return refuse(request, respond, *asked);
    }
    if (anyone) return allowed(std::move(request), std::move(respond), nobody(), false);
    auto credential = bearer(request);
    if (!credential) return refuse(request, respond, error(error_code::unauthenticated));
    if (contract::access_token_codec::looks_like_one(*credential))
      return as_person(std::move(request), std::move(respond), *credential);
    const auto hash = sha256(*credential);
    if (auto known = with_.keys->peek(hash, with_.database_away()))
      return judged(std::move(request), std::move(respond), known, false);
    auto right = std::make_shared<http::responder>(std::move(respond));
    const bool taken = with_.workers.try_submit([this, request, right, hash] {
      auto known = with_.keys->load(hash);
      if (!known) return refuse(request, *right, known.error());
      judged(request, std::move(*right), *known, true);
    });
    if (!taken) refuse(request, *right, error(error_code::overloaded));
  }

 private:
  void refuse(const http::request& request, http::responder& respond, const error& e) const {
    respond(problem_response(contract::to_problem(e), request));
  }

  void refuse(const http::request& request, http::responder& respond, const rate_limiter::outcome& quota) const {
    auto answer = problem_response(contract::to_problem(error(error_code::rate_limited)), request);
    answer.set_header("Retry-After", std::to_string(quota.retry_after_s));
    show(quota, answer);
    respond(std::move(answer));
  }

  static void show(const rate_limiter::outcome& quota, http::response& answer) {
    answer.add_header("RateLimit-Policy", quota.policy);
    answer.add_header("RateLimit", quota.state);
  }

  // Events are many and cheap: they have quotas of their own, and their answers no headers about them.
  bool is_ingest() const { return scope_of(at_.needs) == scope::ingest; }

  // False: it is refused. `respond` tells what is left of the quota.
  bool within_quota(const http::request& request, http::responder& respond, const principal& who) const {
    auto& limits = *with_.limits;
    if (is_ingest()) {
      auto asked = limits.take(quota::ingest_bytes, who.id, static_cast<std::int64_t>(request.body().size()));
      if (!asked || asked->allowed)
        asked = limits.take(quota::ingest_events, who.id, 0);  // charged when they are known
      if (!asked || asked->allowed) return true;
      refuse(request, respond, *asked);
      return false;
    }
    auto asked = limits.take(quota::interactive, who.id);
    if (!asked) return true;
    if (!asked->allowed) {
      refuse(request, respond, *asked);
      return false;
    }
    respond =
        http::responder::to([quota = std::move(*asked), right = std::move(respond)](http::response answer) mutable {
          show(quota, answer);
          right(std::move(answer));
        });
    return true;
  }

  void invalid_token(const http::request& request, http::responder& respond) const {
    auto answer = problem_response(contract::to_problem(error(error_code::unauthenticated)), request);
    answer.set_header("WWW-Authenticate", "Bearer realm=\"weir\", error=\"invalid_token\"");
    respond(std::move(answer));
  }

  void judged(http::request request, http::responder respond, const known_key_ptr& known, bool in_worker) const {
    switch (known->what) {
      case known_key::verdict::valid:
        break;
      case known_key::verdict::suspended:
        return refuse(request, respond, error(error_code::tenant_suspended));
      case known_key::verdict::unknown:
      case known_key::verdict::unusable:
        return invalid_token(request, respond);
    }
    if (!known->from.empty()) {
      const auto from = http::parse_ip(request.client_address());
      if (!from || !known->from.contain(*from)) return refuse(request, respond, error(error_code::address_not_allowed));
    }
    if (!known->who->may(at_.needs)) {
      const bool for_people = scope_of(at_.needs) == scope::user;
      const std::string scope(name(scope_of(at_.needs)));
      error e(error_code::forbidden,
              for_people ? "This is for people who have signed in." : "This needs a key with the scope " + scope + ".");
      auto answer = problem_response(contract::to_problem(e), request);
      answer.set_header("WWW-Authenticate", "Bearer realm=\"weir\", error=\"insufficient_scope\"" +
                                                (for_people ? std::string() : ", scope=\"" + scope + '"'));
      return respond(std::move(answer));
    }
    if (!within_quota(request, respond, *known->who)) return;
    allowed(std::move(request), std::move(respond), known->who, in_worker);
  }

  void as_person(http::request request, http::responder respond, std::string_view token) const {
    auto claims = with_.access_tokens.verify(token, with_.clock.now());
    if (!claims) {
      log::debug("an access token was refused", {{"why", claims.error().detail}, {"request_id", request.request_id()}});
      return invalid_token(request, respond);
    }
    // The tenant is said in each request, never remembered. What is no id names no tenant.
    std::string tenant;
    if (auto named = request.header(tenant_header)) {
      auto id = tenant_id::parse(*named);
      if (!id) return refuse(request, respond, error(error_code::tenant_not_found));
      tenant = id->text();
    }
    // A token newer than what is known here was made after everything before it was ended elsewhere: ask again.
    auto known = with_.sessions->peek(claims->session, tenant);
    if (known && known->epoch >= claims->epoch)
      return judged(std::move(request), std::move(respond), *claims, known, tenant, false);
    ask(std::move(request), std::move(respond), *claims, tenant);
  }

  void ask(http::request request, http::responder respond, const contract::access_claims& claims,
           const std::string& tenant) const {
    auto right = std::make_shared<http::responder>(std::move(respond));
    const bool taken = with_.workers.try_submit([this, request, right, tenant, c = claims] {
      auto asked = with_.sessions->load(c.session, tenant);
      if (!asked) return refuse(request, *right, asked.error());
      judged(request, std::move(*right), c, *asked, tenant, true);
    });
    if (!taken) refuse(request, *right, error(error_code::overloaded));
  }

  void judged(http::request request, http::responder respond, const contract::access_claims& claims,
              const known_session_ptr& known, const std::string& tenant, bool fresh) const {
    using verdict = known_session::verdict;
    if (known->what == verdict::ended || known->epoch != claims.epoch || known->user != claims.subject.text())
      return invalid_token(request, respond);
    if (known->what == verdict::stranger) return refuse(request, respond, error(error_code::tenant_not_found));
    if (known->what == verdict::suspended) return refuse(request, respond, error(error_code::tenant_suspended));
    const auto& who = *known->who;
    if (!who.may(at_.needs)) {
      if (who.person->acts_as == domain::role::person)
        return refuse(request, respond,
                      error(error_code::tenant_required, "Say which tenant in the header Weir-Tenant: ten_…"));
      return refuse(request, respond,
                    error(error_code::forbidden, "The role " + std::string(domain::name(who.person->acts_as)) +
                                                     " does not include this: " + std::string(name(at_.needs)) + "."));
    }
    if (auto missing = missing_proof(*who.person)) {
      // Given meanwhile to another process, perhaps: this one asks before it refuses.
      if (!fresh) return ask(std::move(request), std::move(respond), claims, tenant);
      return refuse(request, respond, error(*missing));
    }
    if (!within_quota(request, respond, who)) return;
    allowed(std::move(request), std::move(respond), known->who, fresh);
  }

  std::optional<error_code> missing_proof(const person& p) const {
    // What is one's own stays open: there the second factor is set up.
    if (p.must_enroll && at_.needs != permission::self) return error_code::mfa_enrollment_required;
    const auto good_until = p.stepped_up_at.ns + domain::step_up_s * second;
    if (at_.step_up && with_.clock.now().ns >= good_until) return error_code::step_up_required;
    return std::nullopt;
  }

  void allowed(http::request request, http::responder respond, std::shared_ptr<const principal> who,
               bool in_worker) const {
    if (auto e = wrong_parameter(request)) return refuse(request, respond, *e);
    call c(with_, at_, std::move(request), std::move(who));
    if (const auto* inlined = std::get_if<inline_handler>(&at_.handler)) {
      if (auto refused = read_body(c)) return respond(std::move(*refused));
      return (*inlined)(std::move(c), std::move(respond));
    }
    if (in_worker) return respond(answer(c));
    auto right = std::make_shared<http::responder>(std::move(respond));
    if (!with_.workers.try_submit([this, c, right] { (*right)(answer(c)); }))
      refuse(c.request(), *right, error(error_code::overloaded));
  }

  std::optional<error> wrong_parameter(const http::request& request) const {
    const bool facade = at_.path.starts_with(facade_path);  // takes what OpenMeter takes
    for (const auto& [parameter, value] : request.query().items()) {
      // "filter[]" in the table stands for filter[anything]: the handler knows which.
      const auto bracket = parameter.find('[');
      const bool named = bracket != std::string::npos && parameter.ends_with(']');
      const auto known = named ? parameter.substr(0, bracket) + "[]" : parameter;
      if (std::ranges::find(at_.query_parameters, std::string_view(known)) == at_.query_parameters.end())
        return error(error_code::query_parameter_unknown, "The parameter \"" + parameter + "\" is not known here.");
      if (facade) continue;
      // A filter that was meant and is empty would show more than was asked for; filter[x]= asks for what has no x.
      if (value.empty() && !named)
        return error(error_code::query_parameter_invalid,
                     "The parameter \"" + parameter + "\" is empty: leave it out.");
      const bool made_here = parameter == "cursor" || parameter == "after";
      if (value.size() > (made_here ? most_token_bytes : most_value_bytes))
        return error(error_code::query_parameter_invalid, "The parameter \"" + parameter + "\" is too long.");
    }
    return std::nullopt;
  }

  // The answer when the body is refused.
  std::optional<http::response> read_body(call& c) const {
    if (at_.body_schema.empty() || at_.handler_reads) return std::nullopt;
    if (auto type = c.request().header("Content-Type")) {
      auto parsed = contract::media_type::parse(*type);
      if (!parsed || !parsed->is_json())
        return c.problem(error(error_code::media_type_unsupported, "Send application/json."));
    }
    const auto given = c.request().body();
    auto body = contract::read_body(at_.body_optional && given.empty() ? "{}" : given, at_.body_schema);
    if (!body.errors.empty()) return c.problems(body.errors);
    c.body_ = std::make_shared<const contract::json_document>(std::move(*body.document));
    return std::nullopt;
  }

  http::response answer(call c) const {
    if (auto refused = read_body(c)) return std::move(*refused);
    auto done = std::get<blocking_handler>(at_.handler)(c);
    return done ? std::move(*done) : c.problem(done.error());
  }

  services& with_;
  const endpoint& at_;
};

http::router make_router(services& with) {
  http::router out;
  for (const auto& at : endpoint_table())
    out.add(at.method, at.path, dispatcher(with, at), at.path);
  add_portal(out, with);
  return out;
}

}  // namespace weir::api
