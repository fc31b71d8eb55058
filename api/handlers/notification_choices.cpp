#include <utility>

#include <api/announce.hpp>
#include <api/handlers/notification_choices.hpp>
#include <api/one_click.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/contract/unsubscribe_token.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/users.hpp>

namespace weir::api {
namespace {

using contract::unsubscribe_claim;
using contract::unsubscribe_codec;

// Who holds the token acts on that person's preferences alone. A token of a disabled or erased account is none.
result<unsubscribe_claim> claim_of(const call& c, std::string_view token) {
  if (!unsubscribe_codec::looks_like_one(token)) return fail(error_code::mail_token_invalid);
  auto key = c.with().database.read(postgres::role::api, postgres::tenant_scope::nobody(),
                                    [](postgres::executor& in) { return postgres::installation::claim_key(in); });
  if (!key) return std::unexpected(key.error());
  auto claim = unsubscribe_codec(*key).read(token);
  if (!claim) return fail(error_code::mail_token_invalid);
  return std::move(*claim);
}

result<void> check_holder(postgres::executor& in, const std::string& user) {
  auto u = postgres::users::by_id(in, user);
  if (!u && u.error().code != error_code::user_not_found) return std::unexpected(u.error());
  if (!u || !u->is_active) return fail(error_code::mail_token_invalid);
  return {};
}

http::response answer(const call& c, const std::string& kind, bool wanted) {
  contract::json_writer w;
  return unstored(c.json(200, w.begin_object().member("kind", kind).member("wanted", wanted).end_object().take()));
}

result<http::response> choose(const call& c, std::string_view token, bool wanted) {
  auto claim = claim_of(c, token);
  if (!claim) return std::unexpected(claim.error());
  const auto user = claim->user.text();
  auto done = c.with().database.with_transaction(
      postgres::role::api, postgres::tenant_scope::person(claim->user), [&](postgres::executor& in) -> result<void> {
        if (auto good = check_holder(in, user); !good) return good;
        auto before = postgres::user_preferences::get(in, user);
        if (!before) return std::unexpected(before.error());
        auto changed = postgres::user_preferences::choose(in, user, claim->kind, wanted);
        if (!changed) return std::unexpected(changed.error());
        if (!*changed) return {};
        auto after = postgres::user_preferences::get(in, user);
        if (!after) return std::unexpected(after.error());
        return announce_choices(in, c, user, "mail", before->notifications, after->notifications);
      });
  if (!done) return std::unexpected(done.error());
  return answer(c, claim->kind, wanted);
}

}  // namespace

result<void> announce_choices(postgres::executor& in, const call& c, const std::string& user, std::string_view through,
                              const std::string& before, const std::string& after) {
  contract::json_writer now, was;
  now.begin_object().member("user_id", user).key("notifications").raw(after).member("through", through).end_object();
  was.begin_object().key("notifications").raw(before).end_object();
  // Chosen again and again: told apart by the instant.
  return announce_by(in, c, user,
                     {contract::event_type::user_notifications_changed, user, c.with().clock.now().ns, std::nullopt,
                      now.take(), was.take()});
}

void open_unsubscribe_page(call c, http::responder respond) {
  const auto token = c.parameter("token");
  std::string page = "/app/unsubscribe";
  // What has another form is not repeated; the page says what is wrong with a link without a token.
  if (unsubscribe_codec::looks_like_one(token)) page.append("#token=").append(token);
  auto out = http::response::empty(303);
  out.add_header("Location", std::move(page));
  respond(unstored(std::move(out)));
}

result<http::response> unsubscribe(const call& c) {
  if (auto clicked = check_one_click(c.request()); !clicked) return std::unexpected(clicked.error());
  return choose(c, c.parameter("token"), false);
}

result<http::response> show_notification_choice(const call& c) {
  auto claim = claim_of(c, c.body().text("token").value_or(""));
  if (!claim) return std::unexpected(claim.error());
  const auto user = claim->user.text();
  auto wanted = c.with().database.read(postgres::role::api, postgres::tenant_scope::person(claim->user),
                                       [&](postgres::executor& in) -> result<bool> {
                                         if (auto good = check_holder(in, user); !good)
                                           return std::unexpected(good.error());
                                         return postgres::user_preferences::wants(in, user, claim->kind);
                                       });
  if (!wanted) return std::unexpected(wanted.error());
  return answer(c, claim->kind, *wanted);
}

result<http::response> choose_notification(const call& c) {
  const auto wanted = c.body().find("wanted");
  return choose(c, c.body().text("token").value_or(""), wanted && wanted->boolean().value_or(true));
}

}  // namespace weir::api
