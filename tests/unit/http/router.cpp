// Which handler, and what is said when there is none.
#include <doctest/doctest.h>

#include "loopback.hpp"

using namespace weir::http;
using test::client;
using test::get;

namespace {

handler says(std::string text) {
  return [text = std::move(text)](request req, responder respond) {
    respond(response::text(200, text + "|" + std::string(req.parameter("id")) + "|" +
                                    std::string(req.parameter("part")) + "|" + std::string(req.route())));
  };
}

router table() {
  router r;
  r.add(method::get, "/", says("root"));
  r.add(method::get, "/meters", says("list"), "meters.list");
  r.add(method::post, "/meters", says("create"));
  r.add(method::get, "/meters/{id}", says("one"));
  r.add(method::del, "/meters/{id}", says("delete"));
  r.add(method::get, "/meters/special", says("special"));
  r.add(method::get, "/meters/{id}/parts/{part}", says("part"));
  r.add(method::get, "/files/{path...}", [](request req, responder respond) {
    std::string text = "files";
    for (auto segment : req.segments())
      text.append("|").append(segment);
    respond(response::text(200, text + "|" + std::string(req.parameter("path"))));
  });
  r.add(method::get, "/files/{id}/one", says("one file"));
  return r;
}

}  // namespace

TEST_CASE("routing table") {
  server s(test::quick_options(), table());
  REQUIRE(s.start().has_value());
  client c(s.port());
  CHECK(c.call(get("/")).body == "root|||/");
  CHECK(c.call(get("/meters?x=y")).body == "list|||meters.list");
  CHECK(c.call(get("/%6deters")).body == "list|||meters.list");
  CHECK(c.call(get("/meters/a")).body == "one|a||/meters/{id}");
  CHECK(c.call(get("/meters/special")).body == "special|||/meters/special");
  CHECK(c.call(get("/meters/a%2Fb%20c")).body == "one|a/b c||/meters/{id}");
  CHECK(c.call(get("/files/")).body == "files|files||");
  CHECK(c.call(get("/files/a%2Fb/../c?d")).body == "files|files|a/b|..|c|");
  CHECK(c.call(get("/files/a/one")).body == "one file|a||/files/{id}/one");
  CHECK(c.call(get("/meters/a/parts/b")).body == "part|a|b|/meters/{id}/parts/{part}");
  for (std::string_view path : {"/meters/", "/Meters", "//meters", "/meters/a/", "/meters//parts/x", "/meters%2Fa",
                                "/no", "/meters/./a", "/files", "/filesx/a"}) {
    CAPTURE(path);
    auto answer = c.call(get(path));
    CHECK(answer.status == 404);
    CHECK(answer.has_code("not_found"));
    CHECK(answer.headers["connection"] == "");
  }
}

TEST_CASE("methods that an address does not have") {
  server s(test::quick_options(), table());
  REQUIRE(s.start().has_value());
  client c(s.port());
  struct row {
    std::string_view method, path, allow;
  };
  for (const auto& [method, path, allow] :
       {row{"PATCH", "/meters", "GET, HEAD, POST, OPTIONS"}, row{"POST", "/meters/a", "GET, HEAD, DELETE, OPTIONS"},
        row{"BREW", "/meters", "GET, HEAD, POST, OPTIONS"}, row{"get", "/meters", "GET, HEAD, POST, OPTIONS"}}) {
    CAPTURE(method);
    auto answer = c.call(std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: t\r\n\r\n");
    CHECK(answer.status == 405);
    CHECK(answer.has_code("method_not_allowed"));
    CHECK(answer.headers["allow"] == allow);
  }
  auto options = c.call("OPTIONS /meters/a HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(options.status == 204);
  CHECK(options.headers["allow"] == "GET, HEAD, DELETE, OPTIONS");
  CHECK_FALSE(options.headers.contains("content-length"));
  CHECK(c.call("OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n").status == 204);
  CHECK(c.call("OPTIONS /no HTTP/1.1\r\nHost: t\r\n\r\n").status == 404);
}

TEST_CASE("HEAD is GET without the body") {
  server s(test::quick_options(), table());
  REQUIRE(s.start().has_value());
  client c(s.port());
  c.send("HEAD /meters HTTP/1.1\r\nHost: t\r\n\r\n");
  auto answer = c.read(true);
  REQUIRE(answer.has_value());
  CHECK(answer->status == 200);
  CHECK(answer->headers["content-length"] == std::to_string(std::string_view("list|||meters.list").size()));
  // The next answer follows at once: no byte of a body was sent.
  CHECK(c.call(get("/")).body == "root|||/");
}
