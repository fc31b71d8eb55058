// Request ids, trace context, common headers, problems.
#include <doctest/doctest.h>

#include "loopback.hpp"

using namespace weir::http;
using test::client;
using test::get;

TEST_CASE("request ids and trace context come from the client when sane") {
  server s(test::quick_options(), [](request req, responder respond) {
    respond(response::text(200, std::string(req.request_id()) + " " + req.traceparent()));
  });
  REQUIRE(s.start().has_value());
  client c(s.port());
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  auto given = c.call(get("/", "X-Request-Id: abc-1.2:3\r\nTraceparent: " + trace + "\r\n"));
  CHECK(given.headers["x-request-id"] == "abc-1.2:3");
  CHECK(given.body == "abc-1.2:3 " + trace);
  for (const std::string& bad :
       {std::string("a b"), std::string("\"x\""), std::string(129, 'a'), std::string("\xeb")}) {
    auto made = c.call(get("/", "X-Request-ID: " + bad + "\r\n"));
    CHECK(weir::request_id::parse(made.headers["x-request-id"]).has_value());
  }
  for (std::string_view bad : {"00-00000000000000000000000000000000-b7ad6b7169203331-01",
                               "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                               "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                               "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                               "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x", "00-0af7", ""}) {
    CAPTURE(bad);
    auto made = c.call(get("/", "traceparent: " + std::string(bad) + "\r\n")).body;
    auto text = made.substr(made.find(' ') + 1);
    CHECK(text.size() == 55);
    CHECK(text != bad);
    // What was made is itself accepted.
    CHECK(c.call(get("/", "traceparent: " + text + "\r\n")).body.ends_with(text));
  }
}

TEST_CASE("common and decorated headers stand on every answer") {
  auto options = test::quick_options();
  options.common_headers = {{"X-Content-Type-Options", "nosniff"}};
  options.decorate = [](const request* req, response& answer) {
    answer.add_header("X-Seen", req != nullptr ? req->path() : "none");
  };
  server s(std::move(options), [](request, responder respond) { respond(weir::error(weir::error_code::not_found)); });
  REQUIRE(s.start().has_value());
  client c(s.port());
  auto missing = c.call(get("/there?secret=1"));
  CHECK(missing.headers["x-content-type-options"] == "nosniff");
  CHECK(missing.headers["x-seen"] == "/there");
  CHECK(missing.headers.contains("date"));
  auto broken = c.call("rubbish\r\n\r\n");
  CHECK(broken.status == 400);
  CHECK(broken.headers["x-content-type-options"] == "nosniff");
  CHECK(broken.headers["x-seen"] == "none");
}

TEST_CASE("a header value cannot smuggle another header in") {
  response r;
  r.add_header("X-A", "b\r\nSet-Cookie: c");
  CHECK(r.header_lines() == "X-A: b  Set-Cookie: c\r\n");
  r.add_header("x-a", "second").set_header("X-A", "third");
  CHECK(r.header_lines() == "X-A: third\r\n");
}

TEST_CASE("problems carry code, id and pointer, and Retry-After only with 429 and 503") {
  auto p = problem(weir::error(weir::error_code::json_malformed, "At \"x\"\n", "/a/0"), "req_1");
  CHECK(p.status == 400);
  CHECK(p.body_text().contains(R"("code":"json_malformed")"));
  CHECK(p.body_text().contains(R"("detail":"At \"x\"\n")"));
  CHECK(p.body_text().contains(R"("errors":[{"pointer":"/a/0")"));
  CHECK_FALSE(p.header("Retry-After").has_value());
  CHECK(problem(weir::error(weir::error_code::overloaded), "").header("Retry-After").has_value());
  CHECK(problem(weir::error(weir::error_code::rate_limited), "").header("Retry-After").has_value());
}

TEST_CASE("headers are found in any case and listed in order") {
  const header_view sent[] = {{"X-A", "1"}, {"x-b", "2"}, {"x-a", "3"}};
  auto req = *make_request("POST", "/p?q=1", sent, "body");
  CHECK(req.header("x-A") == "1");
  CHECK(req.headers("X-a") == std::vector<std::string_view>{"1", "3"});
  CHECK_FALSE(req.header("x-c").has_value());
  CHECK(req.body() == "body");
  CHECK(req.body().data()[req.body().size() + 63] == req.body().data()[req.body().size() + 63]);
}
