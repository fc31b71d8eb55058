// A configuration is either complete and sane or refused with every problem named.
#include <algorithm>

#include <doctest/doctest.h>

#include <weir/base/settings_loader.hpp>

using weir::environment;

namespace {

weir::result<std::string> no_files(const std::string& path) {
  return weir::fail(weir::error_code::file_unreadable, path + " cannot be opened");
}

std::vector<std::string> problems(const environment& variables, const weir::file_reader& files = no_files) {
  auto loaded = weir::load_settings(variables, files);
  std::vector<std::string> names;
  if (loaded) return names;
  for (const auto& p : loaded.error())
    names.push_back(p.name);
  std::ranges::sort(names);
  return names;
}

using names = std::vector<std::string>;

environment production() {
  return {
      {"APP_ENV", "production"},
      {"APP_SECRET_KEY", "k7Yv0Qm3cH1sWnB8eTzR5uJx2pLdGa9F"},
      {"JWT_SECRET", "p4Nf6Zq1Vw8Xs3Lr0Tb5Ky7Hd2Mj9CgE"},
      {"DATABASE_URL", "postgresql://weir:Rq8vX2mN@db.internal/weir?sslmode=require"},
      {"KAFKA_BROKERS", "k1:9092,k2:9092"},
      {"KAFKA_REPLICATION", "3"},
      {"SMTP_HOST", "mail.internal"},
      {"EMAIL_REDIRECT_TO", "staging@example.com"},
  };
}

std::string listed(const weir::loaded_settings& s, std::string_view name) {
  for (const auto& row : s.listing) {
    if (row.name == name) return row.value + " " + std::string(weir::name(row.origin));
  }
  return "missing";
}

}  // namespace

TEST_CASE("an empty environment gives the defaults of development") {
  auto loaded = weir::load_settings({}, no_files);
  REQUIRE(loaded.has_value());
  CHECK(loaded->values.app_port == 8000);
  CHECK(loaded->values.app_env == "development");
  CHECK(listed(*loaded, "APP_PORT") == "8000 default");
  CHECK(loaded->listing.size() == weir::setting_rows.size());
}

TEST_CASE("an empty value counts as not set") {
  auto loaded = weir::load_settings({{"APP_PORT", ""}, {"APP_SECRET_KEY", ""}, {"APP_SECRET_KEY_FILE", ""}}, no_files);
  REQUIRE(loaded.has_value());
  CHECK(loaded->values.app_port == 8000);
}

TEST_CASE("every problem is reported at once") {
  const environment bad = {
      {"APP_PORT", "65536"},      {"KAFKA_PARTITIONS", "many"}, {"APP_DEBUG", "perhaps"},      {"LOG_LEVEL", "verbose"},
      {"ACCEPT_DAYS", "12 days"}, {"APP_SECRET_KEY", "short"},  {"FEATURE_NEW_PAGE", "maybe"}, {"LEASE_SECONDS", "0"},
      {"FLUSH_AGE_MS", "1e3"},    {"JWT_EXPIRATION", " 60"},    {"FEATURE_9", "on"},
  };
  CHECK(problems(bad) == names{"ACCEPT_DAYS", "APP_DEBUG", "APP_PORT", "APP_SECRET_KEY", "FEATURE_9",
                               "FEATURE_NEW_PAGE", "FLUSH_AGE_MS", "JWT_EXPIRATION", "KAFKA_PARTITIONS",
                               "LEASE_SECONDS", "LOG_LEVEL"});
}

TEST_CASE("booleans choices and ranges are taken as documented") {
  auto loaded = weir::load_settings({{"APP_DEBUG", "Yes"},
                                     {"LOG_LEVEL", "warning"},
                                     {"EMAIL_MODE", "log"},
                                     {"APP_PORT", "0"},
                                     {"WEIR_SOMETHING", "unknown names are not our business"}},
                                    no_files);
  REQUIRE(loaded.has_value());
  CHECK(loaded->values.app_debug);
  CHECK(loaded->values.log_level == "warning");
  CHECK(loaded->values.email_mode == "log");
  CHECK(loaded->values.app_port == 0);
}

TEST_CASE("a secret may come from a file and from one place only") {
  const auto files = [](const std::string& path) -> weir::result<std::string> {
    if (path == "/run/secrets/key") return std::string("k7Yv0Qm3cH1sWnB8eTzR5uJx2pLdGa9F\n");
    if (path == "/run/secrets/empty") return std::string("\n");
    return no_files(path);
  };
  auto loaded = weir::load_settings({{"APP_SECRET_KEY_FILE", "/run/secrets/key"}}, files);
  REQUIRE(loaded.has_value());
  CHECK(loaded->values.app_secret_key == "k7Yv0Qm3cH1sWnB8eTzR5uJx2pLdGa9F");
  CHECK(listed(*loaded, "APP_SECRET_KEY") == "******** file");
  CHECK(problems({{"APP_SECRET_KEY_FILE", "/nowhere"}}, files) == names{"APP_SECRET_KEY_FILE"});
  CHECK(problems({{"API_KEY_FILE", "/run/secrets/empty"}}, files) == names{"API_KEY_FILE"});
  CHECK(problems({{"APP_SECRET_KEY_FILE", "/run/secrets/key"}, {"APP_SECRET_KEY", "k7Yv0Qm3cH1sWnB8eTzR5uJx2pLdGa9F"}},
                 files) == names{"APP_SECRET_KEY"});
  // Only secrets have a twin: this name belongs to somebody else.
  CHECK(problems({{"APP_PORT_FILE", "/nowhere"}}, files).empty());
}

TEST_CASE("production is refused until it is safe") {
  REQUIRE(problems(production()).empty());
  CHECK(problems({{"APP_ENV", "production"}}) ==
        names{"APP_SECRET_KEY", "DATABASE_URL", "JWT_SECRET", "KAFKA_BROKERS", "KAFKA_REPLICATION", "SMTP_HOST"});

  auto debug = production();
  debug["APP_DEBUG"] = "true";
  CHECK(problems(debug) == names{"APP_DEBUG"});

  auto thin = production();
  thin["KAFKA_REPLICATION"] = "2";
  CHECK(problems(thin) == names{"KAFKA_REPLICATION"});
  thin["APP_ENV"] = "staging";
  CHECK(problems(thin).empty());
}

TEST_CASE("mail that is to be sent has a server and a reader") {
  const environment server = {{"SMTP_HOST", "mail.internal"}};
  const auto with = [](environment more, environment variables) {
    variables.merge(more);
    return problems(variables);
  };
  CHECK(problems({{"EMAIL_MODE", "log"}}).empty());
  CHECK(problems({{"EMAIL_MODE", "smtp"}}) == names{"SMTP_HOST"});
  CHECK(with(server, {{"EMAIL_MODE", "smtp"}}).empty());
  CHECK(problems({{"EMAIL_MODE", "smtp"}, {"SMTP_URL", "smtps://mail.internal"}}).empty());
  CHECK(with(server, {{"EMAIL_MODE", "smtp"}, {"SMTP_URL", "smtps://mail.internal"}}) == names{"SMTP_URL"});
  CHECK(with(server, {{"EMAIL_MODE", "redirect"}}) == names{"EMAIL_REDIRECT_TO"});
  auto staging = production();
  staging["APP_ENV"] = "staging";
  staging.erase("EMAIL_REDIRECT_TO");
  CHECK(problems(staging) == names{"EMAIL_REDIRECT_TO"});
  for (std::string wrong :
       {"weir.example.com", "ftp://weir.example.com", "https://weir.example.com/?a", "javascript:x"})
    CHECK(problems({{"PUBLIC_URL", wrong}}) == names{"PUBLIC_URL"});
  weir::settings s;
  CHECK(weir::public_url(s) == "http://127.0.0.1:8000");
  s.app_host = "::1";
  CHECK(weir::public_url(s) == "http://[::1]:8000");
  s.public_url = "https://weir.example.com/";
  CHECK(weir::public_url(s) == "https://weir.example.com");
  CHECK(weir::email_mode(s) == "log");
  s.app_env = "staging";
  CHECK(weir::email_mode(s) == "redirect");
  s.app_env = "production";
  CHECK(weir::email_mode(s) == "smtp");
  s.email_mode = "log";
  CHECK(weir::email_mode(s) == "log");
}

TEST_CASE("an OpenID Connect issuer cannot be spoken for by who is on the way to it") {
  const auto with = [](const std::string& profile, const std::string& issuer, environment more = {}) {
    auto variables = production();
    variables["APP_ENV"] = profile;
    variables["AUTH_SERVICE_URL"] = issuer;
    variables.emplace("OIDC_CLIENT_ID", "weir");
    variables.emplace("PUBLIC_URL", "https://weir.example.com");
    for (const auto& [name, value] : more)
      variables[name] = value;
    return problems(variables);
  };
  const std::string issuer = "https://id.example.com/realms/weir", plain = "http://id.example.com";
  for (const char* profile : {"development", "staging", "production"})
    CHECK(with(profile, issuer).empty());
  CHECK(with("development", plain).empty());
  CHECK(with("staging", plain) == names{"AUTH_SERVICE_URL"});
  CHECK(with("production", plain) == names{"AUTH_SERVICE_URL"});
  for (const char* loopback : {"http://127.0.0.1:4000", "http://localhost:4000/x", "http://[::1]:4000"}) {
    CHECK(with("staging", loopback).empty());
    CHECK(with("production", loopback) == names{"AUTH_SERVICE_URL"});
  }
  for (const char* elsewhere : {"http://127.0.0.1.example.com", "http://localhost.example.com", "http://[::1].example"})
    CHECK_FALSE(with("staging", elsewhere).empty());
  for (const char* wrong :
       {"id.example.com", "ftp://id.example.com", "https://", "https:///x", "https://id.example.com/?a",
        "https://id.example.com/#a", "https://me@id.example.com", "https://id.example.com/ x"})
    CHECK(with("production", wrong) == names{"AUTH_SERVICE_URL"});
  CHECK(with("staging", issuer, {{"OIDC_CLIENT_ID", ""}}) == names{"OIDC_CLIENT_ID"});
  CHECK(with("staging", issuer, {{"OIDC_SCOPES", "email openidx"}}) == names{"OIDC_SCOPES"});
  CHECK(with("staging", issuer, {{"PUBLIC_URL", ""}}) == names{"PUBLIC_URL"});
  CHECK(with("production", issuer, {{"PUBLIC_URL", "http://weir.example.com"}}) == names{"PUBLIC_URL"});
  CHECK(with("development", issuer, {{"PUBLIC_URL", ""}}).empty());
}

TEST_CASE("placeholder secrets are refused outside development") {
  for (std::string secret : {"changeme-changeme-changeme-changeme", "YOUR-SECRET-KEY-GOES-HERE-00000000",
                             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "this-is-insecure-but-long-enough-32"}) {
    CAPTURE(secret);
    auto staging = production();
    staging["APP_ENV"] = "staging";
    staging["JWT_SECRET"] = secret;
    CHECK(problems(staging) == names{"JWT_SECRET"});
    staging["APP_ENV"] = "development";
    CHECK(problems(staging).empty());
  }
}

TEST_CASE("no listing and no problem shows a secret") {
  auto loaded = weir::load_settings(production(), no_files);
  REQUIRE(loaded.has_value());
  CHECK(listed(*loaded, "DATABASE_URL") == "postgresql://weir:********@db.internal/weir env");
  for (const auto& row : loaded->listing) {
    CHECK(row.value.find("Rq8vX2mN") == std::string::npos);
    CHECK(row.value.find("k7Yv0Qm3") == std::string::npos);
  }
  auto failing = weir::load_settings({{"JWT_SECRET", "too-short-s3cr3t"}}, no_files);
  REQUIRE_FALSE(failing.has_value());
  CHECK(failing.error()[0].message.find("s3cr3t") == std::string::npos);
  CHECK(weir::redacted_url("postgresql://weir@host/db?password=hunter22") == "postgresql://weir:********@host/db");
  CHECK(weir::redacted_url("host=db password=hunter22") == "********");
  const auto secrets = loaded->secrets();
  CHECK(std::ranges::find(secrets, "Rq8vX2mN") != secrets.end());
}

TEST_CASE("feature flags are collected by name") {
  auto loaded = weir::load_settings({{"FEATURE_NEW_PAGE", "on"}, {"FEATURE_REPLAY", "0"}, {"FEATURE_", "1"}}, no_files);
  REQUIRE(loaded.has_value());
  CHECK(loaded->features == std::map<std::string, bool, std::less<>>{{"new_page", true}, {"replay", false}});
}
