#include <workers/archive/zstd_frames.hpp>
#include <zstd.h>

#include <weir/base/assert.hpp>

namespace weir::archive {

namespace {
constexpr int level = 3;  // what the log's own compression costs at most
}

struct frame_writer::context {
  ZSTD_CCtx* zstd = ZSTD_createCCtx();
};

frame_writer::frame_writer() : context_(std::make_unique<context>()) {
  WEIR_ASSERT(context_->zstd != nullptr, "zstd has memory for a context");
  ZSTD_CCtx_setParameter(context_->zstd, ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context_->zstd, ZSTD_c_checksumFlag, 1);
}

frame_writer::~frame_writer() {
  ZSTD_freeCCtx(context_->zstd);
}

void frame_writer::append(std::string& out, std::string_view raw) {
  const auto before = out.size();
  out.resize(before + ZSTD_compressBound(raw.size()));
  const auto size = ZSTD_compress2(context_->zstd, out.data() + before, out.size() - before, raw.data(), raw.size());
  WEIR_ASSERT(!ZSTD_isError(size), "a frame fits the bound that zstd names for it");
  out.resize(before + size);
}

result<std::string> expand_frames(std::string_view stored, std::size_t raw_bytes) {
  std::string out(raw_bytes, '\0');
  const auto size = ZSTD_decompress(out.data(), out.size(), stored.data(), stored.size());
  if (ZSTD_isError(size)) return fail(error_code::archive_corrupt, std::string("zstd: ") + ZSTD_getErrorName(size));
  if (size != raw_bytes) return fail(error_code::archive_corrupt, "it expands to another size than its manifest says");
  return out;
}

}  // namespace weir::archive
