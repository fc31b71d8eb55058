// The ceiling of every ingest figure, and weir::http beside it: bench_http_noop beast|raw|weir|weir-deferred PORT.
//
// beast: Beast as its examples use it: one thread, body read into memory, preformatted 204, no limits kept.
//
// raw: the same with a receive buffer of 64 KiB from the start. Beast alone begins with 512 bytes and reads large
// bodies in small pieces.
//
// weir: the same answer through weir::http::server and router.
//
// weir-deferred: as weir, but completed in bursts by another thread, as delivery reports do.
#include <charconv>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <weir/http/router.hpp>
#include <weir/http/server.hpp>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

using context_executor = asio::io_context::executor_type;
using socket_type = asio::basic_stream_socket<asio::ip::tcp, context_executor>;

constexpr std::string_view raw_answer =
    "HTTP/1.1 204 No Content\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: beast\r\n"
    "X-Request-ID: req_01ARZ3NDEKTSV4RRFFQ69G5FAV\r\n\r\n";

class raw_session : public std::enable_shared_from_this<raw_session> {
 public:
  raw_session(socket_type socket, std::size_t reserved) : socket_(std::move(socket)) {
    socket_.set_option(asio::ip::tcp::no_delay(true));
    buffer_.reserve(reserved);
  }

  void read() {
    parser_.emplace();
    beast::http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](beast::error_code ec, std::size_t) {
      if (!ec) self->write();
    });
  }

 private:
  void write() {
    asio::async_write(socket_, asio::buffer(raw_answer),
                      [self = shared_from_this()](beast::error_code ec, std::size_t) {
                        if (!ec) self->read();
                      });
  }

  socket_type socket_;
  beast::flat_buffer buffer_;
  std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
};

class raw_server {
 public:
  raw_server(std::uint16_t port, std::size_t reserved)
      : acceptor_(context_, {asio::ip::make_address("127.0.0.1"), port}), reserved_(reserved) {
    accept();
  }
  void run() { context_.run(); }

 private:
  void accept() {
    acceptor_.async_accept([this](beast::error_code ec, socket_type socket) {
      if (!ec) std::make_shared<raw_session>(std::move(socket), reserved_)->read();
      accept();
    });
  }

  asio::io_context context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
  asio::basic_socket_acceptor<asio::ip::tcp, context_executor> acceptor_;
  std::size_t reserved_;
};

// Stands for a producer's polling thread.
class burst_completer {
 public:
  burst_completer() : thread_([this] { run(); }) {}

  void take(weir::http::responder respond) {
    std::scoped_lock lock(mutex_);
    waiting_.push_back(std::move(respond));
    if (waiting_.size() == 1) ready_.notify_one();
  }

 private:
  void run() {
    std::vector<weir::http::responder> burst;
    for (;;) {
      {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [&] { return !waiting_.empty(); });
        burst.swap(waiting_);
      }
      weir::http::completion_batch batch;
      for (auto& respond : burst)
        respond(weir::http::response::empty(204));
      burst.clear();
    }
  }

  std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<weir::http::responder> waiting_;
  std::thread thread_;
};

int serve_weir(std::uint16_t port, bool deferred) {
  static std::optional<burst_completer> completer;
  if (deferred) completer.emplace();
  weir::http::router routes;
  routes.add(weir::http::method::post, "/api/v1/events",
             [deferred](weir::http::request req, weir::http::responder respond) {
               if (req.body().empty()) return respond(weir::error(weir::error_code::body_missing));
               if (deferred) return completer->take(std::move(respond));
               respond(weir::http::response::empty(204));
             });
  weir::http::server_options options;
  options.port = port;
  weir::http::server server(std::move(options), std::move(routes));
  if (auto started = server.start(); !started) {
    std::fprintf(stderr, "%s\n", started.error().detail.c_str());
    std::_Exit(1);  // the completer's thread never ends
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  int received = 0;
  sigwait(&signals, &received);
  std::_Exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_http_noop beast|raw|weir|weir-deferred PORT\n");
    return 2;
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  std::string_view mode = argv[1];
  std::string_view digits = argv[2];
  std::uint16_t port = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (mode.starts_with("weir")) {
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return serve_weir(port, mode == "weir-deferred");
  }
  raw_server(port, mode == "raw" ? 64 * 1024 : 0).run();
  return 0;
}
