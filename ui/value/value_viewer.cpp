// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/value_viewer.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <map>

#include "orm/core/display_text.h"
#include "ui/value/hex_page.h"
#include "ui/value/json_layout.h"
#include "ui/value/json_syntax.h"
#include "ui/value/json_view.h"
#include "ui/value/picture_view.h"
#include "ui/value/text_view.h"
#include "ui/value/typed_value.h"
#include "ui/value/value_editor.h"
#include "ui/value/value_jobs.h"
#include "ui/widgets/file_dialog.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kLoadPause = 120;  // milliseconds: who passes over cells loads none of them

QString sizeText(std::uint64_t size) {
  const QLocale locale;
  const QString bytes = ValueViewer::tr("%1 bytes").arg(locale.toString(static_cast<qulonglong>(size)));
  if (size < 10'000) return bytes;
  return QStringLiteral("%1 (%2)").arg(locale.formattedDataSize(static_cast<qint64>(size), 1, QLocale::DataSizeSIFormat), bytes);
}

bool hasBytes(const Value& value) { return value.storageClass() == StorageClass::Text || value.storageClass() == StorageClass::Blob; }

}  // namespace

struct ValueViewer::Private {
  QPointer<Database> database;
  QPointer<PendingChanges> changes;
  std::optional<ShownCell> cell;
  std::shared_ptr<const Value> value;  // whole, or its beginning
  std::map<std::pair<std::string, std::string>, ValueKind> chosen;  // by model and attribute
  ValueKind kind = ValueKind::Text;
  QTimer loadTimer;
  ValueJobs* jobs = nullptr;
  MessageBar* messages = nullptr;
  PlainLabel* heading = nullptr;
  PlainLabel* hint = nullptr;
  QPushButton* loadAll = nullptr;
  QProgressBar* progress = nullptr;
  QPushButton* stop = nullptr;
  QTabBar* kinds = nullptr;
  QStackedWidget* stack = nullptr;
  TextView* text = nullptr;
  QWidget* fieldPage = nullptr;
  ValueEditor* field = nullptr;  ///< of the value's kind, where that is no text of its own
  QWidget* details = nullptr;    ///< of the field
  JsonView* json = nullptr;
  PictureView* picture = nullptr;
  HexPage* hex = nullptr;
  PlainLabel* nothing = nullptr;
  PlainLabel* needsAll = nullptr;
  QWidget* bottom = nullptr;
  QToolButton* more = nullptr;
  QAction *copyAction = nullptr, *saveAction = nullptr, *readAction = nullptr, *windowAction = nullptr;
  QPushButton *format = nullptr, *setNull = nullptr, *apply = nullptr;

  /// Whether the text view is on show, rather than a field or another view.
  bool isText() const { return cell && kind == ValueKind::Text && !field; }
  /// Whether something can be typed where the focus goes.
  bool isTyped() const { return kind == ValueKind::Hex ? hex->isEditable() : isText() ? text->isEditable() : kind == ValueKind::Text && field && !field->isReadOnly(); }
  bool isModified() const { return text->isModified() || hex->isModified() || (field && field->isModified()); }
  bool isWhole() const { return cell && !cell->isCut(); }
  bool isWritable() const { return isWhole() && cell->readOnlyReason.isEmpty(); }
  /// Whether it is one of bytes, rather than of text.
  bool hasBlob() const { return value->storageClass() == StorageClass::Blob || (value->isNull() && type().kind == TypeKind::Blob); }
  bool isTooLargeForHex() const { return value->view().bytes().size() > EditedBytes::kMostBytes; }
  const ValueType& type() const { return cell->attribute->column.type; }
  std::pair<std::string, std::string> column() const { return {cell->place.model, cell->place.attribute}; }
};

ValueViewer::ValueViewer(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  setObjectName(QStringLiteral("cellEditorPanel"));
  d->jobs = new ValueJobs(this);
  d->loadTimer.setSingleShot(true);
  d->loadTimer.setInterval(kLoadPause);
  makeParts();
  makeButtons();
  connectJobs();
  connect(&d->loadTimer, &QTimer::timeout, this, &ValueViewer::loadAll);
  setCell(std::nullopt);
}

ValueViewer::~ValueViewer() = default;

void ValueViewer::makeParts() {
  d->messages = new MessageBar(this);
  d->heading = new PlainLabel(this);
  d->heading->setObjectName(QStringLiteral("valueHeading"));
  d->heading->setWordWrap(true);
  d->hint = new PlainLabel(this);
  d->hint->setWordWrap(true);
  d->loadAll = new QPushButton(tr("Loa&d all"), this);
  d->loadAll->setObjectName(QStringLiteral("loadAll"));
  d->progress = new QProgressBar(this);
  d->progress->setAccessibleName(tr("Progress of the value"));
  d->stop = new QPushButton(tr("&Stop"), this);
  d->stop->setObjectName(QStringLiteral("stopValue"));
  d->kinds = new QTabBar(this);
  d->kinds->setObjectName(QStringLiteral("valueKinds"));
  d->kinds->setAccessibleName(tr("Shown as"));
  d->kinds->setDrawBase(false);
  for (const QString& name : {tr("&Text"), tr("&JSON"), tr("Pict&ure"), tr("He&x")}) d->kinds->addTab(name);
  d->text = new TextView(this);
  d->json = new JsonView(this);
  d->picture = new PictureView(this);
  d->hex = new HexPage(this);
  d->nothing = new PlainLabel(tr("Choose a cell to see its whole value."), this);
  d->needsAll = new PlainLabel(tr("This needs the whole value, of which only the beginning was read."), this);
  d->stack = new QStackedWidget(this);
  for (auto* label : {d->nothing, d->needsAll}) {
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setEnabled(false);
  }
  d->fieldPage = new QWidget(this);
  auto* page = new QVBoxLayout(d->fieldPage);
  page->setContentsMargins(0, 4, 0, 0);
  page->addStretch();
  for (QWidget* each : std::initializer_list<QWidget*>{d->text, d->fieldPage, d->json, d->picture, d->hex, d->nothing, d->needsAll}) d->stack->addWidget(each);
  connect(d->kinds, &QTabBar::currentChanged, this, [this](int tab) {
    if (!d->cell) return;
    d->chosen[d->column()] = static_cast<ValueKind>(tab);
    setKind(static_cast<ValueKind>(tab));
  });
  connect(d->text, &TextView::modificationChanged, this, &ValueViewer::updateButtons);
  connect(d->hex, &HexPage::edited, this, &ValueViewer::updateButtons);
  connect(d->text, &TextView::refused, this, [this](const DbError& error) { d->messages->showError({}, error); });
  connect(d->loadAll, &QPushButton::clicked, this, &ValueViewer::loadAll);
  connect(d->stop, &QPushButton::clicked, this, &ValueViewer::stop);
}

void ValueViewer::makeButtons() {
  d->bottom = new QWidget(this);
  d->more = new QToolButton(d->bottom);
  d->more->setText(tr("&Copy, file"));
  d->more->setObjectName(QStringLiteral("valueMenu"));
  d->more->setAccessibleName(tr("Copy, file"));
  d->more->setToolButtonStyle(Qt::ToolButtonTextOnly);
  d->more->setPopupMode(QToolButton::InstantPopup);
  auto* menu = new QMenu(d->more);
  d->copyAction = menu->addAction(tr("&Copy the value"), this, &ValueViewer::copy);
  d->saveAction = menu->addAction(tr("&Save to a file…"), this, &ValueViewer::chooseTarget);
  d->readAction = menu->addAction(tr("&Load from a file…"), this, &ValueViewer::chooseSource);
  menu->addSeparator();
  d->windowAction = menu->addAction(tr("Open in a &window"), this, &ValueViewer::windowRequested);
  d->more->setMenu(menu);
  d->format = new QPushButton(tr("For&mat JSON"), d->bottom);
  d->setNull = new QPushButton(tr("Set &NULL"), d->bottom);
  d->apply = new QPushButton(tr("&Apply"), d->bottom);
  auto* applies = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
  applies->setContext(Qt::WidgetWithChildrenShortcut);
  connect(applies, &QShortcut::activated, this, &ValueViewer::apply);
  auto* line = new QHBoxLayout(d->bottom);
  line->setContentsMargins(0, 0, 0, 0);
  line->addWidget(d->more);
  line->addStretch();
  for (auto* button : {d->format, d->setNull, d->apply}) line->addWidget(button);
  auto* loading = new QHBoxLayout;
  loading->addWidget(d->hint, 1);
  loading->addWidget(d->progress, 1);
  loading->addWidget(d->loadAll);
  loading->addWidget(d->stop);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addWidget(d->messages);
  layout->addWidget(d->heading);
  layout->addLayout(loading);
  layout->addWidget(d->kinds);
  layout->addWidget(d->stack, 1);
  layout->addWidget(d->bottom);
  connect(d->apply, &QPushButton::clicked, this, &ValueViewer::apply);
  connect(d->setNull, &QPushButton::clicked, this, [this] { put(Value()); });
  connect(d->format, &QPushButton::clicked, this, &ValueViewer::formatJson);
}

void ValueViewer::connectJobs() {
  connect(d->jobs, &ValueJobs::busyChanged, this, [this] {
    d->progress->setRange(0, 0);
    updateButtons();
  });
  connect(d->jobs, &ValueJobs::progressed, this, [this](quint64 done, quint64 size) {
    constexpr int kSteps = 1'000;
    d->progress->setRange(0, kSteps);
    d->progress->setValue(size > 0 ? static_cast<int>(static_cast<double>(done) / static_cast<double>(size) * kSteps) : 0);
  });
  connect(d->jobs, &ValueJobs::loaded, this, &ValueViewer::take);
  connect(d->jobs, &ValueJobs::saved, this, [this](const QString& path) {
    d->messages->showMessage(MessageBar::Kind::Information, tr("The value is in %1 now.").arg(path));
    Q_EMIT saved(path);
  });
  connect(d->jobs, &ValueJobs::fileRead, this, [this](const QString&, const std::shared_ptr<const std::string>& bytes) { putBytes(*bytes); });
  connect(d->jobs, &ValueJobs::failed, this, [this](const DbError& error) {
    if (error.kind() != ErrorKind::Cancelled) d->messages->showError({}, error);
  });
}

void ValueViewer::setDatabase(Database* database, PendingChanges* changes) {
  setCell(std::nullopt);
  d->database = database;
  d->changes = changes;
  d->jobs->setDatabase(database);
}

const std::optional<ShownCell>& ValueViewer::cell() const { return d->cell; }

ValueKind ValueViewer::kind() const { return d->kind; }

void ValueViewer::setCell(const std::optional<ShownCell>& cell) {
  const bool isSame = cell && d->cell && cell->isSamePlace(*d->cell);
  // A refresh brings the beginning of what may be there whole already; a save goes on.
  const bool isKnown = isSame && d->value && !d->cell->isCut() && cell->isCut() && cell->fullSize == d->value->view().bytes().size() &&
                       d->value->view().bytes().starts_with(cell->value.view().bytes());
  if (isKnown || (isSame && cell->isCut() == d->cell->isCut() && cell->value == d->cell->value && cell->fullSize == d->cell->fullSize && cell->unknown == d->cell->unknown)) {
    d->cell->registry = cell->registry;
    d->cell->attribute = cell->attribute;
    d->cell->readOnlyReason = cell->readOnlyReason;
    if (!d->isModified()) showValue();
    return;
  }
  d->loadTimer.stop();
  d->jobs->stop();
  d->messages->clear();
  if (!isSame) d->hex->setSource(nullptr);
  d->cell = cell;
  d->value = cell ? std::make_shared<const Value>(cell->value) : nullptr;
  if (cell) {
    const auto chosen = d->chosen.find(d->column());
    d->kind = chosen != d->chosen.end() ? chosen->second : valueKindOf(cell->value, d->type());
    if (cell->isCut() && cell->isAddressed() && cell->fullSize <= kLoadedByItself && d->database) d->loadTimer.start();
  }
  showValue();
}

/// Edited bytes are taken over first: they are no text that another view could refuse.
void ValueViewer::setKind(ValueKind kind) {
  if (kind == d->kind) return;
  if (d->hex->isModified()) apply();
  d->kind = kind;
  showValue();
}

/// Everything anew: the views that are not seen hold nothing.
void ValueViewer::showValue() {
  const QSignalBlocker blocker(d->kinds);
  d->kinds->setCurrentIndex(static_cast<int>(d->kind));
  for (QWidget* part : std::initializer_list<QWidget*>{d->heading, d->kinds, d->bottom}) part->setVisible(d->cell.has_value());
  d->json->clear();
  d->picture->clear();
  if (!d->cell || d->kind != ValueKind::Hex) d->hex->setSource(nullptr);
  d->text->setText(std::make_shared<const Value>());
  delete std::exchange(d->details, nullptr);
  delete std::exchange(d->field, nullptr);
  if (d->cell) showKind();
  else d->stack->setCurrentWidget(d->nothing);
  updateHeading();
  updateButtons();
}

void ValueViewer::showKind() {
  QWidget* const pages[] = {d->text, d->json, d->picture, d->hex};
  d->stack->setCurrentWidget(pages[static_cast<int>(d->kind)]);
  if (d->kind == ValueKind::Hex) {
    showBytes();
  } else if (d->kind == ValueKind::Text && makeField()) {
    d->stack->setCurrentWidget(d->fieldPage);
  } else if (d->kind == ValueKind::Text) {
    const bool isFixed = d->type().kind == TypeKind::Json || valueKindOf(*d->value, d->type()) == ValueKind::Json;
    const auto shown = hasBytes(*d->value) ? d->value : std::make_shared<const Value>(Value::text(d->value->isNull() ? std::string() : displayText(*d->value, d->type())));
    d->text->useFixedFont(isFixed);
    d->text->setText(shown, !d->value->isNull() ? QString() : d->cell->unknown.isEmpty() ? QStringLiteral("NULL") : d->cell->unknown);
  } else if (!d->isWhole()) {
    d->stack->setCurrentWidget(d->needsAll);
  } else if (d->kind == ValueKind::Json) {
    d->json->setValue(d->value);
  } else {
    d->picture->setValue(d->value);
  }
}

void ValueViewer::showBytes() {
  const bool isThere = d->isWhole() || !d->cell->isAddressed() || !d->database;
  const bool isEdited = d->isWritable() && d->hasBlob() && !d->isTooLargeForHex();
  if (isThere) return d->hex->setValue(d->value, isEdited ? HexPage::Editing::Allowed : HexPage::Editing::Refused);
  auto source = std::make_unique<DatabaseBytes>(d->database, d->cell->registry, d->cell->place, d->cell->fullSize);
  connect(source.get(), &ByteSource::failed, this, [this](const DbError& error) { d->messages->showError({}, error); });
  d->hex->setSource(std::move(source));
}

/// The editor of the value's kind, as the grid has it: where the kind says more than that it is a text or a number.
bool ValueViewer::makeField() {
  if (!d->isWhole()) return false;
  const EditedColumn column{d->database, d->cell->registry, d->cell->registry->find(d->cell->place.model), d->cell->attribute};
  if (!column.model) return false;
  const EditorKind kind = editorKindOf(column, *d->value);
  if (kind != EditorKind::Choice && kind != EditorKind::Moment && kind != EditorKind::Reference && kind != EditorKind::Array) return false;
  d->field = makeValueEditor(kind, column, d->fieldPage);
  d->field->setNames(QStringLiteral("cellEditor"), tr("Cell editor"));
  if (d->cell->unknown.isEmpty()) d->field->setValue(*d->value);
  else d->field->setUnknown(d->cell->unknown);
  d->field->setReadOnly(!d->isWritable());
  auto* page = qobject_cast<QVBoxLayout*>(d->fieldPage->layout());
  page->insertWidget(0, d->field);
  d->details = d->field->makeDetails(d->fieldPage);
  if (d->details) page->insertWidget(1, d->details, 1);
  d->fieldPage->setFocusProxy(d->field);
  connect(d->field, &ValueEditor::edited, this, &ValueViewer::updateButtons);
  connect(d->field, &ValueEditor::finished, this, &ValueViewer::apply, Qt::QueuedConnection);
  connect(d->field, &ValueEditor::defaultWanted, this, [this] { put(Operand::Default{}); }, Qt::QueuedConnection);
  return true;
}

void ValueViewer::updateHeading() {
  d->hint->clear();
  if (!d->cell) return;
  const ShownCell& cell = *d->cell;
  QStringList parts{toQString(cell.attribute->name)};
  if (!d->type().declared.empty()) parts << toQString(d->type().declared);
  if (hasBytes(cell.value)) parts << sizeText(cell.size());
  QString heading = parts.join(QStringLiteral(" · "));
  if (!cell.readOnlyReason.isEmpty()) heading += QLatin1Char('\n') + cell.readOnlyReason;
  if (cell.isCut()) {
    const QString read = QLocale().formattedDataSize(static_cast<qint64>(cell.value.view().bytes().size()), 0, QLocale::DataSizeIecFormat);
    const bool isEdited = cell.readOnlyReason.isEmpty() && d->hasBlob();
    const QString then = !isEdited ? QString() : cell.fullSize > EditedBytes::kMostBytes ? tr("Up to 16 MiB are edited here; more is saved to a file.") : tr("It is edited once all of it is loaded.");
    if (d->kind == ValueKind::Hex && cell.isAddressed()) d->hint->setText(tr("All of it is here: its bytes are read as they are looked at. %1").arg(then).trimmed());
    else d->hint->setText(!cell.isAddressed() ? tr("Only the first %1 were read. The row has no key by which the rest could be read.").arg(read)
                     : cell.fullSize > ValueJobs::kMostBytes ? tr("Only the first %1 are shown. All of it is in the hex view, and can be saved to a file.").arg(read)
                                                             : tr("Only the first %1 are shown; it is edited once all of it is loaded.").arg(read));
  }
  const bool editsText = d->isWritable() && cell.value.storageClass() != StorageClass::Blob;
  d->text->setEditing(editsText ? TextView::Editing::Allowed : TextView::Editing::Refused);
  const bool isForFile = d->isWritable() && d->hasBlob() && d->isTooLargeForHex();
  if (d->kind == ValueKind::Hex && isForFile) heading += QLatin1Char('\n') + tr("Up to 16 MiB are edited here: save it to a file, and load the changed file.");
  if (const QString note = d->text->spellingNote(); d->isText() && !note.isEmpty()) heading += QLatin1Char('\n') + note;
  d->heading->setText(heading);
}

void ValueViewer::updateButtons() {
  const bool isBusy = d->jobs->isBusy();
  const bool isCut = d->cell && d->cell->isCut();
  d->hint->setVisible(isCut && !isBusy);
  d->loadAll->setVisible(isCut && !isBusy && d->cell->isAddressed() && d->database && d->cell->fullSize <= ValueJobs::kMostBytes);
  d->progress->setVisible(isBusy);
  d->stop->setVisible(isBusy);
  if (!d->cell) return;
  const bool hasValue = hasBytes(d->cell->value);
  const bool editsText = d->isTyped();
  d->copyAction->setEnabled(d->isWhole());
  d->saveAction->setEnabled(hasValue && (d->isWhole() || d->cell->isAddressed()));
  d->readAction->setEnabled(d->isWritable());
  d->format->setVisible(d->isText() && editsText && d->text->partCount() == 1 && (d->type().kind == TypeKind::Json || valueKindOf(d->cell->value, d->type()) == ValueKind::Json));
  d->setNull->setEnabled(d->isWritable() && d->cell->attribute->column.nullable && (!d->cell->value.isNull() || !d->cell->unknown.isEmpty()));
  d->apply->setVisible(editsText);
  d->apply->setEnabled(editsText && d->isModified());
}

void ValueViewer::loadAll() {
  if (d->cell && d->cell->isCut() && d->cell->isAddressed() && d->database) d->jobs->load(*d->cell);
}

void ValueViewer::stop() {
  d->loadTimer.stop();
  d->jobs->stop();
}

void ValueViewer::take(std::shared_ptr<const Value> whole) {
  if (!d->cell || !d->cell->isCut()) return;
  d->cell->value = *whole;
  d->cell->fullSize = 0;
  d->value = std::move(whole);
  if (!d->chosen.contains(d->column())) d->kind = valueKindOf(*d->value, d->type());
  showValue();
  Q_EMIT loadedWhole();
}

/// @pre the whole value is there: it is what the change is made of
void ValueViewer::put(const Operand& value, const ValueEditor::Along& along) {
  if (!d->isWritable() || !d->changes) return;
  const ShownCell cell = *d->cell;
  d->text->settle();
  if (value.isValue()) d->hex->settle(value.value());
  const auto write = [&](const std::string& attribute, const Value& before, const Operand& after) {
    if (!cell.insertedRef.empty()) d->changes->setInsertedCell(cell.insertedRef, attribute, after);
    else d->changes->setCell(cell.place.model, cell.place.key, attribute, before, after, cell.seen ? cell.seen() : SeenCells());
  };
  if (along.empty()) return write(cell.place.attribute, cell.value, value);
  d->changes->beginGroup(tr("Choose a row"));
  write(cell.place.attribute, cell.value, value);
  for (const auto& [attribute, after] : along)
    if (const auto before = cell.restOfKey.find(attribute->name); before != cell.restOfKey.end()) write(attribute->name, before->second, after);
  d->changes->endGroup();
}

/// A column of bytes takes any; others take text.
void ValueViewer::putBytes(const std::string& bytes) {
  if (!d->isWritable()) return;
  if (d->type().kind == TypeKind::Blob || d->cell->value.storageClass() == StorageClass::Blob) return put(Value::blob(bytes));
  const bool isText = QUtf8StringView(bytes.data(), static_cast<qsizetype>(bytes.size())).isValidUtf8() && bytes.find('\0') == std::string::npos;
  if (isText) {
    const auto value = typedValue(bytes, d->cell->attribute->column, d->cell->value);
    return value ? put(*value) : d->messages->showError({}, value.error());
  }
  d->messages->showMessage(MessageBar::Kind::Error, tr("The file holds bytes that are no text (UTF-8), and %1 takes text.").arg(toQString(d->cell->attribute->name)));
}

void ValueViewer::apply() {
  if (!d->isWritable() || !d->isTyped() || !d->isModified()) return;
  const auto value = typedHere();
  if (value) return put(*value, d->field ? d->field->along() : ValueEditor::Along());
  if (d->field) d->field->refuse(toQString(value.error().message()));
  d->messages->showError({}, value.error());
}

Result<Value> ValueViewer::typedHere() const {
  if (d->kind == ValueKind::Hex) return Value::blob(d->hex->bytes());
  if (d->field) return d->field->value();
  const auto bytes = d->text->editedText();
  if (!bytes) return bytes.error();
  // Typed and taken back: NULL is no empty text.
  if (bytes->empty() && d->value->isNull()) return *d->value;
  return typedValue(*bytes, d->cell->attribute->column, *d->value);
}

void ValueViewer::formatJson() {
  const QString text = d->text->shownText();
  if (jsonMistake(toStdString(text))) return d->messages->showMessage(MessageBar::Kind::Error, tr("This is no JSON."));
  d->text->replaceText(laidOutJson(text));
}

void ValueViewer::copy() {
  if (!d->isWhole()) return;
  const Value& value = *d->value;
  if (d->kind == ValueKind::Picture && !d->picture->picture().image.isNull()) return QApplication::clipboard()->setImage(d->picture->picture().image);
  QApplication::clipboard()->setText(value.isNull() ? QString() : toQString(displayText(value, d->type())));
}

void ValueViewer::save(const QString& path) {
  if (d->cell && hasBytes(d->cell->value) && (d->isWhole() || d->cell->isAddressed())) d->jobs->save(*d->cell, path);
}

void ValueViewer::readFile(const QString& path) {
  if (d->isWritable()) d->jobs->readFile(path);
}

void ValueViewer::focusValue() { d->stack->currentWidget()->setFocus(); }

void ValueViewer::hideWindowAction() { d->windowAction->setVisible(false); }

void ValueViewer::chooseTarget() {
  if (!d->cell) return;
  auto* dialog = makeFileDialog(this, tr("Save the value"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  const QString format = pictureFormat(d->cell->value.view().bytes());
  dialog->selectFile(toQString(d->cell->attribute->name) + (format.isEmpty() ? QString() : QLatin1Char('.') + format.toLower()));
  connect(dialog, &QFileDialog::fileSelected, this, &ValueViewer::save);
  dialog->open();
}

void ValueViewer::chooseSource() {
  auto* dialog = makeFileDialog(this, tr("Load the value"));
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &ValueViewer::readFile);
  dialog->open();
}

}  // namespace joinery::ui

#include "moc_value_viewer.cpp"
