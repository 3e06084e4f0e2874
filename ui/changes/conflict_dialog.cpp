// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/conflict_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/changes/cell_text.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

enum ConflictColumn { AtPlace, AtRead, AtYours, AtNow, AtResult, kConflictColumns };
constexpr int kWidestConflictColumn = 240;
constexpr int kBesideConflictColumns = 60;
constexpr int kWidestConflictDialog = 1'200;

QString conflictCell(const Value& value, const ValueType& type) { return value.isNull() ? QStringLiteral("NULL") : gridText(value, type); }

QList<QStandardItem*> conflictLine(const QStringList& texts) {
  QList<QStandardItem*> line;
  for (const QString& text : texts) {
    line << new QStandardItem(text);
    line.back()->setEditable(false);
  }
  return line;
}

QPushButton* conflictButton(QWidget* parent, const QString& text, const QString& name, const QString& objectName) {
  auto* button = new QPushButton(text, parent);
  button->setObjectName(objectName);
  button->setAccessibleName(name);
  button->setAutoDefault(false);
  return button;
}

}  // namespace

ConflictDialog::ConflictDialog(std::vector<Conflict> conflicts, const ChangeSet& changes, std::shared_ptr<const Registry> registry, QWidget* parent)
    : QDialog(parent), m_conflicts(std::move(conflicts)), m_registry(std::move(registry)), m_model(new QStandardItemModel(this)), m_tree(new QTreeView(this)), m_state(new PlainLabel(this)) {
  setObjectName(QStringLiteral("conflictDialog"));
  setWindowTitle(tr("Conflicts"));
  auto* text = new PlainLabel(this);
  text->setWordWrap(true);
  text->setText(tr("%n row(s) were changed by someone else after you read them. Nothing was written.", nullptr, static_cast<int>(m_conflicts.size())) + QLatin1Char('\n') +
                tr("Decide what is to become of each cell. Nothing is written before you commit again."));
  m_model->setHorizontalHeaderLabels({tr("Row and cell"), tr("When you read it"), tr("Yours"), tr("Theirs, now"), tr("Result")});
  fill(changes);
  m_tree->setObjectName(QStringLiteral("conflicts"));
  m_tree->setAccessibleName(tr("Conflicts"));
  m_tree->setModel(m_model);
  m_tree->setUniformRowHeights(true);
  m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_tree->expandAll();
  m_tree->header()->setStretchLastSection(false);
  for (int column = AtPlace; column < kConflictColumns; ++column) {
    m_tree->resizeColumnToContents(column);
    m_tree->setColumnWidth(column, std::min(m_tree->columnWidth(column) + 14, kWidestConflictColumn));
  }
  m_tree->setColumnWidth(AtResult, std::max(m_tree->columnWidth(AtResult), 160));
  resize(std::clamp(m_tree->header()->length() + kBesideConflictColumns, 820, kWidestConflictDialog), 420);
  m_tree->header()->setStretchLastSection(true);
  m_state->setObjectName(QStringLiteral("conflictState"));
  m_state->setWordWrap(true);
  m_state->setAccessibleName(tr("Conflict state"));

  m_mine = conflictButton(this, tr("Take &mine"), tr("Take mine"), QStringLiteral("takeMine"));
  m_theirs = conflictButton(this, tr("Take &theirs"), tr("Take theirs"), QStringLiteral("takeTheirs"));
  m_edit = conflictButton(this, tr("&Edit…"), tr("Edit"), QStringLiteral("editResult"));
  auto* allMine = conflictButton(this, tr("All m&ine"), tr("All mine"), QStringLiteral("allMine"));
  auto* allTheirs = conflictButton(this, tr("All thei&rs"), tr("All theirs"), QStringLiteral("allTheirs"));
  auto* deciding = new QHBoxLayout;
  for (auto* button : {m_mine, m_theirs, m_edit, allMine, allTheirs}) deciding->addWidget(button);
  deciding->addStretch();
  auto* buttons = new QDialogButtonBox(this);
  m_apply = buttons->addButton(tr("&Apply"), QDialogButtonBox::AcceptRole);
  m_apply->setObjectName(QStringLiteral("applyResolutions"));
  m_apply->setAccessibleName(tr("Apply"));
  m_apply->setDefault(true);
  auto* cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
  cancel->setAccessibleName(tr("Cancel"));
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(text);
  layout->addWidget(m_tree, 1);
  layout->addLayout(deciding);
  layout->addWidget(m_state);
  layout->addWidget(buttons);

  connect(m_mine, &QPushButton::clicked, this, [this] { take(Take::Mine); });
  connect(m_theirs, &QPushButton::clicked, this, [this] { take(Take::Theirs); });
  connect(m_edit, &QPushButton::clicked, this, &ConflictDialog::edit);
  connect(allMine, &QPushButton::clicked, this, [this] { takeAll(Take::Mine); });
  connect(allTheirs, &QPushButton::clicked, this, [this] { takeAll(Take::Theirs); });
  connect(m_model, &QStandardItemModel::itemChanged, this, &ConflictDialog::takeText);
  connect(m_tree->itemDelegate(), &QAbstractItemDelegate::closeEditor, this, [this](QWidget*, QAbstractItemDelegate::EndEditHint hint) { leaveEditor(hint); });
  connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ConflictDialog::showState);
  connect(m_apply, &QPushButton::clicked, this, [this] {
    Q_EMIT resolved();
    accept();
  });
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  if (!m_lines.empty()) m_tree->setCurrentIndex(m_lines.front()->result->index().siblingAtColumn(AtPlace));
  showState();
  m_tree->setFocus();
}

bool ConflictDialog::isByCell(std::size_t conflict) const {
  const Change* change = changeOf(conflict);
  return change && change->kind == Change::Kind::Update && !m_conflicts[conflict].deleted && change->model == m_conflicts[conflict].model;
}

const Change* ConflictDialog::changeOf(std::size_t conflict) const {
  const auto found = m_changes.find(m_conflicts[conflict].change);
  return found == m_changes.end() ? nullptr : &found->second;
}

/// A row that is gone is added again as it was, or not at all.
QString ConflictDialog::refusalOfMine(std::size_t conflict) const {
  const Change* change = changeOf(conflict);
  const Model* model = change ? m_registry->find(change->model) : nullptr;
  const bool isAddedAgain = model && m_conflicts[conflict].deleted && change->kind == Change::Kind::Update && change->model == m_conflicts[conflict].model;
  return isAddedAgain ? toQString(reasonNotToAddAgain(*change, *model)) : QString();
}

void ConflictDialog::fill(const ChangeSet& changes) {
  std::map<std::string, QStandardItem*> tables;
  for (std::size_t i = 0; i < m_conflicts.size(); ++i) {
    const Change* change = changes.find(m_conflicts[i].change);
    if (change) m_changes.emplace(change->id, *change);
    QStandardItem*& table = tables[m_conflicts[i].model];
    if (table == nullptr) {
      const auto line = conflictLine({toQString(m_conflicts[i].model), {}, {}, {}, {}});
      m_model->appendRow(line);
      table = line.front();
    }
    addRow(table, i, change);
  }
}

void ConflictDialog::addRow(QStandardItem* table, std::size_t conflict, const Change* change) {
  const Conflict& what = m_conflicts[conflict];
  QStringList key;
  for (const Value& part : what.key) key << conflictCell(part, {});
  const bool isDeletion = change && change->kind == Change::Kind::Delete;
  const auto line = conflictLine({key.join(QStringLiteral(", ")), {}, isDeletion ? tr("deleted") : QString(), what.deleted ? tr("deleted") : QString(), {}});
  for (QStandardItem* item : line) item->setBackground(Theme::instance().color(Theme::Role::WarningBackground));
  table->appendRow(line);
  if (!isByCell(conflict)) {
    m_lines.push_back(std::make_unique<Line>(Line{conflict, std::nullopt, line[AtResult], std::nullopt, {}, refusalOfMine(conflict)}));
    showResult(*m_lines.back());
  }
  for (std::size_t cell = 0; cell < what.cells.size(); ++cell) addCell(line.front(), conflict, cell, what.cells[cell].base == what.cells[cell].theirs);
}

void ConflictDialog::addCell(QStandardItem* row, std::size_t conflict, std::size_t cell, bool isDecided) {
  const Conflict::Cell& what = m_conflicts[conflict].cells[cell];
  const Model* model = m_registry->find(m_conflicts[conflict].model);
  const Attribute* attribute = model ? model->attribute(what.attribute) : nullptr;
  const ValueType type = attribute ? attribute->column.type : ValueType{};
  const bool isGone = m_conflicts[conflict].deleted;
  const auto line = conflictLine({toQString(what.attribute), conflictCell(what.base, type), what.mine ? pendingText(*what.mine, attribute ? &attribute->column : nullptr) : QString(), isGone ? QString() : conflictCell(what.theirs, type), {}});
  row->appendRow(line);
  if (!isByCell(conflict)) return;
  if (!isDecided) line[AtNow]->setBackground(Theme::instance().color(Theme::Role::WarningBackground));
  // A cell that nobody else touched stays as it is pending.
  m_lines.push_back(std::make_unique<Line>(Line{conflict, cell, line[AtResult], isDecided ? std::optional(Take::Mine) : std::nullopt, {}, {}}));
  showResult(*m_lines.back());
}

const Attribute* ConflictDialog::attributeOf(const Line& line) const {
  const Model* model = line.cell ? m_registry->find(m_conflicts[line.conflict].model) : nullptr;
  return model ? model->attribute(m_conflicts[line.conflict].cells[*line.cell].attribute) : nullptr;
}

QString ConflictDialog::resultText(const Line& line) const {
  if (!line.take) return tr("not decided");
  const Conflict& conflict = m_conflicts[line.conflict];
  const bool isMine = *line.take == Take::Mine;
  if (line.cell) {
    const Conflict::Cell& cell = conflict.cells[*line.cell];
    const Attribute* attribute = attributeOf(line);
    const ValueType type = attribute ? attribute->column.type : ValueType{};
    if (*line.take == Take::Edited) return tr("edited: %1").arg(conflictCell(line.edited, type));
    return isMine ? tr("mine: %1").arg(pendingText(cell.mine.value_or(Operand(cell.base)), attribute ? &attribute->column : nullptr)) : tr("theirs: %1").arg(conflictCell(cell.theirs, type));
  }
  const Change* change = changeOf(line.conflict);
  const bool isDeletion = change && change->kind == Change::Kind::Delete;
  if (conflict.deleted && isMine && change && change->kind == Change::Kind::Update) return tr("add the row again");
  if (isDeletion && !conflict.deleted) return isMine ? tr("delete it all the same") : tr("keep the row");
  return isMine && !conflict.deleted ? tr("link all the same") : tr("drop my change");
}

void ConflictDialog::showResult(Line& line) {
  m_isShowing = true;
  line.result->setText(resultText(line));
  line.result->setData(line.take ? QVariant() : QVariant(Theme::instance().color(Theme::Role::WarningText)), Qt::ForegroundRole);
  m_isShowing = false;
}

/// The line itself, or all below it.
std::vector<ConflictDialog::Line*> ConflictDialog::linesAt(const QModelIndex& index) {
  std::vector<Line*> lines;
  for (const auto& line : m_lines)
    for (QModelIndex place = line->result->index().siblingAtColumn(AtPlace); place.isValid(); place = place.parent())
      if (place == index.siblingAtColumn(AtPlace)) lines.push_back(line.get());
  return lines;
}

void ConflictDialog::decide(Line& line, Take take) {
  if (take == Take::Mine && !line.refusal.isEmpty()) return;
  line.take = take;
  showResult(line);
}

void ConflictDialog::take(Take take) {
  for (Line* line : linesAt(m_tree->currentIndex())) decide(*line, take);
  // On to what is still to be decided.
  const auto next = std::ranges::find_if(m_lines, [](const auto& line) { return !line->take; });
  if (next != m_lines.end()) m_tree->setCurrentIndex((*next)->result->index().siblingAtColumn(AtPlace));
  showState();
}

void ConflictDialog::takeAll(Take take) {
  for (const auto& line : m_lines) decide(*line, take);
  const auto left = std::ranges::find_if(m_lines, [](const auto& line) { return !line->take; });
  if (left != m_lines.end()) m_tree->setCurrentIndex((*left)->result->index().siblingAtColumn(AtPlace));
  showState();
}

void ConflictDialog::edit() {
  const auto lines = linesAt(m_tree->currentIndex());
  if (lines.size() != 1 || !lines.front()->cell) return;
  Line& line = *lines.front();
  const Conflict::Cell& cell = m_conflicts[line.conflict].cells[*line.cell];
  const Attribute* attribute = attributeOf(line);
  const Value& mine = cell.mine && cell.mine->isValue() ? cell.mine->value() : cell.theirs;
  const Value& now = line.take == Take::Edited ? line.edited : mine;
  m_isShowing = true;
  line.result->setText(now.isNull() ? QString() : toQString(displayText(now, attribute ? attribute->column.type : ValueType{})));
  line.result->setEditable(true);
  m_isShowing = false;
  m_tree->setFocus();
  m_tree->setCurrentIndex(line.result->index());
  m_tree->edit(line.result->index());
  // The editor in a cell is not told of by itself.
  sayState(tr("Edit %1: Return takes what is written, Escape leaves it as it was.").arg(toQString(cell.attribute)));
}

void ConflictDialog::leaveEditor(QAbstractItemDelegate::EndEditHint hint) {
  if (hint != QAbstractItemDelegate::RevertModelCache) return;
  for (Line* line : linesAt(m_tree->currentIndex())) {
    m_isShowing = true;
    line->result->setEditable(false);
    showResult(*line);
  }
  showState();
}

void ConflictDialog::takeText(QStandardItem* item) {
  if (m_isShowing) return;
  const auto found = std::ranges::find_if(m_lines, [item](const auto& line) { return line->result == item; });
  if (found == m_lines.end()) return;
  Line& line = **found;
  const Attribute* attribute = attributeOf(line);
  const auto value = attribute ? valueFromText(item->text(), attribute->column) : joinery::Result<Value>(Value::text(toStdString(item->text())));
  if (value) {
    line.take = Take::Edited;
    line.edited = *value;
  }
  m_isShowing = true;
  item->setEditable(false);
  m_isShowing = false;
  showResult(line);
  showState();
  if (!value) sayState(toQString(value.error().message()));
}

void ConflictDialog::sayState(const QString& text) {
  m_state->setText(text);
  m_state->setAccessibleDescription(text);
}

void ConflictDialog::showState() {
  const auto open = std::ranges::count_if(m_lines, [](const auto& line) { return !line->take; });
  const auto here = linesAt(m_tree->currentIndex());
  const QString refusal = here.size() == 1 ? here.front()->refusal : QString();
  const QString state = open > 0 ? tr("%n decision(s) to make.", nullptr, static_cast<int>(open)) : tr("Everything is decided.");
  sayState(refusal.isEmpty() ? state : state + QLatin1Char(' ') + refusal);
  m_apply->setEnabled(open == 0);
  m_mine->setEnabled(std::ranges::any_of(here, [](const Line* line) { return line->refusal.isEmpty(); }));
  m_theirs->setEnabled(!here.empty());
  const bool isCell = here.size() == 1 && here.front()->cell;
  const Conflict::Cell* cell = isCell ? &m_conflicts[here.front()->conflict].cells[*here.front()->cell] : nullptr;
  m_edit->setEnabled(cell && fitsLineEditor(cell->theirs) && (!cell->mine || !cell->mine->isValue() || fitsLineEditor(cell->mine->value())));
}

std::map<std::uint64_t, ConflictResolution> ConflictDialog::resolutions() const {
  std::map<std::uint64_t, ConflictResolution> found;
  for (const auto& line : m_lines) {
    if (!line->take) continue;
    ConflictResolution& resolution = found[m_conflicts[line->conflict].change];
    if (line->cell) resolution.cells.push_back({m_conflicts[line->conflict].cells[*line->cell].attribute, *line->take, line->edited});
    else resolution.row = *line->take;
  }
  return found;
}

}  // namespace joinery::ui

#include "moc_conflict_dialog.cpp"
