// The portal's files as a browser asks for them, and as somebody would who wants other files.
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>
#include <unistd.h>

#include "fixture.hpp"

using namespace weir;
using weir::api::test::fixture;
namespace fs = std::filesystem;

namespace {

// A built portal in a folder of its own, beside a file that nobody may have.
class built_portal {
 public:
  built_portal() : top_(fs::temp_directory_path() / ("weir-portal-" + std::to_string(getpid()))) {
    fs::remove_all(top_);
    fs::create_directories(top_ / "portal/assets");
    write("secret.txt", "nobody may read this");
    write("portal/index.html", "<!doctype html>");
    write("portal/theme.js", "plain");
    write("portal/assets/index-1a2b.js", "script");
    write("portal/assets/index-1a2b.js.br", "brotli");
    write("portal/assets/index-1a2b.js.gz", "gzip");
    write("portal/.hidden.txt", "hidden");
    fs::create_symlink(top_ / "secret.txt", top_ / "portal/link.txt");
    fs::create_directory_symlink(top_, top_ / "portal/up");
  }
  ~built_portal() { fs::remove_all(top_); }

  void write(const std::string& name, std::string_view text) const { std::ofstream(top_ / name) << text; }
  std::string folder() const { return top_ / "portal"; }
  settings config() const {
    settings s;
    s.portal_dir = folder();
    return s;
  }

 private:
  fs::path top_;
};

bool is_problem(const http::response& r, int status) {
  return r.status == status && r.content_type.view() == "application/problem+json" &&
         r.body_text().contains("\"code\":\"not_found\"");
}

}  // namespace

TEST_CASE("every address of the portal is its index, and always asked for again") {
  built_portal built;
  fixture f(built.config());
  for (std::string_view path : {"/app/", "/app/usage", "/app/usage?meter=a&from=b", "/app/events/find", "/app/x%20y"}) {
    CAPTURE(path);
    auto r = f.ask("GET", path);
    CHECK(r.status == 200);
    CHECK(r.body_text() == "<!doctype html>");
    CHECK(r.content_type.view() == "text/html; charset=utf-8");
    CHECK(r.header("Cache-Control") == "no-cache");
    CHECK(r.header("Content-Security-Policy")->contains("script-src 'self';"));
    CHECK_FALSE(r.header("Content-Security-Policy")->contains("unsafe"));
    CHECK_FALSE(r.header("Vary"));
  }
  auto moved = f.ask("GET", "/app?a=b");
  CHECK(moved.status == 308);
  CHECK(moved.header("Location") == "/app/?a=b");
  CHECK(f.ask("POST", "/app/").status == 405);
}

TEST_CASE("the reference is a page of its own, with pictures of its own") {
  built_portal built;
  CHECK(is_problem(fixture(built.config()).ask("GET", "/docs"), 404));
  built.write("portal/docs.html", "<!doctype html><title>reference</title>");
  auto r = fixture(built.config()).ask("GET", "/docs");
  CHECK(r.status == 200);
  CHECK(r.body_text() == "<!doctype html><title>reference</title>");
  CHECK(r.header("Content-Security-Policy")->contains("img-src 'self' data:"));
  CHECK_FALSE(r.header("Content-Security-Policy")->contains("unsafe"));
}

TEST_CASE("hashed files stay for ever, others are asked for again") {
  built_portal built;
  fixture f(built.config());
  auto script = f.ask("GET", "/app/assets/index-1a2b.js");
  CHECK(script.body_text() == "script");
  CHECK(script.content_type.view() == "text/javascript; charset=utf-8");
  CHECK(script.header("Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(f.ask("GET", "/app/theme.js").header("Cache-Control") == "no-cache");
}

TEST_CASE("the form that was packed before, as the client accepts it") {
  built_portal built;
  fixture f(built.config());
  struct row {
    std::string_view accept, body, coding;
  };
  for (auto [accept, body, coding] : {row{"gzip, deflate, br", "brotli", "br"},
                                      {"gzip", "gzip", "gzip"},
                                      {"br;q=0, gzip;q=0.5", "gzip", "gzip"},
                                      {"*", "brotli", "br"},
                                      {"br;q=0, *", "gzip", "gzip"},
                                      {"br;q=0.000,gzip;q=0", "script", ""},
                                      {"brotli, gz", "script", ""},
                                      {"identity", "script", ""},
                                      {"", "script", ""},
                                      {",;,q=1, ;q=0", "script", ""}}) {
    CAPTURE(accept);
    auto r = f.ask("GET", "/app/assets/index-1a2b.js", {{"Accept-Encoding", accept}});
    CHECK(r.body_text() == body);
    CHECK(r.header("Content-Encoding").value_or("") == coding);
    CHECK(r.header("Vary") == "Accept-Encoding");
    CHECK(r.content_type.view() == "text/javascript; charset=utf-8");
  }
}

TEST_CASE("a form that is known already is not sent again") {
  built_portal built;
  fixture f(built.config());
  auto etag_of = [&](std::string_view accept) {
    return *f.ask("GET", "/app/assets/index-1a2b.js", {{"Accept-Encoding", accept}}).header("ETag");
  };
  const auto plain = etag_of(""), packed = etag_of("br");
  CHECK(plain != packed);
  CHECK(plain.starts_with('"'));
  for (const auto& known : {plain, "W/" + plain, "\"other\", " + plain, std::string("*")}) {
    CAPTURE(known);
    auto r = f.ask("GET", "/app/assets/index-1a2b.js", {{"If-None-Match", known}});
    CHECK(r.status == 304);
    CHECK(r.body_text().empty());
    CHECK(r.header("ETag") == plain);
    CHECK(r.header("Cache-Control"));
  }
  CHECK(f.ask("GET", "/app/assets/index-1a2b.js", {{"If-None-Match", packed}}).status == 200);
  auto again = f.ask("GET", "/app/assets/index-1a2b.js", {{"If-None-Match", packed}, {"Accept-Encoding", "br"}});
  CHECK(again.status == 304);
  CHECK_FALSE(again.header("Content-Encoding"));
}

TEST_CASE("nothing outside the folder, hidden or linked is ever answered") {
  built_portal built;
  fixture f(built.config());
  for (std::string_view path : {"/app/../secret.txt",
                                "/app/%2e%2e/secret.txt",
                                "/app/..%2fsecret.txt",
                                "/app/assets/../../secret.txt",
                                "/app/assets/..%2f..%2f..%2fetc%2fpasswd",
                                "/app/..\\secret.txt",
                                "/app/%5c..%5csecret",
                                "/app//etc/passwd.txt",
                                "/app/link.txt",
                                "/app/up/secret.txt",
                                "/app/.hidden.txt",
                                "/app/./index.html",
                                "/app/../app/",
                                "/app/x%00",
                                "/app/assets/",
                                "/app/assets/gone",
                                "/app/assets/index-1a2b.js.br",
                                "/app/gone.js",
                                "/app/favicon.ico",
                                "/app/assets/index-1a2b.js/"}) {
    CAPTURE(path);
    auto asked = http::make_request("GET", path);
    if (!asked) continue;  // refused before any handler
    auto r = f.ask("GET", path);
    CHECK(is_problem(r, 404));
    CHECK_FALSE(r.body_text().contains("nobody may read"));
    CHECK_FALSE(r.body_text().contains("root:"));
  }
}

TEST_CASE("without a build the portal says what is missing, and the rest of the API goes on") {
  settings s;
  s.portal_dir = "/nowhere/portal";
  fixture f(s);
  for (std::string_view path : {"/app/", "/app/usage", "/app/assets/index.js"}) {
    auto r = f.ask("GET", path);
    CHECK(is_problem(r, 404));
    CHECK(r.body_text().contains("PORTAL_DIR"));
    CHECK(r.body_text().contains("scripts/run"));
  }
  CHECK(f.ask("GET", "/livez").status == 200);
}

TEST_CASE("a folder that is no portal is none") {
  built_portal built;
  CHECK(api::portal_files::read(built.folder()));
  built.write("portal/program.exe", "x");
  auto unknown = api::portal_files::read(built.folder());
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().detail.contains("program.exe"));
  fs::remove(fs::path(built.folder()) / "program.exe");
  fs::remove(fs::path(built.folder()) / "index.html");
  CHECK(api::portal_files::read(built.folder()).error().detail.contains("index.html"));
  CHECK_FALSE(api::portal_files::read("/dev/null"));
}
