// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/record_field.h"

#include <QKeyEvent>
#include <QPointer>
#include <QVBoxLayout>

#include "ui/changes/cell_text.h"
#include "ui/widgets/issue_mark.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

struct RecordField::Private {
  EditedColumn column;
  QVBoxLayout* layout = nullptr;
  ValueEditor* editor = nullptr;
  EditorKind kind = EditorKind::None;
  PlainLabel* reason = nullptr;
  Content content;
  QString readOnly;
  QString issue;
  QPointer<IssueMark> mark;
};

RecordField::RecordField(const EditedColumn& column, QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->column = column;
  d->reason = new PlainLabel(this);
  d->reason->setWordWrap(true);
  d->reason->hide();
  d->layout = new QVBoxLayout(this);
  d->layout->setContentsMargins(0, 0, 0, 0);
  d->layout->setSpacing(2);
  d->layout->addWidget(d->reason);
  useEditor(EditorKind::Line);
  connect(&Theme::instance(), &Theme::changed, this, &RecordField::restyle);
}

RecordField::~RecordField() {
  // An editor with the focus would say that its editing is finished while it goes.
  d->editor->disconnect(this);
}

/// One of another kind takes the place, and the focus, of the one that was there.
void RecordField::useEditor(EditorKind kind) {
  if (d->editor && kind == d->kind) return;
  const bool hadFocus = d->editor && d->editor->hasFocus();
  if (d->editor) {
    d->editor->disconnect(this);
    d->editor->setNames({}, {});
    d->editor->hide();
    d->editor->deleteLater();
  }
  d->kind = kind;
  d->editor = makeValueEditor(kind, d->column, this);
  d->editor->setNames(QStringLiteral("field_") + toQString(attribute()), toQString(attribute()));
  d->editor->input()->installEventFilter(this);
  d->layout->insertWidget(0, d->editor);
  setFocusProxy(d->editor);
  if (hadFocus) d->editor->setFocus();
  connect(d->editor, &ValueEditor::finished, this, &RecordField::finish);
  connect(d->editor, &ValueEditor::defaultWanted, this, &RecordField::defaultWanted);
  connect(d->editor, &ValueEditor::edited, this, [this] {
    showReason();
    restyle();
  });
}

const std::string& RecordField::attribute() const { return d->column.attribute->name; }

void RecordField::setContent(const Content& content) {
  d->content = content;
  showContent();
  showReason();
  restyle();
}

void RecordField::showContent() {
  const Content& content = d->content;
  const ValueType& type = d->column.attribute->column.type;
  const bool isCut = content.value && !content.text.isEmpty();
  const EditorKind kind = isCut || !content.value ? EditorKind::None : editorKindOf(d->column, *content.value);
  const bool isTooLarge = content.value && !isCut && kind == EditorKind::None;
  useEditor(!content.value ? editorKindOf(d->column, Value()) : kind == EditorKind::None ? EditorKind::Line : kind);
  d->readOnly = !content.readOnlyReason.isEmpty() || !isTooLarge ? content.readOnlyReason : tr("A value like this opens in the value viewer (F4).");
  if (!content.value) d->editor->setUnknown(content.text);
  else if (isCut) d->editor->setValue(Value::text(toStdString(content.text + QStringLiteral("…"))));
  else if (isTooLarge) d->editor->setValue(Value::text(toStdString(gridText(*content.value, type))));
  else d->editor->setValue(*content.value);
  d->editor->setReadOnly(!d->readOnly.isEmpty());
  describe();
}

void RecordField::describe() {
  QStringList parts{d->issue, toQString(d->column.attribute->column.type.declared), d->readOnly, d->content.note};
  parts.removeAll(QString());
  d->editor->setDescription(parts.join(QStringLiteral(", ")));
}

void RecordField::setIssue(const QString& issue) {
  if (issue == d->issue) return;
  d->issue = issue;
  describe();
  showReason();
}

/// What was typed and does not fit comes before what is wrong with the value that was there.
void RecordField::showReason() {
  const QString& reason = d->editor->isRefused() ? d->editor->refusal() : d->issue;
  d->reason->setText(reason);
  d->reason->setVisible(!reason.isEmpty());
  if (d->issue.isEmpty()) delete d->mark;
  else if (!d->mark || d->mark->parentWidget() != d->editor) d->mark = new IssueMark(d->editor);
}

std::optional<QString> RecordField::draft() const { return d->editor->isModified() ? std::optional(d->editor->draft()) : std::nullopt; }

void RecordField::setDraft(const QString& text) { d->editor->setDraft(text); }

void RecordField::refuse(const QString& reason) {
  d->editor->refuse(reason);
  showReason();
  restyle();
}

void RecordField::finish() {
  if (d->editor->isReadOnly() || d->editor->isRefused() || !d->editor->isModified()) return;
  const auto value = d->editor->value();
  if (!value) return refuse(toQString(value.error().message()));
  if (value->isNull() && !d->column.attribute->column.nullable) return refuse(tr("%1 can't be NULL.").arg(toQString(attribute())));
  const auto along = d->editor->along();
  // Taken, unless whoever hears of it says otherwise.
  d->editor->setValue(*value);
  Q_EMIT edited(*value, along);
}

void RecordField::restyle() {
  const Theme& theme = Theme::instance();
  QPalette colours;
  using State = Content::State;
  if (d->content.state == State::Changed) colours.setColor(QPalette::Base, theme.color(Theme::Role::ChangedCell));
  else if (d->content.state == State::Inserted) colours.setColor(QPalette::Base, theme.color(Theme::Role::InsertedRow));
  else if (d->content.state == State::Deleted) colours.setColor(QPalette::Base, theme.color(Theme::Role::DeletedRow));
  else if (d->editor->isReadOnly()) colours.setColor(QPalette::Base, palette().color(QPalette::Window));
  QFont face = font();
  face.setStrikeOut(d->content.state == State::Deleted);
  d->editor->setFont(face);
  d->editor->setPalette(colours);
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
  if (!isEscape || (!d->editor->isModified() && d->content.state == Content::State::Unchanged)) return QWidget::eventFilter(watched, event);
  // Once for what is typed, once more for what was taken.
  if (d->editor->isModified()) setContent(Content(d->content));
  else Q_EMIT revertWanted();
  return true;
}

}  // namespace joinery::ui

#include "moc_record_field.cpp"
