#include <utility>

#include <api/browser.hpp>
#include <api/token_answers.hpp>

#include <weir/contract/json_writer.hpp>

namespace weir::api {

http::response uncached(http::response answer) {
  auto out = unstored(std::move(answer));
  out.set_header("Pragma", "no-cache");
  return out;
}

http::response code_asked(const code_needed& asked) {
  contract::json_writer w;
  w.begin_object()
      .member("error", "mfa_required")
      .member("error_description", "A code is asked for.")
      .member("mfa_token", asked.token)
      .member("expires_in", asked.seconds)
      .end_object();
  return uncached(http::response::json(400, w.take()));
}

http::response granted(const call& c, const grant& g, bool in_cookie) {
  contract::json_writer w(768);
  w.begin_object()
      .member("access_token", c.with().access_tokens.sign(g.claims))
      .member("token_type", "Bearer")
      .member("expires_in", c.with().config.jwt_expiration);
  const bool has_refresh = !g.refresh_token.empty();
  if (!in_cookie && has_refresh) w.member("refresh_token", g.refresh_token);
  const bool has_device = !g.device_token.empty();
  if (!in_cookie && has_device) w.member("device_token", g.device_token);
  auto out = uncached(http::response::json(200, w.end_object().take()));
  if (in_cookie && has_refresh) out.add_header("Set-Cookie", refresh_cookie_with(g.refresh_token, g.refresh_seconds));
  if (in_cookie && has_device) out.add_header("Set-Cookie", device_cookie_with(g.device_token, g.device_seconds));
  return out;
}

}  // namespace weir::api
