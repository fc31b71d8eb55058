// A mail as it travels: RFC 5322 and MIME, text beside HTML. Pure.
#pragma once

#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir::notify {

struct mailbox {
  std::string name;  // for people, or empty
  std::string address;

  std::string host() const { return address.substr(address.rfind('@') + 1); }
};

// "Weir <weir@example.com>" or "weir@example.com". Error: email_invalid.
result<mailbox> read_mailbox(std::string_view text);

struct mail_message {
  std::string id;  // unique, without brackets: "evt_….usr_…@example.com"
  mailbox from;
  mailbox to;
  std::string meant_for;  // another address than `to`, or empty
  std::string subject;
  std::string text;
  std::string html;
  timestamp at{};
  std::string unsubscribe{};  // an https address that takes the one click of RFC 8058 (http: no one-click); or empty
};

// CRLF lines of at most 76 characters (headers 998), ASCII throughout: bodies are quoted-printable, names and subjects
// encoded words (RFC 2047) where they need it. Control characters in what goes into a header are left out, so nothing
// that anybody wrote begins a header of its own.
std::string compose(const mail_message& m);

std::string quoted_printable(std::string_view text);               // RFC 2045 §6.7; line breaks become CRLF
std::string header_text(std::string_view text, std::size_t used);  // `used`: characters of the line before it

}  // namespace weir::notify
