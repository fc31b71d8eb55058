#include "src/kafka/errors.hpp"

#include <string>

namespace weir::kafka {

bool topic_is_missing(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC || code == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION ||
         code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || code == RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION;
}

error read_error(rd_kafka_resp_err_t code, std::string_view about) {
  std::string detail(about);
  detail += ": ";
  detail += rd_kafka_err2str(code);
  return {topic_is_missing(code) ? error_code::log_topic_missing : error_code::broker_unavailable, std::move(detail)};
}

error publish_error(rd_kafka_resp_err_t code, rd_kafka_msg_status_t status) {
  const std::string detail = rd_kafka_err2str(code);
  switch (code) {
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
      return {error_code::broker_record_too_large, detail};
    case RD_KAFKA_RESP_ERR__FATAL:
      return {error_code::broker_fatal, detail};
    default:
      break;
  }
  if (status == RD_KAFKA_MSG_STATUS_NOT_PERSISTED) return {error_code::broker_unavailable, detail};
  return {error_code::broker_timeout, detail};
}

}  // namespace weir::kafka
