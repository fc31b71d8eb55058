// A mail on the wire: lines, encodings, and headers that nobody else can begin.
#include <doctest/doctest.h>
#include <workers/notify/mime_message.hpp>

using namespace weir;
using namespace weir::notify;

namespace {

mail_message message() {
  mail_message m;
  m.id = "evt_1.usr_1@example.com";
  m.from = {"Weir", "weir@example.com"};
  m.to = {"", "ada@example.com"};
  m.subject = "Hello";
  m.text = "Hello,\n\nthis is text.\n";
  m.html = "<p>Hello</p>\n";
  m.at = *parse_rfc3339("2026-11-20T10:00:00Z");
  return m;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size()))
    ++n;
  return n;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
    } else if (text.substr(i, 3) == "=\r\n") {
      i += 2;
    } else {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    }
  }
  return out;
}

void check_lines(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto end = bytes.find("\r\n");
    REQUIRE(end != std::string_view::npos);
    const auto line = bytes.substr(0, end);
    CHECK_MESSAGE(line.size() <= 76, std::string(line));
    for (char c : line)
      CHECK((c >= 0x20 && c < 0x7f));
    bytes.remove_prefix(end + 2);
  }
}

}  // namespace

TEST_CASE("a mail has its headers once, and text before HTML") {
  const auto bytes = compose(message());
  check_lines(bytes);
  CHECK(bytes.starts_with("Date: Fri, 20 Nov 2026 10:00:00 +0000\r\n"));
  for (std::string_view header :
       {"From: \"Weir\" <weir@example.com>\r\n", "To: ada@example.com\r\n", "Subject: Hello\r\n",
        "Message-ID: <evt_1.usr_1@example.com>\r\n", "MIME-Version: 1.0\r\n", "Auto-Submitted: auto-generated\r\n"}) {
    CAPTURE(header);
    CHECK(count(bytes, header) == 1);
  }
  CHECK(bytes.find("text/plain") < bytes.find("text/html"));
  CHECK(count(bytes, "--=_weir_part\r\n") == 2);
  CHECK(bytes.ends_with("\r\n--=_weir_part--\r\n"));
  CHECK_FALSE(bytes.contains("X-Weir-Recipient"));
}

TEST_CASE("nothing that somebody wrote begins a header or a part of its own") {
  auto m = message();
  m.subject = "Hi\r\nBcc: victim@example.com\r\n\r\nbody";
  m.from.name = "Weir\r\nX-Evil: 1";
  m.meant_for = "ada@example.com\r\nX-Evil: 2";
  m.text = "--=_weir_part--\r\n.\r\nQUIT\r\n";
  m.html = "\r\n--=_weir_part\r\nContent-Type: application/x-evil\r\n";
  const auto bytes = compose(m);
  check_lines(bytes);
  CHECK_FALSE(bytes.contains("\r\nBcc:"));
  CHECK_FALSE(bytes.contains("\r\nX-Evil"));
  CHECK(count(bytes, "--=_weir_part") == 3);
  CHECK_FALSE(bytes.contains("\r\n.\r\n"));
}

TEST_CASE("a subject of other letters is encoded words, each of whole characters") {
  auto m = message();
  m.subject.clear();
  for (int i = 0; i < 60; ++i)
    m.subject += i % 2 == 0 ? "ü" : "日";
  m.from.name = "Wehr \"Müller\"";
  const auto bytes = compose(m);
  check_lines(bytes);
  CHECK(bytes.contains("Subject: =?utf-8?B?"));
  CHECK(bytes.contains("?=\r\n =?utf-8?B?"));
  CHECK(header_text("plain", 9) == "plain");
  CHECK(header_text("=?utf-8?Q?x?=", 9).starts_with("=?utf-8?B?"));  // what looks encoded is said, not decoded
  CHECK(header_text("ü", 9) == "=?utf-8?B?w7w=?=");
  CHECK(header_text("", 9).empty());
}

TEST_CASE("a quoted name keeps its quotes inside") {
  auto m = message();
  m.from.name = "The \"best\" \\ Weir";
  CHECK(compose(m).contains("From: \"The \\\"best\\\" \\\\ Weir\" <weir@example.com>\r\n"));
}

TEST_CASE("quoted-printable comes back as it was") {
  CHECK(quoted_printable("a=b") == "a=3Db");
  CHECK(quoted_printable("blank \nend\t") == "blank=20\r\nend=09");
  CHECK(quoted_printable(".dot\n..") == "=2Edot\r\n=2E.");
  CHECK(quoted_printable("Grüße") == "Gr=C3=BC=C3=9Fe");
  std::string every;
  for (int i = 0; i < 1000; ++i)
    every += static_cast<char>(i * 7 % 251);
  std::erase(every, '\r');
  std::erase(every, '\n');
  const auto there = quoted_printable(every);
  check_lines(there + "\r\n");
  CHECK(decoded(there) == every);
}

TEST_CASE("a sender is an address, or a name with one") {
  CHECK(read_mailbox("weir@example.com")->address == "weir@example.com");
  CHECK(read_mailbox("weir@example.com")->host() == "example.com");
  const auto named = read_mailbox("Weir of Acme <Weir@Example.com>").value();
  CHECK(named.name == "Weir of Acme");
  CHECK(named.address == "weir@example.com");
  for (std::string_view wrong : {"", "Weir", "Weir <weir@example.com", "Weir <>", "a@b\r\nBcc: c@d", "<a@b> x"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read_mailbox(wrong));
  }
}

TEST_CASE("one click is offered behind https only, and what has no address has neither header") {
  auto m = message();
  CHECK_FALSE(compose(m).contains("List-Unsubscribe"));
  m.unsubscribe = "https://weir.example.com/api/v1/unsubscribe/weir_un_x";
  auto bytes = compose(m);
  CHECK(count(bytes, "\r\nList-Unsubscribe: <https://weir.example.com/api/v1/unsubscribe/weir_un_x>\r\n") == 1);
  CHECK(count(bytes, "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n") == 1);
  m.unsubscribe = "http://127.0.0.1:8000/api/v1/unsubscribe/weir_un_x";
  bytes = compose(m);
  CHECK(count(bytes, "\r\nList-Unsubscribe: <http://127.0.0.1:8000/") == 1);
  CHECK_FALSE(bytes.contains("List-Unsubscribe-Post"));
  m.unsubscribe = "https://a\r\nBcc: victim@example.com";
  CHECK_FALSE(compose(m).contains("\r\nBcc"));
}
