// The fonts of PDFs, and of no other file of this machine: a text looks the same wherever it is drawn.
#pragma once

#include <memory>

#include <pango/pango.h>

#include <weir/base/error.hpp>

namespace weir::documents {

struct unref_object {
  void operator()(void* object) const;
};
template<class T>
using object_ptr = std::unique_ptr<T, unref_object>;

// Latin, Greek, Cyrillic, Arabic, Hebrew and more by DejaVu Sans, Chinese, Japanese and Korean by Droid Sans Fallback.
// Of this thread, and lives as long as it. Error: file_unreadable.
result<PangoFontMap*> open_fonts();

}  // namespace weir::documents
