// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/tree_json.h"

#include <QClipboard>
#include <QGuiApplication>

#include "orm/core/output_file.h"
#include "orm/engine/transaction.h"
#include "ui/relations/tree_writer.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

std::int64_t writeTrees(Worker::Context& context, std::shared_ptr<const Registry> registry, const TreeSubject& subject, const std::function<void(std::string_view)>& write) {
  // All of it is from one moment, whatever others commit meanwhile.
  const auto plain = context.dialect.withOptions({});
  std::optional<Transaction> snapshot;
  if (context.connection.transactionState() == Connection::TransactionState::Idle) snapshot.emplace(context.connection, *plain, Transaction::Mode::Read);
  std::shared_ptr<const RelationOverlay::Snapshot> changes;
  if (!subject.changes.isEmpty()) changes = std::make_shared<const RelationOverlay::Snapshot>(registry, subject.changes);
  TreeWriter writer(context, registry, changes ? RelationOverlay(changes, registry) : RelationOverlay(), subject.options, write);
  if (subject.key.empty() && subject.ref.empty()) return writer.writeTrees(subject.rows);
  if (subject.ref.empty()) writer.writeTree(subject.model, subject.key);
  else writer.writeInserted(subject.ref);
  return 1;
}

TreeJson::~TreeJson() { setDatabase(nullptr); }

void TreeJson::setDatabase(Database* database) {
  if (m_worker) m_worker->cancelAll();
  m_worker = nullptr;
  m_database = database;
}

void TreeJson::copy(const TreeSubject& subject) {
  if (!m_database || !m_database->registry()) return;
  if (!m_worker) m_worker = m_database->newWorker(tr("tree as JSON"));
  ++m_open;
  const auto read = [subject, registry = m_database->registry()](Worker::Context& context) {
    std::string text;
    writeTrees(context, registry, subject, [&](std::string_view part) {
      if (text.size() + part.size() > kMostCopiedBytes) {
        DbError error(ErrorKind::TooLarge, "the tree is too large to be copied");
        error.hint = "Export it into a file, or close some of its branches.";
        throw error;
      }
      text += part;
    });
    return text;
  };
  auto job = m_worker->run(read, toStdString(tr("Reading the tree of %1").arg(toQString(subject.model))));
  deliver(job.future, this, [this, isChanged = !subject.changes.isEmpty()](const Result<std::string>& text) {
    --m_open;
    if (!text) {
      Q_EMIT failed(text.error());
      return;
    }
    QGuiApplication::clipboard()->setText(toQString(*text));
    Q_EMIT finished(isChanged ? tr("Copied as JSON, with the pending changes.") : tr("Copied as JSON."));
  });
}

void TreeJson::save(const TreeSubject& subject, const QString& path) {
  if (!m_database || !m_database->registry()) return;
  if (!m_worker) m_worker = m_database->newWorker(tr("tree as JSON"));
  ++m_open;
  const auto store = [subject, file = toStdString(path), registry = m_database->registry()](Worker::Context& context) {
    OutputFile output(file);
    const std::int64_t trees = writeTrees(context, registry, subject, [&](std::string_view part) { output.write(part); });
    output.commit();
    return trees;
  };
  auto job = m_worker->run(store, toStdString(tr("Exporting the tree of %1").arg(toQString(subject.model))));
  deliver(job.future, this, [this, path, isChanged = !subject.changes.isEmpty()](const Result<std::int64_t>& trees) {
    --m_open;
    if (!trees) {
      Q_EMIT failed(trees.error());
      return;
    }
    const auto number = static_cast<int>(*trees);
    Q_EMIT finished((isChanged ? tr("%n tree(s) written to %1, with the pending changes.", nullptr, number) : tr("%n tree(s) written to %1.", nullptr, number)).arg(path));
  });
}

}  // namespace joinery::ui

#include "moc_tree_json.cpp"
