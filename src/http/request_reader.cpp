#include "request_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <boost/beast/http/basic_parser.hpp>

namespace weir::http {
namespace {

namespace beast = boost::beast;
using beast_error = beast::error_code;

constexpr std::size_t first_buffer_bytes = 4 * 1024;
constexpr std::size_t read_room_bytes = 1024;

// Positions instead of pointers: the buffer moves when it grows.
struct slice {
  std::uint32_t start = 0;
  std::uint32_t size = 0;
};

}  // namespace

class request_reader::parser {
 public:
  // basic_parser is made for one message; this is what outlives it.
  struct sink final : beast::http::basic_parser<true> {
    explicit sink(parser& p) : owner(p) {}

    slice slice_of(beast::string_view text) const {
      return {static_cast<std::uint32_t>(text.data() - owner.base), static_cast<std::uint32_t>(text.size())};
    }

    void on_request_impl(beast::http::verb, beast::string_view verb, beast::string_view address, int minor,
                         beast_error& ec) override {
      owner.method = slice_of(verb);
      owner.target = slice_of(address);
      owner.version = minor;
      ec = {};
    }

    void on_response_impl(int, beast::string_view, int, beast_error& ec) override { ec = {}; }

    void on_field_impl(beast::http::field known, beast::string_view name, beast::string_view value,
                       beast_error& ec) override {
      ec = {};
      if (owner.head_done) return;  // trailers: read, bounded, ignored
      // Beast unfolds folded values into a buffer of its own.
      if (!value.empty() && (value.data() < owner.base || value.data() >= owner.base + owner.size)) {
        ec = beast::http::error::bad_value;
        return;
      }
      // Beast takes "5,5" and two equal lengths; a proxy may not.
      if (known == beast::http::field::content_length) {
        if (++owner.content_lengths > 1 || !std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; })) {
          ec = beast::http::error::bad_content_length;
        }
      } else if (known == beast::http::field::transfer_encoding) {
        if (++owner.transfer_encodings > 1 || !beast::iequals(value, "chunked")) {
          ec = beast::http::error::bad_transfer_encoding;
        }
      } else if (known == beast::http::field::host) {
        ++owner.hosts;
      }
      owner.fields.emplace_back(slice_of(name), value.empty() ? slice{} : slice_of(value));
    }

    void on_header_impl(beast_error& ec) override {
      ec = {};
      owner.head_done = true;
    }

    void on_body_init_impl(boost::optional<std::uint64_t> const&, beast_error& ec) override { ec = {}; }

    std::size_t on_body_impl(beast::string_view text, beast_error& ec) override {
      ec = {};
      return text.size();
    }

    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast_error& ec) override { ec = {}; }

    // Chunks are joined where they stand: the joined end never overtakes what is being parsed.
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view text, beast_error& ec) override {
      ec = {};
      std::memmove(owner.base + owner.body_end, text.data(), text.size());
      owner.body_end += text.size();
      return text.size();
    }

    void on_finish_impl(beast_error& ec) override { ec = {}; }

    parser& owner;
  };

  void reset(const server_limits& limits) {
    fields.clear();
    content_lengths = transfer_encodings = hosts = 0;
    head_done = false;
    body_end = 0;
    beast_parser.emplace(*this);
    beast_parser->header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    beast_parser->body_limit(limits.body_bytes);
  }

  std::optional<sink> beast_parser;
  char* base = nullptr;
  std::size_t size = 0;
  slice method, target;
  int version = 11;
  std::vector<std::pair<slice, slice>> fields;
  int content_lengths = 0, transfer_encodings = 0, hosts = 0;
  bool head_done = false;
  std::size_t body_end = 0;
};

request_reader::request_reader(const server_limits& limits, clock_source& clock, id_source& ids)
    : limits_(limits), clock_(clock), ids_(ids), parser_(std::make_unique<parser>()) {}

request_reader::~request_reader() = default;

void request_reader::begin(detail::exchange& e) {
  exchange_ = &e;
  failure_.reset();
  phase_ = phase::head;
  start_ = parsed_ = body_start_ = length_ = 0;
  interim_due_ = false;
  parser_->reset(limits_);
}

bool request_reader::started() const {
  return exchange_->input.size() > start_;
}

std::span<char> request_reader::prepare() {
  auto& input = exchange_->input;
  std::size_t wanted = first_buffer_bytes;
  if (phase_ == phase::length) {
    // As the bytes come, not as they are announced: an announcement costs the client nothing.
    wanted = std::min(body_start_ + length_, std::max(input.size() * 2, std::size_t{64} * 1024));
  } else if (input.capacity() - input.size() < read_room_bytes) {
    wanted = std::max(input.capacity() * 2, first_buffer_bytes);
  }
  if (input.capacity() < wanted || input.capacity() == 0) input.reserve(wanted);
  return {input.data() + input.size(), input.capacity() - input.size()};
}

void request_reader::commit(std::size_t bytes) {
  exchange_->input.resize(exchange_->input.size() + bytes);
}

request_reader::status request_reader::fail(error_code code, std::string detail) {
  failure_.emplace(code, std::move(detail));
  return status::failed;
}

request_reader::status request_reader::advance() {
  if (phase_ == phase::head) {
    auto outcome = parse_head();
    if (outcome != status::complete) return outcome;
  }
  if (phase_ == phase::chunked) return read_chunks();
  auto end = body_start_ + length_;
  if (exchange_->input.size() >= end) return finish(body_start_, length_, end);
  if (std::exchange(interim_due_, false)) return status::interim;
  return status::need_more;
}

// complete: the head is whole and sound, the body's framing known.
request_reader::status request_reader::parse_head() {
  auto& input = exchange_->input;
  auto& p = *parser_;
  // RFC 9112 §2.2: one empty line before a request is forgiven.
  if (start_ == 0 && input.size() >= 2 && parsed_ == 0 && std::memcmp(input.data(), "\r\n", 2) == 0)
    start_ = parsed_ = 2;
  if (input.size() <= parsed_ || (start_ == 0 && parsed_ == 0 && input.view() == "\r")) return status::need_more;
  p.base = input.data();
  p.size = input.size();
  beast_error ec;
  do {
    parsed_ += p.beast_parser->put({input.data() + parsed_, input.size() - parsed_}, ec);
  } while (!ec && !p.head_done);
  if (ec == beast::http::error::header_limit || p.fields.size() > limits_.header_count ||
      (p.head_done ? parsed_ : input.size()) - start_ > limits_.header_bytes + (p.head_done ? 0 : 1)) {
    return fail(error_code::headers_too_large);
  }
  if (ec == beast::http::error::need_more) return status::need_more;
  if (ec == beast::http::error::body_limit) return fail(error_code::body_too_large);
  if (ec) return fail(error_code::request_malformed, "The head is refused: " + ec.message() + ".");
  return check_head();
}

request_reader::status request_reader::check_head() {
  auto& e = *exchange_;
  auto& p = *parser_;
  body_start_ = parsed_;
  e.http_1_0 = p.version == 10;
  e.keep_alive = p.beast_parser->keep_alive();
  if (p.hosts > 1 || (p.hosts == 0 && !e.http_1_0))
    return fail(error_code::request_malformed, "Exactly one Host is needed.");
  if (p.transfer_encodings > 0 && (e.http_1_0 || p.content_lengths > 0)) {
    return fail(error_code::request_malformed, "The body's length is stated in two ways.");
  }
  auto text = [&](slice s) { return std::string_view(p.base + s.start, s.size); };
  bool continues = false;
  int encodings = 0;
  for (const auto& [name, value] : p.fields) {
    if (name.size == 6 && detail::same_letters(text(name), "Expect")) {
      if (!detail::same_letters(text(value), "100-continue")) return fail(error_code::expectation_failed);
      continues = !e.http_1_0;
    } else if (name.size == 16 && detail::same_letters(text(name), "Content-Encoding")) {
      auto encoding = parse_content_encoding(text(value));
      if (!encoding || ++encodings > 1) return fail(error_code::content_encoding_unsupported);
      e.encoding = *encoding;
    }
  }
  if (p.beast_parser->chunked()) {
    phase_ = phase::chunked;
    p.body_end = body_start_;
    interim_due_ = continues && e.input.size() == parsed_;
    return status::complete;
  }
  length_ = static_cast<std::size_t>(p.beast_parser->content_length().value_or(0));
  if (length_ > limits_.body_bytes) return fail(error_code::body_too_large);
  phase_ = phase::length;
  interim_due_ = continues && length_ > 0;
  return status::complete;
}

request_reader::status request_reader::read_chunks() {
  auto& input = exchange_->input;
  auto& p = *parser_;
  if (std::exchange(interim_due_, false)) return status::interim;
  if (input.size() == parsed_) return status::need_more;
  p.base = input.data();
  p.size = input.size();
  p.beast_parser->eager(true);
  beast_error ec;
  parsed_ += p.beast_parser->put({input.data() + parsed_, input.size() - parsed_}, ec);
  if (ec == beast::http::error::body_limit || p.body_end - body_start_ > limits_.body_bytes) {
    return fail(error_code::body_too_large);
  }
  if (ec && ec != beast::http::error::need_more) {
    return fail(error_code::request_malformed, "The chunks are refused: " + ec.message() + ".");
  }
  if (p.beast_parser->is_done()) return finish(body_start_, p.body_end - body_start_, parsed_);
  if (input.size() - parsed_ > limits_.header_bytes) {
    return fail(error_code::request_malformed, "A chunk's head or the trailers are too long.");
  }
  // Beast waits for a CRLF that a line ended by LF alone may never bring.
  auto pending = input.view().substr(parsed_);
  for (auto lf = pending.find('\n'); lf != std::string_view::npos; lf = pending.find('\n', lf + 1)) {
    if (lf == 0 || pending[lf - 1] != '\r') {
      return fail(error_code::request_malformed, "A line of the chunks ends with LF alone.");
    }
  }
  // What is parsed gives its room to what comes.
  auto rest = input.size() - parsed_;
  if (rest > 0) std::memmove(input.data() + p.body_end, input.data() + parsed_, rest);
  parsed_ = p.body_end;
  input.resize(parsed_ + rest);
  return status::need_more;
}

request_reader::status request_reader::finish(std::size_t body_start, std::size_t body_size, std::size_t request_end) {
  auto& e = *exchange_;
  auto& p = *parser_;
  const char* base = e.input.data();
  auto text = [&](slice s) { return std::string_view(base + s.start, s.size); };
  e.method_name = text(p.method);
  e.method = method_from_name(e.method_name);
  e.target = text(p.target);
  for (const auto& [name, value] : p.fields)
    e.headers.push_back({text(name), text(value)});
  e.body = {base + body_start, body_size};
  e.body_bytes_sent = body_size;
  e.request_end = request_end;
  e.received_at = clock_.now();
  e.id = ids_.next();
  if (auto done = detail::finish_request(e, limits_.body_bytes_expanded); !done) {
    return fail(done.error().code, done.error().detail);
  }
  return status::complete;
}

}  // namespace weir::http
