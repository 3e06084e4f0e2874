// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/record_field.h"

#include <QKeyEvent>
#include <QMenu>
#include <QVBoxLayout>
#include <limits>

#include "orm/core/display_text.h"
#include "ui/changes/cell_text.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

QString lineText(const RecordField::Content& content, const ValueType& type) {
  if (!content.value || content.value->isNull()) return {};
  if (!content.text.isEmpty()) return content.text + QStringLiteral("…");
  return fitsLineEditor(*content.value) ? toQString(displayText(*content.value, type)) : gridText(*content.value, type);
}

}  // namespace

struct RecordField::Private {
  Attribute attribute;
  QLineEdit* line = nullptr;
  PlainLabel* reason = nullptr;
  Content content;
  QString shown;
  bool isRefused = false;
};

RecordField::RecordField(const Attribute& attribute, QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->attribute = attribute;
  d->line = new QLineEdit(this);
  d->line->setMaxLength(std::numeric_limits<int>::max());
  d->line->setObjectName(QStringLiteral("field_") + toQString(attribute.name));
  d->line->setAccessibleName(toQString(attribute.name));
  d->line->setContextMenuPolicy(Qt::CustomContextMenu);
  d->line->installEventFilter(this);
  d->reason = new PlainLabel(this);
  d->reason->setWordWrap(true);
  d->reason->hide();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(d->line);
  layout->addWidget(d->reason);
  setFocusProxy(d->line);
  connect(d->line, &QLineEdit::editingFinished, this, &RecordField::finish);
  connect(d->line, &QLineEdit::customContextMenuRequested, this, &RecordField::showMenu);
  connect(d->line, &QLineEdit::textEdited, this, [this] {
    d->isRefused = false;
    d->reason->hide();
    restyle();
  });
  connect(&Theme::instance(), &Theme::changed, this, &RecordField::restyle);
}

RecordField::~RecordField() {
  // A line with the focus would say that its editing is finished while it goes.
  d->line->disconnect(this);
}

const std::string& RecordField::attribute() const { return d->attribute.name; }

QLineEdit* RecordField::line() const { return d->line; }

void RecordField::setContent(const Content& content) {
  d->content = content;
  d->isRefused = false;
  d->reason->hide();
  d->shown = lineText(content, d->attribute.column.type);
  const bool isWhole = !content.value || fitsLineEditor(*content.value);
  const QString readOnly = !content.readOnlyReason.isEmpty() || isWhole ? content.readOnlyReason : tr("A value like this opens in the value viewer (F4).");
  if (d->line->text() != d->shown) d->line->setText(d->shown);
  d->line->setModified(false);
  if (!content.value) d->line->setPlaceholderText(content.text);
  else d->line->setPlaceholderText(content.value->isNull() ? QStringLiteral("NULL") : QString());
  d->line->setReadOnly(!readOnly.isEmpty());
  setPlainToolTip(d->line, readOnly.isEmpty() ? toQString(d->attribute.column.type.declared) : readOnly);
  d->line->setAccessibleDescription(QStringList{toQString(d->attribute.column.type.declared), d->line->placeholderText(), readOnly}.join(QStringLiteral(", ")));
  d->line->setCursorPosition(0);
  restyle();
}

std::optional<QString> RecordField::draft() const { return d->line->isModified() ? std::optional(d->line->text()) : std::nullopt; }

void RecordField::setDraft(const QString& text) {
  d->line->setText(text);
  d->line->setModified(true);
}

void RecordField::refuse(const QString& reason) {
  d->isRefused = true;
  d->reason->setText(reason);
  d->reason->show();
  d->line->setAccessibleDescription(reason);
  restyle();
}

void RecordField::finish() {
  if (!d->line->isModified() || d->line->isReadOnly() || d->isRefused) return;
  // Typed and taken back: nothing was said. Only an empty line that stands for NULL can't tell.
  if (d->line->text() == d->shown) {
    d->line->setModified(false);
    return;
  }
  Q_EMIT edited(d->line->text());
}

void RecordField::restyle() {
  const Theme& theme = Theme::instance();
  QPalette colours = palette();
  using State = Content::State;
  if (d->isRefused) {
    colours.setColor(QPalette::Base, theme.color(Theme::Role::ErrorBackground));
    colours.setColor(QPalette::Text, theme.color(Theme::Role::ErrorText));
  } else if (d->content.state == State::Changed) {
    colours.setColor(QPalette::Base, theme.color(Theme::Role::ChangedCell));
  } else if (d->content.state == State::Inserted) {
    colours.setColor(QPalette::Base, theme.color(Theme::Role::InsertedRow));
  } else if (d->content.state == State::Deleted) {
    colours.setColor(QPalette::Base, theme.color(Theme::Role::DeletedRow));
  } else if (d->line->isReadOnly()) {
    colours.setColor(QPalette::Base, colours.color(QPalette::Window));
  }
  colours.setColor(QPalette::PlaceholderText, theme.color(Theme::Role::NullText));
  d->line->setPalette(colours);
  QFont font = this->font();
  font.setItalic(d->line->text().isEmpty() && !d->line->placeholderText().isEmpty());
  font.setStrikeOut(d->content.state == State::Deleted);
  d->line->setFont(font);
  QPalette error = palette();
  error.setColor(QPalette::WindowText, theme.color(Theme::Role::ErrorText));
  d->reason->setPalette(error);
}

void RecordField::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) restyle();
}

bool RecordField::eventFilter(QObject* watched, QEvent* event) {
  const bool isEscape = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
  if (isEscape && d->line->isModified()) {
    setContent(Content(d->content));
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

void RecordField::showMenu(const QPoint& position) {
  QMenu* menu = d->line->createStandardContextMenu();
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool isEditable = d->content.readOnlyReason.isEmpty();
  menu->addSeparator();
  auto* setNull = menu->addAction(tr("Set &NULL"), this, &RecordField::nullWanted);
  setNull->setEnabled(isEditable && d->attribute.column.nullable && !(d->content.value && d->content.value->isNull()));
  auto* revert = menu->addAction(tr("Re&vert"), this, &RecordField::revertWanted);
  revert->setEnabled(isEditable && d->content.state != Content::State::Unchanged);
  menu->popup(d->line->mapToGlobal(position));
}

}  // namespace joinery::ui

#include "moc_record_field.cpp"
