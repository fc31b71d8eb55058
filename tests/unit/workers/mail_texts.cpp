// What mails say: every kind in every language, and nothing of what people wrote becomes anything but text.
#include <set>

#include <doctest/doctest.h>
#include <workers/notify/mail_texts.hpp>
#include <workers/notify/notice.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_document.hpp>

using namespace weir;
using namespace weir::notify;

namespace {

const mail_facts usual{{"name", "Ada"},
                       {"email", "ada@example.com"},
                       {"tenant", "Acme"},
                       {"inviter", "Bob"},
                       {"role", "analyst"},
                       {"device", "Firefox"},
                       {"address", "::1"},
                       {"at", "2026-11-20T10:00:00Z"},
                       {"host", "weir.example.com"}};
constexpr std::string_view where_to = "https://weir.example.com/app/invitation#token=weir_mt_x";

std::set<std::string> shape(const contract::json_value& v, const std::string& at = "") {
  std::set<std::string> out{at + ":" + std::to_string(static_cast<int>(v.kind()))};
  for (std::size_t i = 0; v.kind() == contract::json_kind::object && i < v.size(); ++i) {
    auto [name, value] = v.member(i);
    out.merge(shape(value, at + "/" + std::string(name)));
  }
  return out;
}

}  // namespace

TEST_CASE("every kind that a rule names has texts in every language, and they leave no placeholder open") {
  for (const auto& rule : notice_rules()) {
    for (auto language : languages()) {
      CAPTURE(rule.kind);
      CAPTURE(language);
      for (const auto& facts : {usual, mail_facts{}}) {
        const auto mail = render_mail(rule.kind, language, facts, rule.path.empty() ? "" : where_to);
        CHECK_FALSE(mail.subject.empty());
        for (const auto& text : {mail.subject, mail.text, mail.html}) {
          CHECK_FALSE(text.contains("{{"));
          CHECK_FALSE(text.contains("}}"));
        }
        CHECK(mail.text.contains(where_to) == !rule.path.empty());
        CHECK(mail.html.contains(where_to) == !rule.path.empty());
        CHECK(mail.html.contains("lang=\"" + std::string(language) + "\""));
      }
    }
  }
}

TEST_CASE("every language has the same texts, and every kind belongs to a rule") {
  std::optional<std::set<std::string>> first;
  for (const auto& file : embedded_texts()) {
    if (file.name == "mail") continue;
    CAPTURE(file.name);
    auto parsed = contract::json_document::parse(file.text);
    REQUIRE(parsed);
    const auto mine = shape(parsed->root());
    if (!first) first = mine;
    CHECK(mine == *first);
    const auto kinds = *parsed->root().find("kinds");
    for (std::size_t i = 0; i < kinds.size(); ++i)
      CHECK_MESSAGE(rule_of_kind(kinds.member(i).first) != nullptr, kinds.member(i).first);
  }
}

TEST_CASE("rules name announcements of the catalogue, and ask for a token only where a link carries it") {
  for (const auto& rule : notice_rules()) {
    CAPTURE(rule.event_type);
    CHECK(contract::event_type_from_name(rule.event_type).has_value());
    if (rule.token) CHECK_FALSE(rule.path.empty());
    CHECK((rule.path.empty() || rule.path.starts_with("/app/")));
    CHECK(patience_s(rule) > 0);
  }
  CHECK(patience_s(*rule_of_kind("password_reset")) == 1800);
  CHECK(patience_s(*rule_of_kind("invitation")) == 86'400);
  CHECK(rule_of_kind("nothing") == nullptr);
}

TEST_CASE("what people wrote is text in HTML, one line in a subject, and never a placeholder") {
  auto facts = usual;
  facts["inviter"] = "<img src=x onerror=alert(1)> & \"Eve\" 'x'";
  facts["tenant"] = "Acme\r\nBcc: victim@example.com\n\n{email} {{subject}}";
  facts["name"] = "A\u202Egnp.exe\u2028B\u200B";
  const auto mail = render_mail("invitation", "en", facts, where_to);
  CHECK_FALSE(mail.html.contains("<img"));
  CHECK(mail.html.contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Eve&quot; &#39;x&#39;"));
  CHECK_FALSE(mail.subject.contains('\n'));
  CHECK_FALSE(mail.subject.contains('\r'));
  CHECK(mail.subject == "You are invited to Acme  Bcc: victim@example.com  {email} {{subject}}");
  CHECK(mail.text.starts_with("Hello Agnp.exeB,\n"));
  CHECK(mail.html.contains("{{subject}}"));  // as it was written
}

TEST_CASE("a fact has at most 100 characters, whole ones") {
  auto facts = usual;
  facts["tenant"].clear();
  for (int i = 0; i < 150; ++i)
    facts["tenant"] += "ß";
  const auto mail = render_mail("role_changed", "en", facts, where_to);
  std::string most;
  for (int i = 0; i < 100; ++i)
    most += "ß";
  CHECK(mail.text.contains("“" + most + "…”"));
  facts["tenant"] = "cut in the middle \xc3";
  CHECK(render_mail("role_changed", "en", facts, where_to).text.contains("cut in the middle"));
}

TEST_CASE("a language without texts falls back, a region does not matter") {
  CHECK(language_of("de") == "de");
  CHECK(language_of("de-AT") == "de");
  CHECK(language_of("DE") == "de");
  CHECK(language_of("fr") == "en");
  CHECK(language_of("") == "en");
  CHECK(language_of("den") == "en");
  const auto mail = render_mail("role_changed", "de-CH", usual, where_to);
  CHECK(mail.subject == "Ihre Rolle bei Acme wurde geändert");
  CHECK(mail.text.contains("Analyst"));
}

TEST_CASE("who has no name is greeted without one, and what is not known is said to be so") {
  const auto mail = render_mail("new_device", "en", {{"email", "ada@example.com"}}, "");
  CHECK(mail.text.starts_with("Hello,\n"));
  CHECK(mail.text.contains("a program that does not say its name"));
}

TEST_CASE("a mail that one can do without says in every language where it is switched off, and no other does") {
  constexpr std::string_view away = "https://weir.example.com/app/unsubscribe#token=weir_un_x";
  for (auto language : languages()) {
    CAPTURE(language);
    const auto mail = render_mail("new_device", language, usual, "", away);
    const auto words = language == "de" ? "Keine E-Mails dieser Art mehr" : "No more mails of this kind";
    CHECK(mail.text.ends_with(std::string(words) + ": " + std::string(away) + "\n"));
    CHECK(mail.html.contains("<a href=\"" + std::string(away) + "\""));
    CHECK(mail.html.contains(std::string(words) + "</a>"));
    const auto without = render_mail("password_changed", language, usual, "");
    CHECK_FALSE(without.text.contains(words));
    CHECK_FALSE(without.html.contains(words));
  }
}
