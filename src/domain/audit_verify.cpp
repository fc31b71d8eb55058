#include <algorithm>
#include <map>
#include <vector>

#include <weir/domain/audit_verify.hpp>

namespace weir::domain {
namespace {

using found = std::optional<audit_problem>;

std::string text(std::int64_t n) {
  return std::to_string(n);
}

class chain_check {
 public:
  chain_check(std::string_view chain, const audit_evidence& given) : chain_(chain), given_(given) {
    for (const auto& p : given.personal)
      personal_[p.sequence].push_back(&p);
  }

  found run() {
    auto flaw = checkpoints(given_.checkpoints);
    for (const auto& c : given_.kept) {
      if (auto bad = signature(c); bad && (!flaw || bad->sequence < flaw->sequence)) flaw = std::move(bad);
    }
    if (auto bad = entries(); bad && (!flaw || bad->sequence <= flaw->sequence)) return bad;
    return flaw;
  }

 private:
  found problem(audit_fault what, std::int64_t sequence, std::string explanation) const {
    return audit_problem{what, std::string(chain_), sequence, {}, std::move(explanation)};
  }

  found of_checkpoint(audit_fault what, const audit_checkpoint& c, std::string explanation) const {
    return audit_problem{what, std::string(chain_), c.sequence, c.number, std::move(explanation)};
  }

  // What fits is remembered: it says what the hash of an entry was.
  found signature(const audit_checkpoint& c) {
    if (c.chain != chain_) return of_checkpoint(audit_fault::forged, c, "it belongs to the chain " + c.chain);
    const auto key = std::ranges::find(given_.keys, c.key_id, &audit_key::id);
    if (key == given_.keys.end()) return of_checkpoint(audit_fault::forged, c, "its key " + c.key_id + " is not known");
    if (audit_key_id(key->public_key) != key->id) {
      return of_checkpoint(audit_fault::forged, c, "the public key is not that of " + key->id);
    }
    if (!signature_fits(key->public_key, audit_checkpoint_bytes(c), c.signature)) {
      return of_checkpoint(audit_fault::forged, c, "its signature does not fit");
    }
    if (const auto [known, fresh] = signed_.try_emplace(c.sequence, c.head); !fresh && known->second != c.head) {
      return of_checkpoint(audit_fault::forged, c, "another checkpoint signed another hash of the same entry");
    }
    return {};
  }

  found checkpoints(std::span<const audit_checkpoint> all) {
    found first;
    const auto keep = [&](found f) {
      if (f && !first) first = std::move(f);
    };
    std::int64_t number = 0;
    std::int64_t sequence = 0;
    bytes32 before{};
    for (const auto& c : all) {
      keep(signature(c));
      if (first) continue;
      if (c.number > number + 1)
        keep(of_checkpoint(audit_fault::missing, c, "checkpoint " + text(number + 1) + " is not there"));
      if (c.number <= number)
        keep(of_checkpoint(audit_fault::reordered, c, "it comes after checkpoint " + text(number)));
      if (c.previous != before)
        keep(of_checkpoint(audit_fault::forged, c, "it does not follow the checkpoint before it"));
      if (c.sequence <= sequence)
        keep(of_checkpoint(audit_fault::forged, c, "it does not go beyond the checkpoint before it"));
      number = c.number;
      sequence = c.sequence;
      before = audit_checkpoint_hash(c);
    }
    return first;
  }

  bool fits_itself(std::size_t i) const {
    return i < given_.entries.size() && audit_entry_hash(given_.entries[i]) == given_.entries[i].hash;
  }

  bool was(const audit_entry& e, std::int64_t sequence) const {
    auto copy = e;
    copy.sequence = sequence;
    return audit_entry_hash(copy) == e.hash;
  }

  bool has_signed(std::int64_t sequence, const bytes32& hash) const {
    const auto it = signed_.find(sequence);
    return it != signed_.end() && it->second == hash;
  }

  // Entry `expected` does not stand at its place.
  found other_place(std::size_t i, std::int64_t expected) const {
    const auto all = given_.entries;
    const auto& e = all[i];
    const auto here = "entry " + text(e.sequence) + " stands where entry " + text(expected) + " belongs";
    for (const auto& other : all) {
      if (other.sequence == expected && &other != &e) return problem(audit_fault::reordered, expected, here);
    }
    if (was(e, expected))
      return problem(audit_fault::altered, expected, "its sequence was changed to " + text(e.sequence));
    for (const auto& other : all) {
      if (was(other, expected)) {
        return problem(audit_fault::reordered, expected, "it stands at " + text(other.sequence));
      }
    }
    if (e.sequence < expected) return problem(audit_fault::reordered, expected, here);
    return problem(audit_fault::missing, expected, "the next entry there is " + text(e.sequence));
  }

  // The entry at its place does not have the hash that it should have.
  found other_content(std::size_t i, std::int64_t expected, const bytes32& is) const {
    const auto& e = given_.entries[i];
    // Beyond the end too: others may have been cut after entries were exchanged.
    const auto most = static_cast<std::int64_t>(given_.entries.size()) * 2 + 100;
    for (std::int64_t n = 1; n <= most; ++n) {
      if (n != expected && was(e, n)) {
        return problem(audit_fault::reordered, expected, "entry " + text(n) + " stands in its place");
      }
    }
    const bool next_knows = fits_itself(i + 1) && given_.entries[i + 1].previous == is;
    if (next_knows || has_signed(expected, is)) {
      return problem(audit_fault::forged, expected, "its hash was replaced");
    }
    return problem(audit_fault::altered, expected, "its content does not have its hash");
  }

  // Two entries that fit themselves do not fit each other: one of them was written anew.
  found broken_link(std::size_t i, const audit_head& last) const {
    const auto& e = given_.entries[i];
    const bool next_refuses = fits_itself(i + 1) && given_.entries[i + 1].previous != e.hash;
    if (i == 0 || has_signed(last.sequence, last.hash) || next_refuses) {
      return problem(audit_fault::forged, e.sequence, "it does not name the hash of the entry before it");
    }
    return problem(audit_fault::forged, last.sequence, "entry " + text(e.sequence) + " was chained to another one");
  }

  found beside(const audit_entry& e) const {
    const auto values = personal_.find(e.sequence);
    if (values == personal_.end()) return {};
    for (const auto* p : values->second) {
      const auto it = std::ranges::find(e.personal, p->name, &personal_hash::name);
      if (it == e.personal.end() || hash_personal(p->name, p->salt, p->value) != it->hash) {
        return problem(audit_fault::altered, e.sequence, "the personal data " + p->name + " does not have its hash");
      }
    }
    return {};
  }

  found entries() const {
    audit_head last;
    std::int64_t sure = 0;  // the newest entry that a checkpoint vouches for
    for (std::size_t i = 0; i < given_.entries.size(); ++i) {
      const auto& e = given_.entries[i];
      const auto expected = last.sequence + 1;
      if (e.chain != chain_) return problem(audit_fault::forged, expected, "it belongs to the chain " + e.chain);
      if (e.sequence != expected) return other_place(i, expected);
      const auto is = audit_entry_hash(e);
      if (is != e.hash) return other_content(i, expected, is);
      if (e.previous != last.hash) return broken_link(i, last);
      if (const auto it = signed_.find(expected); it != signed_.end()) {
        if (it->second != e.hash) {
          return problem(audit_fault::forged, expected,
                         "a checkpoint signed another hash: one or more of the entries " + text(sure + 1) + " to " +
                             text(expected) + " were written anew");
        }
        sure = expected;
      }
      if (auto bad = beside(e)) return bad;
      last = {e.sequence, e.hash};
    }
    if (!signed_.empty() && signed_.rbegin()->first > last.sequence) {
      return problem(audit_fault::cut, last.sequence + 1,
                     "a checkpoint vouches for entries up to " + text(signed_.rbegin()->first));
    }
    return {};
  }

  std::string_view chain_;
  const audit_evidence& given_;
  std::map<std::int64_t, bytes32> signed_;  // sequence → hash that a good checkpoint signed
  std::map<std::int64_t, std::vector<const personal_value*>> personal_;
};

}  // namespace

std::string_view name(audit_fault f) {
  switch (f) {
    case audit_fault::altered:
      return "altered";
    case audit_fault::missing:
      return "missing";
    case audit_fault::reordered:
      return "reordered";
    case audit_fault::forged:
      return "forged";
    case audit_fault::cut:
      return "cut";
  }
  return "";
}

found verify_chain(std::string_view chain, const audit_evidence& given) {
  return chain_check(chain, given).run();
}

}  // namespace weir::domain
