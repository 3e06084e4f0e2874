// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/change_journal.h"

#include <QFileInfo>
#include <QStandardPaths>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// How long COMMIT waits for its mark to be on the disk; where the disk fails it goes on without.
constexpr std::chrono::seconds kPatienceOfCommit{10};

class JournalWitness final : public CommitWitness {
 public:
  explicit JournalWitness(std::shared_ptr<Journal> journal) : m_journal(std::move(journal)) {}
  void beforeCommit(const CommitMark& mark, const ChangeSet& changes) override {
    m_journal->waitFor(m_journal->append(journal::CommitBegun{mark, changes.changes().toVector()}), kPatienceOfCommit);
  }

 private:
  std::shared_ptr<Journal> m_journal;
};

}  // namespace

std::string ChangeJournal::standardFolder() {
  return toStdString(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)) + "/journals";
}

std::string ChangeJournal::identityOf(Url url) {
  if (url.isSqlite() && !url.isMemory()) url.database = toStdString(QFileInfo(toQString(url.database)).absoluteFilePath());
  return url.toString();
}

ChangeJournal::ChangeJournal(PendingChanges* changes, const Url& url, const std::string& folder, QObject* parent) : QObject(parent), m_changes(changes) {
  Journal::Options options;
  options.folder = folder.empty() ? standardFolder() : folder;
  options.progressed = [this] { QMetaObject::invokeMethod(this, &ChangeJournal::progressed, Qt::QueuedConnection); };
  m_journal = std::make_shared<Journal>(JournalIdentity{identityOf(url), url.displayName(), {}}, options);
  m_changes->setObserver(this);
}

ChangeJournal::~ChangeJournal() {
  m_changes->setObserver(nullptr);
  m_journal->stopTelling();
}

void ChangeJournal::setConsoleText(const QString& id, const std::optional<QString>& text) {
  if (!text && m_texts.erase(id) == 0) return;
  if (text) m_texts.insert(id);
  m_journal->append(journal::ConsoleText{toStdString(id), text ? std::optional(toStdString(*text)) : std::nullopt});
  Q_EMIT progressed();
}

void ChangeJournal::forgetConsoleTexts() {
  for (const QString& id : std::set(m_texts)) setConsoleText(id, std::nullopt);
}

std::uint64_t ChangeJournal::takeOver(const OrphanedJournal& orphan, Doubt doubt) {
  journal::TakenOver record;
  record.journal = orphan.id();
  const PendingChanges::Adopted adopted = m_changes->adopt(orphan.content().changes.changes());
  record.changes = adopted.changes;
  for (const auto& [id, text] : orphan.content().texts) {
    record.texts.emplace_back(id, text);
    m_texts.insert(toQString(id));
  }
  // The doubt comes first: never are the changes there without it.
  if (const auto& commit = orphan.content().commit; commit && doubt == Doubt::Stays) {
    ChangeSet written;
    for (const Change& change : commit->changes) written.add(adopted.renamed(change));
    CommitMark mark = commit->mark;
    for (GeneratedValues& row : mark.generated) {
      if (const auto id = adopted.ids.find(row.change); id != adopted.ids.end()) row.change = id->second;
      if (const auto ref = adopted.refs.find(row.ref); ref != adopted.refs.end()) row.ref = ref->second;
    }
    m_journal->append(journal::CommitBegun{mark, written.changes().toVector()});
    m_changes->setInDoubt(std::move(written), std::move(mark));
  }
  const std::uint64_t sequence = m_journal->append(std::move(record));
  Q_EMIT progressed();
  return sequence;
}

void ChangeJournal::changePut(std::uint64_t id, const SharedChange& state) { m_step.push_back(journal::Put{id, state}); }

void ChangeJournal::stepEnded() {
  if (m_step.empty()) return;
  m_journal->append(std::exchange(m_step, {}));
  Q_EMIT progressed();
}

void ChangeJournal::commitEnded(CommitResult::Outcome outcome) { m_journal->append(journal::CommitEnded{outcome}); }

std::shared_ptr<CommitWitness> ChangeJournal::commitWitness() { return std::make_shared<JournalWitness>(m_journal); }

}  // namespace joinery::ui

#include "moc_change_journal.cpp"
