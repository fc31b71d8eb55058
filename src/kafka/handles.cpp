#include "src/kafka/handles.hpp"

#include <chrono>
#include <future>
#include <string>
#include <thread>

namespace weir::kafka {

partition_list make_partition_list(int expected) {
  return partition_list(rd_kafka_topic_partition_list_new(expected));
}

void client_context::say(severity how, std::string_view message) const {
  if (log) log(how, message);
}

client::client(rd_kafka_t* rk, std::unique_ptr<client_context> context) : context_(std::move(context)), rk_(rk) {}

client::~client() {
  if (!rk_) return;
  std::promise<void> ended;
  auto done = ended.get_future();
  std::thread destroyer([rk = rk_.get(), ended = std::move(ended)]() mutable {
    // A consumer without a group has nothing to leave.
    rd_kafka_destroy_flags(rk, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    ended.set_value();
  });
  if (done.wait_for(std::chrono::seconds(10)) == std::future_status::ready) {
    destroyer.join();
    return;
  }
  context_->say(severity::error, "a Kafka client does not end; it is left behind");
  destroyer.detach();
  static_cast<void>(context_.release());  // its log callback may still run
}

}  // namespace weir::kafka
