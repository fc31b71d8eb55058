// librdkafka's error codes in Weir's words.
#pragma once

#include <string_view>

#include "src/kafka/handles.hpp"

namespace weir::kafka {

// For reads and questions: log_topic_missing, or broker_unavailable for whatever may pass.
error read_error(rd_kafka_resp_err_t code, std::string_view about);

bool topic_is_missing(rd_kafka_resp_err_t code);

// For a record that was not acknowledged.
error publish_error(rd_kafka_resp_err_t code, rd_kafka_msg_status_t status);

}  // namespace weir::kafka
