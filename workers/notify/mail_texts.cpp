#include <algorithm>

#include <workers/notify/mail_texts.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_document.hpp>

namespace weir::notify {
namespace {

using contract::json_document;
using contract::json_value;

constexpr std::string_view known_languages[] = {"en", "de"};
constexpr std::size_t most_characters = 100;

std::string_view file(std::string_view name) {
  const auto files = embedded_texts();
  const auto found = std::ranges::find(files, name, &embedded_file::name);
  WEIR_ASSERT(found != files.end(), "workers/notify/texts has every language and the layout");
  return found->text;
}

const json_document& texts_in(std::string_view language) {
  static const auto all = [] {
    std::map<std::string_view, json_document> out;
    for (auto each : known_languages) {
      auto parsed = json_document::parse(file(each));
      WEIR_ASSERT(parsed, "workers/notify/texts is JSON");
      out.emplace(each, std::move(*parsed));
    }
    return out;
  }();
  return all.at(language);
}

// Where a line ends, or text runs another way than it looks: U+2028, U+2029, U+202A to U+202E, U+2066 to U+2069, and
// marks without width (U+200B to U+200F, U+FEFF).
bool is_unseen(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

// One line of what somebody wrote.
std::string tamed(std::string_view text) {
  std::string out;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const auto piece = text.substr(i, size);
    i += size;
    char32_t c = size == 1 ? lead : lead & (0xffu >> (size + 1));
    for (std::size_t n = 1; n < piece.size(); ++n)
      c = c << 6 | (static_cast<unsigned char>(piece[n]) & 0x3f);
    if (is_unseen(c)) {
      if (c == '\n' || c == '\t' || c == '\r') out += ' ';
      continue;
    }
    if (++characters > most_characters) return out + "…";
    out += piece;
  }
  return out;
}

std::string plain(std::string_view text) {
  return std::string(text);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// One mail in one language. Texts are ours, facts are others'.
class writer {
 public:
  writer(json_value texts, json_value mine, const mail_facts& facts) : texts_(texts), mine_(mine), facts_(facts) {}

  std::string one(json_value of, std::string_view name, std::string (*form)(std::string_view)) const {
    return fill(of.text(name).value_or(""), form);
  }
  std::vector<std::string> all(std::string_view name, std::string (*form)(std::string_view)) const {
    std::vector<std::string> out;
    if (auto list = mine_.find(name)) {
      for (std::size_t i = 0; i < list->size(); ++i)
        out.push_back(fill(list->item(i).text().value_or(""), form));
    }
    return out;
  }
  std::string subject(std::string (*form)(std::string_view)) const { return one(mine_, "subject", form); }
  std::string action(std::string (*form)(std::string_view)) const { return one(mine_, "action", form); }
  std::string footer(std::string (*form)(std::string_view)) const { return one(texts_, "footer", form); }
  std::string unsubscribe(std::string (*form)(std::string_view)) const { return one(texts_, "unsubscribe", form); }
  std::string greeting(std::string (*form)(std::string_view)) const {
    return one(texts_, fact("name").empty() ? "greeting_without_name" : "greeting", form);
  }

 private:
  std::string fact(std::string_view name) const {
    const auto it = facts_.find(name);
    auto value = it == facts_.end() ? std::string() : tamed(it->second);
    if (name == "role") {
      if (auto role = texts_.find("roles")->text(value)) return std::string(*role);
    }
    if (value.empty()) {
      if (auto unknown = texts_.find("unknown")->text(name)) return std::string(*unknown);
    }
    return value;
  }

  // {name} → the fact. What a fact says is not looked at again.
  std::string fill(std::string_view pattern, std::string (*form)(std::string_view)) const {
    std::string out;
    for (;;) {
      const auto open = pattern.find('{');
      out += form(pattern.substr(0, open));
      if (open == std::string_view::npos) return out;
      const auto close = pattern.find('}', open);
      WEIR_ASSERT(close != std::string_view::npos, "a placeholder of workers/notify/texts is closed");
      out += form(fact(pattern.substr(open + 1, close - open - 1)));
      pattern.remove_prefix(close + 1);
    }
  }

  json_value texts_;
  json_value mine_;
  const mail_facts& facts_;
};

std::string text_of(const writer& w, std::string_view link, std::string_view unsubscribe) {
  std::string out = w.greeting(plain) + "\n\n";
  for (const auto& line : w.all("paragraphs", plain))
    out += line + "\n\n";
  if (const auto action = w.action(plain); !action.empty() && !link.empty())
    out += action + ":\n" + std::string(link) + "\n\n";
  for (const auto& line : w.all("after", plain))
    out += line + "\n\n";
  out += "-- \n" + w.footer(plain) + "\n";
  if (!unsubscribe.empty()) out += w.unsubscribe(plain) + ": " + std::string(unsubscribe) + "\n";
  return out;
}

std::string body_of(const writer& w, std::string_view link) {
  constexpr std::string_view button =
      "display:inline-block;padding:10px 18px;border-radius:6px;background:#0b63ce;color:#ffffff;text-decoration:none";
  std::string out;
  for (const auto& line : w.all("paragraphs", escaped))
    out += "<p>" + line + "</p>\n";
  if (const auto action = w.action(escaped); !action.empty() && !link.empty()) {
    const auto target = escaped(link);
    out.append("<p><a href=\"").append(target).append("\" style=\"").append(button).append("\">");
    out.append(action).append("</a></p>\n<p style=\"font-size:13px;word-break:break-all\">");
    out.append(target).append("</p>\n");
  }
  for (const auto& line : w.all("after", escaped))
    out += "<p>" + line + "</p>\n";
  return out;
}

std::string html_of(const writer& w, std::string_view language, std::string_view link, std::string_view unsubscribe) {
  std::string away;
  if (!unsubscribe.empty()) {
    away.append(" <a href=\"").append(escaped(unsubscribe)).append("\" style=\"color:inherit\">");
    away.append(w.unsubscribe(escaped)).append("</a>");
  }
  const std::map<std::string_view, std::string> parts{
      {"lang", std::string(language)}, {"subject", w.subject(escaped)}, {"greeting", w.greeting(escaped)},
      {"body", body_of(w, link)},      {"footer", w.footer(escaped)},   {"unsubscribe", std::move(away)}};
  std::string out;
  auto layout = file("mail");
  for (;;) {
    const auto open = layout.find("{{");
    out += layout.substr(0, open);
    if (open == std::string_view::npos) return out;
    const auto close = layout.find("}}", open);
    out += parts.at(layout.substr(open + 2, close - open - 2));
    layout.remove_prefix(close + 2);
  }
}

}  // namespace

std::span<const std::string_view> languages() {
  return known_languages;
}

std::string_view language_of(std::string_view locale) {
  const auto primary = locale.substr(0, locale.find('-'));
  const auto* found = std::ranges::find_if(known_languages, [&](std::string_view each) {
    return std::ranges::equal(primary, each, [](char a, char b) { return (a | 0x20) == b; });
  });
  return found == std::end(known_languages) ? known_languages[0] : *found;
}

rendered_mail render_mail(std::string_view kind, std::string_view locale, const mail_facts& facts,
                          std::string_view link, std::string_view unsubscribe) {
  const auto language = language_of(locale);
  const auto texts = texts_in(language).root();
  const auto mine = texts.find("kinds")->find(kind);
  WEIR_ASSERT(mine, "workers/notify/texts has every kind of mail");
  const writer w(texts, *mine, facts);
  return {w.subject(plain), text_of(w, link, unsubscribe), html_of(w, language, link, unsubscribe)};
}

}  // namespace weir::notify
