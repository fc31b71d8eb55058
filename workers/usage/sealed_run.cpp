#include <algorithm>
#include <bit>
#include <cstring>

#include <fmt/format.h>
#include <workers/usage/sealed_run.hpp>

#include <weir/base/assert.hpp>

namespace weir::usage {
namespace {

static_assert(std::endian::native == std::endian::little, "sealed runs are little endian");

constexpr std::size_t block_bytes = 4096;
constexpr std::size_t entry_bytes = 24;
constexpr std::uint32_t block_most = (block_bytes - 16) / entry_bytes;  // entries
constexpr std::array<char, 8> magic{'W', 'E', 'I', 'R', 'C', 'L', 'M', '1'};
constexpr std::uint32_t version = 1;

struct file_head {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::int32_t partition;
  std::uint64_t installation[2];
  std::uint64_t id;
  std::int64_t epoch;
  std::int64_t next;
  std::int32_t week;
  std::uint32_t unused;
  std::uint64_t count;
  std::uint64_t blocks;
  std::uint64_t filter_keys;
  std::int64_t day_counts[days_of_week];
  std::uint64_t day_digests[days_of_week];
  std::uint64_t index_checksum;
  std::uint64_t filter_checksum;
  std::uint64_t checksum;  // of all before it
};
static_assert(sizeof(file_head) <= block_bytes);

std::span<const std::uint8_t> bytes_of(const std::vector<std::uint64_t>& index) {
  return {reinterpret_cast<const std::uint8_t*>(index.data()), index.size() * sizeof(std::uint64_t)};
}

std::uint64_t checksum_of(const file_head& head) {
  return hash64(std::span(reinterpret_cast<const std::uint8_t*>(&head), offsetof(file_head, checksum)));
}

// A block of another file, or of another place in this one, is not this block.
std::uint64_t block_checksum(std::span<const std::uint8_t> block, std::uint64_t id, std::uint64_t place) {
  return hash64(block.first(block_bytes - 8)) ^ (id + (place + 1) * 0x9e3779b97f4a7c15ULL);
}

sealed_claim load(const std::uint8_t* at) {
  sealed_claim out;
  std::memcpy(&out.identity.high, at, 8);
  std::memcpy(&out.identity.low, at + 8, 8);
  std::memcpy(&out.content, at + 16, 4);
  std::memcpy(&out.day, at + 20, 4);
  return out;
}

std::unexpected<error> corrupt(std::uint64_t id, std::string_view what) {
  return fail(error_code::claim_file_corrupt, fmt::format("{}: {}", sealed_run::file_name(id), what));
}

}  // namespace

std::string sealed_run::file_name(std::uint64_t id) {
  return fmt::format("{:016x}.claims", id);
}

result<std::shared_ptr<const sealed_run>> sealed_run::open(claim_folder& folder, const hash128& installation,
                                                           stream::partition_number partition, std::uint64_t id) {
  auto file = folder.open(file_name(id));
  if (!file) return std::unexpected(file.error());
  if (!*file) return corrupt(id, "is missing");
  file_head head;
  if ((*file)->size() < block_bytes) return corrupt(id, "is too short");
  if (auto done = (*file)->read(0, {reinterpret_cast<std::uint8_t*>(&head), sizeof head}); !done)
    return std::unexpected(done.error());
  if (head.magic != magic || head.version != version) return corrupt(id, "is no sealed run of this version");
  if (head.checksum != checksum_of(head)) return corrupt(id, "its head does not fit its checksum");
  if (head.id != id || head.partition != partition || head.installation[0] != installation.high ||
      head.installation[1] != installation.low) {
    return corrupt(id, "belongs to another partition or database");
  }
  // The checksum is no proof against a writer with a fault; sizes that do not fit each other would ask for any memory.
  constexpr std::uint64_t blocks_most = std::uint64_t{1} << 40;
  constexpr std::int32_t week_most = 100'000'000;
  if (head.week > week_most || head.week < -week_most || head.blocks > blocks_most ||
      head.count > head.blocks * block_most || head.filter_keys > blocks_most ||
      block_bytes + head.blocks * (block_bytes + 8) + claim_filter::bytes_for(head.filter_keys) != (*file)->size()) {
    return corrupt(id, "has another size than its head says");
  }
  auto run = std::shared_ptr<sealed_run>(new sealed_run(head.filter_keys));
  run->index_.resize(head.blocks);
  const auto index_at = block_bytes * (1 + head.blocks);
  const std::span index(reinterpret_cast<std::uint8_t*>(run->index_.data()), head.blocks * 8);
  if (auto done = (*file)->read(index_at, index); !done) return std::unexpected(done.error());
  if (auto done = (*file)->read(index_at + index.size(), run->filter_.bytes()); !done)
    return std::unexpected(done.error());
  if (hash64(bytes_of(run->index_)) != head.index_checksum ||
      hash64(std::span<const std::uint8_t>(run->filter_.bytes())) != head.filter_checksum) {
    return corrupt(id, "its index or filter does not fit its checksum");
  }
  run->label_ = {installation, partition, head.epoch, head.next, id};
  run->week_ = head.week;
  run->count_ = head.count;
  run->checksum_ = head.checksum;
  for (int i = 0; i < days_of_week; ++i) {
    if (head.day_counts[i] != 0) run->sums_[head.week * days_of_week + i] = {head.day_counts[i], head.day_digests[i]};
  }
  run->file_ = std::move(*file);
  return run;
}

result<std::uint32_t> sealed_run::read_block(std::uint64_t block, std::span<std::uint8_t> into) const {
  if (auto done = file_->read(block_bytes * (1 + block), into); !done) return std::unexpected(done.error());
  std::uint64_t checksum;
  std::uint32_t entries;
  std::memcpy(&entries, into.data() + block_bytes - 16, sizeof entries);
  std::memcpy(&checksum, into.data() + block_bytes - 8, sizeof checksum);
  if (checksum != block_checksum(into, label_.id, block) || entries == 0 || entries > block_most)
    return corrupt(label_.id, fmt::format("block {} does not fit its checksum", block));
  return entries;
}

result<std::optional<sealed_claim>> sealed_run::find(const hash128& identity) const {
  if (!filter_.may_have(identity)) return std::optional<sealed_claim>{};
  // Blocks that begin with the same high half as is looked for: the claim may stand in the one before, too.
  auto block = std::ranges::lower_bound(index_, identity.high) - index_.begin();
  if (block > 0) --block;
  std::array<std::uint8_t, block_bytes> bytes;
  for (; block < std::ssize(index_) && index_[static_cast<std::size_t>(block)] <= identity.high; ++block) {
    auto entries = read_block(static_cast<std::uint64_t>(block), bytes);
    if (!entries) return std::unexpected(entries.error());
    std::uint32_t low = 0, high = *entries;
    while (low < high) {
      const auto middle = low + (high - low) / 2;
      const auto there = load(bytes.data() + middle * entry_bytes);
      if (there.identity == identity) return std::optional(there);
      (there.identity < identity ? low = middle + 1 : high = middle);
    }
  }
  return std::optional<sealed_claim>{};
}

std::size_t sealed_run::memory_bytes() const {
  return sizeof *this + index_.capacity() * sizeof(std::uint64_t) + filter_.bytes().size();
}

result<std::optional<sealed_claim>> sealed_run::cursor::next() {
  if (at_ == in_block_) {
    if (block_ == run_.index_.size()) return std::optional<sealed_claim>{};
    auto entries = run_.read_block(block_, bytes_);
    if (!entries) return std::unexpected(entries.error());
    ++block_;
    at_ = 0;
    in_block_ = *entries;
  }
  return std::optional(load(bytes_.data() + at_++ * entry_bytes));
}

// Writing ---------------------------------------------------------------------

sealed_run_writer::sealed_run_writer(claim_folder& folder, const run_label& label, std::int32_t week,
                                     std::uint64_t most)
    : folder_(&folder), run_(new sealed_run(most)), filter_keys_(most) {
  run_->label_ = label;
  run_->week_ = week;
  run_->index_.reserve(most / block_most + 1);
}

result<sealed_run_writer> sealed_run_writer::create(claim_folder& folder, const run_label& label, std::int32_t week,
                                                    std::uint64_t most) {
  auto file = folder.create(sealed_run::file_name(label.id));
  if (!file) return std::unexpected(file.error());
  sealed_run_writer out(folder, label, week, most);
  out.file_ = std::move(*file);
  if (auto done = out.file_->append(std::string(block_bytes, '\0')); !done) return std::unexpected(done.error());
  return out;
}

result<void> sealed_run_writer::add(const sealed_claim& claim) {
  if (in_block_ == 0) run_->index_.push_back(claim.identity.high);
  auto* at = block_.data() + in_block_ * entry_bytes;
  std::memcpy(at, &claim.identity.high, 8);
  std::memcpy(at + 8, &claim.identity.low, 8);
  std::memcpy(at + 16, &claim.content, 4);
  std::memcpy(at + 20, &claim.day, 4);
  run_->filter_.add(claim.identity);
  ++run_->count_;
  if (++in_block_ == block_most) return end_block();
  return {};
}

result<void> sealed_run_writer::end_block() {
  std::memset(block_.data() + in_block_ * entry_bytes, 0, block_bytes - in_block_ * entry_bytes);
  std::memcpy(block_.data() + block_bytes - 16, &in_block_, sizeof in_block_);
  const auto checksum = block_checksum(block_, run_->label_.id, run_->index_.size() - 1);
  std::memcpy(block_.data() + block_bytes - 8, &checksum, sizeof checksum);
  in_block_ = 0;
  return file_->append({reinterpret_cast<const char*>(block_.data()), block_.size()});
}

result<std::shared_ptr<const sealed_run>> sealed_run_writer::finish(const claim_sums& sums) {
  if (in_block_ > 0) {
    if (auto done = end_block(); !done) return std::unexpected(done.error());
  }
  auto text = [](std::span<const std::uint8_t> bytes) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  if (auto done = file_->append(text(bytes_of(run_->index_))); !done) return std::unexpected(done.error());
  if (auto done = file_->append(text(run_->filter_.bytes())); !done) return std::unexpected(done.error());
  const auto& label = run_->label_;
  file_head head{};
  head.magic = magic;
  head.version = version;
  head.partition = label.partition;
  head.installation[0] = label.installation.high;
  head.installation[1] = label.installation.low;
  head.id = label.id;
  head.epoch = label.epoch;
  head.next = label.next;
  head.week = run_->week_;
  head.count = run_->count_;
  head.blocks = run_->index_.size();
  head.filter_keys = filter_keys_;
  for (const auto& [day, sum] : sums) {
    WEIR_ASSERT(week_of(day) == run_->week_, "a run has days of one week");
    head.day_counts[day - run_->week_ * days_of_week] = sum.count;
    head.day_digests[day - run_->week_ * days_of_week] = sum.digest;
  }
  head.index_checksum = hash64(bytes_of(run_->index_));
  head.filter_checksum = hash64(std::span<const std::uint8_t>(run_->filter_.bytes()));
  head.checksum = checksum_of(head);
  run_->checksum_ = head.checksum;
  run_->sums_ = sums;
  if (auto done = file_->finish({reinterpret_cast<const char*>(&head), sizeof head}); !done)
    return std::unexpected(done.error());
  auto file = folder_->open(sealed_run::file_name(label.id));
  if (!file) return std::unexpected(file.error());
  if (!*file) return corrupt(label.id, "is missing");
  run_->file_ = std::move(*file);
  return run_;
}

}  // namespace weir::usage
