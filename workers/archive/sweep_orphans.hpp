// Removes what workers left that were killed between writing a segment and committing it.
#pragma once

#include <cstdint>

#include <workers/archive/archive_index.hpp>
#include <workers/archive/object_store.hpp>

namespace weir::archive {

// Objects of this installation whose sequence a committed segment of another name has, so that they can never be
// committed any more, and whose offsets lie in committed segments without a gap. All else stays: what is newer than the
// database (it was put back to a backup), what an operator gave up, and partitions whose topic was made anew. Returns
// how many went.
result<std::uint64_t> sweep_orphans(archive_index& index, object_store& store, const std::string& installation);

}  // namespace weir::archive
