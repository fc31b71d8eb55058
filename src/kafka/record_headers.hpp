// Headers of consumed records without an allocation per record.
//
// rd_kafka_message_headers() makes a list with one allocation for each header: about 0.3 µs for five of them, a quarter
// of what the usage worker may spend on a record. In Kafka's record format v2 (KIP-98, the only one that brokers
// since 4.0 write) the headers stand directly behind the value, and librdkafka hands out the value in place, inside the
// checked response buffer; so they are read from there. The first records of each assignment are read both ways and
// compared: any difference, and this reader uses librdkafka's own way from then on.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "src/kafka/handles.hpp"
#include <weir/stream/log.hpp>

namespace weir::kafka {

class header_arena {
 public:
  // Forgets all headers; the spans handed out end here.
  void clear() { chunk_ = used_ = 0; }

  // Reads the next records both ways.
  void distrust() { compare_ = compared_per_assignment; }

  std::span<const stream::header> read(const rd_kafka_message_t& message);

  bool in_place() const { return in_place_; }

 private:
  static constexpr std::size_t chunk_size = 8192;
  static constexpr std::size_t most_in_place = 64;
  static constexpr int compared_per_assignment = 4;

  stream::header* room(std::size_t count);
  std::span<const stream::header> read_in_place(const rd_kafka_message_t& message, bool& understood);
  std::span<const stream::header> read_listed(const rd_kafka_message_t& message);

  std::vector<std::unique_ptr<stream::header[]>> chunks_;
  std::vector<std::unique_ptr<stream::header[]>> large_;
  std::size_t chunk_ = 0;
  std::size_t used_ = 0;
  int compare_ = compared_per_assignment;
  bool in_place_ = true;
};

}  // namespace weir::kafka
