// A key, followed in its files while the program runs: NAME_FILE and the previous one beside it. Without NAME_FILE
// nothing is watched.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include <weir/base/settings_loader.hpp>

namespace weir::app {

struct watched_key {
  std::string_view setting;       // "JWT_SECRET"
  std::string_view what;          // for the log: "the keys of access tokens"
  std::string current, previous;  // as they were loaded
  std::function<void(const std::string& current, const std::string& previous)> renew;
  std::string (*key_id)(std::string_view secret);  // what may be shown of one
};

class secret_watch {
 public:
  // Looks each second, on a thread of its own that ends with this. A new key is read at once and made with some seconds
  // later, when every other process that watches the same files reads it too: until then `renew` is called with the old
  // key first and the new one behind it. What cannot be read or is too short is logged, and the keys stay as they are.
  secret_watch(watched_key key, const environment& variables);

 private:
  std::jthread thread_;
};

}  // namespace weir::app
