#include <algorithm>

#include <weir/contract/media_type.hpp>

namespace weir::contract {
namespace {

constexpr std::size_t most_parameters = 16;

bool is_token_char(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

class reader {
 public:
  explicit reader(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  void skip_space() {
    while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\t'))
      text_.remove_prefix(1);
  }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::string_view token() {
    std::size_t size = 0;
    while (size < text_.size() && is_token_char(text_[size]))
      ++size;
    const auto out = text_.substr(0, size);
    text_.remove_prefix(size);
    return out;
  }
  std::optional<std::string> quoted() {
    std::string out;
    while (!text_.empty()) {
      char c = text_.front();
      text_.remove_prefix(1);
      if (c == '"') return out;
      if (c == '\\') {
        if (text_.empty()) return std::nullopt;
        c = text_.front();
        text_.remove_prefix(1);
      }
      out += c;
    }
    return std::nullopt;
  }

 private:
  std::string_view text_;
};

// Thousandths; nothing when malformed.
std::optional<int> parse_quality(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int value = (text[0] - '0') * 1000;
  int unit = 100;
  for (char c : text.substr(std::min<std::size_t>(text.size(), 2))) {
    if (c < '0' || c > '9') return std::nullopt;
    value += (c - '0') * unit;
    unit /= 10;
  }
  return value <= 1000 ? std::optional(value) : std::nullopt;
}

struct preference {
  int specificity = -1;  // */* 0, type/* 1, type/subtype 2
  int quality = 0;
};

// What one part of Accept says about one offered type.
preference judge(const media_type& part, std::string_view offered) {
  preference out;
  const auto slash = offered.find('/');
  if (part.type == "*" && part.subtype == "*") {
    out.specificity = 0;
  } else if (part.type == offered.substr(0, slash) && part.subtype == "*") {
    out.specificity = 1;
  } else if (part.is(offered)) {
    out.specificity = 2;
  }
  const auto q = part.parameter("q");
  out.quality = q.empty() ? 1000 : parse_quality(q).value_or(1000);
  return out;
}

}  // namespace

std::optional<media_type> media_type::parse(std::string_view text) {
  reader in(text);
  media_type out;
  in.skip_space();
  out.type = lower(in.token());
  if (out.type.empty() || !in.take('/')) return std::nullopt;
  out.subtype = lower(in.token());
  if (out.subtype.empty()) return std::nullopt;
  while (true) {
    in.skip_space();
    if (in.at_end()) return out;
    if (!in.take(';')) return std::nullopt;
    in.skip_space();
    const auto name = in.token();
    if (name.empty()) continue;  // "a/b;" and "a/b;;c=d" are seen in the wild
    if (!in.take('=') || out.parameters.size() == most_parameters) return std::nullopt;
    auto value = in.take('"') ? in.quoted() : std::optional(std::string(in.token()));
    if (!value) return std::nullopt;
    out.parameters.emplace_back(lower(name), std::move(*value));
  }
}

bool media_type::is(std::string_view essence) const {
  return essence.size() == type.size() + 1 + subtype.size() && essence.starts_with(type) &&
         essence[type.size()] == '/' && essence.ends_with(subtype);
}

bool media_type::is_json() const {
  return is("application/json") || is("text/json") || subtype.ends_with("+json");
}

std::string_view media_type::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return {};
}

std::optional<std::size_t> negotiate(std::string_view accept, std::span<const std::string_view> offered) {
  std::vector<preference> best(offered.size());
  bool any = false;
  while (!accept.empty()) {
    const auto comma = accept.find(',');
    const auto part = media_type::parse(accept.substr(0, comma));
    accept.remove_prefix(comma == std::string_view::npos ? accept.size() : comma + 1);
    if (!part) continue;
    any = true;
    for (std::size_t i = 0; i < offered.size(); ++i) {
      const auto judged = judge(*part, offered[i]);
      if (judged.specificity > best[i].specificity) best[i] = judged;
    }
  }
  if (!any) return offered.empty() ? std::nullopt : std::optional<std::size_t>(0);
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    if (best[i].specificity >= 0 && best[i].quality > (chosen ? best[*chosen].quality : 0)) chosen = i;
  }
  return chosen;
}

}  // namespace weir::contract
