// One client. Everything here runs on the io thread it belongs to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/intrusive_ptr.hpp>

#include "io_thread.hpp"
#include "request_reader.hpp"

namespace weir::http {

class connection {
 public:
  connection(io_thread& thread, int socket, const ip_address& peer);
  ~connection();

  void start();
  void refuse(const error& e);              // answer it and close
  void on_completion(detail::exchange& e);  // of the current exchange
  void on_tick();
  void on_drain();
  void close();

  connection* next = nullptr;  // io_thread's list
  connection* previous = nullptr;

  friend void intrusive_ptr_add_ref(connection* c) { ++c->references_; }
  friend void intrusive_ptr_release(connection* c) {
    if (--c->references_ == 0) delete c;
  }

 private:
  using pointer = boost::intrusive_ptr<connection>;
  using socket_type = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
  enum class phase { idle, head, body, handling, writing, streaming, lingering, closed };
  enum class after { next_request, pump, close };

  void read();
  void on_read(boost::system::error_code ec, std::size_t bytes);
  void run();
  bool dispatch();
  bool account();
  void answer();
  void answer(response value);
  void send(std::string_view body);
  void flush();
  void on_written(boost::system::error_code ec, std::size_t bytes);
  void written();
  void pump();
  void take_piece();
  void begin_next();
  void linger();
  void enter(phase p, int timeout_ms);
  void summarize(int status);
  void resolve_client();

  io_thread& thread_;
  socket_type socket_;
  request_reader reader_;
  detail::exchange* exchange_;
  ip_address peer_;
  std::uint32_t references_ = 0;
  phase phase_ = phase::idle;
  after after_ = after::next_request;
  std::int64_t deadline_ms_ = 0;  // 0: none
  bool reading_ = false;
  bool running_ = false;  // run() is on the stack: it goes on by itself
  bool pumping_ = false;  // pump() is on the stack: it goes on by itself
  bool chunked_ = false;
  std::size_t accounted_ = 0;
  std::size_t discarded_ = 0;
  std::string out_;                 // head and small bodies, chunks
  std::optional<response> answer_;  // owns the body while it is written
  std::string_view unsent_head_, unsent_body_;
};

}  // namespace weir::http
