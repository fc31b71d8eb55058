// Bodies in pieces.
#include <thread>

#include <doctest/doctest.h>

#include "loopback.hpp"

using namespace weir::http;
using test::client;
using test::get;

namespace {

std::string piece_of(int i, std::size_t size) {
  return std::string(size, static_cast<char>('a' + i % 26));
}

stream_source pieces(int count, std::size_t size, bool elsewhere) {
  return [i = 0, count, size, elsewhere](stream_sink sink) mutable {
    auto work = [i, count, size, sink = std::move(sink)]() mutable {
      if (i == count) return sink.end();
      sink.write(piece_of(i, size));
    };
    ++i;
    if (elsewhere) {
      std::thread(std::move(work)).detach();
    } else {
      work();
    }
  };
}

}  // namespace

TEST_CASE("streamed bodies arrive whole, from the same thread and from others") {
  for (bool elsewhere : {false, true}) {
    for (std::size_t size : {std::size_t{1}, std::size_t{1'000}, std::size_t{300'000}}) {
      int count = 40;
      server s(test::quick_options(), [&](request, responder respond) {
        respond(response::of(200, "text/csv", pieces(count, size, elsewhere)));
      });
      REQUIRE(s.start().has_value());
      client c(s.port());
      std::string expected;
      for (int i = 0; i < count; ++i)
        expected += piece_of(i, size);
      // Twice and pipelined: the connection goes on after the end mark.
      c.send(get("/") + get("/"));
      CHECK((c.read()->body == expected));
      CHECK((c.read()->body == expected));
    }
  }
}

TEST_CASE("a stream whose source gives up is cut without the end mark") {
  server s(test::quick_options(), [](request, responder respond) {
    respond(response::of(200, "text/csv", stream_source([first = true](stream_sink sink) mutable {
                           if (std::exchange(first, false)) sink.write("some");
                         })));
  });
  REQUIRE(s.start().has_value());
  client c(s.port());
  c.send(get("/"));
  CHECK_FALSE(c.read().has_value());
}

TEST_CASE("HEAD of a stream, and a stream to an older client") {
  server s(test::quick_options(),
           [](request, responder respond) { respond(response::of(200, "text/csv", pieces(3, 10, false))); });
  REQUIRE(s.start().has_value());
  client c(s.port());
  c.send("HEAD / HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(c.read(true)->headers["transfer-encoding"] == "chunked");
  CHECK(c.call(get("/")).body.size() == 30);
  client old(s.port());
  old.send("GET / HTTP/1.0\r\n\r\n");
  auto head = old.read(true);
  CHECK(head->headers["connection"] == "close");
  CHECK_FALSE(head->headers.contains("transfer-encoding"));
  CHECK_FALSE(old.ended());
}
