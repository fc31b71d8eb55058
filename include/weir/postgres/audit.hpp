// The tables of the audit trail. Entries and checkpoints are only ever added.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <weir/domain/audit_verify.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres::audit {

inline constexpr std::int32_t platform_number = 0;  // tenant_number of the platform's chain

struct personal_row {
  std::int32_t tenant_number = 0;
  std::int64_t sequence = 0;
  std::string name;
  std::string person;
  std::string salt;
  std::string value;  // JSON for members of data, text for the address
};

struct row {
  std::int32_t tenant_number = 0;
  domain::audit_entry entry;
};

// Adding, under role::worker ------------------------------------------------------------------------------------------

// Which of these events are in a chain already.
result<std::set<std::string>> chained(executor& in, std::span<const std::string> event_ids);

// Numbers of tenants by id; those that do not exist are not in it.
result<std::map<std::string, std::int32_t>> tenant_numbers(executor& in, std::span<const std::string> ids);

// Where the chain goes on, locked until the transaction ends.
result<domain::audit_head> lock_head(executor& in, std::int32_t tenant_number, const std::string& chain);
// The head after entries were added.
result<void> move_head(executor& in, std::int32_t tenant_number, const domain::audit_head& head);
result<void> add(executor& in, const row& r);
result<void> add(executor& in, const personal_row& p);

struct mark {
  std::int64_t seq = 0;
  std::int64_t next_offset = 0;
};
result<std::optional<mark>> find_mark(executor& in, std::int32_t partition);
result<void> set_mark(executor& in, std::int32_t partition, const mark& m);

// Signing, under role::worker -----------------------------------------------------------------------------------------

struct due_head {
  std::int32_t tenant_number = 0;
  std::string chain;
  domain::audit_head head;
  std::optional<bytes32> newest_hash{};  // of the entry that the head names, as it is in the chain; nothing: not there
  std::int64_t checkpoint_number = 0;    // of the newest one
  bytes32 checkpoint_hash{};
};
// Up to `most` chains with `entries` or more that no checkpoint covers, or with any that waits since `seconds`. Locked;
// those that somebody else has locked are left out.
result<std::vector<due_head>> lock_due(executor& in, std::int64_t entries, std::int64_t seconds, std::int32_t most);
result<void> add(executor& in, std::int32_t tenant_number, const domain::audit_checkpoint& c);

struct key_row {
  std::string id;
  bytes32 public_key{};
  std::string sealed_seed;  // not read by list_keys
  timestamp created_at{};
  std::optional<timestamp> retired_at{};
};
result<std::optional<key_row>> signing_key(executor& in);
// False when another key signs already.
result<bool> add_key(executor& in, const key_row& k);
result<void> retire_keys(executor& in);

// Reading -------------------------------------------------------------------------------------------------------------

result<std::vector<key_row>> list_keys(executor& in);

struct filter {
  std::optional<std::int32_t> tenant_number{};
  std::optional<std::string> type{}, actor{}, subject{};
  std::optional<timestamp> from{}, to{};
  std::optional<std::string> about{};  // actor or subject
};
struct time_cursor {
  timestamp occurred_at;
  std::int32_t tenant_number = 0;
  std::int64_t sequence = 0;
};
// Newest first.
result<std::vector<row>> list(executor& in, const filter& f, const std::optional<time_cursor>& after,
                              std::int32_t limit);

struct chain_cursor {
  std::int32_t tenant_number = -1;
  std::int64_t number = 0;  // sequence, or number of a checkpoint
};
// By chain and sequence.
result<std::vector<row>> in_order(executor& in, std::optional<std::int32_t> tenant_number, const chain_cursor& after,
                                  std::int32_t limit);
struct checkpoint_row {
  std::int32_t tenant_number = 0;
  domain::audit_checkpoint checkpoint;
};
result<std::vector<checkpoint_row>> checkpoints(executor& in, std::optional<std::int32_t> tenant_number,
                                                const chain_cursor& after, std::int32_t limit);
// Of these entries; erased ones are not in it.
result<std::vector<personal_row>> personal_of(executor& in, std::span<const row> entries);

struct chain_row {
  std::int32_t tenant_number = 0;
  std::string chain;  // by the tenant's own row, so that an entry of another chain shows
  domain::audit_head head;
};
// Chains that have a head, an entry or a checkpoint.
result<std::vector<chain_row>> chains(executor& in, std::optional<std::int32_t> tenant_number);

// Chains with an entry that no checkpoint covers although it waits for `seconds`.
result<std::int64_t> overdue(executor& in, std::int64_t seconds);

// Erases what is known of a person beside the chains; they stay valid. Returns how many values that were.
result<std::uint64_t> erase_person(executor& in, const std::string& person);

}  // namespace weir::postgres::audit
