// Tells Kafka's own lag tools how far a consumer has come. Nothing in Weir reads these offsets: progress is a row of
// `leases`. No group is joined; a failure is logged and else ignored.
#pragma once

#include <memory>
#include <span>
#include <string>

#include <weir/kafka/client_config.hpp>
#include <weir/stream/log.hpp>

namespace weir::kafka {

class lag_offsets {
 public:
  struct at {
    stream::partition_number partition = 0;
    stream::offset next = 0;
  };

  // `group` is the Kafka group id, usually "weir-<consumer>"; `topic` without the prefix. Errors: setting_invalid.
  static result<std::unique_ptr<lag_offsets>> open(const client_config& config, const std::string& group,
                                                   const std::string& topic);
  ~lag_offsets();

  // Returns at once; left out while the one before is on its way. One thread.
  void commit(std::span<const at> positions);

 private:
  struct parts;
  explicit lag_offsets(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::kafka
