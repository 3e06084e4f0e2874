// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/table_editor.h"

#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "orm/dialect/ddl_compiler.h"
#include "orm/dialect/schema_statements.h"
#include "orm/difference/schema_names.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// What was typed before is the design's to undo, once the design has it.
void setShown(QLineEdit* edit, const std::string& text) {
  if (toStdString(edit->text()) == text && !edit->isUndoAvailable()) return;
  const int cursor = edit->cursorPosition();
  edit->setText(toQString(text));
  edit->setCursorPosition(cursor);
}

void setShown(QPlainTextEdit* edit, const QString& text) {
  if (edit->toPlainText() != text) edit->setPlainText(text);
}

QPlainTextEdit* codeEdit(const QString& objectName, const QString& name, QWidget* parent) {
  auto* edit = new QPlainTextEdit(parent);
  edit->setObjectName(objectName);
  edit->setAccessibleName(name);
  edit->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  edit->setTabChangesFocus(true);
  edit->setLineWrapMode(QPlainTextEdit::NoWrap);
  return edit;
}

QLineEdit* lineEdit(const QString& objectName, const QString& name, QWidget* parent) {
  auto* edit = new QLineEdit(parent);
  edit->setObjectName(objectName);
  edit->setAccessibleName(name);
  return edit;
}

QCheckBox* checkBox(const QString& objectName, const QString& text, QWidget* parent) {
  auto* box = new QCheckBox(text, parent);
  box->setObjectName(objectName);
  box->setAccessibleName(QString(text).remove(QLatin1Char('&')));
  return box;
}

}  // namespace

TableEditor::TableEditor(SchemaDesign* design, QWidget* parent)
    : QWidget(parent),
      m_design(design),
      m_name(lineEdit(QStringLiteral("tableName"), tr("Table name"), this)),
      m_comment(lineEdit(QStringLiteral("tableComment"), tr("Table comment"), this)),
      m_strict(checkBox(QStringLiteral("strict"), tr("S&TRICT"), this)),
      m_withoutRowId(checkBox(QStringLiteral("withoutRowId"), tr("WITHOUT RO&WID"), this)),
      m_tabs(new QTabWidget(this)),
      m_query(codeEdit(QStringLiteral("viewQuery"), tr("View query"), this)),
      m_sql(codeEdit(QStringLiteral("tableSql"), tr("Table SQL"), this)) {
  setObjectName(QStringLiteral("tableEditor"));
  m_sql->setReadOnly(true);
  m_tabs->setObjectName(QStringLiteral("tableParts"));
  m_tabs->setAccessibleName(tr("Parts of the table"));
  m_tabs->setDocumentMode(true);
  addParts(QStringLiteral("columns"), tr("&Columns"), columnKind());
  addParts(QStringLiteral("foreignKeys"), tr("F&oreign keys"), foreignKeyKind());
  addParts(QStringLiteral("uniqueKeys"), tr("&Unique keys"), uniqueKeyKind());
  addParts(QStringLiteral("checks"), tr("Chec&ks"), checkKind());
  addParts(QStringLiteral("indexes"), tr("Inde&xes"), indexKind());
  build();
  connect(design, &SchemaDesign::changed, this, &TableEditor::follow);
  connect(m_name, &QLineEdit::editingFinished, this, &TableEditor::rename);
  connect(m_comment, &QLineEdit::editingFinished, this, &TableEditor::setComment);
  connect(m_strict, &QCheckBox::clicked, this, &TableEditor::setOptions);
  connect(m_withoutRowId, &QCheckBox::clicked, this, &TableEditor::setOptions);
  connect(m_query, &QPlainTextEdit::textChanged, this, &TableEditor::setQuery);
  setTable({});
}

void TableEditor::addParts(const QString& objectName, const QString& title, std::unique_ptr<PartKind> kind) {
  auto* model = new PartModel(m_design, std::move(kind), this);
  connect(model, &PartModel::refused, this, &TableEditor::refused);
  m_parts.push_back(new PartView(model, objectName, QString(title).remove(QLatin1Char('&')), this));
  m_tabs->addTab(m_parts.back(), title);
}

void TableEditor::build() {
  auto* line = new QHBoxLayout;
  line->setContentsMargins(6, 4, 6, 0);
  const auto add = [&](QLineEdit* edit, const QString& text) {
    auto* label = new PlainLabel(text, this);
    label->setBuddy(edit);
    line->addWidget(label);
    line->addWidget(edit, 1);
    return label;
  };
  add(m_name, tr("&Name"));
  m_commentLabel = add(m_comment, tr("Co&mment"));
  line->addWidget(m_strict);
  line->addWidget(m_withoutRowId);
  m_tabs->addTab(m_query, tr("Query"));
  m_tabs->addTab(m_sql, tr("S&QL"));
  for (QWidget* each : {static_cast<QWidget*>(m_query), static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_comment)}) each->installEventFilter(this);
  m_tabs->setCurrentIndex(0);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(line);
  layout->addWidget(m_tabs, 1);
}

std::shared_ptr<const schema::Table> TableEditor::current() const { return m_table.isEmpty() ? nullptr : migration::findTable(m_design->metadata(), m_table, m_design->dialect()); }

void TableEditor::setTable(const QualifiedName& table) {
  if (table != m_table) ++m_session;
  m_table = table;
  for (PartView* each : m_parts) {
    each->model()->setTable(table);
    each->grid()->setColumnWidth(0, 150);
  }
  follow();
}

void TableEditor::follow() {
  const auto table = current();
  setEnabled(table != nullptr);
  const bool isView = table && table->isView();
  const bool isSqlite = m_design->dialect().name() == "sqlite";
  showTabs(isView);
  m_strict->setVisible(isSqlite && !isView);
  m_withoutRowId->setVisible(isSqlite && !isView);
  // SQLite keeps none.
  m_comment->setVisible(!isSqlite);
  m_commentLabel->setVisible(!isSqlite);
  setShown(m_name, table ? table->name.name : std::string());
  setShown(m_comment, table ? table->comment : std::string());
  m_strict->setChecked(table && table->strict);
  m_withoutRowId->setChecked(table && table->withoutRowId);
  const QSignalBlocker blocker(m_query);
  if (isView) setShown(m_query, toQString(table->definition));
  setShown(m_sql, sql());
}

/// The tab in front stays there where the other kind has it too.
void TableEditor::showTabs(bool isView) {
  const auto show = [this](QWidget* part, bool isVisible) { m_tabs->setTabVisible(m_tabs->indexOf(part), isVisible); };
  if (m_tabs->isTabVisible(m_tabs->indexOf(m_query)) == isView) return;
  const bool isSql = m_tabs->currentWidget() == m_sql;
  show(m_query, true);
  for (PartView* each : m_parts) show(each, true);
  if (!isSql) m_tabs->setCurrentWidget(isView ? static_cast<QWidget*>(m_query) : m_parts.front());
  show(m_query, isView);
  for (PartView* each : m_parts) show(each, !isView);
}

QString TableEditor::sql() const {
  const auto table = current();
  if (!table) return {};
  const DdlCompiler& ddl = m_design->dialect().ddl();
  std::vector<std::string> statements;
  try {
    if (table->isView()) statements.push_back(ddl.createView(*table));
    else statements.push_back(ddl.createTable(*table, table->foreignKeys));
    for (const auto& index : table->indexes) statements.push_back(ddl.createIndex(*table, index));
    for (const std::string& each : ddl.comments(*table)) statements.push_back(each);
  } catch (const DbError& error) {
    return toQString(error.message());
  }
  QString text;
  for (const std::string& each : statements) text += toQString(each) + QStringLiteral(";\n");
  return text;
}

bool TableEditor::edit(const QString& text, const migration::Operations& operations) {
  const auto error = m_design->edit(text, operations);
  if (error) Q_EMIT refused(tr("Could not change %1").arg(toQString(m_table.name)), *error);
  return !error;
}

void TableEditor::rename() {
  const auto table = current();
  const std::string name = toStdString(m_name->text().trimmed());
  if (!table || name == table->name.name) return;
  migration::Rename rename;
  rename.from = table->name;
  rename.to = QualifiedName(table->name.schema, name);
  const QualifiedName before = m_table;
  m_table = rename.to;
  for (PartView* each : m_parts) each->model()->setTable(m_table);
  if (!name.empty() && edit(tr("Rename %1").arg(toQString(before.name)), {rename})) return Q_EMIT renamed(m_table);
  setTable(before);
}

void TableEditor::setComment() {
  const auto table = current();
  const std::string text = toStdString(m_comment->text());
  if (!table || text == table->comment) return;
  migration::SetComment comment;
  comment.object = table->name;
  comment.before = table->comment;
  comment.after = text;
  edit(tr("Comment on %1").arg(toQString(m_table.name)), {comment});
}

void TableEditor::setOptions() {
  const auto table = current();
  if (!table) return;
  migration::SetTableOptions change;
  change.table = table->name;
  change.before = {table->strict, table->withoutRowId, table->options, table->inherits, table->partition};
  change.after = change.before;
  change.after.strict = m_strict->isChecked();
  change.after.withoutRowId = m_withoutRowId->isChecked();
  edit(tr("Options of %1").arg(toQString(m_table.name)), {change});
}

void TableEditor::setQuery() {
  const auto table = current();
  const std::string query = toStdString(m_query->toPlainText());
  if (!table || !table->isView() || query == table->definition) return;
  schema::Table after = *table;
  after.definition = query;
  if (const auto error = m_design->editQuery(m_session, tr("Query of %1").arg(toQString(m_table.name)), {*table, after}))
    Q_EMIT refused(tr("Could not change %1").arg(toQString(m_table.name)), *error);
}

/// Who leaves the query and comes back begins another session. A line with nothing to undo leaves the key to the design.
bool TableEditor::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_query && event->type() == QEvent::FocusIn) ++m_session;
  const auto* line = qobject_cast<QLineEdit*>(watched);
  if (!line || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool isForDesign = (key->matches(QKeySequence::Undo) && !line->isUndoAvailable()) || (key->matches(QKeySequence::Redo) && !line->isRedoAvailable());
  if (isForDesign) event->ignore();
  return isForDesign || QWidget::eventFilter(watched, event);
}

void TableEditor::editName() {
  m_name->setFocus();
  m_name->selectAll();
}

void TableEditor::goTo(const migration::SchemaPlace& place) {
  using Part = migration::SchemaPlace::Part;
  const std::vector<Part> order{Part::Column, Part::ForeignKey, Part::UniqueKey, Part::Check, Part::Index};
  const auto found = std::ranges::find(order, place.part);
  const auto table = current();
  if (table && table->isView()) {
    m_tabs->setCurrentWidget(m_query);
    return m_query->setFocus();
  }
  if (found == order.end()) return editName();
  PartView* view = m_parts[static_cast<std::size_t>(found - order.begin())];
  m_tabs->setCurrentWidget(view);
  view->grid()->setCurrentIndex(view->model()->index(static_cast<int>(place.index), 0));
  view->grid()->setFocus();
}

}  // namespace joinery::ui

#include "moc_table_editor.cpp"
