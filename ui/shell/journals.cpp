// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/journals.h"

#include <QStatusBar>
#include <algorithm>
#include <set>

#include "ui/changes/recovery_dialog.h"
#include "ui/console/console_page.h"
#include "ui/console/console_texts.h"
#include "ui/shell/tab_area.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

Journals::Journals(MessageBar* messages, TabArea* tabs, QStatusBar* status, QWidget* window)
    : QObject(window), m_messages(messages), m_tabs(tabs), m_window(window), m_label(new PlainLabel(status)) {
  m_label->setObjectName(QStringLiteral("journal"));
  m_label->hide();
  status->addPermanentWidget(m_label);
  connect(tabs, &TabArea::consoleTextKept, this, [this](const QString& id, const QString& text) {
    if (m_journal) m_journal->setConsoleText(id, text.trimmed().isEmpty() ? std::nullopt : std::optional(text));
  });
}

Journals::~Journals() = default;

void Journals::setDatabase(Database* database, PendingChanges* changes) {
  ++m_round;
  if (m_dialog) m_dialog->deleteLater();
  m_waiting.clear();
  m_takenOver.clear();
  m_worker.reset();
  m_journal.reset();
  m_wasFailing = false;
  m_database = database;
  m_changes = changes;
  showProgress();
  if (!database || database->engine()->url().isMemory()) return;
  m_journal = std::make_unique<ChangeJournal>(changes, database->engine()->url());
  connect(m_journal.get(), &ChangeJournal::progressed, this, &Journals::showProgress);
  deliver(findJournals(ChangeJournal::standardFolder()), this, [this, round = m_round](FoundJournals found) {
    if (round == m_round) take(std::move(found));
  });
}

void Journals::lookAround() {
  deliver(findJournals(ChangeJournal::standardFolder()), this, [this](const FoundJournals& found) {
    reportFound(found);
    if (m_database || found.orphans.empty()) return;
    std::map<std::string, std::string> databases;  // name by URL
    for (const auto& orphan : found.orphans) databases[orphan->content().identity.url] = orphan->content().identity.name;
    const auto& [url, name] = *databases.begin();
    m_messages->showMessage(MessageBar::Kind::Warning, tr("Edits of %1 were not committed when the program ended. They are kept.").arg(toQString(name)),
                            databases.size() > 1 ? tr("There are edits of %n more database(s); they are offered when it is opened.", nullptr, static_cast<int>(databases.size()) - 1)
                                                 : QString());
    m_messages->addAction(tr("&Look at them"), [this, url = toQString(url)] { Q_EMIT openRequested(url); });
  });
}

void Journals::settleTexts() {
  if (m_journal) m_journal->forgetConsoleTexts();
}

void Journals::showProgress() {
  const auto progress = m_journal ? m_journal->progress() : Journal::Progress{};
  const bool isFailing = progress.error.has_value();
  const bool isPending = m_changes && !m_changes->isEmpty();
  const QString text = isFailing ? tr("Not recorded") : !progress.isRecorded() ? tr("Recording…") : isPending ? tr("Recorded") : QString();
  m_label->setText(text);
  m_label->setAccessibleName(tr("Journal"));
  m_label->setAccessibleDescription(text);
  setPlainToolTip(m_label, isFailing ? toQString(progress.error->message()) : tr("Edits are on the disk, so that they survive if the program ends unexpectedly"));
  QPalette colours;
  if (isFailing) colours.setColor(QPalette::WindowText, Theme::instance().color(Theme::Role::ErrorText));
  m_label->setPalette(colours);
  m_label->setVisible(!text.isEmpty());
  if (isFailing && !m_wasFailing) m_messages->showError(tr("Edits are not recorded: they would be lost if the program ended now"), *progress.error);
  if (!isFailing && m_wasFailing) m_messages->showMessage(MessageBar::Kind::Information, tr("Edits are recorded again."));
  m_wasFailing = isFailing;
  removeTakenOver();
}

void Journals::reportFound(const FoundJournals& found) {
  if (!found.problem.empty()) m_messages->showMessage(MessageBar::Kind::Warning, tr("Could not look for edits that were not committed: %1").arg(toQString(found.problem)));
  if (!found.damaged.empty())
    m_messages->showMessage(MessageBar::Kind::Warning, tr("A journal of edits is damaged so that nothing in it can be read; it is kept as %1").arg(toQString(found.damaged.front())));
}

void Journals::take(FoundJournals found) {
  reportFound(found);
  const std::string mine = ChangeJournal::identityOf(m_database->engine()->url());
  for (auto& orphan : found.orphans)
    if (orphan->content().identity.url == mine) m_waiting.push_back(std::move(orphan));
  if (m_waiting.empty()) {
    Q_EMIT looked();
    return;
  }
  offerNext();
}

void Journals::offerNext() {
  if (m_waiting.empty() || !m_database) return;
  const auto orphan = m_waiting.front();
  m_waiting.erase(m_waiting.begin());
  if (!m_worker) m_worker = m_database->newWorker(tr("recovery"));
  const auto compare = [orphan, registry = m_database->registry()](Worker::Context& context) {
    return compareJournal(context.connection, context.dialect, *registry, orphan);
  };
  auto job = m_worker->run(compare, toStdString(tr("Comparing recovered edits")));
  deliver(job.future, this, [this, orphan, round = m_round](Result<RecoveredJournal> result) {
    if (round != m_round) return;
    if (result) return offer(std::move(result).value());
    m_messages->showError(tr("Recovered edits could not be compared with the database; they are kept"), result.error());
    m_messages->addAction(tr("&Retry"), [this, orphan] {
      m_waiting.push_back(orphan);
      offerNext();
    });
    Q_EMIT looked();
  });
}

void Journals::offer(RecoveredJournal journal) {
  const JournalContent& content = journal.orphan->content();
  if (journal.isCommitted()) {
    m_messages->showMessage(MessageBar::Kind::Information, tr("The commit that ran when the program ended went through: %1 Nothing is lost.").arg(toQString(journal.outcome.reason)));
    if (!content.changes.isEmpty()) {
      show(journal);
    } else {
      openTexts(content);
      remove(journal.orphan);
      offerNext();
    }
  } else if (content.changes.isEmpty() && !journal.hasCommit && journal.orphan->reading().missingRecords == 0) {
    // Texts alone: a tab more harms nobody.
    takeOver(journal);
  } else {
    show(journal);
  }
  Q_EMIT looked();
}

void Journals::show(const RecoveredJournal& journal) {
  const bool isUnknown = journal.hasCommit && journal.outcome.outcome == CommitResult::Outcome::Unknown;
  const bool isBusy = m_changes->isCommitting() || m_changes->isInDoubt() || (isUnknown && !m_changes->isEmpty());
  const QString refusal = isBusy ? tr("Commit or revert the pending changes first; these are offered again when the database is opened next.") : QString();
  m_dialog = new RecoveryDialog(journal, m_database->registry(), refusal, m_window);
  m_dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(m_dialog, &RecoveryDialog::takeOverRequested, this, [this, journal] { takeOver(journal); });
  connect(m_dialog, &RecoveryDialog::discardRequested, this, [this, orphan = journal.orphan] { remove(orphan); });
  connect(m_dialog, &QDialog::finished, this, &Journals::offerNext);
  m_dialog->open();
}

void Journals::takeOver(const RecoveredJournal& journal) {
  if (!m_journal || m_changes->isCommitting() || m_changes->isInDoubt()) return;
  const bool isUnknown = journal.hasCommit && journal.outcome.outcome == CommitResult::Outcome::Unknown;
  const auto number = m_journal->takeOver(*journal.orphan, isUnknown ? ChangeJournal::Doubt::Stays : ChangeJournal::Doubt::Settled);
  m_takenOver.emplace_back(number, journal.orphan);
  openTexts(journal.orphan->content());
  removeTakenOver();
  // Says what is known, and offers to ask again.
  if (isUnknown) m_changes->commit();
}

void Journals::openTexts(const JournalContent& content) {
  for (const auto& [id, text] : content.texts) {
    const QString textId = toQString(id);
    if (!ConsoleTexts::isId(textId)) continue;
    const auto pages = m_tabs->pages();
    const auto open = std::find_if(pages.begin(), pages.end(), [&](TabPage* page) {
      const auto* console = qobject_cast<ConsolePage*>(page);
      return console && console->textId() == textId;
    });
    if (open != pages.end()) {
      qobject_cast<ConsolePage*>(*open)->setText(toQString(text));
      continue;
    }
    // Read after it was written: both are done in that order.
    (void)ConsoleTexts::instance().write(textId, toQString(text));
    m_tabs->openConsole(textId);
  }
}

void Journals::remove(std::shared_ptr<OrphanedJournal> orphan) {
  deliver(removeJournal(std::move(orphan)), this, [this](const QString& problem) {
    if (!problem.isEmpty()) m_messages->showMessage(MessageBar::Kind::Warning, tr("The journal could not be removed: %1").arg(problem));
  });
}

/// Not before what was taken over is on the disk in this window's own journal.
void Journals::removeTakenOver() {
  if (m_takenOver.empty() || !m_journal) return;
  const auto recorded = m_journal->progress().recorded;
  for (auto& [number, orphan] : m_takenOver)
    if (number <= recorded) remove(std::move(orphan));
  std::erase_if(m_takenOver, [](const auto& each) { return each.second == nullptr; });
}

}  // namespace joinery::ui

#include "moc_journals.cpp"
