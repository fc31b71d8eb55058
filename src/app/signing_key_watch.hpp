// The key that signs access tokens, followed in its files while the program runs: JWT_SECRET_FILE and
// the previous one beside it. Without JWT_SECRET_FILE nothing is watched.
#pragma once

#include <thread>

#include <weir/base/settings_loader.hpp>
#include <weir/contract/access_token.hpp>

namespace weir::app {

class signing_key_watch {
 public:
  // Looks each second, on a thread of its own that ends with this. `keys` outlives it. A new key is read at once and
  // signs some seconds later, when every other process that watches the same files reads it too. What cannot be read
  // or is too short is logged, and the keys stay as they are.
  signing_key_watch(contract::access_token_codec& keys, const settings& loaded, const environment& variables);

 private:
  std::jthread thread_;
};

}  // namespace weir::app
