// One thread, its io_context and the connections that live on it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive_ptr.hpp>

#include "exchange.hpp"
#include <weir/http/server.hpp>

namespace weir::http {

class connection;

// What all threads of a server share.
struct server_core {
  server_options options;
  handler answer;
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> buffered_bytes{0};
  std::atomic<std::size_t> cut{0};
  std::atomic<bool> draining{false};
  std::mutex mutex;
  std::condition_variable all_gone;
};

class io_thread {
 public:
  explicit io_thread(server_core& core);
  ~io_thread();

  void start();
  void stop();  // cuts what is left and joins

  // Any thread.
  void adopt(int socket, const ip_address& peer, bool over_limit);
  void drain();
  void cut_all();

  // The thread's own.
  server_core& core() { return core_; }
  boost::asio::io_context& context() { return context_; }
  const std::shared_ptr<detail::completion_queue>& queue() const { return queue_; }
  std::int64_t now_ms() const { return now_ms_; }  // as of the last tick: exact enough for deadlines
  std::string_view common_lines() const { return common_lines_; }
  char* scratch() { return scratch_.get(); }
  static constexpr std::size_t scratch_bytes = 16 * 1024;
  void insert(connection& c);
  void remove(connection& c);

 private:
  void tick();
  void arm();
  void complete();
  void refresh_common_lines();
  template<class F>
  void for_each(F f);

  server_core& core_;
  boost::asio::io_context context_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<detail::completion_queue> queue_;
  std::thread thread_;
  connection* first_ = nullptr;
  std::int64_t now_ms_ = 0;
  std::int64_t date_seconds_ = -1;
  std::string fixed_lines_;
  std::string common_lines_;
  std::unique_ptr<char[]> scratch_;
};

}  // namespace weir::http
