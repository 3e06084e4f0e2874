// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/journal/journal_content.h"

#include "orm/changes/committed_changes.h"

namespace joinery {

namespace {

class RecordTaker {
 public:
  explicit RecordTaker(JournalContent& content) : m_content(content) {}

  void operator()(const journal::Opened& record) const {
    m_content.identity = record.identity;
    m_content.milliseconds = record.milliseconds;
  }
  void operator()(const journal::ServerKnown& record) const { m_content.identity.systemIdentifier = record.systemIdentifier; }
  void operator()(const journal::Put& record) const {
    m_content.changes.put(record.id, record.state);
  }
  void operator()(const journal::TakenOver& record) const {
    m_content.takenOver.insert(record.journal);
    for (const Change& change : record.changes) (*this)(journal::Put{change.id, change});
    for (const auto& [id, text] : record.texts) m_content.texts[id] = text;
  }
  void operator()(const journal::ConsoleText& record) const {
    if (record.text) m_content.texts[record.id] = *record.text;
    else m_content.texts.erase(record.id);
  }
  void operator()(const journal::CommitBegun& record) const { m_content.commit = JournalContent::Commit{record.mark, record.changes}; }
  void operator()(const journal::CommitEnded& record) const {
    if (record.outcome == CommitResult::Outcome::Unknown) return;
    if (record.outcome == CommitResult::Outcome::Committed) settle();
    m_content.commit.reset();
  }
  void operator()(const journal::Complete&) const {}

 private:
  /// A part may have been committed; where it is not said what, it was everything.
  void settle() const {
    if (m_content.commit && !m_content.commit->changes.empty()) settleCommitted(m_content.changes, ownChanges(m_content.commit->changes), m_content.commit->mark.generated);
    else m_content.changes.clear();
  }

  JournalContent& m_content;
};

}  // namespace

void JournalContent::apply(const JournalRecord& record) { std::visit(RecordTaker(*this), record); }

std::vector<JournalRecord> JournalContent::records() const {
  std::vector<JournalRecord> list{journal::Opened{identity, milliseconds}};
  for (const std::string& journal : takenOver) list.push_back(journal::TakenOver{journal, {}, {}});
  for (const Change& change : changes.changes()) list.push_back(journal::Put{change.id, change});
  for (const auto& [id, text] : texts) list.push_back(journal::ConsoleText{id, text});
  if (commit) list.push_back(journal::CommitBegun{commit->mark, commit->changes});
  list.push_back(journal::Complete{});
  return list;
}

}  // namespace joinery
