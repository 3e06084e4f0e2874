// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/recovery_dialog.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "ui/changes/cell_text.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

using Outcome = CommitResult::Outcome;
using State = RecoveredChange::State;

enum Column { What, Base, Mine, Theirs, Verdict };
constexpr int kWidestRecoveryColumn = 260;
constexpr int kBesideColumns = 48;  // margins, frame and a scroll bar
constexpr int kWidestRecovery = 1'200;

QString shownValue(const Value& value, const ValueType& type) { return value.isNull() ? QStringLiteral("NULL") : gridText(value, type); }

QString shownKey(const Key& key) {
  QStringList parts;
  for (const Operand& part : key) parts << pendingText(part, nullptr);
  return parts.join(QStringLiteral(", "));
}

QList<QStandardItem*> itemRow(const QStringList& texts) {
  QList<QStandardItem*> row;
  for (const QString& text : texts) {
    row << new QStandardItem(text);
    row.back()->setEditable(false);
  }
  return row;
}

void paint(const QList<QStandardItem*>& row, Theme::Role role) {
  for (QStandardItem* item : row) item->setBackground(Theme::instance().color(role));
}

QPushButton* addButton(QDialogButtonBox* buttons, const QString& text, const QString& name, const QString& objectName, QDialogButtonBox::ButtonRole role) {
  auto* button = buttons->addButton(text, role);
  button->setObjectName(objectName);
  button->setAccessibleName(name);
  return button;
}

}  // namespace

RecoveryDialog::RecoveryDialog(RecoveredJournal journal, std::shared_ptr<const Registry> registry, const QString& refusal, QWidget* parent)
    : QDialog(parent), m_journal(std::move(journal)), m_registry(std::move(registry)) {
  setObjectName(QStringLiteral("recoveryDialog"));
  setWindowTitle(tr("Recover changes"));
  resize(860, 460);
  auto* text = new PlainLabel(this);
  text->setWordWrap(true);
  text->setText(summary());
  auto* warning = new PlainLabel(this);
  warning->setObjectName(QStringLiteral("recoveryWarning"));
  warning->setWordWrap(true);
  warning->setText(QStringList{warnings(), refusal}.join(QLatin1Char('\n')).trimmed());
  warning->setVisible(!warning->text().isEmpty());
  QPalette colours = warning->palette();
  colours.setColor(QPalette::WindowText, Theme::instance().color(Theme::Role::WarningText));
  warning->setPalette(colours);

  auto* model = new QStandardItemModel(this);
  model->setHorizontalHeaderLabels({tr("Change"), tr("When you edited"), tr("Yours"), tr("In the database now"), tr("State")});
  fill(*model);
  auto* tree = new QTreeView(this);
  tree->setObjectName(QStringLiteral("recoveredChanges"));
  tree->setAccessibleName(tr("Recovered changes"));
  tree->setModel(model);
  tree->setUniformRowHeights(true);
  tree->expandAll();
  tree->header()->setStretchLastSection(false);
  for (int column = What; column <= Verdict; ++column) {
    tree->resizeColumnToContents(column);
    tree->setColumnWidth(column, std::min(tree->columnWidth(column) + 12, kWidestRecoveryColumn));
  }
  tree->setCurrentIndex(model->index(0, 0));
  resize(std::clamp(tree->header()->length() + kBesideColumns, width(), kWidestRecovery), height());
  tree->header()->setStretchLastSection(true);

  auto* buttons = new QDialogButtonBox(this);
  auto* take = addButton(buttons, tr("&Take over"), tr("Take over"), QStringLiteral("takeOver"), QDialogButtonBox::AcceptRole);
  auto* keep = addButton(buttons, tr("&Keep for later"), tr("Keep for later"), QStringLiteral("keepForLater"), QDialogButtonBox::RejectRole);
  auto* discard = addButton(buttons, tr("&Discard…"), tr("Discard"), QStringLiteral("discard"), QDialogButtonBox::DestructiveRole);
  take->setDefault(true);
  take->setEnabled(refusal.isEmpty());
  connect(take, &QPushButton::clicked, this, [this] {
    Q_EMIT takeOverRequested();
    accept();
  });
  connect(keep, &QPushButton::clicked, this, &QDialog::reject);
  connect(discard, &QPushButton::clicked, this, &RecoveryDialog::askToDiscard);

  auto* layout = new QVBoxLayout(this);
  layout->addWidget(text);
  layout->addWidget(warning);
  layout->addWidget(tree, 1);
  layout->addWidget(buttons);
  tree->setFocus();
}

QString RecoveryDialog::summary() const {
  const JournalContent& content = m_journal.orphan->content();
  const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(content.milliseconds), QLocale::ShortFormat);
  return tr("The program ended before these edits of %1, begun %2, were committed: %n change(s).", nullptr, static_cast<int>(content.changes.changes().size()))
             .arg(toQString(content.identity.name), when) +
         QLatin1Char('\n') + tr("Nothing has been applied. Taking over puts them among the pending changes, where each can be undone and nothing is written before you commit.");
}

QString RecoveryDialog::warnings() const {
  QStringList lines;
  const JournalReading& reading = m_journal.orphan->reading();
  if (m_journal.hasCommit && m_journal.outcome.outcome == Outcome::Unknown)
    lines << tr("A commit of these changes had begun, and whether it went through is unknown. %1 Compare the columns before you go on.").arg(toQString(m_journal.outcome.reason));
  if (m_journal.hasCommit && m_journal.outcome.outcome == Outcome::NotCommitted)
    lines << tr("A commit of these changes had begun and did not go through. %1").arg(toQString(m_journal.outcome.reason));
  if (reading.missingRecords > 0) lines << tr("The journal is damaged: %n edit(s) in it can't be read.", nullptr, static_cast<int>(reading.missingRecords));
  if (reading.tornBytes > 0) lines << tr("The last edit was being written down when the program ended, and is not whole (%1 bytes).").arg(reading.tornBytes);
  return lines.join(QLatin1Char('\n'));
}

void RecoveryDialog::fill(QStandardItemModel& model) const {
  std::map<std::string, QStandardItem*> tables;
  for (const RecoveredChange& recovered : m_journal.changes) {
    QStandardItem*& table = tables[recovered.change.model];
    if (table == nullptr) {
      const auto row = itemRow({toQString(recovered.change.model), {}, {}, {}, {}});
      model.appendRow(row);
      table = row.front();
    }
    addChange(table, recovered);
  }
  if (m_journal.orphan->content().texts.empty()) return;
  const auto texts = itemRow({tr("SQL texts that were not saved"), {}, {}, {}, {}});
  model.appendRow(texts);
  for (const auto& [id, text] : m_journal.orphan->content().texts)
    texts.front()->appendRow(itemRow({gridText(Value::text(text), {}), {}, {}, {}, tr("opens in a tab")}));
}

void RecoveryDialog::addChange(QStandardItem* table, const RecoveredChange& recovered) const {
  const Change& change = recovered.change;
  const auto what = [&]() -> QString {
    switch (change.kind) {
      case Change::Kind::Insert: return tr("Add %1").arg(toQString(change.ref));
      case Change::Kind::Update: return tr("Change %1").arg(shownKey(change.key));
      case Change::Kind::Delete: return tr("Delete %1").arg(shownKey(change.key));
      case Change::Kind::Link: return tr("Link %1 to %2 %3").arg(shownKey(change.key), toQString(change.relationship), shownKey(change.to));
      case Change::Kind::Unlink: return tr("Unlink %1 from %2 %3").arg(shownKey(change.key), toQString(change.relationship), shownKey(change.to));
    }
    return {};
  };
  const auto verdict = [&]() -> QString {
    const bool isOfRow = change.kind == Change::Kind::Update || change.kind == Change::Kind::Delete;
    switch (recovered.state) {
      case State::Applies: return isOfRow ? tr("the row is as it was") : tr("not in the database yet");
      case State::AlreadyThere: return tr("is there already");
      case State::Differs: return tr("changed by someone else");
      case State::RowGone: return tr("deleted by someone else");
      case State::NoSuchPlace: return tr("table or column is no more");
    }
    return {};
  };
  const auto row = itemRow({what(), {}, {}, {}, verdict()});
  if (recovered.state == State::Differs || recovered.state == State::RowGone || recovered.state == State::NoSuchPlace) paint(row, Theme::Role::WarningBackground);
  table->appendRow(row);
  const Model* model = m_registry->find(change.model);
  for (const auto& cell : recovered.cells) {
    const Attribute* attribute = model ? model->attribute(cell.attribute) : nullptr;
    const ValueType type = attribute ? attribute->column.type : ValueType{};
    row.front()->appendRow(itemRow({toQString(cell.attribute), cell.base ? shownValue(*cell.base, type) : QString(),
                                    cell.mine ? pendingText(*cell.mine, attribute ? &attribute->column : nullptr) : QString(), cell.theirs ? shownValue(*cell.theirs, type) : QString(), {}}));
  }
}

void RecoveryDialog::askToDiscard() {
  const int count = static_cast<int>(m_journal.orphan->content().changes.changes().size() + m_journal.orphan->content().texts.size());
  askQuestion(this, tr("Discard what was recovered?"), tr("%n edit(s) are lost for good; undo does not bring them back.", nullptr, count), tr("&Discard for good"), [this] {
    Q_EMIT discardRequested();
    accept();
  });
}

}  // namespace joinery::ui

#include "moc_recovery_dialog.cpp"
