// What counts as the one click of RFC 8058, and what a link scanner may send without changing anything.
#include <string>

#include <doctest/doctest.h>

#include "fixture.hpp"

using namespace weir;
using weir::api::test::fixture;

namespace {

constexpr std::string_view path =
    "/api/v1/unsubscribe/weir_un_AXqk1mZ9hV0e2gqg3fZKbm5ld19kZXZpY2W0x1o8sD4uE7yH2kQ9tLrM";
constexpr std::string_view form = "application/x-www-form-urlencoded";
constexpr std::string_view parts = "multipart/form-data; boundary=\"a b\"";

// The database is away here: 503 says that the body was a click and the token would have been looked at.
int click(std::string_view type, std::string_view body) {
  fixture f;
  return f.ask("POST", path, {{"Content-Type", type}}, body).status;
}

std::string part(std::string_view name, std::string_view value) {
  return "--a b\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" + std::string(value) +
         "\r\n";
}

}  // namespace

TEST_CASE("a click is a form of either type with the one field of RFC 8058") {
  CHECK(click(form, "List-Unsubscribe=One-Click") == 503);
  CHECK(click("application/x-www-form-urlencoded; charset=utf-8", "List-Unsubscribe=One-Click") == 503);
  CHECK(click(parts, part("List-Unsubscribe", "One-Click") + "--a b--\r\n") == 503);
  CHECK(click(parts, part("other", "x") + part("List-Unsubscribe", "One-Click") + "--a b--") == 503);
}

TEST_CASE("anything else is no click") {
  for (std::string_view body : {"", "List-Unsubscribe=", "List-Unsubscribe=one-click", "x=One-Click",
                                "List-Unsubscribe=One-Click&List-Unsubscribe=One-Click"})
    CHECK(click(form, body) == 400);
  CHECK(click(form, "List-Unsubscribe=One-Click&x=" + std::string(5000, 'x')) == 400);
  CHECK(click("application/json", R"({"List-Unsubscribe":"One-Click"})") == 415);
  CHECK(click("text/plain", "List-Unsubscribe=One-Click") == 415);
  CHECK(click("", "List-Unsubscribe=One-Click") == 415);
  CHECK(click(parts, "") == 400);
  CHECK(click(parts, part("List-Unsubscribe", "no") + "--a b--") == 400);
  CHECK(click(parts, part("x", "List-Unsubscribe") + "--a b--") == 400);
  CHECK(click(parts, "--a b\r\nname=\"List-Unsubscribe\"") == 400);
  CHECK(click("multipart/form-data", part("List-Unsubscribe", "One-Click")) == 400);
}

TEST_CASE("following the link leads to the page, and asks the database for nothing") {
  fixture f;
  const auto there = f.ask("GET", path);
  CHECK(there.status == 303);
  CHECK(there.header("Location") == "/app/unsubscribe#token=" + std::string(path.substr(path.rfind('/') + 1)));
  CHECK(there.header("Cache-Control") == "no-store");
  CHECK(f.ask("GET", "/api/v1/unsubscribe/%0d%0aSet-Cookie:x").header("Location") == "/app/unsubscribe");
  CHECK(f.ask("GET", "/api/v1/unsubscribe/nonsense").header("Location") == "/app/unsubscribe");
}

TEST_CASE("a token of another form is refused before anything is read") {
  fixture f;
  const std::string_view wrong = R"({"token":"weir_mt_8Jm0wIGmVtT3l7QmYc2h5nVx1pR4sK9dLzAaBbCcDdE"})";
  const auto r = f.ask("POST", "/api/v1/notifications/show", {{"Content-Type", "application/json"}}, wrong);
  CHECK(r.status == 400);
  CHECK(r.body_text().contains("mail_token_invalid"));
}
