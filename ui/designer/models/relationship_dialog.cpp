// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/models/relationship_dialog.h"

#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <algorithm>

#include "orm/model/names.h"
#include "ui/widgets/named_combo_box.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

using Kind = Relationship::Kind;

QStringList namesOf(const Model& model) {
  QStringList names;
  for (const std::string& each : model.attributeNames()) names << toQString(each);
  return names;
}

QLineEdit* nameEdit(const QString& objectName, const QString& name, QWidget* parent) {
  auto* edit = new QLineEdit(parent);
  edit->setObjectName(objectName);
  edit->setAccessibleName(name);
  return edit;
}

/// The column that is likely to hold another model's key: of its name, or with that model's name before it; else the first.
std::string likelyColumn(const Model& from, const Model& to, const std::string& key) {
  for (const std::string& wanted : {to.name + "_" + key, to.name + key, key})
    for (const Attribute& each : from.attributes)
      if (sameName(each.name, wanted, true) && (!each.isKey || &from != &to)) return each.name;
  return from.attributes.empty() ? std::string() : from.attributes.front().name;
}

}  // namespace

RelationshipDialog::RelationshipDialog(std::shared_ptr<const Registry> registry, ModelDeclarations declarations, std::string model, std::optional<std::size_t> changed, QWidget* parent)
    : QDialog(parent), m_registry(std::move(registry)), m_declarations(std::move(declarations)), m_model(std::move(model)), m_changed(changed),
      m_kind(new NamedComboBox(this)), m_target(new NamedComboBox(this)), m_pairs(new ColumnPairs(this)),
      m_name(nameEdit(QStringLiteral("relationshipName"), tr("Relationship name"), this)), m_backName(nameEdit(QStringLiteral("backName"), tr("Name on the other side"), this)),
      m_note(new PlainLabel(this)) {
  setObjectName(QStringLiteral("relationshipDialog"));
  setWindowTitle(changed ? tr("Relationship of %1").arg(toQString(m_model)) : tr("New relationship of %1").arg(toQString(m_model)));
  build();
  if (changed) {
    const RelationshipDeclaration& stored = m_declarations.relationships[*changed];
    const auto rows = declaredRelationships(*m_registry, m_declarations, m_model);
    const auto row = std::ranges::find_if(rows, [&](const DeclaredRelationship& each) { return each.declaration == changed; });
    show(row->isBack ? otherSide(stored) : stored, row->kind);
  } else {
    // A model is related to another more often than to itself.
    for (int row = 0; row < m_target->count() && toStdString(m_target->currentText()) == m_model; ++row) m_target->setCurrentIndex(row);
    chooseTarget();
  }
  const auto whenChosen = [this](QComboBox* box, void (RelationshipDialog::*verb)()) { connect(box, &QComboBox::currentIndexChanged, this, verb); };
  whenChosen(m_kind, &RelationshipDialog::suggestColumns);
  whenChosen(m_target, &RelationshipDialog::chooseTarget);
  connect(m_pairs, &ColumnPairs::changed, this, &RelationshipDialog::check);
  for (QLineEdit* each : {m_name, m_backName}) connect(each, &QLineEdit::textChanged, this, &RelationshipDialog::check);
  check();
}

void RelationshipDialog::build() {
  m_kind->setObjectName(QStringLiteral("relationshipKind"));
  m_kind->setAccessibleName(tr("Kind"));
  for (const Kind each : {Kind::ManyToOne, Kind::OneToMany, Kind::OneToOne}) m_kind->addItem(kindText(each), static_cast<int>(each));
  m_target->setObjectName(QStringLiteral("relationshipTarget"));
  m_target->setAccessibleName(tr("Target"));
  m_target->setEditable(true);
  m_target->setInsertPolicy(QComboBox::NoInsert);
  for (const auto& each : m_registry->models()) m_target->addItem(toQString(each->name));
  m_target->completer()->setFilterMode(Qt::MatchContains);
  m_target->completer()->setCompletionMode(QCompleter::PopupCompletion);
  m_note->setObjectName(QStringLiteral("relationshipNote"));
  m_note->setWordWrap(true);
  m_note->setMinimumHeight(m_note->fontMetrics().lineSpacing() * 3);
  m_note->setAlignment(Qt::AlignTop | Qt::AlignLeading);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  m_ok = buttons->button(QDialogButtonBox::Ok);
  auto* form = new QFormLayout(this);
  form->addRow(tr("&Kind"), m_kind);
  form->addRow(tr("&To"), m_target);
  form->addRow(tr("Columns"), m_pairs);
  form->addRow(tr("&Name"), m_name);
  form->addRow(tr("Name on the &other side"), m_backName);
  form->addRow(m_note);
  form->addRow(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  resize(520, 0);
}

void RelationshipDialog::show(const RelationshipDeclaration& seen, Kind kind) {
  m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(kind)));
  m_target->setCurrentIndex(m_target->findText(toQString(seen.target), Qt::MatchFixedString));
  const Model *own = m_registry->find(m_model), *other = target();
  m_pairs->setPairs(own ? namesOf(*own) : QStringList(), other ? namesOf(*other) : QStringList(), seen.columns, seen.targetColumns);
  m_name->setText(toQString(seen.name));
  m_backName->setText(toQString(seen.backName));
}

Kind RelationshipDialog::kind() const { return static_cast<Kind>(m_kind->currentData().toInt()); }

const Model* RelationshipDialog::target() const { return m_registry->find(toStdString(m_target->currentText())); }

void RelationshipDialog::chooseTarget() {
  if (!m_name->isModified() && !m_backName->isModified()) suggestNames();
  suggestColumns();
}

/// The key of the side that is referred to, and what may hold it on the other.
void RelationshipDialog::suggestColumns() {
  const Model *own = m_registry->find(m_model), *other = target();
  if (!own || !other) return check();
  const bool isOwner = kind() == Kind::ManyToOne;
  const Model &referred = isOwner ? *other : *own, &referring = isOwner ? *own : *other;
  std::vector<std::string> keys = referred.keyAttributes(), columns;
  if (keys.empty() && !referred.attributes.empty()) keys = {referred.attributes.front().name};
  for (const std::string& key : keys) columns.push_back(likelyColumn(referring, referred, key));
  m_pairs->setPairs(namesOf(*own), namesOf(*other), isOwner ? columns : keys, isOwner ? keys : columns);
  check();
}

void RelationshipDialog::suggestNames() {
  const Model *own = m_registry->find(m_model), *other = target();
  if (!own || !other) return;
  const std::string name = freeName(*own, other->name);
  m_name->setText(toQString(name));
  m_backName->setText(toQString(freeName(*other, own == other ? own->name + "_back" : own->name)));
}

std::string RelationshipDialog::freeName(const Model& model, const std::string& wanted) const {
  std::vector<std::string> taken = model.attributeNames();
  for (const DeclaredRelationship& each : declaredRelationships(*m_registry, m_declarations, model.name)) taken.push_back(each.name);
  std::string name = wanted;
  for (int number = 2; findName(taken, name, m_registry->namesIgnoreCase()) >= 0; ++number) name = wanted + "_" + std::to_string(number);
  return name;
}

RelationshipDeclaration RelationshipDialog::seen() const {
  const Model* other = target();
  return {toStdString(m_name->text().trimmed()), m_model, m_pairs->own(), other ? other->name : toStdString(m_target->currentText()), m_pairs->target(), toStdString(m_backName->text().trimmed())};
}

/// One-to-one is declared by the side that refers to the other.
ModelDeclarations RelationshipDialog::result() const {
  ModelDeclarations declarations = m_declarations;
  const RelationshipDeclaration declared = kind() == Kind::OneToOne ? otherSide(seen()) : seen();
  if (m_changed) declarations.relationships[*m_changed] = declared;
  else declarations.relationships.push_back(declared);
  return declarations;
}

QString RelationshipDialog::kindProblem() const {
  const RelationshipDeclaration own = seen();
  const bool isTargetKey = kindOf(*m_registry, own) == Kind::ManyToOne, isOwnKey = kindOf(*m_registry, otherSide(own)) == Kind::ManyToOne;
  const QString target = toQString(own.target), model = toQString(m_model);
  if (kind() != Kind::OneToMany && !isTargetKey) return tr("The chosen columns are no key of %1: a row of %2 could have many of its rows.").arg(target, model);
  if (kind() != Kind::ManyToOne && !isOwnKey) return tr("The chosen columns are no key of %1: a row of %2 could have many of its rows.").arg(model, target);
  if (kind() == Kind::OneToMany && isTargetKey) return tr("The chosen columns are a key on both sides: this is one-to-one.");
  return {};
}

QString RelationshipDialog::problem() const {
  if (!target()) return tr("There is no model “%1”.").arg(m_target->currentText());
  if (const QString wrong = kindProblem(); !wrong.isEmpty()) return wrong;
  ModelDeclarations before = m_declarations;
  if (m_changed) before.relationships.erase(before.relationships.begin() + static_cast<std::ptrdiff_t>(*m_changed));
  return newProblem(*m_registry, before, result(), m_model);
}

void RelationshipDialog::check() {
  const QString wrong = problem();
  const QString own = toQString(m_model), other = m_target->currentText();
  const QString sentence = kind() == Kind::ManyToOne ? tr("Each row of %1 has at most one of %2, its “%3”.").arg(own, other, m_name->text())
                           : kind() == Kind::OneToMany ? tr("Each row of %1 has any number of %2, its “%3”.").arg(own, other, m_name->text())
                                                       : tr("Each row of %1 has at most one of %2, its “%3”, and the other way round.").arg(own, other, m_name->text());
  m_note->setText(wrong.isEmpty() ? sentence : wrong);
  m_note->setAccessibleName(m_note->text());
  QPalette colours = palette();
  if (!wrong.isEmpty()) colours.setColor(QPalette::WindowText, Theme::instance().color(Theme::Role::ErrorText));
  m_note->setPalette(colours);
  m_ok->setEnabled(wrong.isEmpty());
}

}  // namespace joinery::ui

#include "moc_relationship_dialog.cpp"
