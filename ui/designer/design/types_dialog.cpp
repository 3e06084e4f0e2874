// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/types_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

#include "orm/difference/designed_type.h"
#include "ui/designer/design/type_edits.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/named_combo_box.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kTypeSchemaRole = Qt::UserRole, kTypeNameRole = Qt::UserRole + 1;

QualifiedName typeOfLine(const QListWidgetItem& item) { return {toStdString(item.data(kTypeSchemaRole).toString()), toStdString(item.data(kTypeNameRole).toString())}; }

template <typename Widget>
Widget* called(Widget* widget, const QString& objectName, const QString& name) {
  widget->setObjectName(objectName);
  widget->setAccessibleName(name);
  return widget;
}

void setShownText(QLineEdit* edit, const QString& text) {
  if (edit->text() != text) edit->setText(text);
}

}  // namespace

TypesDialog::TypesDialog(SchemaDesign* design, QWidget* parent)
    : QDialog(parent), m_design(design), m_labels(new EnumLabels(design, this)), m_checks(new DomainChecks(design, this)), m_messages(new MessageBar(this)), m_types(called(new QListWidget(this), QStringLiteral("types"), tr("Types"))),
      m_name(called(new QLineEdit(this), QStringLiteral("typeName"), tr("Type name"))), m_editors(new QStackedWidget(this)),
      m_labelList(called(new QListView(this), QStringLiteral("enumLabels"), tr("Labels"))),
      m_checkList(called(new QListView(this), QStringLiteral("domainChecks"), tr("Checks"))), m_base(called<QComboBox>(new NamedComboBox(this), QStringLiteral("baseType"), tr("Base type"))),
      m_default(called(new QLineEdit(this), QStringLiteral("domainDefault"), tr("Default"))),
      m_notNull(called(new QCheckBox(tr("NOT N&ULL"), this), QStringLiteral("domainNotNull"), tr("NOT NULL"))) {
  setObjectName(QStringLiteral("typesDialog"));
  setWindowTitle(tr("Types of the design"));
  m_types->setIconSize({16, 16});
  resize(640, 420);
  build();
  connect(m_types, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
    if (item) setType(typeOfLine(*item));
  });
  connect(m_name, &QLineEdit::editingFinished, this, &TypesDialog::rename);
  connect(m_base, &QComboBox::activated, this, &TypesDialog::changeDomain);
  for (QLineEdit* each : {m_base->lineEdit(), m_default}) connect(each, &QLineEdit::editingFinished, this, &TypesDialog::changeDomain);
  connect(m_notNull, &QCheckBox::clicked, this, &TypesDialog::changeDomain);
  connect(m_labels, &EnumLabels::refused, m_messages, &MessageBar::showError);
  connect(m_checks, &DomainChecks::refused, m_messages, &MessageBar::showError);
  connect(design, &SchemaDesign::changed, this, &TypesDialog::follow);
  connect(new QShortcut(QKeySequence::Undo, this), &QShortcut::activated, &design->undoStack(), &QUndoStack::undo);
  connect(new QShortcut(QKeySequence::Redo, this), &QShortcut::activated, &design->undoStack(), &QUndoStack::redo);
  follow();
}

/// A line that loses the keyboard with the window says that it was edited.
TypesDialog::~TypesDialog() {
  for (QLineEdit* each : {m_name, m_base->lineEdit(), m_default}) disconnect(each, nullptr, this, nullptr);
}

QString TypesDialog::whyNone(const SchemaDesign& design) { return design.dialect().name() == "postgresql" ? QString() : tr("SQLite has no enums and no domains: a CHECK of the column does the same"); }

QToolButton* TypesDialog::button(QHBoxLayout* bar, const QString& objectName, const QString& text, const QString& iconName, const std::function<void()>& verb) {
  auto* made = called(new QToolButton(this), objectName, QString(text).remove(QLatin1Char('&')));
  made->setText(text);
  made->setIcon(icon(iconName));
  made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar->addWidget(made);
  connect(made, &QToolButton::clicked, this, verb);
  return made;
}

void TypesDialog::build() {
  auto* bar = new QHBoxLayout;
  button(bar, QStringLiteral("addEnum"), tr("Add &enum"), QStringLiteral("add"), [this] { addEnum(); });
  button(bar, QStringLiteral("addDomain"), tr("Add &domain"), QStringLiteral("add"), [this] { addDomain(); });
  m_remove = button(bar, QStringLiteral("removeType"), tr("&Remove"), QStringLiteral("delete"), [this] { removeType(); });
  bar->addStretch(1);
  m_editors->addWidget(makeEnum());
  m_editors->addWidget(makeDomain());
  auto* form = new QFormLayout;
  form->addRow(tr("&Name"), m_name);
  auto* right = new QVBoxLayout;
  right->addLayout(form);
  right->addWidget(m_editors, 1);
  auto* centre = new QHBoxLayout;
  centre->addWidget(m_types, 2);
  centre->addLayout(right, 3);
  auto* close = new QDialogButtonBox(QDialogButtonBox::Close, this);
  // Return ends the editing of a name.
  for (QAbstractButton* each : close->buttons()) static_cast<QPushButton*>(each)->setAutoDefault(false);
  connect(close, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_messages);
  layout->addLayout(bar);
  layout->addLayout(centre, 1);
  layout->addWidget(close);
}

QWidget* TypesDialog::makeEnum() {
  auto* page = new QWidget(this);
  auto* bar = new QHBoxLayout;
  button(bar, QStringLiteral("addLabel"), tr("&Add label"), QStringLiteral("add"), [this] { addLabel(); });
  button(bar, QStringLiteral("removeLabel"), tr("Re&move label"), QStringLiteral("remove"), [this] { m_labels->remove(m_labelList->currentIndex().row()); });
  button(bar, QStringLiteral("labelUp"), tr("U&p"), QStringLiteral("sort_ascending"), [this] { moveLabel(-1); });
  button(bar, QStringLiteral("labelDown"), tr("D&own"), QStringLiteral("sort_descending"), [this] { moveLabel(1); });
  bar->addStretch(1);
  m_labelList->setModel(m_labels);
  m_labelList->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(bar);
  layout->addWidget(m_labelList, 1);
  return page;
}

QWidget* TypesDialog::makeDomain() {
  auto* page = new QWidget(this);
  m_base->setEditable(true);
  m_base->setInsertPolicy(QComboBox::NoInsert);
  m_checkList->setModel(m_checks);
  m_checkList->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
  auto* form = new QFormLayout(page);
  form->setContentsMargins(0, 0, 0, 0);
  form->addRow(tr("&Base type"), m_base);
  form->addRow(tr("De&fault"), m_default);
  form->addRow(tr("&Checks"), m_checkList);
  form->addRow(QString(), m_notNull);
  return page;
}

bool TypesDialog::edit(const QString& text, const std::function<migration::Operations()>& make) {
  try {
    const auto error = m_design->edit(text, make());
    if (error) throw *error;
    m_messages->clear();
    return true;
  } catch (const DbError& error) {
    m_messages->showError(tr("Could not change the types"), error);
    showType();
    return false;
  }
}

void TypesDialog::addEnum() {
  const QualifiedName name = freeTypeName(m_design->metadata(), "new_enum", m_design->dialect());
  if (!edit(tr("Add an enum"), [&] { return migration::Operations{migration::Create<schema::EnumType>{{name, {}, {}}}}; })) return;
  setType(name);
  m_name->setFocus();
  m_name->selectAll();
}

void TypesDialog::addDomain() {
  schema::Domain domain;
  domain.name = freeTypeName(m_design->metadata(), "new_domain", m_design->dialect());
  domain.type = migration::designedType("text", m_design->metadata(), m_design->dialect());
  if (!edit(tr("Add a domain"), [&] { return migration::Operations{migration::Create<schema::Domain>{domain}}; })) return;
  setType(domain.name);
  m_name->setFocus();
  m_name->selectAll();
}

void TypesDialog::removeType() {
  if (!m_type.isEmpty()) edit(tr("Remove %1").arg(toQString(m_type.name)), [this] { return dropType(m_design->metadata(), m_type, m_design->dialect()); });
}

void TypesDialog::rename() {
  const std::string name = toStdString(m_name->text().trimmed());
  if (m_type.isEmpty() || name == m_type.name) return;
  // The list follows the new name.
  const QualifiedName before = std::exchange(m_type, QualifiedName(m_type.schema, name));
  const bool isDone = edit(tr("Rename %1").arg(toQString(before.name)), [&] { return renameType(m_design->metadata(), before, name, m_design->dialect()); });
  setType(isDone ? m_type : before);
}

void TypesDialog::changeDomain() {
  const schema::Domain* before = findDomain(m_design->metadata(), m_type);
  if (!before) return;
  schema::Domain after = *before;
  const std::string type = toStdString(m_base->currentText().trimmed()), value = toStdString(m_default->text().trimmed());
  if (type != after.type.declared) after.type = migration::designedType(type, m_design->metadata(), m_design->dialect());
  after.defaultExpression = value.empty() ? std::nullopt : std::optional(value);
  after.nullable = !m_notNull->isChecked();
  if (after == *before) return;
  edit(tr("Change %1").arg(toQString(m_type.name)), [&] {
    if (!migration::isKnownType(type, false, m_design->metadata(), m_design->dialect())) throw DbError(ErrorKind::InvalidRequest, "there is no type " + type);
    return migration::Operations{migration::Replace<schema::Domain>{*before, after}};
  });
}

void TypesDialog::addLabel() {
  if (!m_labels->add()) return;
  const QModelIndex last = m_labels->index(m_labels->rowCount() - 1);
  m_labelList->setCurrentIndex(last);
  m_labelList->edit(last);
}

void TypesDialog::moveLabel(int by) {
  const int row = m_labelList->currentIndex().row();
  if (m_labels->move(row, row + by)) m_labelList->setCurrentIndex(m_labels->index(row + by));
}

void TypesDialog::follow() {
  const QSignalBlocker blocker(m_types);
  m_types->clear();
  const auto addLine = [this](const QualifiedName& name, const QString& text, const char* iconName) {
    auto* item = new QListWidgetItem(icon(QString::fromLatin1(iconName)), text, m_types);
    item->setData(kTypeSchemaRole, toQString(name.schema));
    item->setData(kTypeNameRole, toQString(name.name));
    if (name == m_type) m_types->setCurrentItem(item);
  };
  for (const auto& each : m_design->metadata().enums) addLine(each.name, tr("%1 (enum)").arg(toQString(each.name.toString())), "json");
  for (const auto& each : m_design->metadata().domains) addLine(each.name, tr("%1 (domain)").arg(toQString(each.name.toString())), "column");
  if (!m_types->currentItem() && m_types->count() > 0) m_types->setCurrentRow(0);
  const QualifiedName now = m_types->currentItem() ? typeOfLine(*m_types->currentItem()) : QualifiedName();
  if (now != m_type) return setType(now);
  showType();
}

void TypesDialog::setType(const QualifiedName& type) {
  m_type = type;
  m_labels->setType(type);
  m_checks->setType(type);
  const QSignalBlocker blocker(m_types);
  for (int row = 0; row < m_types->count(); ++row)
    if (typeOfLine(*m_types->item(row)) == type) m_types->setCurrentRow(row);
  showType();
}

void TypesDialog::showType() {
  const schema::Domain* domain = findDomain(m_design->metadata(), m_type);
  m_name->setEnabled(!m_type.isEmpty());
  m_remove->setEnabled(!m_type.isEmpty());
  m_editors->setVisible(!m_type.isEmpty());
  setShownText(m_name, toQString(m_type.name));
  m_editors->setCurrentIndex(domain ? 1 : 0);
  if (!domain) return;
  const QSignalBlocker blocker(m_base);
  m_base->clear();
  for (const std::string& each : migration::offeredTypes(false, m_design->metadata(), m_design->dialect()))
    if (each != m_design->dialect().quote(m_type)) m_base->addItem(toQString(each));
  m_base->setEditText(toQString(domain->type.declared));
  setShownText(m_default, toQString(domain->defaultExpression.value_or(std::string())));
  m_notNull->setChecked(!domain->nullable);
}

}  // namespace joinery::ui

#include "moc_types_dialog.cpp"
