// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/record_form.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <algorithm>
#include <map>
#include <ranges>

#include "orm/changes/seen_row.h"
#include "ui/changes/cell_text.h"
#include "ui/relations/record_field.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kIconSize = 14;
/// A form of thousands of lines takes seconds to build and to lay out.
constexpr std::size_t kFieldsAtOnce = 200;

QString describe(const Attribute& attribute) {
  QStringList lines{toQString(attribute.name), toQString(attribute.column.type.declared)};
  if (!attribute.column.nullable) lines[1] += RecordForm::tr(" NOT NULL");
  if (attribute.isKey) lines << RecordForm::tr("Key");
  if (attribute.isForeignKey) lines << RecordForm::tr("Foreign key");
  if (!attribute.column.comment.empty()) lines << toQString(attribute.column.comment);
  return lines.join(QLatin1Char('\n'));
}

/// The icon that says key or foreign key; empty for neither.
QString markName(const Attribute& attribute) {
  if (attribute.isKey) return QStringLiteral("key");
  return attribute.isForeignKey ? QStringLiteral("foreign_key") : QString();
}

/// Whether a column each is there for the attributes, in their order; more may follow.
bool holdsRowsOf(const Model& model, const RowBatch& batch) {
  if (batch.columnCount() < model.attributes.size()) return false;
  const auto isThere = [&](std::size_t i) { return batch.column(i).label == model.attributes[i].name; };
  return std::ranges::all_of(std::views::iota(std::size_t{0}, model.attributes.size()), isThere);
}

}  // namespace

struct RecordForm::Private {
  /// Which row is shown, over refreshes: its model with its key, or with the ref of an added one.
  using RowName = std::pair<std::string, std::pair<std::vector<Value>, std::string>>;

  QPointer<Database> database;
  QPointer<PendingChanges> changes;
  std::shared_ptr<const Registry> registry;
  const Model* model = nullptr;
  std::shared_ptr<const RowBatch> batch;
  std::size_t row = 0;
  std::vector<Value> key;
  bool hasLargeKey = false;  ///< only its beginning was read: it names no row
  std::string ref;
  std::vector<RecordField*> fields;  ///< of the first attributes
  QGridLayout* grid = nullptr;
  QPushButton* more = nullptr;
  std::map<RowName, std::map<std::string, QString>> drafts;
  QStackedLayout* layout = nullptr;
  QScrollArea* area = nullptr;

  RowName rowName() const { return {model ? model->name : std::string(), {key, ref}}; }
  const Change* change() const {
    if (!changes || !model) return nullptr;
    if (!ref.empty()) return changes->insertByRef(ref);
    return key.empty() ? nullptr : changes->changeOf(model->name, key);
  }
  std::size_t columnOf(const Attribute& attribute) const { return static_cast<std::size_t>(&attribute - model->attributes.data()); }
  QString readOnlyReason(const Attribute& attribute) const;
  RecordField::Content content(const Attribute& attribute) const;
  RecordField::Content insertedContent(const Attribute& attribute, const Change& change) const;
};

QString RecordForm::Private::readOnlyReason(const Attribute& attribute) const {
  if (const auto reason = model->readOnlyReason(); !reason.empty()) return toQString(reason);
  if (attribute.column.isComputed()) return tr("%1 is computed by the database.").arg(toQString(attribute.name));
  if (!changes || changes->isCommitting()) return tr("The changes are being committed.");
  if (!ref.empty()) return {};
  if (hasLargeKey) return tr("The key of this row is too large for the row to be changed by it.");
  if (batch->isPartial(row, columnOf(attribute))) return tr("Only the beginning of this value was read; the value viewer (F4) loads all of it.");
  if (!attribute.column.isWritable()) return tr("The database makes the values of %1.").arg(toQString(attribute.name));
  const Change* pending = change();
  if (pending && pending->kind == Change::Kind::Delete) return tr("The row is marked for deletion.");
  return {};
}

RecordField::Content RecordForm::Private::insertedContent(const Attribute& attribute, const Change& pending) const {
  using State = RecordField::Content::State;
  const Operand* operand = pending.value(attribute.name);
  const QString reason = readOnlyReason(attribute);
  if (operand && !operand->isValue()) return {std::nullopt, pendingText(*operand, &attribute.column), reason, State::Inserted};
  if (operand) return {operand->value(), {}, reason, State::Inserted};
  // The database fills what an added row leaves open.
  const bool isFilled = attribute.column.hasGeneratedValue() || attribute.column.defaultExpression || attribute.column.isComputed();
  if (isFilled) return {std::nullopt, tr("default"), reason, State::Unchanged};
  return {Value::null(), {}, reason, State::Unchanged};
}

RecordField::Content RecordForm::Private::content(const Attribute& attribute) const {
  using State = RecordField::Content::State;
  const Change* pending = change();
  if (!ref.empty()) return pending ? insertedContent(attribute, *pending) : RecordField::Content();
  const std::size_t column = columnOf(attribute);
  RecordField::Content shown{Value(batch->at(row, column)), {}, readOnlyReason(attribute), State::Unchanged};
  if (batch->isPartial(row, column)) shown.text = gridText(*shown.value, attribute.column.type);
  if (!pending) return shown;
  if (pending->kind == Change::Kind::Delete) {
    shown.state = State::Deleted;
  } else if (const Operand* operand = pending->value(attribute.name)) {
    shown.state = State::Changed;
    shown.text.clear();
    shown.value.reset();
    if (operand->isValue()) shown.value = operand->value();
    else shown.text = pendingText(*operand, &attribute.column);
    if (operand->isDefault()) shown.note = defaultNote(attribute.column);
  }
  return shown;
}

RecordForm::RecordForm(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  setObjectName(QStringLiteral("recordForm"));
  setAccessibleName(tr("Record"));
  auto* nothing = new PlainLabel(tr("Select a row: its values are shown here."), this);
  nothing->setAlignment(Qt::AlignCenter);
  nothing->setWordWrap(true);
  nothing->setMargin(16);
  d->area = new QScrollArea(this);
  d->area->setWidgetResizable(true);
  d->area->setFrameShape(QFrame::NoFrame);
  d->layout = new QStackedLayout(this);
  d->layout->addWidget(nothing);
  d->layout->addWidget(d->area);
}

RecordForm::~RecordForm() { dropFields(); }

void RecordForm::dropFields() {
  // A line that goes loses the focus, and would hand in its text once more.
  for (RecordField* field : d->fields) field->disconnect(this);
  d->fields.clear();
}

void RecordForm::setDatabase(Database* database, PendingChanges* changes) {
  if (d->changes) disconnect(d->changes, nullptr, this, nullptr);
  showModel({});
  d->drafts.clear();
  d->database = database;
  d->changes = changes;
  if (!changes) return;
  connect(changes, &PendingChanges::changed, this, [this] { showFields(false); });
  connect(changes, &PendingChanges::committingChanged, this, [this] { showFields(false); });
  connect(changes, &PendingChanges::issuesChanged, this, &RecordForm::showIssues);
}

void RecordForm::setRow(const std::string& model, std::shared_ptr<const RowBatch> batch, std::size_t row) {
  keepDrafts();
  showModel(batch ? model : std::string());
  // Rows that were read before the table became another one come again as it is now.
  const bool isOfModel = d->model && batch && holdsRowsOf(*d->model, *batch);
  d->batch = isOfModel ? std::move(batch) : nullptr;
  d->row = row;
  d->ref.clear();
  d->key.clear();
  d->hasLargeKey = false;
  for (const std::string& name : isOfModel ? d->model->keyAttributes() : std::vector<std::string>()) {
    const auto column = static_cast<std::size_t>(d->model->attributeIndex(name));
    d->hasLargeKey = d->hasLargeKey || d->batch->isPartial(row, column);
    d->key.emplace_back(d->batch->at(row, column));
  }
  if (d->hasLargeKey) d->key.clear();
  showFields(true);
}

void RecordForm::setInserted(const std::string& model, const std::string& ref) {
  keepDrafts();
  showModel(model);
  d->batch.reset();
  d->key.clear();
  d->hasLargeKey = false;
  d->ref = ref;
  showFields(true);
}

void RecordForm::showModel(const std::string& name) {
  const auto registry = d->database ? d->database->registry() : nullptr;
  const Model* model = registry && !name.empty() ? registry->find(name) : nullptr;
  if (model == d->model && registry == d->registry) return;
  d->registry = registry;
  d->model = model;
  dropFields();
  auto* page = new QWidget;
  d->grid = new QGridLayout(page);
  d->grid->setColumnStretch(2, 1);
  d->more = new QPushButton(page);
  d->more->setObjectName(QStringLiteral("moreFields"));
  connect(d->more, &QPushButton::clicked, this, &RecordForm::showMore);
  addFields();
  d->area->setWidget(page);
  d->layout->setCurrentIndex(model ? 1 : 0);
}

/// The next ones of a table with very many columns.
void RecordForm::addFields() {
  QWidget* page = d->grid->parentWidget();
  const std::size_t count = d->model ? d->model->attributes.size() : 0;
  const std::size_t end = std::min(count, d->fields.size() + kFieldsAtOnce);
  const int lineHeight = QLineEdit(page).sizeHint().height();
  d->grid->removeWidget(d->more);
  d->grid->setRowStretch(d->grid->rowCount() - 1, 0);
  for (std::size_t i = d->fields.size(); i < end; ++i) {
    const Attribute& attribute = d->model->attributes[i];
    auto* field = new RecordField({d->database, d->registry, d->model, &attribute}, page);
    auto* label = new PlainLabel(toQString(attribute.name), page);
    auto* mark = new PlainLabel(page);
    if (const QString name = markName(attribute); !name.isEmpty()) mark->setPixmap(icon(name).pixmap(kIconSize, kIconSize));
    setPlainToolTip(label, describe(attribute));
    setPlainToolTip(mark, describe(attribute));
    label->setBuddy(field);
    // As high as a line, its text stands where the line's does, beside fields of many lines, too.
    for (PlainLabel* each : {label, mark}) each->setMinimumHeight(lineHeight);
    const int line = static_cast<int>(i);
    d->grid->addWidget(mark, line, 0, Qt::AlignTop);
    d->grid->addWidget(label, line, 1, Qt::AlignTop);
    d->grid->addWidget(field, line, 2);
    connect(field, &RecordField::edited, this, [this, &attribute](const Value& value, const ValueEditor::Along& along) { write(attribute, value, along); });
    connect(field, &RecordField::defaultWanted, this, [this, &attribute] { write(attribute, Operand(Operand::Default{})); });
    connect(field, &RecordField::revertWanted, this, [this, &attribute] { revert(attribute); });
    d->fields.push_back(field);
  }
  d->more->setVisible(end < count);
  d->more->setText(tr("Show &more (%1 of %2 columns)").arg(end).arg(count));
  d->grid->addWidget(d->more, static_cast<int>(end), 2);
  d->grid->setRowStretch(static_cast<int>(end) + 1, 1);
}

void RecordForm::showMore() {
  keepDrafts();
  addFields();
  showFields(true);
}

void RecordForm::keepDrafts() {
  if (!d->model) return;
  for (RecordField* field : d->fields) field->finish();
  auto& drafts = d->drafts[d->rowName()];
  drafts.clear();
  for (RecordField* field : d->fields)
    if (const auto text = field->draft()) drafts[field->attribute()] = *text;
  if (drafts.empty()) d->drafts.erase(d->rowName());
}

void RecordForm::showFields(bool withDrafts) {
  // An added row that was taken back leaves nothing to show.
  const bool isThere = d->model && (d->batch || d->change());
  d->layout->setCurrentIndex(isThere ? 1 : 0);
  if (!isThere) return;
  const auto kept = d->drafts.find(d->rowName());
  for (std::size_t i = 0; i < d->fields.size(); ++i) {
    RecordField* field = d->fields[i];
    // What a person is typing is never replaced behind their back.
    if (!withDrafts && field->draft()) continue;
    field->setContent(d->content(d->model->attributes[i]));
    if (!withDrafts || kept == d->drafts.end()) continue;
    const auto draft = kept->second.find(field->attribute());
    if (draft == kept->second.end()) continue;
    field->setDraft(draft->second);
    field->finish();
  }
  showIssues();
}

/// What is wrong with the row as a whole is said at its first value.
void RecordForm::showIssues() {
  const Change* pending = d->change();
  for (RecordField* field : d->fields) {
    const ChangeIssue* issue = pending ? d->changes->issueOf(pending->id, field->attribute()) : nullptr;
    if (pending && !issue && field == d->fields.front()) issue = d->changes->issueOf(pending->id, {});
    field->setIssue(issue ? toQString(issueText(*issue)) : QString());
  }
}

void RecordForm::focusAttribute(const std::string& attribute) {
  if (!d->model || d->fields.empty() || d->layout->currentIndex() != 1) return;
  const auto position = static_cast<std::size_t>(std::max(0, d->model->attributeIndex(attribute)));
  while (d->fields.size() <= position) showMore();
  RecordField* field = d->fields[position];
  field->setFocus();
  d->area->ensureWidgetVisible(field);
}

/// A key of several columns is chosen in one step.
void RecordForm::write(const Attribute& attribute, const Value& value, const ValueEditor::Along& along) {
  if (along.empty() || !d->changes) return write(attribute, Operand(value));
  d->changes->beginGroup(tr("Choose a row"));
  write(attribute, Operand(value));
  for (const auto& [other, part] : along) write(*other, Operand(part));
  d->changes->endGroup();
}

void RecordForm::write(const Attribute& attribute, const Operand& value) {
  if (!d->changes || !d->readOnlyReason(attribute).isEmpty()) return;
  if (!d->ref.empty()) d->changes->setInsertedCell(d->ref, attribute.name, value);
  else d->changes->setCell(d->model->name, d->key, attribute.name, Value(d->batch->at(d->row, d->columnOf(attribute))), value, seenRow(*d->model, *d->batch, d->row));
  // An equal value changes nothing, so nobody tells.
  showFields(false);
}

void RecordForm::revert(const Attribute& attribute) {
  const Change* pending = d->change();
  if (!pending) return;
  if (!d->ref.empty()) d->changes->clearInsertedCell(d->ref, attribute.name);
  else d->changes->revertCell(pending->id, attribute.name);
  showFields(false);
}

}  // namespace joinery::ui

#include "moc_record_form.cpp"
