#include <array>
#include <string_view>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <tests/sim/year/statement_proxy.hpp>
#include <unistd.h>

namespace weir::sim {
namespace {

constexpr std::size_t most_shown = 60;

// Finds the messages in a stream of them: a type, four bytes of length, and the rest.
class message_finder {
 public:
  explicit message_finder(bool begins_untyped) : untyped_(begins_untyped) {}

  // Calls back with the type and the beginning of each message that ends in `bytes`.
  template<class F>
  void feed(std::string_view bytes, F f) {
    for (const char c : bytes) {
      if (header_ < header_size()) {
        head_[header_++] = c;
        if (header_ == header_size()) {
          left_ = length() - 4;
          text_.clear();
        }
      } else {
        --left_;
        if (text_.size() < 4 * most_shown) text_ += c;
      }
      if (header_ == header_size() && left_ == 0) {
        f(untyped_ ? '\0' : head_[0], std::string_view(text_));
        header_ = 0;
        untyped_ = false;
      }
    }
  }

 private:
  std::size_t header_size() const { return untyped_ ? 4 : 5; }
  std::size_t length() const {
    std::size_t out = 0;
    for (auto i = header_size() - 4; i < header_size(); ++i)
      out = out << 8 | static_cast<unsigned char>(head_[i]);
    return out;
  }

  bool untyped_;
  std::array<char, 5> head_{};
  std::size_t header_ = 0;
  std::size_t left_ = 0;
  std::string text_;
};

// Of a message Query or Parse; before the text of the latter stands a name.
std::string shown(char type, std::string_view text) {
  if (type == 'P') text.remove_prefix(std::min(text.size(), text.find('\0') + 1));
  text = text.substr(0, text.find('\0'));
  while (!text.empty() && (text.front() == '\n' || text.front() == ' '))
    text.remove_prefix(1);
  return std::string(text.substr(0, most_shown));
}

}  // namespace

// One connection: two sockets, and what was found in what went through.
struct statement_proxy::session {
  statement_proxy& owner;
  int client;
  int server;
  message_finder asked{true};
  message_finder answered{false};
  int unanswered = 0;  // statements

  ~session() {
    ::close(client);
    if (server >= 0) ::close(server);
  }

  // False: the connection has ended.
  bool take_answer() {
    char buffer[65536];
    const auto n = ::recv(server, buffer, sizeof buffer, 0);
    if (n <= 0) return false;
    const std::string_view bytes(buffer, static_cast<std::size_t>(n));
    answered.feed(bytes, [&](char type, std::string_view) {
      // The first one answers no statement: the session has begun.
      if (type == 'Z' && unanswered > 0) --unanswered;
    });
    return owner.is_dead() || test::send_all(client, bytes);
  }

  bool take_question() {
    char buffer[65536];
    const auto n = ::recv(client, buffer, sizeof buffer, 0);
    if (n <= 0) return false;
    const std::string_view bytes(buffer, static_cast<std::size_t>(n));
    int statements = 0;
    asked.feed(bytes, [&](char type, std::string_view text) {
      if (type == 'Q' || type == 'S') ++statements;
      if (type == 'Q' || type == 'P') {
        std::lock_guard lock(owner.mutex_);
        owner.life_.last = shown(type, text);
      }
    });
    bool dies = false, dies_after = false;
    std::function<void()> meanwhile;
    {
      std::lock_guard lock(owner.mutex_);
      auto& l = owner.life_;
      const auto& f = owner.fate_;
      const auto before = std::exchange(l.statements, l.statements + static_cast<std::uint64_t>(statements));
      const auto reached = [&](std::uint64_t at) { return before < at && at <= l.statements; };
      if (reached(f.waits_at)) {
        meanwhile = f.meanwhile;
        l.waited = true;
      }
      if (reached(f.dies_at)) {
        dies = l.died = true;
        dies_after = f.dies_after;
      }
    }
    if (meanwhile) meanwhile();
    if (dies && !dies_after) return false;
    unanswered += statements;
    if (!test::send_all(server, bytes)) return false;
    while (dies && unanswered > 0) {
      if (!take_answer()) break;
    }
    return !dies;
  }

  void relay() {
    pollfd p[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    while (!owner.stop_) {
      if (::poll(p, 2, 20) <= 0) continue;
      if (p[1].revents != 0 && !take_answer()) return;
      if (p[0].revents != 0 && !take_question()) return;
    }
  }
};

statement_proxy::statement_proxy(const std::string& url) : at_(test::listen_for(url)), thread_([this] { serve(); }) {}

statement_proxy::~statement_proxy() {
  stop_ = true;
  thread_.join();
  ::close(at_.listener);
}

void statement_proxy::live(fate f) {
  std::lock_guard lock(mutex_);
  fate_ = std::move(f);
  life_ = {};
}

statement_proxy::life statement_proxy::so_far() const {
  std::lock_guard lock(mutex_);
  return life_;
}

bool statement_proxy::is_dead() const {
  std::lock_guard lock(mutex_);
  return life_.died;
}

void statement_proxy::serve() {
  while (!stop_) {
    pollfd p{at_.listener, POLLIN, 0};
    if (::poll(&p, 1, 20) <= 0) continue;
    const int client = ::accept(at_.listener, nullptr, nullptr);
    if (client < 0) continue;
    // Whoever died does not come back by connecting again.
    const int server = is_dead() ? -1 : test::connect_to(at_);
    session s{.owner = *this, .client = client, .server = server};
    if (server < 0) continue;
    test::send_at_once(client);
    s.relay();
  }
}

}  // namespace weir::sim
