#include <cstring>
#include <utility>

#include <workers/notify/mail_sender.hpp>
#include <workers/notify/mail_texts.hpp>
#include <workers/notify/notice.hpp>
#include <workers/notify/postgres_notify_store.hpp>

#include <weir/base/random.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/unsubscribe_token.hpp>
#include <weir/domain/mail_schedule.hpp>
#include <weir/postgres/mail_tokens.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/users.hpp>

namespace weir::notify {
namespace {

using postgres::executor;

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t second_ms = 1'000;
constexpr std::int32_t most_requests = 50;

std::uint32_t chance() {
  std::uint32_t out = 0;
  const auto bytes = random_bytes(sizeof out);
  std::memcpy(&out, bytes.data(), sizeof out);
  return out;
}

mail_facts facts_of(const std::string& json) {
  mail_facts out;
  auto parsed = contract::json_document::parse(json);
  if (!parsed) return out;
  const auto root = parsed->root();
  for (std::size_t i = 0; i < root.size(); ++i) {
    auto [name, value] = root.member(i);
    out.emplace(name, value.text().value_or(""));
  }
  return out;
}

std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  auto rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  return std::string(rest.substr(0, rest.find('/')));
}

result<void> announce_request(executor& in, const postgres::reset_requests::row& r, const postgres::user_row& user) {
  contract::json_writer data;
  data.begin_object().member("user_id", user.id).end_object();
  contract::domain_event e;
  e.type = contract::event_type::password_reset_requested;
  e.id = contract::event_id(user.id, r.number, e.type);
  e.time = r.asked_at;
  e.subject = user.id;
  e.principal = "anonymous";
  e.request = r.request;
  e.address = r.address;
  e.data = data.take();
  if (auto said = postgres::outbox::append(in, e); !said) return std::unexpected(said.error());
  return {};
}

}  // namespace

mail_sender::mail_sender(postgres::pool& pool, mail_transport& transport, const secret_ring& secrets, sender_options o,
                         observer ended)
    : pool_(pool), transport_(transport), secrets_(secrets), options_(std::move(o)), observer_(std::move(ended)) {}

result<outgoing_mail> mail_sender::prepare(const due_mail& m) const {
  const auto* rule = rule_of_kind(m.kind);
  // Of a newer program: one of those will take it.
  if (rule == nullptr) return fail(error_code::not_found, "this program has no texts for the kind " + m.kind);
  auto facts = facts_of(m.facts);
  std::string link;
  if (!rule->path.empty()) link = options_.public_url + std::string(rule->path);
  if (!rule->path_ends.empty()) link += facts[std::string(rule->path_ends)];
  if (rule->token) {
    const auto token = secrets_.open(mail_seal_purpose, m.message_id, m.sealed.value_or(""));
    if (!token) return fail(error_code::mail_refused, "its token was sealed under another APP_SECRET_KEY");
    link += "#token=" + *token;
  }
  std::string away;
  if (rule->can_be_switched_off && m.user_id) {
    if (const auto user = user_id::parse(*m.user_id))
      away = contract::unsubscribe_codec(options_.claim_key).token({*user, m.kind});
  }
  facts["host"] = host_of(options_.public_url);
  auto said = render_mail(m.kind, m.locale, facts, link,
                          away.empty() ? away : options_.public_url + "/app/unsubscribe#token=" + away);
  const bool redirected = !options_.redirect_to.empty();
  mail_message message;
  message.id = m.message_id + "@" + options_.from.host();
  message.from = options_.from;
  message.to.address = redirected ? options_.redirect_to : m.recipient;
  if (redirected) message.meant_for = m.recipient;
  message.subject = said.subject;
  message.text = std::move(said.text);
  message.html = std::move(said.html);
  message.at = m.now;
  if (!away.empty()) message.unsubscribe = options_.public_url + "/api/v1/unsubscribe/" + away;
  return outgoing_mail{options_.from.address,   message.to.address, compose(message), m.kind,
                       std::move(said.subject), std::move(link)};
}

result<bool> mail_sender::send_next() {
  auto due = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                    [&](executor& in) { return postgres::mail_queue::take(in, options_.lease_s); });
  if (!due) return std::unexpected(due.error());
  if (!*due) return false;
  auto ready = prepare(**due);
  const auto done = ready ? transport_.deliver(*ready) : result<void>(std::unexpected(ready.error()));
  if (auto noted = note(**due, done); !noted) return std::unexpected(noted.error());
  return true;
}

result<void> mail_sender::note(const due_mail& m, const result<void>& done) {
  auto what = sending::sent;
  std::int64_t wait_ms = 0;
  std::string why;
  if (!done) {
    why = std::string(name(done.error().code)) + ": " + done.error().detail;
    const auto* rule = rule_of_kind(m.kind);
    const auto patience_ms = (rule ? patience_s(*rule) : domain::mail_patience_s) * second_ms;
    wait_ms = domain::mail_wait_ms(m.attempts, chance());
    const bool late = (m.now.ns - m.created_at.ns) / ms + wait_ms > patience_ms;
    const bool hopeless = late || (rule && !done.error().retryable());
    what = hopeless ? sending::given_up : sending::postponed;
  }
  auto noted = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(), [&](executor& in) {
    if (what == sending::sent) return postgres::mail_queue::sent(in, m);
    if (what == sending::given_up) return postgres::mail_queue::give_up(in, m, why);
    return postgres::mail_queue::postpone(in, m, wait_ms, why);
  });
  if (!noted) return std::unexpected(noted.error());
  if (*noted && observer_) observer_(m.kind, what);
  return {};
}

result<std::size_t> mail_sender::answer_requests() {
  return pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                [&](executor& in) -> result<std::size_t> {
                                  auto requests = postgres::reset_requests::take(in, most_requests);
                                  if (!requests) return std::unexpected(requests.error());
                                  for (const auto& r : *requests) {
                                    auto user = postgres::users::by_email(in, r.email);
                                    if (!user && user.error().code == error_code::user_not_found) continue;
                                    if (!user) return std::unexpected(user.error());
                                    if (!user->is_active) continue;
                                    if (auto said = announce_request(in, r, *user); !said)
                                      return std::unexpected(said.error());
                                  }
                                  return requests->size();
                                });
}

result<std::int64_t> mail_sender::count_queued() {
  return pool_.read(postgres::role::worker, postgres::tenant_scope::platform(),
                    [](executor& in) { return postgres::mail_queue::count_queued(in); });
}

}  // namespace weir::notify
