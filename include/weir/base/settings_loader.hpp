// Fills the generated settings from an environment that the caller hands over. Every problem is reported at once, so
// that an operator mends a configuration in one round.
//
// An empty value counts as not set (compose files pass those). A secret may come from a file: X_FILE names it, one
// trailing line break is cut; X and X_FILE together are a problem. Names that the catalogue does not have are not our
// business.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/catalogue/settings.hpp>

namespace weir {

using environment = std::map<std::string, std::string, std::less<>>;
using file_reader = std::function<result<std::string>(const std::string& path)>;

enum class setting_origin { fallback, environment, file };
std::string_view name(setting_origin origin);  // "default", "env", "file"

// One line of `weir config show`. Secrets never appear: a set one is "********", a URL keeps what is not its password.
struct setting_listing {
  std::string_view name;
  std::string value;
  setting_origin origin = setting_origin::fallback;
  std::string_view description;
};

struct setting_problem {
  std::string name;
  std::string message;  // for people; never repeats a secret's value
};

struct loaded_settings {
  settings values;
  std::map<std::string, bool, std::less<>> features;  // FEATURE_NEW_PAGE=true → {"new_page", true}
  std::vector<setting_listing> listing;               // in the catalogue's order, then the features

  // The values that must never be printed: what a log replaces wherever it meets them.
  std::vector<std::string> secrets() const;
};

// log, redirect or smtp: EMAIL_MODE, or what the profile means by none.
std::string_view email_mode(const settings& s);

// PUBLIC_URL without a slash at its end, or the API's own address.
std::string public_url(const settings& s);

// Profile rules on top of types, ranges and choices. Staging and production: everything `required` is set, no secret is
// a known placeholder. Production: no debug, KAFKA_REPLICATION at least 3. Mail
// that is to be sent has a server, and redirected mail somebody who gets it. An OpenID Connect issuer has a client id,
// and https unless it is development's or, in staging, on the loopback.
std::expected<loaded_settings, std::vector<setting_problem>> load_settings(const environment& variables,
                                                                           const file_reader& read_file);

// The whole of a file of at most 64 KB. Error: file_unreadable.
result<std::string> read_secret_file(const std::string& path);

// The process's own environment: for composition roots only.
environment process_environment();

// "postgresql://user:pass@host/db?x" → "postgresql://user:********@host/db"; any other text → "********".
std::string redacted_url(std::string_view url);

}  // namespace weir
