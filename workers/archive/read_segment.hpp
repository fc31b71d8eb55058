// A segment out of the store, checked whole before a single record of it is believed.
#pragma once

#include <memory>
#include <string>

#include <workers/archive/archive_index.hpp>
#include <workers/archive/object_store.hpp>
#include <workers/archive/segment_format.hpp>

namespace weir::archive {

// Its records live as long as it does. Not moved: they borrow from it.
struct loaded_segment {
  std::string raw;
  segment_records records;
};

// Errors: archive_corrupt (missing, or any size, digest, count or offset that is not as the manifest says),
// archive_unavailable.
result<std::unique_ptr<const loaded_segment>> read_segment(object_store& store, const archived_segment& what);

// The manifest beside a segment, checked against the digest that is expected of it. Errors as above.
result<contract::archive_manifest> read_manifest(object_store& store, const archived_segment& what);

}  // namespace weir::archive
