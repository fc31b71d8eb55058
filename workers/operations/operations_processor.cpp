#include <workers/operations/operations_processor.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/topics.hpp>

namespace weir::operations {
namespace {

constexpr std::size_t most_kept = 255;  // of a foreign text

using commands_of = std::map<stream::partition_number, std::vector<received_command>>;

class operations_batch final : public stream::batch {
 public:
  operations_batch(operations_store& store, commands_of commands) : store_(store), commands_(std::move(commands)) {}

  result<void> write(stream::transaction& tx) override {
    for (const auto& [partition, commands] : commands_) {
      if (auto done = store_.write(tx, commands); !done) return done;
    }
    return {};
  }

  void drop(stream::partition_number partition) override { commands_.erase(partition); }

  std::size_t size() const {
    std::size_t count = 0;
    for (const auto& [partition, commands] : commands_)
      count += commands.size();
    return count;
  }

 private:
  operations_store& store_;
  commands_of commands_;
};

// The id of a record that names none: it follows from its place, so that reading it again finds its result.
std::string id_of_place(const stream::position& at) {
  const auto partition = std::to_string(at.partition);
  const auto offset = std::to_string(at.offset);
  const std::string_view cause[] = {at.topic, partition, offset};
  return contract::derived_id(command_id::prefix(), cause);
}

received_command refused(const stream::record& r, error why) {
  received_command out;
  out.at = {std::string(contract::commands_topic), r.partition, r.offset};
  out.id = id_of_place(out.at);
  out.type = "unknown";
  out.principal = "unknown";
  out.refused = std::move(why);
  // What can be told nevertheless: whoever waits for this command should get its answer.
  const auto document = contract::json_document::parse(r.value);
  if (!document || document->root().kind() != contract::json_kind::object) return out;
  const auto root = document->root();
  if (const auto id = command_id::parse(root.text("id").value_or(""))) out.id = id->text();
  if (const auto type = root.text("type"); type && !type->empty()) out.type = type->substr(0, most_kept);
  if (const auto who = root.text("principal"); who && !who->empty()) out.principal = who->substr(0, most_kept);
  out.tenant = tenant_id::parse(root.text("tenant").value_or(""));
  return out;
}

}  // namespace

std::string job_of(const std::string& command_id) {
  return "job_" + command_id.substr(weir::command_id::prefix().size());
}

received_command read_command(const stream::record& r) {
  if (r.find(contract::frame_header) != contract::frame_version) {
    return refused(r, error(error_code::record_frame_unknown));
  }
  auto decoded = contract::decode_command(r.value);
  if (!decoded) return refused(r, decoded.error());
  received_command out;
  out.at = {std::string(contract::commands_topic), r.partition, r.offset};
  out.id = decoded->id.text();
  out.type = contract::type_of(decoded->body);
  out.principal = std::move(decoded->principal);
  out.request = r.find(contract::request_header).value_or("");
  out.issued_at = decoded->issued_at;
  out.tenant = decoded->tenant;
  out.body = std::move(decoded->body);
  return out;
}

result<void> operations_processor::open(const stream::lease&, const pulse&) {
  return {};  // nothing is remembered: the database knows which commands were handled
}

void operations_processor::close(stream::partition_number partition) {
  const auto it = open_.find(partition);
  if (it == open_.end()) return;
  count_ -= it->second.size();
  open_.erase(it);
}

result<void> operations_processor::absorb(const stream::record& r) {
  open_[r.partition].push_back(read_command(r));
  ++count_;
  return {};
}

result<void> operations_processor::quarantine(const stream::record& r) {
  received_command out;
  out.at = {std::string(contract::commands_topic), r.partition, r.offset};
  out.id = id_of_place(out.at);
  out.type = "unknown";
  out.principal = "unknown";
  out.refused = error(error_code::record_quarantined);
  open_[r.partition].push_back(std::move(out));
  ++count_;
  return {};
}

stream::batch_weight operations_processor::weight() const {
  // Somebody waits for each of them.
  return {count_, count_, count_ > 0};
}

std::unique_ptr<stream::batch> operations_processor::seal() {
  count_ = 0;
  return std::make_unique<operations_batch>(store_, std::exchange(open_, {}));
}

void operations_processor::committed(stream::batch& b) {
  committed_ += static_cast<const operations_batch&>(b).size();
}

result<void> operations_processor::reload() {
  return {};
}

}  // namespace weir::operations
