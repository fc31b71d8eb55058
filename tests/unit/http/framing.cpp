// Bytes whose framing two parsers could see differently, and bytes that are no HTTP at all.
#include <doctest/doctest.h>

#include "loopback.hpp"

using namespace weir::http;
using test::client;

namespace {

struct echo_server {
  server s{test::quick_options(), [](request req, responder respond) {
             respond(response::text(200, std::string(req.path()) + "|" + std::string(req.body())));
           }};
  echo_server() { REQUIRE(s.start().has_value()); }
};

struct row {
  std::string_view why;
  std::string bytes;
  int status;
};

const std::string host = " HTTP/1.1\r\nHost: t\r\n";
const std::string chunked = "POST /" + host + "Transfer-Encoding: chunked\r\n\r\n";

}  // namespace

TEST_CASE("ambiguous and broken requests are refused and the connection ends") {
  const std::vector<row> table = {
      {"both lengths", "POST /" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"both, other order", "POST /" + host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400},
      {"two equal lengths", "POST /" + host + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400},
      {"two lengths", "POST /" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400},
      {"length list", "POST /" + host + "Content-Length: 1, 1\r\n\r\nx", 400},
      {"signed length", "POST /" + host + "Content-Length: +1\r\n\r\nx", 400},
      {"negative length", "POST /" + host + "Content-Length: -1\r\n\r\nx", 400},
      {"hex length", "POST /" + host + "Content-Length: 0x1\r\n\r\nx", 400},
      {"empty length", "POST /" + host + "Content-Length:\r\n\r\n", 400},
      {"length beyond 64 bits", "POST /" + host + "Content-Length: 99999999999999999999\r\n\r\nx", 400},
      {"huge length", "POST /" + host + "Content-Length: 9999999999999999999\r\n\r\nx", 413},
      {"coding that is not chunked", "POST /" + host + "Transfer-Encoding: gzip\r\n\r\nx", 400},
      {"coding list", "POST /" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
      {"chunked twice", "POST /" + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"identity then chunked",
       "POST /" + host + "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"vertical tab before chunked", "POST /" + host + "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n", 400},
      {"chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"folded header", "GET /" + host + "X: a\r\n b\r\n\r\n", 400},
      {"folded with tab", "GET /" + host + "X: a\r\n\tb\r\n\r\n", 400},
      {"folded first header", "GET / HTTP/1.1\r\n Host: t\r\n\r\n", 400},
      {"bare LF after a header", "GET / HTTP/1.1\r\nHost: t\n\r\n", 400},
      {"bare LF after the request line", "GET / HTTP/1.1\nHost: t\r\n\r\n", 400},
      {"bare CR in a value", "GET /" + host + "X: a\rb\r\n\r\n", 400},
      {"space before the colon", "POST /" + host + "Content-Length : 1\r\n\r\nx", 400},
      {"no name", "GET /" + host + ": x\r\n\r\n", 400},
      {"no colon", "GET /" + host + "nothing\r\n\r\n", 400},
      {"NUL in a value", "GET /" + host + std::string("X: a\0b\r\n\r\n", 10), 400},
      {"NUL in the target", std::string("GET /a\0b", 8) + host + "\r\n", 400},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET /" + host + "Host: u\r\n\r\n", 400},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"no version", "GET /\r\n\r\n", 400},
      {"version 0.9", "GET / HTTP/0.9\r\nHost: t\r\n\r\n", 400},
      {"version 2.0", "GET / HTTP/2.0\r\nHost: t\r\n\r\n", 400},
      {"version 1.2", "GET / HTTP/1.2\r\nHost: t\r\n\r\n", 400},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"TLS hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400},
      {"bad method", "G\"T / HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"fragment", "GET /#x" + host + "\r\n", 400},
      {"broken encoding", "GET /%zz" + host + "\r\n", 400},
      {"broken query", "GET /?a=%" + host + "\r\n", 400},
      {"authority form", "CONNECT t:80" + host + "\r\n", 400},
      {"unknown expectation", "POST /" + host + "Expect: wonders\r\nContent-Length: 1\r\n\r\nx", 417},
      {"chunk size not hex", chunked + "x\r\n\r\n", 400},
      {"chunk size empty", chunked + "\r\n0\r\n\r\n", 400},
      {"chunk size negative", chunked + "-1\r\n0\r\n\r\n", 400},
      {"chunk size prefixed", chunked + "0x1\r\na\r\n0\r\n\r\n", 400},
      {"chunk size beyond 64 bits", chunked + "10000000000000001\r\na\r\n0\r\n\r\n", 400},
      {"chunk size huge", chunked + "ffffffff\r\na\r\n0\r\n\r\n", 413},
      {"chunk longer than its size", chunked + "1\r\nab\r\n0\r\n\r\n", 400},
      {"chunk ended by LF", chunked + "1\na\n0\n\n", 400},
      {"chunk size with a space", chunked + "1 \r\na\r\n0\r\n\r\n", 400},
      {"length in trailers", chunked + "0\r\nContent-Length: 5\r\n\r\nhello", 400},
  };
  echo_server server;
  for (const auto& [why, bytes, status] : table) {
    CAPTURE(why);
    client c(server.s.port());
    auto answer = c.call(bytes);
    CHECK(answer.status == status);
    CHECK(answer.headers["content-type"] == "application/problem+json");
    CHECK(answer.headers["connection"] == "close");
    CHECK(answer.headers["x-request-id"].starts_with("req_"));
    CHECK(answer.headers["server"] == "weir");
    CHECK(answer.body.contains(answer.headers["x-request-id"]));
    CHECK(c.ended());
  }
}

TEST_CASE("unusual but sound requests are answered") {
  const std::vector<row> table = {
      {"chunks", chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 200},
      {"chunk extensions and trailers", chunked + "3;a=b;c=\"d\"\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n", 200},
      {"upper case hex and leading zeros", chunked + "0005\r\nabcde\r\n000\r\n\r\n", 200},
      {"codings in any case", "POST /" + host + "transfer-encoding: CHUNKED\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", 200},
      {"length", "POST /" + host + "content-length: 5\r\n\r\nabcde", 200},
      {"absolute target", "POST http://elsewhere/" + host + "Content-Length: 5\r\n\r\nabcde", 200},
      {"an empty line first", "\r\nPOST /" + host + "Content-Length: 5\r\n\r\nabcde", 200},
      {"no space after colons", "POST / HTTP/1.1\r\nHost:t\r\nContent-Length:5\r\n\r\nabcde", 200},
      {"bytes beyond ASCII in a value", "POST /" + host + "ce-subject: zo\xeb 100%\r\nContent-Length: 5\r\n\r\nabcde",
       200},
  };
  echo_server server;
  client c(server.s.port());
  for (const auto& [why, bytes, status] : table) {
    CAPTURE(why);
    auto answer = c.call(bytes);
    CHECK(answer.status == status);
    CHECK(answer.body == "/|abcde");
  }
}

TEST_CASE("requests may arrive byte by byte") {
  echo_server server;
  client c(server.s.port());
  for (const auto& bytes : {chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\nT: u\r\n\r\n", test::post("/", "abcde")}) {
    for (char byte : bytes)
      REQUIRE(c.send({&byte, 1}));
    auto answer = c.read();
    REQUIRE(answer.has_value());
    CHECK(answer->body == "/|abcde");
  }
}

TEST_CASE("a large chunked body arrives whole") {
  echo_server server;
  client c(server.s.port());
  std::string body;
  std::string bytes = chunked;
  for (int i = 0; i < 3000; ++i) {
    auto piece = std::string(static_cast<std::size_t>(i % 400 + 1), static_cast<char>('a' + i % 26));
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    bytes += size + piece + "\r\n";
    body += piece;
  }
  auto answer = c.call(bytes + "0\r\n\r\n" + test::get("/next"));
  CHECK(answer.body == "/|" + body);
  CHECK(c.read()->body == "/next|");
}

TEST_CASE("expectations are answered before the body") {
  echo_server server;
  client c(server.s.port());
  c.send("POST /" + host + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  CHECK(c.read()->status == 100);
  CHECK(c.call("abc").body == "/|abc");
  c.send("POST /" + host + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
  CHECK(c.read()->status == 100);
  CHECK(c.call("1\r\nz\r\n0\r\n\r\n").body == "/|z");
  // With the body already here nobody waits.
  CHECK(c.call("POST /" + host + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc").status == 200);
  CHECK(c.call("POST /" + host + "Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n").status == 413);
}

TEST_CASE("Older HTTP and Connection decide who closes") {
  echo_server server;
  client old(server.s.port());
  CHECK(old.call("GET / HTTP/1.0\r\n\r\n").headers["connection"] == "close");
  CHECK(old.ended());
  client kept(server.s.port());
  CHECK(kept.call("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").headers["connection"] == "keep-alive");
  CHECK(kept.call("GET / HTTP/1.0\r\n\r\n").status == 200);
  client asked(server.s.port());
  CHECK(asked.call(test::get("/", "Connection: close\r\n")).headers["connection"] == "close");
  CHECK(asked.ended());
}
