// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/cell_editor.h"

#include <QBuffer>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "orm/core/json.h"
#include "ui/changes/cell_text.h"
#include "ui/grid/json_layout.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kMostHexBytes = 64 * 1024;
constexpr int kWidestPicture = 4'096;

/// Whether the editor would give the text back as it was: it makes one kind of line end of all.
bool survivesEditor(std::string_view bytes) {
  const QString text = toQString(bytes);
  if (toStdString(text) != bytes) return false;
  return !text.contains(QLatin1Char('\r')) && !text.contains(QChar::Nbsp) && !text.contains(QChar::LineSeparator) && !text.contains(QChar::ParagraphSeparator) &&
         !text.contains(QChar(0xFDD0)) && !text.contains(QChar(0xFDD1)) && !text.contains(QChar::Null);
}

QString hexDump(std::string_view bytes) {
  QString dump;
  const auto shown = bytes.substr(0, kMostHexBytes);
  for (std::size_t line = 0; line < shown.size(); line += 16) {
    QString hex, plain;
    for (std::size_t i = line; i < std::min(shown.size(), line + 16); ++i) {
      const auto byte = static_cast<unsigned char>(shown[i]);
      hex += QStringLiteral("%1 ").arg(byte, 2, 16, QLatin1Char('0'));
      plain += byte >= 0x20 && byte < 0x7f ? QLatin1Char(shown[i]) : QLatin1Char('.');
    }
    dump += QStringLiteral("%1  %2 %3\n").arg(line, 8, 16, QLatin1Char('0')).arg(hex, -48).arg(plain);
  }
  if (bytes.size() > shown.size()) dump += CellEditor::tr("… %1 bytes in all").arg(QLocale().toString(static_cast<qulonglong>(bytes.size())));
  return dump;
}

/// Null when the bytes are no picture, or one that claims to be enormous.
QPixmap pictureOf(std::string_view bytes) {
  QByteArray data = QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
  QBuffer buffer(&data);
  buffer.open(QIODevice::ReadOnly);
  QImageReader reader(&buffer);
  const QByteArray format = reader.format();
  if (format != "png" && format != "jpeg" && format != "gif" && format != "bmp" && format != "webp") return {};
  const QSize size = reader.size();
  if (!size.isValid() || size.width() > kWidestPicture || size.height() > kWidestPicture) return {};
  return QPixmap::fromImage(reader.read());
}

}  // namespace

struct CellEditor::Private {
  /// Which cell it is, whatever its value.
  struct Place {
    std::vector<Value> key;
    std::string insertedRef;
    std::string attribute;
    bool operator==(const Place&) const = default;
  };

  QPointer<TablePage> page;
  MessageBar* messages = nullptr;
  PlainLabel* heading = nullptr;
  QStackedWidget* stack = nullptr;
  QPlainTextEdit* text = nullptr;
  PlainLabel* picture = nullptr;
  QScrollArea* pictureArea = nullptr;
  PlainLabel* nothing = nullptr;
  QPushButton* apply = nullptr;
  QPushButton* setNull = nullptr;
  QPushButton* format = nullptr;
  Value shown;
  std::optional<Place> place;  // of what is shown
  bool editable = false;
};

CellEditor::CellEditor(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  setObjectName(QStringLiteral("cellEditorPanel"));
  d->messages = new MessageBar(this);
  d->heading = new PlainLabel(this);
  d->heading->setWordWrap(true);
  d->text = new QPlainTextEdit(this);
  d->text->setObjectName(QStringLiteral("cellEditor"));
  d->text->setAccessibleName(tr("Cell editor"));
  d->text->setTabChangesFocus(true);
  d->picture = new PlainLabel(this);
  d->picture->setAlignment(Qt::AlignCenter);
  d->pictureArea = new QScrollArea(this);
  d->pictureArea->setWidgetResizable(true);
  d->pictureArea->setWidget(d->picture);
  d->nothing = new PlainLabel(tr("Choose a cell to see its whole value."), this);
  d->nothing->setAlignment(Qt::AlignCenter);
  d->nothing->setWordWrap(true);
  d->nothing->setEnabled(false);
  d->stack = new QStackedWidget(this);
  for (QWidget* each : std::initializer_list<QWidget*>{d->nothing, d->text, d->pictureArea}) d->stack->addWidget(each);
  d->apply = new QPushButton(tr("&Apply"), this);
  d->setNull = new QPushButton(tr("Set &NULL"), this);
  d->format = new QPushButton(tr("Format &JSON"), this);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(d->format);
  buttons->addStretch();
  buttons->addWidget(d->setNull);
  buttons->addWidget(d->apply);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addWidget(d->messages);
  layout->addWidget(d->heading);
  layout->addWidget(d->stack, 1);
  layout->addLayout(buttons);
  connect(d->text->document(), &QTextDocument::modificationChanged, this, [this](bool modified) { d->apply->setEnabled(d->editable && modified); });
  connect(d->apply, &QPushButton::clicked, this, &CellEditor::apply);
  connect(d->setNull, &QPushButton::clicked, this, [this] { if (d->page) d->page->setCurrentCell(Value()); });
  connect(d->format, &QPushButton::clicked, this, &CellEditor::formatJson);
  showCell();
}

CellEditor::~CellEditor() = default;

void CellEditor::setPage(TablePage* page) {
  if (d->page) disconnect(d->page, nullptr, this, nullptr);
  d->page = page;
  d->place.reset();
  if (page) {
    connect(page, &TablePage::currentCellChanged, this, &CellEditor::showCell);
    connect(page, &TablePage::currentRowChanged, this, &CellEditor::showCell);
  }
  showCell();
}

void CellEditor::showCell() {
  const auto cell = d->page ? d->page->currentCell() : std::nullopt;
  const auto row = cell ? d->page->currentRow() : std::nullopt;
  std::optional<Private::Place> place;
  if (cell && row) place = Private::Place{row->key, row->insertedRef, cell->attribute->name};
  // What is being typed stays while the cell's value is what it was.
  if (place && place == d->place && d->text->document()->isModified() && cell->value == d->shown) return;
  d->messages->clear();
  d->place = place;
  d->editable = false;
  for (auto* button : {d->apply, d->setNull, d->format}) button->setVisible(cell.has_value());
  d->heading->setVisible(cell.has_value());
  if (!cell) {
    d->stack->setCurrentWidget(d->nothing);
    return;
  }
  d->shown = cell->value;
  const auto size = cell->fullSize ? cell->fullSize : cell->value.bytes().size();
  QString heading = QStringLiteral("%1 · %2").arg(toQString(cell->attribute->name), toQString(cell->attribute->column.type.declared));
  if (!cell->value.bytes().empty()) heading += tr(" · %1 bytes").arg(QLocale().toString(static_cast<qulonglong>(size)));
  if (cell->partial) heading += tr("\nOnly the first part was read, so it can't be edited here.");
  else if (!cell->readOnlyReason.isEmpty()) heading += QLatin1Char('\n') + cell->readOnlyReason;
  d->heading->setText(heading);
  showValue(*cell);
}

void CellEditor::showValue(const TablePage::Cell& cell) {
  const bool writable = cell.readOnlyReason.isEmpty() && !cell.partial;
  d->setNull->setEnabled(writable && cell.attribute->column.nullable && !cell.value.isNull());
  d->format->setVisible(cell.attribute->column.type.kind == TypeKind::Json && writable);
  d->text->setFont(cell.attribute->column.type.kind == TypeKind::Json || cell.value.storageClass() == StorageClass::Blob ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : font());
  d->text->setPlaceholderText({});
  d->stack->setCurrentWidget(d->text);
  if (cell.value.storageClass() == StorageClass::Blob) {
    const QPixmap picture = pictureOf(cell.value.bytes());
    d->picture->setPixmap(picture);
    if (!picture.isNull()) d->stack->setCurrentWidget(d->pictureArea);
    d->text->setPlainText(picture.isNull() ? hexDump(cell.value.bytes()) : QString());
  } else if (cell.value.isNull()) {
    d->text->setPlainText({});
    d->text->setPlaceholderText(QStringLiteral("NULL"));
    d->editable = writable;
  } else {
    const std::string text = displayText(cell.value, cell.attribute->column.type);
    d->text->setPlainText(toQString(text));
    d->editable = writable && survivesEditor(text);
    if (writable && !d->editable) d->heading->setText(d->heading->text() + tr("\nIt holds characters that a text editor would change, so it is shown read-only."));
  }
  d->text->setReadOnly(!d->editable);
  d->text->document()->setModified(false);
  d->apply->setEnabled(false);
}

void CellEditor::apply() {
  const auto cell = d->page ? d->page->currentCell() : std::nullopt;
  if (!cell || !d->editable || !d->text->document()->isModified()) return;
  const auto value = valueFromText(d->text->toPlainText(), cell->attribute->column);
  if (!value) return d->messages->showError({}, value.error());
  d->text->document()->setModified(false);
  d->page->setCurrentCell(*value);
}

void CellEditor::formatJson() {
  try {
    const QString text = d->text->toPlainText();
    parseJson(toStdString(text));
    QTextCursor cursor(d->text->document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(laidOutJson(text));
  } catch (const DbError& error) {
    d->messages->showError(tr("This is no JSON"), error);
  }
}

}  // namespace joinery::ui

#include "moc_cell_editor.cpp"
