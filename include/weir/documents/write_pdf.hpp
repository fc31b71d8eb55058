// An invoice on A4 pages for people: shaped by Pango, drawn by Cairo, tagged, in the pinned fonts. The same document
// gives the same bytes with the same libraries.
#pragma once

#include <cstddef>
#include <string>

#include <weir/base/error.hpp>
#include <weir/documents/invoice_document.hpp>

namespace weir::documents {

inline constexpr std::size_t most_pdf_lines = 2000;

// Any thread; some milliseconds of processor time for each page. Errors: invoice_state_refused, when it has more
// than most_pdf_lines; file_unreadable.
result<std::string> write_pdf(const invoice_document& of);

}  // namespace weir::documents
