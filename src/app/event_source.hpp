// Events of a file, one after the other, as CloudEvents in JSON: NDJSON as it stands, CSV through a mapping.
#pragma once

#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir::app {

// "id=order_id,type=:request,time=created,subject=customer": attribute = column, or = :text for the same text in every
// event. Errors: validation_failed.
using csv_mapping = std::map<std::string, std::string, std::less<>>;
result<csv_mapping> parse_mapping(std::string_view text);

struct file_event {
  std::size_t line = 0;  // from 1
  std::string json;      // empty: `refused` says why
  std::optional<timestamp> time;
  std::optional<error> refused;
};

class event_source {
 public:
  virtual ~event_source() = default;

  // Nothing at the end. Error: the file cannot be read on.
  virtual result<std::optional<file_event>> next() = 0;
};

// One CloudEvent in each line; empty lines are passed over.
std::unique_ptr<event_source> ndjson_events(std::istream& from);

// Columns that the mapping does not name go into data, as numbers where they look like one. Without an id the file's
// name and the line are the id, without a source the file's name is the source: sent again they are the same events.
// Errors: validation_failed (a column that is not there, no type).
result<std::unique_ptr<event_source>> csv_events(std::istream& from, csv_mapping mapping, std::string file_name);

}  // namespace weir::app
