// Expanding is bounded whatever the bytes promise.
#include <random>

#include <doctest/doctest.h>
#include <zlib.h>
#include <zstd.h>

#include "loopback.hpp"
#include <weir/http/compression.hpp>

using namespace weir::http;
using weir::error_code;

namespace {

constexpr std::size_t limit = 10 * 1024 * 1024;

std::string gzip(std::string_view text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string noise(std::size_t size) {
  std::mt19937 random(7);
  std::string out(size, '\0');
  for (char& c : out)
    c = static_cast<char>(random());
  return out;
}

struct coding {
  content_encoding encoding;
  std::string_view name;
  std::string (*compress)(std::string_view);
};
constexpr coding codings[] = {{content_encoding::gzip, "gzip", gzip}, {content_encoding::zstd, "zstd", zstd}};

}  // namespace

TEST_CASE("whole bodies expand to what they were, padded") {
  for (const auto& c : codings) {
    for (const auto& text : {std::string(), std::string("x"), std::string(100'000, 'a'), noise(70'000)}) {
      padded_buffer out;
      REQUIRE(expand(c.encoding, c.compress(text), limit, out).has_value());
      CHECK(out.view() == text);
      CHECK(out.capacity() >= out.size());
      // Several members or frames are one body.
      REQUIRE(expand(c.encoding, c.compress(text) + c.compress("tail"), limit, out).has_value());
      CHECK(out.view() == text + "tail");
    }
  }
}

TEST_CASE("exactly the limit is accepted, one byte more is too large") {
  for (const auto& c : codings) {
    for (std::size_t small_limit : {std::size_t{1}, std::size_t{1000}, std::size_t{16 * 1024}, std::size_t{100'000}}) {
      padded_buffer out;
      CHECK(expand(c.encoding, c.compress(std::string(small_limit, 'a')), small_limit, out).has_value());
      auto over = expand(c.encoding, c.compress(std::string(small_limit + 1, 'a')), small_limit, out);
      REQUIRE_FALSE(over.has_value());
      CHECK(over.error().code == error_code::body_too_large);
      CHECK(out.capacity() <= std::max(small_limit + 1, std::size_t{128 * 1024}));
    }
  }
}

TEST_CASE("truncated, damaged and followed by rubbish are malformed") {
  for (const auto& c : codings) {
    CAPTURE(c.name);
    auto whole = c.compress(noise(5'000));
    padded_buffer out;
    auto malformed = [&](std::string_view bytes) {
      auto done = expand(c.encoding, bytes, limit, out);
      return !done && done.error().code == error_code::content_encoding_malformed;
    };
    for (std::size_t size = 1; size < whole.size(); size += size < 40 || size + 40 > whole.size() ? 1 : 97) {
      CAPTURE(size);
      CHECK(malformed(std::string_view(whole).substr(0, size)));
    }
    CHECK(malformed(whole + "rubbish"));
    CHECK(malformed("rubbish that was never compressed"));
  }
}

TEST_CASE("a zstd frame that asks for a giant window is malformed") {
  // Frame header: no single segment, window descriptor 2^41.
  const char frame[] = "\x28\xb5\x2f\xfd\x00\xf8\x01\x00\x00";
  padded_buffer out;
  auto done = expand(content_encoding::zstd, {frame, sizeof frame - 1}, limit, out);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == error_code::content_encoding_malformed);
}

TEST_CASE("compressed requests over a connection") {
  server s(test::quick_options(), [](request req, responder respond) {
    respond(response::text(200, std::to_string(req.body().size()) + " " + std::to_string(req.body_bytes_sent())));
  });
  REQUIRE(s.start().has_value());
  for (const auto& c : codings) {
    auto header = "Content-Encoding: " + std::string(c.name) + "\r\n";
    auto sent = c.compress(std::string(1'000'000, 'a'));
    test::client one(s.port());
    CHECK(one.call(test::post("/", sent, header)).body == "1000000 " + std::to_string(sent.size()));
    CHECK(one.call(test::post("/", "", header)).body == "0 0");
    auto bomb = one.call(test::post("/", c.compress(std::string(20'000'000, 'a')), header));
    CHECK(bomb.status == 413);
    CHECK(bomb.has_code("body_too_large"));
    test::client two(s.port());
    auto broken = two.call(test::post("/", sent.substr(0, sent.size() / 2), header));
    CHECK(broken.status == 400);
    CHECK(broken.has_code("content_encoding_malformed"));
  }
  test::client other(s.port());
  auto refused = other.call(test::post("/", "x", "Content-Encoding: br\r\n"));
  CHECK(refused.status == 415);
  CHECK(refused.headers["accept-encoding"] == "gzip, zstd");
}
