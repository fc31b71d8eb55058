#include <optional>
#include <string>
#include <utility>

#include <api/announce.hpp>
#include <api/browser.hpp>
#include <api/handlers/openid.hpp>
#include <api/openid_sign_in.hpp>
#include <api/sign_in_parts.hpp>
#include <api/token_answers.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/openid.hpp>

namespace weir::api {
namespace {

// Begun for this browser: another site's page must not put a sign-in of its choice into it.
void begin(call c, http::responder respond, std::string session) {
  if (comes_from_elsewhere(c.request())) return respond(unstored(c.problem(error(error_code::cross_site_request))));
  auto& pool = c.with().providers;
  in_pool(pool, std::move(c), std::move(respond), [session](const call& at) -> result<http::response> {
    auto begun = begin_openid(at, session);
    if (!begun) return std::unexpected(begun.error());
    contract::json_writer w(1024);
    w.begin_object().member("authorization_url", begun->url).member("expires_in", openid_sign_in_s).end_object();
    auto out = unstored(at.json(200, w.take()));
    out.add_header("Set-Cookie", openid_cookie_with(begun->token, openid_sign_in_s));
    return out;
  });
}

// The cookie goes with its only use, whatever comes of it.
http::response finished(const call& c, const openid_return& given) {
  auto done = finish_openid(c, given);
  auto out = [&] {
    if (!done) return unstored(c.problem(done.error()));
    if (const auto* asked = std::get_if<code_needed>(&*done)) return code_asked(*asked);
    return granted(c, std::get<grant>(*done), true);
  }();
  out.add_header("Set-Cookie", openid_cookie_with("", 0));
  return out;
}

std::string identity_json(const postgres::identity_row& i) {
  contract::json_writer w(384);
  w.begin_object()
      .member("id", i.id)
      .member("issuer", i.issuer)
      .member("subject", i.subject)
      .member("created_at", i.created_at)
      .member("last_used_at", i.last_used_at)
      .end_object();
  return w.take();
}

}  // namespace

void sign_in_methods(call c, http::responder respond) {
  contract::json_writer w;
  w.begin_object().member("password", true).key("oidc");
  if (const auto& openid = c.with().openid) {
    w.begin_object().member("issuer", openid->issuer()).end_object();
  } else {
    w.null();
  }
  respond(c.json(200, w.end_object().take()));
}

void begin_openid_sign_in(call c, http::responder respond) {
  begin(std::move(c), std::move(respond), {});
}

void begin_openid_step_up(call c, http::responder respond) {
  auto session = c.who().person->session.text();
  begin(std::move(c), std::move(respond), std::move(session));
}

void finish_openid_sign_in(call c, http::responder respond) {
  const auto& request = c.request();
  if (comes_from_elsewhere(request)) return respond(unstored(c.problem(error(error_code::cross_site_request))));
  if (!c.with().openid) return respond(unstored(c.problem(error(error_code::openid_not_configured))));
  openid_return given;
  given.token = cookie(request, openid_cookie).value_or("");
  given.state = c.body().text("state").value_or("");
  given.code = c.body().text("code").value_or("");
  given.device_token = cookie(request, device_cookie).value_or("");
  // What somebody else has begun ends here, and leaves the one of this browser as it is.
  if (given.token.empty() || !is_openid_state(given.token, given.state))
    return respond(unstored(c.problem(error(error_code::openid_state_invalid))));
  auto& pool = c.with().providers;
  in_pool(pool, std::move(c), std::move(respond),
          [given = std::move(given)](const call& at) -> result<http::response> { return finished(at, given); });
}

result<http::response> list_identities(const call& c) {
  auto got = c.with().database.read(postgres::role::api, c.who().own_rows(), [&](postgres::executor& in) {
    return postgres::user_identities::list(in, c.who().id);
  });
  if (!got) return std::unexpected(got.error());
  contract::json_writer w(got->size() * 384 + 16);
  w.begin_array();
  for (const auto& i : *got)
    w.raw(identity_json(i));
  return unstored(c.json(200, page(w.end_array().take(), std::nullopt)));
}

result<http::response> unlink_identity(const call& c) {
  const std::string id(c.parameter("identity"));
  auto done = c.with().database.with_transaction(
      postgres::role::api, c.who().own_rows(), [&](postgres::executor& in) -> result<void> {
        auto gone = postgres::user_identities::unlink(in, c.who().id, id);
        if (!gone) return std::unexpected(gone.error());
        contract::json_writer data;
        data.begin_object()
            .member("user_id", c.who().id)
            .member("identity_id", id)
            .member("issuer", gone->issuer)
            .end_object();
        return announce_by(in, c, c.who().id,
                           {contract::event_type::identity_unlinked, id, 2, std::nullopt, data.take()});
      });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

}  // namespace weir::api
