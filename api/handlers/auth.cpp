#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <api/browser.hpp>
#include <api/handlers/auth.hpp>
#include <api/sign_in_parts.hpp>
#include <api/token_answers.hpp>

#include <weir/base/log.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/media_type.hpp>
#include <weir/domain/draft_checks.hpp>

namespace weir::api {
namespace {

constexpr std::size_t most_form_bytes = 16 * 1024;
constexpr std::size_t most_device_name_bytes = 100;
// An extension grant (RFC 6749 §4.5): an absolute URI names it.
constexpr std::string_view code_grant = "urn:weir:params:oauth:grant-type:mfa";
constexpr std::size_t most_token_bytes = 2048;  // schemas/json/token_revocation.json
constexpr std::size_t most_hint_bytes = 64;

// RFC 6749 §5.2. Statuses beyond its own (429, 503) are problem documents, as everywhere.
http::response oauth_error(std::string_view code, std::string_view description) {
  contract::json_writer w;
  w.begin_object().member("error", code).member("error_description", description).end_object();
  return uncached(http::response::json(400, w.take()));
}

class form {
 public:
  // Nothing: the answer is in `refused`. A parameter without a value counts as left out, one that stands twice is wrong
  // (RFC 6749 §3.2).
  static std::optional<form> read(const http::request& request, std::optional<http::response>& refused) {
    const auto type = contract::media_type::parse(request.header("Content-Type").value_or(""));
    if (!type || !type->is("application/x-www-form-urlencoded")) {
      refused = oauth_error("invalid_request", "Send application/x-www-form-urlencoded.");
      return std::nullopt;
    }
    auto parsed = request.body().size() > most_form_bytes
                      ? result<http::query_parameters>(fail(error_code::request_malformed))
                      : http::query_parameters::parse(request.body());
    if (!parsed) {
      refused = oauth_error("invalid_request", "The form cannot be read.");
      return std::nullopt;
    }
    for (const auto& [name, value] : parsed->items()) {
      if (parsed->all(name).size() > 1) {
        refused = oauth_error("invalid_request", "A parameter stands twice.");
        return std::nullopt;
      }
    }
    return form(std::move(*parsed));
  }

  std::optional<std::string> get(std::string_view name) const {
    auto value = fields_.find(name);
    if (!value || value->empty()) return std::nullopt;
    return std::string(*value);
  }

 private:
  explicit form(http::query_parameters fields) : fields_(std::move(fields)) {}
  http::query_parameters fields_;
};

http::response answer_of(const call& c, const result<grant_outcome>& done, bool in_cookie, std::string_view otherwise) {
  if (!done) return uncached(c.problem(done.error()));
  if (const auto* g = std::get_if<grant>(&*done)) return granted(c, *g, in_cookie);
  if (const auto* w = std::get_if<wait_first>(&*done)) return uncached(wait_answer(c, w->seconds));
  if (const auto* asked = std::get_if<code_needed>(&*done)) return code_asked(*asked);
  if (std::holds_alternative<wrong_code>(*done))
    return oauth_error("mfa_code_wrong", "The code is wrong, or was used before.");
  return oauth_error("invalid_grant", otherwise);
}

// Hands the rest to a pool that may wait; a full one answers 503.
template<class F>
void later(http::worker_pool& pool, call c, http::responder respond, F work) {
  auto right = std::make_shared<http::responder>(std::move(respond));
  const bool taken = pool.try_submit([c, right, work = std::move(work)]() mutable { (*right)(work(c)); });
  if (!taken) (*right)(uncached(c.problem(error(error_code::overloaded, "Too many sign-ins wait; try again."))));
}

void by_password(call c, http::responder respond, const form& f) {
  auto name = f.get("username");
  auto password = f.get("password");
  if (!name || !password) return respond(oauth_error("invalid_request", "username and password are needed."));
  const bool in_cookie = f.get("cookie") == "1";
  if (in_cookie && comes_from_elsewhere(c.request()))
    return respond(uncached(c.problem(error(error_code::cross_site_request))));
  auto device = f.get("device_token");
  if (!device && in_cookie) {
    if (auto kept = cookie(c.request(), device_cookie)) device = std::string(*kept);
  }
  auto& pool = c.with().passwords;
  later(pool, std::move(c), std::move(respond),
        [name = *name, password = *password, device = device.value_or(""), in_cookie](const call& at) {
          return answer_of(at, sign_in(at, name, password, device), in_cookie, "The address or the password is wrong.");
        });
}

void by_code(call c, http::responder respond, const form& f) {
  auto mfa_token = f.get("mfa_token");
  auto code = f.get("code");
  if (!mfa_token || !code) return respond(oauth_error("invalid_request", "mfa_token and code are needed."));
  second_step given{*mfa_token, *code, f.get("trust_device") == "1", f.get("device_name").value_or("")};
  domain::draft_checks checks;
  checks.text("/device_name", given.device_name, 0, most_device_name_bytes);
  if (checks.failed()) return respond(oauth_error("invalid_request", "device_name is at most 100 bytes of UTF-8."));
  const bool in_cookie = f.get("cookie") == "1";
  if (in_cookie && comes_from_elsewhere(c.request()))
    return respond(uncached(c.problem(error(error_code::cross_site_request))));
  auto& pool = c.with().workers;
  later(pool, std::move(c), std::move(respond), [given = std::move(given), in_cookie](const call& at) {
    return answer_of(at, sign_in_by_code(at, given), in_cookie, "The mfa_token is not valid any more: sign in.");
  });
}

void by_refresh_token(call c, http::responder respond, const form& f) {
  auto given = f.get("refresh_token");
  const bool in_cookie = !given;
  if (!given) {
    if (auto kept = cookie(c.request(), refresh_cookie)) given = std::string(*kept);
  }
  if (!given) return respond(oauth_error("invalid_request", "refresh_token is needed."));
  if (in_cookie && comes_from_elsewhere(c.request()))
    return respond(uncached(c.problem(error(error_code::cross_site_request))));
  auto& pool = c.with().workers;
  later(pool, std::move(c), std::move(respond), [given = *given, in_cookie](const call& at) {
    auto done = refresh(at, given);
    auto out = answer_of(at, done, in_cookie, "The refresh token is not valid any more: sign in.");
    if (in_cookie && done && !std::holds_alternative<grant>(*done))
      out.add_header("Set-Cookie", refresh_cookie_with("", 0));
    return out;
  });
}

}  // namespace

void token(call c, http::responder respond) {
  std::optional<http::response> refused;
  auto f = form::read(c.request(), refused);
  if (!f) return respond(std::move(*refused));
  const auto kind = f->get("grant_type");
  if (!kind) return respond(oauth_error("invalid_request", "grant_type is needed."));
  if (*kind == "password") return by_password(std::move(c), std::move(respond), *f);
  if (*kind == "refresh_token") return by_refresh_token(std::move(c), std::move(respond), *f);
  if (*kind == code_grant) return by_code(std::move(c), std::move(respond), *f);
  respond(oauth_error("unsupported_grant_type",
                      "grant_type is password, refresh_token or " + std::string(code_grant) + "."));
}

void revoke_token(call c, http::responder respond) {
  std::optional<http::response> refused;
  auto f = form::read(c.request(), refused);
  if (!f) return respond(std::move(*refused));
  const auto given = f->get("token");
  if (!given) return respond(oauth_error("invalid_request", "token is needed."));
  if (given->size() > most_token_bytes || f->get("token_type_hint").value_or("").size() > most_hint_bytes)
    return respond(oauth_error("invalid_request", "A parameter is longer than accepted."));
  auto& pool = c.with().workers;
  later(pool, std::move(c), std::move(respond), [given = *given](const call& at) {
    auto done = end_session_of(at, given, "revoked");
    // A token that is none is as revoked as it can be (RFC 7009 §2.2).
    return uncached(done ? http::response::empty(200) : at.problem(done.error()));
  });
}

void logout(call c, http::responder respond) {
  constexpr std::string_view scheme = "Bearer ";
  std::optional<std::string> given;
  bool by_cookie = false;
  if (auto header = c.request().header("Authorization"); header && header->starts_with(scheme)) {
    given = std::string(header->substr(scheme.size()));
  } else if (auto kept = cookie(c.request(), refresh_cookie)) {
    given = std::string(*kept);
    by_cookie = true;
  }
  if (by_cookie && comes_from_elsewhere(c.request()))
    return respond(uncached(c.problem(error(error_code::cross_site_request))));
  auto& pool = c.with().workers;
  later(pool, std::move(c), std::move(respond), [given](const call& at) {
    if (given) {
      if (auto done = end_session_of(at, *given, "logout"); !done) return uncached(at.problem(done.error()));
    }
    auto out = uncached(http::response::empty(204));
    out.add_header("Set-Cookie", refresh_cookie_with("", 0));
    return out;
  });
}

}  // namespace weir::api
