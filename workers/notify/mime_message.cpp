#include <array>
#include <chrono>

#include <fmt/format.h>
#include <workers/notify/mime_message.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/text.hpp>
#include <weir/domain/email.hpp>

namespace weir::notify {
namespace {

constexpr std::size_t most_line = 76;
constexpr std::string_view word_begin = "=?utf-8?B?";
constexpr std::string_view word_end = "?=";
constexpr std::size_t bytes_of_word = 42;  // 56 characters of base 64, and the frame of an encoded word

bool is_plain(std::string_view text) {
  for (char c : text) {
    if (c < 0x20 || c > 0x7e) return false;
  }
  return !text.contains("=?");
}

std::string without_control(std::string_view text) {
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == '\r' || byte == '\n' || byte == '\t') {
      out += ' ';
    } else if (byte >= 0x20 && byte != 0x7f) {
      out += c;
    }
  }
  return out;
}

// A character of UTF-8 stays in one piece.
std::size_t end_of_piece(std::string_view text, std::size_t begin, std::size_t most) {
  auto end = std::min(text.size(), begin + most);
  while (end > begin + 1 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
    --end;
  return end;
}

std::string encoded_words(std::string_view text, std::size_t used) {
  std::string out;
  std::size_t begin = 0;
  auto room = used + word_begin.size() + word_end.size() + 4 < most_line
                  ? (most_line - used - word_begin.size() - word_end.size()) / 4 * 3
                  : std::size_t{3};
  while (begin < text.size()) {
    const auto end = end_of_piece(text, begin, std::min(room, bytes_of_word));
    if (begin > 0) out += "\r\n ";
    out.append(word_begin).append(base64(text.substr(begin, end - begin))).append(word_end);
    begin = end;
    room = bytes_of_word;
  }
  return out;
}

std::string mailbox_text(const mailbox& m, std::size_t used) {
  const auto name = without_control(m.name);
  if (name.empty()) return m.address;
  if (!is_plain(name)) return encoded_words(name, used) + "\r\n <" + m.address + ">";
  std::string quoted = "\"";
  for (char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\" <" + m.address + ">";
}

// RFC 5322 §3.3, UTC.
std::string date_text(timestamp at) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_seconds moment{std::chrono::seconds(at.ns / 1'000'000'000)};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

}  // namespace

result<mailbox> read_mailbox(std::string_view text) {
  mailbox out;
  const auto open = text.rfind('<');
  auto address = text;
  if (open != std::string_view::npos) {
    if (!text.ends_with('>')) return fail(error_code::email_invalid, "an address is name@host, or Name <name@host>");
    out.name = trimmed(text.substr(0, open), header_blanks);
    address = text.substr(open + 1, text.size() - open - 2);
  }
  auto normalized = domain::normalize_email(trimmed(address, header_blanks));
  if (!normalized) return std::unexpected(normalized.error());
  out.address = std::move(*normalized);
  return out;
}

std::string header_text(std::string_view text, std::size_t used) {
  const auto clean = without_control(text);
  // A long line of ASCII is folded as encoded words too: no fold then depends on where its blanks are.
  return is_plain(clean) && used + clean.size() <= most_line ? clean : encoded_words(clean, used);
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  const auto put = [&](std::string_view piece) {
    // One character is left for the "=" of a soft break.
    if (column + piece.size() > most_line - 1) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n' || c == '\r') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool blank = c == ' ';
    // A dot that begins a line is what SMTP itself escapes: encoded, no relay can get it wrong.
    const bool first_dot = c == '.' && column == 0;
    const bool plain = (c > 0x20 && c < 0x7f && c != '=' && !first_dot) || (blank && !ends_line);
    if (plain) {
      put({&c, 1});
    } else {
      put(fmt::format("={:02X}", static_cast<unsigned char>(c)));
    }
  }
  return out;
}

std::string compose(const mail_message& m) {
  // "=_" cannot occur in quoted-printable, so no body holds the boundary.
  constexpr std::string_view boundary = "=_weir_part";
  std::string out;
  const auto header = [&](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  header("Date", date_text(m.at));
  header("From", mailbox_text(m.from, 6));
  header("To", mailbox_text(m.to, 4));
  if (!m.meant_for.empty()) header("X-Weir-Recipient", header_text(m.meant_for, 18));
  header("Subject", header_text(m.subject, 9));
  header("Message-ID", "<" + without_control(m.id) + ">");
  header("Auto-Submitted", "auto-generated");
  if (!m.unsubscribe.empty()) {
    header("List-Unsubscribe", "<" + without_control(m.unsubscribe) + ">");
    if (m.unsubscribe.starts_with("https://")) header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }
  header("MIME-Version", "1.0");
  header("Content-Type", fmt::format("multipart/alternative; boundary=\"{}\"", boundary));
  for (const auto& [type, body] : {std::pair("text/plain", &m.text), std::pair("text/html", &m.html)}) {
    out.append("\r\n--").append(boundary).append("\r\n");
    header("Content-Type", fmt::format("{}; charset=utf-8", type));
    header("Content-Transfer-Encoding", "quoted-printable");
    out.append("\r\n").append(quoted_printable(*body));
  }
  return out.append("\r\n--").append(boundary).append("--\r\n");
}

}  // namespace weir::notify
