#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include <weir/base/settings_loader.hpp>
#include <weir/base/text.hpp>

namespace weir {
namespace {

constexpr std::string_view hidden = "********";
constexpr std::string_view file_suffix = "_FILE";
constexpr std::string_view feature_prefix = "FEATURE_";

// What stands in examples and tutorials, and therefore in every attacker's list.
constexpr std::string_view placeholders[] = {
    "changeme",   "change-me",  "change_me",   "change-this", "change_this", "replaceme",
    "replace-me", "replace_me", "placeholder", "your-secret", "your_secret", "insecure",
    "dev-secret", "dev_secret", "not-secret",  "supersecret",
};

bool is_placeholder(std::string_view secret) {
  const auto text = lowered(secret);
  if (std::ranges::any_of(placeholders, [&](auto word) { return text.find(word) != std::string::npos; })) return true;
  return std::ranges::all_of(text, [&](char c) { return c == text.front(); });
}

// As the table feature_flags takes them.
bool is_flag_name(std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !name.empty() && name.size() <= 64 && letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::optional<bool> parse_boolean(std::string_view text) {
  const auto word = lowered(text);
  for (auto yes : {"true", "1", "yes", "on"}) {
    if (word == yes) return true;
  }
  for (auto no : {"false", "0", "no", "off"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

bool is_choice(std::string_view choices, std::string_view value) {
  while (true) {
    const auto bar = choices.find('|');
    if (choices.substr(0, bar) == value) return true;
    if (bar == std::string_view::npos) return false;
    choices.remove_prefix(bar + 1);
  }
}

std::string shown_choices(std::string_view choices) {
  std::string out;
  for (char c : choices) {
    if (c == '|') {
      if (!out.empty()) out += ", ";
    } else {
      out += c;
    }
  }
  return out;
}

struct url_parts {
  std::string_view scheme;       // with "://"
  std::string_view credentials;  // user, or user:password
  std::string_view host;         // and path; the query may hold a password, so it is left out
};

std::optional<url_parts> split_url(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  url_parts out{.scheme = url.substr(0, scheme + 3), .credentials = {}, .host = {}};
  auto rest = url.substr(scheme + 3);
  rest = rest.substr(0, rest.find('?'));
  const auto at = rest.rfind('@');
  if (at != std::string_view::npos) {
    out.credentials = rest.substr(0, at);
    rest.remove_prefix(at + 1);
  }
  out.host = rest;
  return out;
}

// http:// or https:// with a host, and nothing that would end or change it where it is put into a longer one.
bool is_address(std::string_view url) {
  const auto parts = split_url(url);
  return parts && (parts->scheme == "https://" || parts->scheme == "http://") && !parts->host.empty() &&
         !parts->host.starts_with('/') && url.find_first_of("?# \"<>\\") == std::string_view::npos;
}

bool is_loopback(std::string_view url) {
  const auto parts = split_url(url);
  if (!parts) return false;
  const auto authority = parts->host.substr(0, parts->host.find('/'));
  if (authority == "[::1]" || authority.starts_with("[::1]:")) return true;
  const auto name = authority.substr(0, authority.find(':'));
  return name == "localhost" || name == "127.0.0.1";
}

class loader {
 public:
  loader(const environment& variables, const file_reader& read_file) : variables_(variables), read_file_(read_file) {}

  std::expected<loaded_settings, std::vector<setting_problem>> run() {
    for (const auto& row : setting_rows)
      load(row);
    load_features();
    check_profile();
    check_mail();
    check_openid();
    if (!problems_.empty()) return std::unexpected(std::move(problems_));
    return std::move(out_);
  }

 private:
  void problem(std::string_view name, std::string message) {
    problems_.push_back({std::string(name), std::move(message)});
  }

  const std::string* find(std::string_view name) const {
    const auto it = variables_.find(name);
    return it == variables_.end() || it->second.empty() ? nullptr : &it->second;
  }

  void load(const setting_row& row) {
    std::optional<std::string> text;
    auto origin = setting_origin::fallback;
    if (const auto* value = find(row.name)) {
      text = *value;
      origin = setting_origin::environment;
    }
    if (row.secret) {
      const auto twin = std::string(row.name) + std::string(file_suffix);
      if (const auto* path = find(twin)) {
        if (text) problem(row.name, fmt::format("is set together with {}: keep one of them", twin));
        text = from_file(twin, *path);
        if (!text) return;
        origin = setting_origin::file;
      }
    }
    if (text) {
      std::visit([&](auto field) { store(row, field, *text); }, row.field);
    }
    out_.listing.push_back({row.name, shown(row), origin, row.description});
  }

  std::optional<std::string> from_file(std::string_view name, const std::string& path) {
    auto content = read_file_(path);
    if (!content) {
      problem(name, fmt::format("cannot be read: {}", content.error().detail));
      return std::nullopt;
    }
    if (content->ends_with('\n')) content->pop_back();
    if (content->ends_with('\r')) content->pop_back();
    if (content->empty()) {
      problem(name, fmt::format("names an empty file: {}", path));
      return std::nullopt;
    }
    return std::move(*content);
  }

  void store(const setting_row& row, std::string settings::* field, std::string_view text) {
    if (row.type == "enum" && !is_choice(row.choices, text)) {
      return problem(row.name, fmt::format("is \"{}\"; accepted are: {}", text, shown_choices(row.choices)));
    }
    if (text.find('\0') != std::string_view::npos) return problem(row.name, "contains a NUL character");
    if (row.type == "string" && static_cast<std::int64_t>(text.size()) < row.minimum) {
      return problem(row.name, fmt::format("has {} characters; at least {} are needed", text.size(), row.minimum));
    }
    out_.values.*field = text;
  }

  void store(const setting_row& row, std::int64_t settings::* field, std::string_view text) {
    std::int64_t value = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || end != text.data() + text.size()) {
      return problem(row.name, fmt::format("is \"{}\", which is no integer", text));
    }
    if (value < row.minimum || value > row.maximum) {
      return problem(row.name, fmt::format("is {}; accepted are {} to {}", value, row.minimum, row.maximum));
    }
    out_.values.*field = value;
  }

  void store(const setting_row& row, bool settings::* field, std::string_view text) {
    const auto value = parse_boolean(text);
    if (!value) return problem(row.name, fmt::format("is \"{}\"; accepted are true and false", text));
    out_.values.*field = *value;
  }

  std::string shown(const setting_row& row) const {
    return std::visit(
        [&](auto field) -> std::string {
          const auto& value = out_.values.*field;
          using type = std::remove_cvref_t<decltype(value)>;
          if constexpr (std::is_same_v<type, std::string>) {
            if (!row.secret || value.empty()) return value;
            return row.name.ends_with("_URL") ? redacted_url(value) : std::string(hidden);
          } else if constexpr (std::is_same_v<type, bool>) {
            return value ? "true" : "false";
          } else {
            return std::to_string(value);
          }
        },
        row.field);
  }

  void load_features() {
    for (auto it = variables_.lower_bound(feature_prefix);
         it != variables_.end() && it->first.starts_with(feature_prefix); ++it) {
      const auto& [name, text] = *it;
      if (name.size() == feature_prefix.size() || text.empty()) continue;
      const auto value = parse_boolean(text);
      if (!value) {
        problem(name, fmt::format("is \"{}\"; accepted are true and false", text));
        continue;
      }
      auto flag = lowered(std::string_view(name).substr(feature_prefix.size()));
      if (!is_flag_name(flag)) {
        problem(name, "names no flag: a letter first, then letters, digits and _, 64 in all");
        continue;
      }
      out_.features.emplace(std::move(flag), *value);
      out_.listing.push_back({name, *value ? "true" : "false", setting_origin::environment, "feature flag"});
    }
  }

  void check_profile() {
    const auto& profile = out_.values.app_env;
    if (profile == "development") return;
    for (const auto& row : setting_rows) {
      const auto twin = std::string(row.name) + std::string(file_suffix);
      if (row.required && !find(row.name) && !(row.secret && find(twin))) {
        problem(row.name, fmt::format("is required when APP_ENV={}: {}", profile, row.description));
      }
      if (!row.secret) continue;
      const auto& value = out_.values.*std::get<std::string settings::*>(row.field);
      if (!value.empty() && is_placeholder(value)) {
        problem(row.name, fmt::format("is a placeholder, which APP_ENV={} refuses", profile));
      }
    }
    if (profile != "production") return;
    if (out_.values.app_debug) problem("APP_DEBUG", "is refused when APP_ENV=production");
    if (out_.values.kafka_replication < 3) {
      problem("KAFKA_REPLICATION",
              fmt::format("is {}; APP_ENV=production needs at least 3", out_.values.kafka_replication));
    }
  }

  void check_mail() {
    const auto& s = out_.values;
    if (!s.public_url.empty() && !is_address(s.public_url)) {
      problem("PUBLIC_URL", "is no http:// or https:// address without ? and #");
    }
    const auto mode = email_mode(s);
    if (mode == "log") return;
    if (s.smtp_host.empty() && s.smtp_url.empty()) {
      problem("SMTP_HOST",
              fmt::format("or SMTP_URL is needed: mail goes out by EMAIL_MODE={} with APP_ENV={}", mode, s.app_env));
    }
    if (!s.smtp_host.empty() && !s.smtp_url.empty()) problem("SMTP_URL", "is set together with SMTP_HOST: keep one");
    if (mode == "redirect" && s.email_redirect_to.empty()) {
      problem("EMAIL_REDIRECT_TO", "is needed for EMAIL_MODE=redirect: who gets every mail");
    }
  }

  // Who says who somebody is must not be spoken for by whoever is on the way there.
  void check_openid() {
    const auto& s = out_.values;
    const auto& issuer = s.auth_service_url;
    if (issuer.empty()) return;
    const bool plain = issuer.starts_with("http://");
    if (!is_address(issuer) || issuer.find('@') != std::string::npos) {
      problem("AUTH_SERVICE_URL", "is no https:// address without ?, # and user");
    } else if (plain && s.app_env != "development" && (s.app_env == "production" || !is_loopback(issuer))) {
      problem("AUTH_SERVICE_URL",
              fmt::format("is http://, which anybody on the way can answer for: APP_ENV={} needs https://", s.app_env));
    }
    if (s.oidc_client_id.empty()) {
      problem("OIDC_CLIENT_ID", "is needed with AUTH_SERVICE_URL: how the issuer knows this installation");
    }
    if (!(" " + s.oidc_scopes + " ").contains(" openid ")) problem("OIDC_SCOPES", "lacks the scope openid");
    if (s.app_env == "development") return;
    if (s.public_url.empty()) {
      problem("PUBLIC_URL", "is needed with AUTH_SERVICE_URL: the issuer sends people back to it");
    } else if (s.app_env == "production" && !s.public_url.starts_with("https://")) {
      problem("PUBLIC_URL", "is no https:// address, which APP_ENV=production needs with AUTH_SERVICE_URL");
    }
  }

  const environment& variables_;
  const file_reader& read_file_;
  loaded_settings out_;
  std::vector<setting_problem> problems_;
};

}  // namespace

std::string_view name(setting_origin origin) {
  switch (origin) {
    case setting_origin::fallback:
      return "default";
    case setting_origin::environment:
      return "env";
    case setting_origin::file:
      return "file";
  }
  return "default";
}

std::string_view email_mode(const settings& s) {
  if (!s.email_mode.empty()) return s.email_mode;
  if (s.app_env == "production") return "smtp";
  return s.app_env == "staging" ? "redirect" : "log";
}

std::string public_url(const settings& s) {
  if (s.public_url.empty()) {
    const bool is_v6 = s.app_host.find(':') != std::string::npos;
    return fmt::format("http://{}:{}", is_v6 ? "[" + s.app_host + "]" : s.app_host, s.app_port);
  }
  auto out = s.public_url;
  while (out.ends_with('/'))
    out.pop_back();
  return out;
}

std::vector<std::string> loaded_settings::secrets() const {
  std::vector<std::string> out;
  for (const auto& row : setting_rows) {
    if (!row.secret) continue;
    const auto& value = values.*std::get<std::string settings::*>(row.field);
    if (value.empty()) continue;
    out.push_back(value);
    // A driver's message may repeat the password without the rest of the URL.
    const auto url = split_url(value);
    const auto colon = url ? url->credentials.find(':') : std::string_view::npos;
    if (colon != std::string_view::npos) out.emplace_back(url->credentials.substr(colon + 1));
  }
  return out;
}

std::expected<loaded_settings, std::vector<setting_problem>> load_settings(const environment& variables,
                                                                           const file_reader& read_file) {
  return loader(variables, read_file).run();
}

result<std::string> read_secret_file(const std::string& path) {
  constexpr std::size_t limit = 64 * 1024;
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(error_code::file_unreadable, fmt::format("{} cannot be opened", path));
  std::string text(limit + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return fail(error_code::file_unreadable, fmt::format("{} cannot be read", path));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > limit) return fail(error_code::file_unreadable, fmt::format("{} is larger than 64 KB", path));
  return text;
}

environment process_environment() {
  environment out;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

std::string redacted_url(std::string_view url) {
  const auto parts = split_url(url);
  if (!parts) return std::string(hidden);
  if (parts->credentials.empty()) return fmt::format("{}{}", parts->scheme, parts->host);
  return fmt::format("{}{}:{}@{}", parts->scheme, parts->credentials.substr(0, parts->credentials.find(':')), hidden,
                     parts->host);
}

}  // namespace weir
