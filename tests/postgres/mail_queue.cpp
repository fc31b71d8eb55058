// Announcements become mails exactly once, in the flush's transaction; mails are sent by whoever leases them.
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <tests/support/manual_clock.hpp>
#include <workers/notify/mail_sender.hpp>
#include <workers/notify/mail_texts.hpp>
#include <workers/notify/postgres_notify_store.hpp>

#include <weir/base/crypto.hpp>
#include <weir/contract/unsubscribe_token.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/invitations.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/postgres/mail_tokens.hpp>
#include <weir/postgres/memberships.hpp>
#include <weir/postgres/sessions.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::notify;

namespace {

constexpr const char* secret = "a secret of at least 32 characters";

class held_transport final : public mail_transport {
 public:
  result<void> deliver(const outgoing_mail& m) override {
    if (during) during();
    sent.push_back(m);
    return answer;
  }
  result<void> answer{};
  std::function<void()> during{};
  std::vector<outgoing_mail> sent;
};

std::string hash(std::string_view text) {
  const auto h = sha256(text);
  return {h.begin(), h.end()};
}

struct world {
  world() {
    empty_tables();
    REQUIRE(leases.prepare(1).has_value());
    held = leases.acquire(0).value().at(0);
    acme = platform([](executor& in) {
             return tenants::create(in, {.id = new_id("ten_"), .key = "acme", .name = "Acme"});
           }).value();
    ada = user("ada@example.com", "Ada");
  }

  static user_row user(const std::string& email, const std::string& name) {
    return platform([&](executor& in) {
             return users::create(in, {new_id("usr_"), email, name, std::string("$argon2id$x")});
           })
        .value();
  }

  notice of(std::string_view type, const std::string& subject, mail_facts data = {}) const {
    notice n;
    for (const auto& rule : notice_rules()) {
      if (rule.event_type == type) n.rule = &rule;
    }
    REQUIRE(n.rule != nullptr);
    n.event_id = "evt_" + std::string(type) + "_" + subject;
    n.subject = subject;
    n.actor = ada.id;
    n.tenant = acme.id;
    n.address = "192.0.2.1";
    n.at = clock.now();
    n.data = std::move(data);
    return n;
  }
  notice reset() const { return of("password.reset_requested", ada.id, {{"user_id", ada.id}}); }

  std::vector<outcome> flush(const std::vector<notice>& notices, bool commit = true) {
    auto tx = flushes.begin();
    REQUIRE(tx.has_value());
    const stream::progress move{0, held.epoch, offset, offset + 1, 1, false};
    const auto fenced = (*tx)->advance(std::span(&move, 1));
    REQUIRE(fenced.has_value());
    REQUIRE(fenced->empty());
    auto written = store.write(**tx, notices);
    REQUIRE_MESSAGE(written.has_value(), (written ? "" : written.error().detail));
    if (commit) {
      ++offset;
      REQUIRE((*tx)->commit() == stream::commit_outcome::committed);
    } else {
      (*tx)->roll_back();
    }
    std::vector<outcome> out;
    for (const auto& one : *written)
      out.push_back(one.what);
    return out;
  }

  mail_sender sender(std::string redirect = {}) { return sender_with(secrets, std::move(redirect)); }
  mail_sender sender_with(const secret_ring& by, std::string redirect = {}) {
    return mail_sender(
        connections(), transport, by,
        {"https://weir.example.com", {"Weir", "weir@example.com"}, std::move(redirect), std::string(32, 'k')},
        [this](std::string_view kind, sending what) {
          ended.push_back(std::string(kind) + "/" + std::to_string(static_cast<int>(what)));
        });
  }

  std::string token_of(const outgoing_mail& m) const { return m.link.substr(m.link.find("#token=") + 7); }
  mail_tokens::row token(const std::string& text) const {
    return login([&](executor& in) { return mail_tokens::find(in, hash(text)); }).value().value();
  }
  std::string ask(const std::string& sql) { return one(*shared_database().connect_as_administrator(), sql); }
  void tamper(const std::string& sql) { must(*shared_database().connect_as_administrator(), sql); }
  void make_due() { tamper("UPDATE mails SET due_at = now() - interval '1 second' WHERE state = 'queued'"); }

  manual_clock clock{system_clock().now()};
  ownership who{"notify", "weir.events", "a", std::chrono::seconds(60), std::make_shared<flush_backend>()};
  postgres::lease_store leases{shared_database().options(), who};
  flush_store flushes{{shared_database().options(), true, std::chrono::seconds(5)}, who};
  int randoms = 0;
  secret_ring secrets{secret};
  postgres_notify_store store{clock, secrets, [this] { return std::string(31, 'r') + static_cast<char>(++randoms); }};
  stream::lease held;
  tenant_row acme;
  user_row ada;
  held_transport transport;
  std::int64_t offset = 0;
  std::vector<std::string> ended;
};

}  // namespace

TEST_CASE("an event writes to a person once, and what was rolled back writes nothing") {
  world w;
  CHECK(w.flush({w.reset()}, false) == std::vector{outcome::queued});
  CHECK(w.ask("SELECT count(*) FROM mails") == "0");
  CHECK(w.ask("SELECT count(*) FROM mail_tokens") == "0");
  CHECK(w.flush({w.reset(), w.reset()}) == std::vector{outcome::queued, outcome::repeated});
  CHECK(w.flush({w.reset()}) == std::vector{outcome::repeated});
  CHECK(w.ask("SELECT count(*) FROM mails") == "1");
  CHECK(w.ask("SELECT count(*) FROM mail_tokens") == "1");
  auto s = w.sender();
  CHECK(s.send_next().value());
  CHECK_FALSE(s.send_next().value());
  REQUIRE(w.transport.sent.size() == 1);
  CHECK(w.transport.sent[0].recipient == "ada@example.com");
  CHECK(w.transport.sent[0].bytes.contains("Message-ID: <evt_password.reset_requested_" + w.ada.id + "." + w.ada.id +
                                           "@example.com>"));
  CHECK(w.flush({w.reset()}) == std::vector{outcome::repeated});
  CHECK(w.ended == std::vector<std::string>{"password_reset/0"});
}

TEST_CASE("the token stands in the mail and as its hash, and sealed only until the mail is sent") {
  world w;
  w.flush({w.reset()});
  auto s = w.sender();
  CHECK(s.send_next().value());
  const auto token = w.token_of(w.transport.sent.at(0));
  CHECK(token.starts_with("weir_mt_"));
  CHECK(w.transport.sent[0].link == "https://weir.example.com/app/reset#token=" + token);
  const auto row = w.token(token);
  CHECK(row.facts.purpose == domain::mail_purpose::password_reset);
  CHECK(row.user_id == w.ada.id);
  CHECK(row.email == "ada@example.com");
  CHECK(w.ask("SELECT sealed IS NULL AND facts = '{}' AND state = 'sent' FROM mails") == "t");
  CHECK(w.ask("SELECT count(*) FROM mails AS m WHERE m::text LIKE '%" + token + "%'") == "0");
  CHECK(w.ask("SELECT count(*) FROM outbox") == "0");
}

TEST_CASE("a newer token takes the place of those before it, of the same purpose and person") {
  world w;
  auto first = w.reset(), second = w.reset();
  second.event_id += "_2";
  const auto bob = world::user("bob@example.com", "Bob");
  w.flush({first, w.of("password.reset_requested", bob.id, {{"user_id", bob.id}}),
           w.of("email.verification_requested", w.ada.id, {{"email", "ada@example.com"}}), second});
  auto s = w.sender();
  while (s.send_next().value()) {
  }
  REQUIRE(w.transport.sent.size() == 4);
  CHECK(w.ask("SELECT count(*) FROM mail_tokens WHERE superseded_at IS NOT NULL") == "1");
  std::string newest;
  for (const auto& m : w.transport.sent) {
    const auto t = w.token(w.token_of(m));
    if (t.user_id == w.ada.id && m.kind == "password_reset" && !t.facts.superseded_at) newest = w.token_of(m);
  }
  REQUIRE_FALSE(newest.empty());
  REQUIRE(login([&](executor& in) { return mail_tokens::use(in, hash(newest)); }).has_value());
  CHECK(w.token(newest).facts.used_at);
  CHECK(w.ask("SELECT count(*) FROM mail_tokens WHERE used_at IS NULL AND superseded_at IS NULL") == "2");
}

TEST_CASE("nobody is written to about a disabled account, a closed invitation, an address that changed, or the past") {
  world w;
  const auto bob = world::user("bob@example.com", "Bob");
  platform([&](executor& in) { return users::disable(in, bob.id); }).value();
  const auto invitation =
      platform([&](executor& in) {
        return invitations::create(in, {new_id("ivt_"), w.acme.number, "eve@example.com", "viewer", w.ada.id});
      }).value();
  platform([&](executor& in) { return invitations::revoke(in, invitation.id); }).value();
  auto old = w.of("user.created", w.ada.id);
  old.at = {w.clock.now().ns - 25 * 3600 * std::int64_t{1'000'000'000}};
  auto late = w.reset();
  late.at = {w.clock.now().ns - 31 * 60 * std::int64_t{1'000'000'000}};
  const std::vector nothing(6, outcome::unwanted);
  CHECK(w.flush({w.of("password.changed", bob.id), w.of("invitation.created", invitation.id),
                 w.of("email.verification_requested", w.ada.id, {{"email", "old@example.com"}}), old, late,
                 w.of("user.created", "nobody")}) == nothing);
  CHECK(w.ask("SELECT count(*) FROM mails") == "0");
  CHECK(w.ask("SELECT count(*) FROM mail_tokens") == "0");
}

TEST_CASE("an invitation says who invites where to, in the language of whoever has an account") {
  world w;
  const auto open = [&](const std::string& email) {
    return platform([&](executor& in) {
             return invitations::create(in, {new_id("ivt_"), w.acme.number, email, "analyst", w.ada.id});
           })
        .value();
  };
  const auto stranger = open("eve@example.com");
  const auto known = open("bob@example.com");
  const auto bob = world::user("bob@example.com", "Bob");
  must(*shared_database().connect_as_administrator(),
       "INSERT INTO user_preferences (user_id, locale) VALUES ('" + bob.id + "', 'de-DE')");
  CHECK(w.flush({w.of("invitation.created", stranger.id), w.of("invitation.created", known.id)}) ==
        std::vector{outcome::queued, outcome::queued});
  CHECK(w.ask("SELECT count(*) FROM mail_tokens WHERE user_id IS NULL AND invitation_id IS NOT NULL") == "2");
  auto s = w.sender();
  while (s.send_next().value()) {
  }
  REQUIRE(w.transport.sent.size() == 2);
  CHECK(w.transport.sent[0].subject == "You are invited to Acme");
  CHECK(w.transport.sent[0].bytes.contains("Ada invites you to join"));
  CHECK(w.transport.sent[1].subject == "Einladung zu Acme");
  CHECK(w.transport.sent[1].recipient == "bob@example.com");
  CHECK(login([&](executor& in) { return mail_tokens::find(in, hash(w.token_of(w.transport.sent[1]))); })
            .value()
            ->invitation_id == known.id);
}

TEST_CASE("a sign-in is told by a device that is new, unless it is the first or it was switched off") {
  world w;
  int n = 0;
  const auto sign_in = [&](const std::string& agent) {
    const auto id = new_id("ses_");
    login([&](executor& in) {
      return sessions::create(in, {id, w.ada.id, agent, "192.0.2.1", hash("token " + std::to_string(++n))});
    }).value();
    return w.of("session.started", id, {{"user_id", w.ada.id}, {"session_id", id}});
  };
  CHECK(w.flush({sign_in("desk")}) == std::vector{outcome::unwanted});
  CHECK(w.flush({sign_in("desk")}) == std::vector{outcome::unwanted});
  CHECK(w.flush({sign_in("phone")}) == std::vector{outcome::queued});
  CHECK(w.flush({sign_in("phone")}) == std::vector{outcome::unwanted});
  must(*shared_database().connect_as_administrator(),
       "INSERT INTO user_preferences (user_id, notifications) VALUES ('" + w.ada.id +
           "', '{\"new_device\": false, \"password_changed\": false}')");
  CHECK(w.flush({sign_in("tablet")}) == std::vector{outcome::unwanted});
  // What is about safety is told all the same.
  CHECK(w.flush({w.of("password.changed", w.ada.id)}) == std::vector{outcome::queued});
}

TEST_CASE("a crossed threshold is told to who pays and wants to know, each in their language") {
  world w;
  const auto join = [&](const std::string& email, const std::string& role, const std::string& preferences = {}) {
    const auto person = world::user(email, email.substr(0, email.find('@')));
    platform([&](executor& in) { return memberships::add(in, w.acme.number, person.id, role); }).value();
    if (!preferences.empty())
      must(*shared_database().connect_as_administrator(),
           "INSERT INTO user_preferences (user_id, locale, notifications) VALUES ('" + person.id + "', " + preferences +
               ")");
    return person.id;
  };
  join("olga@example.com", "owner");
  join("adam@example.com", "admin", "'de', '{}'");
  join("bill@example.com", "billing");
  join("mute@example.com", "billing", "'en', '{\"budget_alert\": false}'");
  join("anna@example.com", "analyst");
  join("vera@example.com", "viewer");
  const auto gone = join("gone@example.com", "owner");
  platform([&](executor& in) { return users::disable(in, gone); }).value();
  const auto crossed = w.of("budget.threshold_crossed", "bdg_1",
                            {{"name", "Spend"},
                             {"measures", "spend"},
                             {"currency", "EUR"},
                             {"amount", "500.00"},
                             {"used", "412.50"},
                             {"threshold", "80"},
                             {"percent", "82"},
                             {"period_from", "2026-11-01T00:00:00Z"}});
  CHECK(w.flush({crossed}) == std::vector(3, outcome::queued));
  CHECK(w.flush({crossed}) == std::vector(3, outcome::repeated));
  auto s = w.sender();
  while (s.send_next().value()) {
  }
  std::map<std::string, std::string> subjects;
  for (const auto& mail : w.transport.sent) {
    subjects[mail.recipient] = mail.subject;
    CHECK(mail.link == "https://weir.example.com/app/budgets");
    CHECK(mail.bytes.contains("List-Unsubscribe"));
    if (mail.recipient == "olga@example.com")
      CHECK_MESSAGE(mail.bytes.contains("412.50 of 500.00 EUR are used since 2026-11-01"), mail.bytes);
  }
  CHECK(subjects == std::map<std::string, std::string>{
                        {"olga@example.com", "Budget “Spend” has reached 80 %"},
                        {"adam@example.com", "Budget „Spend“: 80 % erreicht"},
                        {"bill@example.com", "Budget “Spend” has reached 80 %"},
                    });
}

TEST_CASE("a mail that one can do without carries a link that switches its kind off, for its person") {
  world w;
  auto s = w.sender();
  CHECK(w.flush({w.of("membership.updated", w.ada.id, {{"user_id", w.ada.id}, {"role", "admin"}}),
                 w.of("password.changed", w.ada.id)}) == std::vector{outcome::queued, outcome::queued});
  CHECK(s.send_next().value());
  CHECK(s.send_next().value());
  const contract::unsubscribe_codec codec(std::string(32, 'k'));
  const auto token = codec.token({*user_id::parse(w.ada.id), "role_changed"});
  const auto& mine = w.transport.sent.at(w.transport.sent.at(0).kind == "role_changed" ? 0 : 1);
  const auto& safety = w.transport.sent.at(w.transport.sent.at(0).kind == "role_changed" ? 1 : 0);
  CHECK(mine.bytes.contains("List-Unsubscribe: <https://weir.example.com/api/v1/unsubscribe/" + token + ">\r\n"));
  CHECK_FALSE(safety.bytes.contains("unsubscribe"));
  CHECK_FALSE(safety.bytes.contains("Unsubscribe"));
}

TEST_CASE("a mail is leased while it is sent, and comes again when nobody says what became of it") {
  world w;
  w.flush({w.reset()});
  auto first = w.sender(), second = w.sender();
  w.transport.during = [&] {
    w.transport.during = {};
    CHECK_FALSE(second.send_next().value());
    // The lease runs out while the server is slow: another process takes the mail.
    w.make_due();
    CHECK(second.send_next().value());
  };
  CHECK(first.send_next().value());
  CHECK(w.transport.sent.size() == 2);
  const auto from_sender_on = [&](std::size_t i) {  // the date is that of the attempt
    const auto& bytes = w.transport.sent[i].bytes;
    return bytes.substr(bytes.find("From:"));
  };
  CHECK(from_sender_on(0) == from_sender_on(1));
  CHECK(w.token_of(w.transport.sent[0]) == w.token_of(w.transport.sent[1]));
  CHECK(w.ended.size() == 1);
  CHECK(w.ask("SELECT state || attempts FROM mails") == "sent2");
}

TEST_CASE("a server that is away is asked again later, and at last the mail is given up, in the open") {
  world w;
  w.flush({w.reset()});
  auto s = w.sender();
  w.transport.answer = fail(error_code::peer_unavailable, "no route");
  CHECK(s.send_next().value());
  CHECK_FALSE(s.send_next().value());
  CHECK(w.ask("SELECT state || attempts || last_error FROM mails") == "queued1peer_unavailable: no route");
  CHECK(w.ask("SELECT due_at BETWEEN now() AND now() + interval '3 seconds' FROM mails") == "t");
  CHECK(s.count_queued().value() == 1);
  w.make_due();
  CHECK(s.send_next().value());
  w.tamper("UPDATE mails SET created_at = now() - interval '31 minutes'");
  w.make_due();
  CHECK(s.send_next().value());
  CHECK(w.ask("SELECT state || (sealed IS NULL)::text || facts FROM mails") == "given_uptrue{}");
  CHECK(w.ended == std::vector<std::string>{"password_reset/1", "password_reset/1", "password_reset/2"});
  CHECK(s.count_queued().value() == 0);
  const auto listed = worker([](executor& in) { return mail_queue::list(in, "given_up", 10); }).value();
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].last_error == "peer_unavailable: no route");
  CHECK(worker([](executor& in) { return mail_queue::list(in, "sent", 10); }).value().empty());
}

TEST_CASE("a mail that the server refuses is given up at once, and one of another secret too") {
  world w;
  w.flush({w.reset(), w.of("user.created", w.ada.id)});
  auto s = w.sender();
  w.transport.answer = fail(error_code::mail_refused, "550 no such user");
  CHECK(s.send_next().value());
  CHECK(w.ask("SELECT count(*) FROM mails WHERE state = 'given_up'") == "1");
  w.transport.answer = {};
  auto again = w.reset();
  again.event_id += "_2";
  w.flush({again});
  const secret_ring theirs("another secret of 32 characters and more");
  auto other = w.sender_with(theirs);
  CHECK(other.send_next().value());
  CHECK(other.send_next().value());
  CHECK_FALSE(other.send_next().value());
  CHECK(w.ask("SELECT count(*) FROM mails WHERE state = 'given_up' AND kind = 'password_reset'") == "2");
  CHECK(w.ask("SELECT count(*) FROM mails WHERE state = 'sent' AND kind = 'welcome'") == "1");
}

TEST_CASE("a redirected mail goes to one address and says whom it was for") {
  world w;
  w.flush({w.of("user.created", w.ada.id)});
  auto s = w.sender("staging@example.com");
  CHECK(s.send_next().value());
  const auto& m = w.transport.sent.at(0);
  CHECK(m.recipient == "staging@example.com");
  CHECK(m.bytes.contains("To: staging@example.com\r\nX-Weir-Recipient: ada@example.com\r\n"));
}

TEST_CASE("a kind that this program does not know waits for one that does") {
  world w;
  w.tamper("INSERT INTO mails (message_id, kind, recipient, facts) VALUES ('evt_9.usr_9', 'of_tomorrow', 'a@b', '{}')");
  auto s = w.sender();
  CHECK(s.send_next().value());
  CHECK(w.transport.sent.empty());
  CHECK(w.ask("SELECT state FROM mails") == "queued");
}

TEST_CASE("requests for new passwords become announcements of accounts that there are, once") {
  world w;
  const auto bob = world::user("bob@example.com", "Bob");
  platform([&](executor& in) { return users::disable(in, bob.id); }).value();
  for (std::string email : {"ada@example.com", "bob@example.com", "nobody@example.com"}) {
    REQUIRE(login([&](executor& in) { return reset_requests::ask(in, email, "192.0.2.1", "req_1"); }).has_value());
  }
  auto s = w.sender();
  CHECK(s.answer_requests().value() == 3);
  CHECK(s.answer_requests().value() == 0);
  CHECK(w.ask("SELECT count(*) FROM outbox") == "1");
  CHECK(w.ask("SELECT type || (payload::json ->> 'subject') || (payload::json ->> 'request') FROM outbox") ==
        "password.reset_requested" + w.ada.id + "req_1");
  CHECK(w.ask("SELECT count(*) FROM password_reset_requests") == "0");
}

TEST_CASE("an address is invited once at a time, and again when that is over") {
  world w;
  const auto invite = [&](const std::string& email) {
    return platform([&](executor& in) {
      return invitations::create(in, {new_id("ivt_"), w.acme.number, email, "viewer", w.ada.id});
    });
  };
  const auto first = invite("eve@example.com").value();
  CHECK(first.state == "open");
  CHECK(invite("eve@example.com").error().code == error_code::invitation_exists);
  CHECK(invite("bob@example.com").has_value());
  w.tamper("UPDATE invitations SET expires_at = now() WHERE id = '" + first.id + "'");
  CHECK(platform([&](executor& in) { return invitations::by_id(in, first.id); })->state == "expired");
  CHECK(platform([&](executor& in) { return invitations::renew(in, first.id); })->state == "open");
  w.tamper("UPDATE invitations SET expires_at = now() WHERE id = '" + first.id + "'");
  const auto second = invite("eve@example.com").value();
  CHECK(platform([&](executor& in) { return invitations::renew(in, first.id); }).error().code ==
        error_code::invitation_exists);
  const auto listed = platform([&](executor& in) { return invitations::list(in, w.acme.number, "", 10); }).value();
  CHECK(listed.size() == 3);
  const auto done = platform([&](executor& in) { return invitations::accept(in, second.id, w.ada.id); }).value();
  CHECK(done.state == "accepted");
  CHECK(done.version == 2);
  CHECK(platform([&](executor& in) { return invitations::get(in, w.acme.number + 1, second.id); }).error().code ==
        error_code::invitation_not_found);
}
