// A segment before compression: a head, then records of one partition in offset order without a gap. Numbers are little
// endian. docs/archive.md describes it for others.
//
//   head    "WEIRSEG" u8 version = 1 · u16 size, topic · i32 partition · i64 offset of the first record
//   record  u32 bytes that follow · i64 offset · i64 appended_ms · u32 size, key · u32 size, value
//           · u32 headers, each u32 size, name · u32 size, value
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/stream/log.hpp>

namespace weir::archive {

void append_head(std::string& out, std::string_view topic, stream::partition_number partition, stream::offset first);
void append_record(std::string& out, const stream::record& r);

// Where a segment must belong to.
struct segment_place {
  std::string_view topic;
  stream::partition_number partition = 0;
  stream::offset first = 0;
  stream::offset last = 0;
};

// The records of a whole segment; they borrow from `raw` and from each other's place in here.
class segment_records {
 public:
  // Error: archive_corrupt when it is no segment of that place, has other offsets, or ends in the middle.
  static result<segment_records> parse(std::string_view raw, const segment_place& where);

  const std::vector<stream::record>& all() const { return records_; }

 private:
  std::vector<stream::record> records_;
  std::vector<std::vector<stream::header>> headers_;
};

}  // namespace weir::archive
