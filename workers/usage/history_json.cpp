#include <workers/usage/history_json.hpp>

#include <weir/contract/json_writer.hpp>

namespace weir::usage {

std::string history_import_json(const postgres::history_import_row& row) {
  contract::json_writer w(640);
  w.begin_object().member("id", row.id).member("tenant_id", row.tenant_id).member("tenant_key", row.tenant_key);
  w.member("meter_id", row.meter_id).member("meter", row.meter_slug);
  w.member("from", row.from).member("to", row.to).member("state", row.state);
  w.member("rows", row.counted).member("duplicates", row.duplicate).member("conflicts", row.conflict);
  w.member("refused", row.refused).member("replaced_cells", row.replaced_cells);
  w.member("replaced_events", row.replaced_events).member("imported_cells", row.imported_cells);
  w.key("job_id");
  if (row.job_id.empty()) {
    w.null();
  } else {
    w.text(row.job_id);
  }
  w.member("made_by", row.made_by).member("created_at", row.created_at).member("started_at", row.started_at);
  w.member("imported_at", row.imported_at).member("canceled_at", row.canceled_at);
  return w.end_object().take();
}

}  // namespace weir::usage
