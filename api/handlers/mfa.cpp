#include <optional>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/mfa.hpp>
#include <api/second_factor.hpp>
#include <api/session_cache.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/totp.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::api {
namespace {

http::response codes_answer(const call& c, const std::vector<std::string>& codes) {
  contract::json_writer w(512);
  w.begin_object().key("recovery_codes").begin_array();
  for (const auto& code : codes)
    w.text(code);
  return unstored(c.json(200, w.end_array().end_object().take()));
}

}  // namespace

std::string mfa_json(const postgres::user_totp::status& s) {
  contract::json_writer w;
  w.begin_object()
      .member("enabled", s.enabled_at.has_value())
      .member("enabled_at", s.enabled_at)
      .member("recovery_codes_left", s.recovery_codes_left)
      .end_object();
  return w.take();
}

std::string device_json(const postgres::device_row& d) {
  contract::json_writer w(384);
  w.begin_object()
      .member("id", d.id)
      .member("name", d.name)
      .member("user_agent", d.user_agent)
      .member("address", d.address)
      .member("created_at", d.created_at)
      .member("last_used_at", d.last_used_at)
      .member("expires_at", d.expires_at)
      .end_object();
  return w.take();
}

result<http::response> get_mfa(const call& c) {
  auto s = look_own(c, [&](postgres::executor& in) { return postgres::user_totp::look(in, c.who().id); });
  if (!s) return std::unexpected(s.error());
  return unstored(c.json(200, mfa_json(*s)));
}

result<http::response> begin_totp(const call& c) {
  auto begun = as_login(c, [&](postgres::executor& in) -> result<begun_totp> {
    auto who = postgres::users::find_by_id(in, c.who().id);
    if (!who) return std::unexpected(who.error());
    if (!*who) return fail(error_code::unauthenticated);
    return begin_second_factor(in, c, (*who)->user);
  });
  if (!begun) return std::unexpected(begun.error());
  contract::json_writer w(384);
  w.begin_object()
      .member("secret", begun->secret_text)
      .member("otpauth_uri", begun->uri)
      .member("digits", static_cast<std::int64_t>(totp_digits))
      .member("period_seconds", totp_step_s)
      .end_object();
  return unstored(c.json(201, w.take()));
}

result<http::response> confirm_totp(const call& c) {
  const std::string typed(c.body().text("code").value_or(""));
  auto codes = as_login(c, [&](postgres::executor& in) { return confirm_second_factor(in, c, c.who().id, typed); });
  if (!codes) return std::unexpected(codes.error());
  // Tenants that asked for it let the person in from now on.
  c.with().sessions->forget_user(c.who().id);
  return codes_answer(c, *codes);
}

result<http::response> disable_totp(const call& c) {
  auto done = change_own(c, [&](postgres::executor& in) -> result<void> {
    auto gone = postgres::user_totp::remove(in, c.who().id);
    if (!gone) return std::unexpected(gone.error());
    if (!*gone) return fail(error_code::mfa_not_enabled);
    if (auto ended = revoke_devices(in, c, c.who().id); !ended) return ended;
    contract::json_writer data;
    data.begin_object().member("user_id", c.who().id).end_object();
    return announce_by(
        in, c, c.who().id,
        {contract::event_type::mfa_disabled, c.who().id, c.with().clock.now().ns, std::nullopt, data.take()});
  });
  if (!done) return std::unexpected(done.error());
  c.with().sessions->forget_user(c.who().id);
  return c.no_content();
}

result<http::response> replace_recovery_codes(const call& c) {
  auto codes = as_login(c, [&](postgres::executor& in) { return replace_recovery_codes_of(in, c, c.who().id); });
  if (!codes) return std::unexpected(codes.error());
  return codes_answer(c, *codes);
}

result<http::response> list_devices(const call& c) {
  auto got = look_own(c, [&](postgres::executor& in) { return postgres::trusted_devices::list(in, c.who().id); });
  if (!got) return std::unexpected(got.error());
  contract::json_writer w(got->size() * 384 + 16);
  w.begin_array();
  for (const auto& d : *got)
    w.raw(device_json(d));
  return unstored(c.json(200, page(w.end_array().take(), std::nullopt)));
}

result<http::response> revoke_device(const call& c) {
  const std::string id(c.parameter("device"));
  auto done = change_own(c, [&](postgres::executor& in) -> result<void> {
    auto gone = postgres::trusted_devices::revoke(in, c.who().id, id);
    if (!gone) return std::unexpected(gone.error());
    return announce_device_end(in, c, c.who().id, id);
  });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

}  // namespace weir::api
