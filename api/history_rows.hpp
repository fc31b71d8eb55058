// Rows of an import at the edge: read, decoded as events are, judged by the worker's own rules, and made records of
// weir.usage when all of them are good.
#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include <workers/usage/definitions.hpp>

#include <weir/contract/problem.hpp>
#include <weir/contract/usage_record.hpp>
#include <weir/postgres/history_imports.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::api {

inline constexpr std::size_t history_rows_of_request_most = 10'000;
inline constexpr std::int64_t history_open_days = 7;  // rows are taken no longer: claims would be forgotten one day

struct history_batch {
  std::vector<stream::outgoing_record> records;
  std::size_t rows = 0;
};

enum class history_form : std::uint8_t { csv, events };

// What is wrong is one problem for each row, in the order of the file; its detail begins with "line N: ", its index is
// the row's among those of the text. A text that cannot be read at all is one problem without an index.
std::expected<history_batch, std::vector<contract::problem_item>> make_history_batch(
    const usage::live_meter& meter, const postgres::history_import_row& import,
    const contract::usage_envelope& envelope, history_form form, std::string_view text, std::size_t first_line);

}  // namespace weir::api
