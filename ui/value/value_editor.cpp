// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/value_editor.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMetaMethod>

#include "orm/core/display_text.h"
#include "ui/value/typed_value.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

ValueEditor::ValueEditor(EditedColumn column, QWidget* parent) : QWidget(parent), m_column(std::move(column)) {
  setFocusPolicy(Qt::StrongFocus);
  connect(&Theme::instance(), &Theme::changed, this, [this] { restyle(isRefused()); });
}

void ValueEditor::showText(const Value& value) {
  const bool isText = value.storageClass() == StorageClass::Text;
  m_spelling = isText ? spellingOf(value.bytes(), lines()) : TextSpelling::AsItStands;
  m_shown = spell(value);
  setInputText(m_shown, value.isNull() ? QStringLiteral("NULL") : QString());
  m_wasTyped = false;
  m_isUnknown = false;
  m_refusal.clear();
  valueShown(value);
  setDescription(m_description);
  restyle(false);
}

void ValueEditor::setValue(const Value& value) {
  m_original = value;
  m_put.reset();
  showText(value);
}

void ValueEditor::setUnknown(const QString& placeholder) {
  setValue(Value());
  m_isUnknown = true;
  setInputText({}, placeholder);
}

void ValueEditor::put(const Value& value) {
  const bool wasUnknown = m_isUnknown;
  m_put = value;
  showText(value);
  m_isUnknown = wasUnknown;
  Q_EMIT edited();
}

bool ValueEditor::isModified() const {
  if (m_wasTyped && inputText() != m_shown) return true;
  // Another row may have the same value in this column.
  return (m_put && (m_isUnknown || *m_put != m_original)) || !along().empty();
}

Result<Value> ValueEditor::value() const {
  if (m_wasTyped && inputText() != m_shown) return read(inputText());
  return m_put ? *m_put : m_original;
}

void ValueEditor::setDraft(const QString& text) {
  setInputText(text, {});
  typed();
}

void ValueEditor::typed() {
  m_wasTyped = true;
  if (isRefused()) {
    m_refusal.clear();
    setDescription(m_description);
  }
  restyle(false);
  Q_EMIT edited();
}

void ValueEditor::refuse(const QString& reason) {
  m_refusal = reason;
  setDescription(m_description);
  restyle(true);
}

QPalette ValueEditor::inputPalette(bool isRefused) const {
  const Theme& theme = Theme::instance();
  QPalette colours = palette();
  if (isRefused) {
    colours.setColor(QPalette::Base, theme.color(Theme::Role::ErrorBackground));
    colours.setColor(QPalette::Text, theme.color(Theme::Role::ErrorText));
  }
  colours.setColor(QPalette::PlaceholderText, theme.color(Theme::Role::NullText));
  return colours;
}

void ValueEditor::setNames(const QString& objectName, const QString& accessibleName) {
  input()->setObjectName(objectName);
  input()->setAccessibleName(accessibleName);
}

void ValueEditor::setDescription(const QString& description) {
  m_description = description;
  QStringList parts;
  if (isRefused()) parts << m_refusal;
  if (!description.isEmpty()) parts << description;
  if (m_spelling == TextSpelling::Escaped) parts << tr("Shown with escapes: \\n \\r \\t \\0 \\xff \\u{2028}, and \\\\ for a backslash.");
  if (m_spelling == TextSpelling::CrLf) parts << tr("Its lines end with CR LF, and keep that.");
  describe(parts.join(QLatin1Char('\n')));
}

void ValueEditor::setHost(QObject* host) { m_host = host; }

void ValueEditor::watch(QWidget* part) {
  part->installEventFilter(this);
  if (!focusProxy()) setFocusProxy(part);
}

bool ValueEditor::event(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) restyle(isRefused());
  return QWidget::event(event);
}

bool ValueEditor::eventFilter(QObject* watched, QEvent* event) {
  const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
  const bool leaves = event->type() == QEvent::FocusOut && !isAncestorOf(QApplication::focusWidget()) && !QApplication::activePopupWidget();
  if (m_host && (isKey || leaves) && m_host->eventFilter(this, event)) return true;
  const auto key = event->type() == QEvent::KeyPress ? static_cast<QKeyEvent*>(event)->key() : 0;
  const bool isReturn = (key == Qt::Key_Return || key == Qt::Key_Enter) && (lines() == TextLines::One || static_cast<QKeyEvent*>(event)->modifiers() == Qt::ControlModifier);
  if (!m_host && (isReturn || leaves)) Q_EMIT finished();
  return QWidget::eventFilter(watched, event);
}

void ValueEditor::addActions(QMenu* menu) {
  const auto& column = schemaColumn();
  const auto add = [&](const QString& text, const Value& value, bool isPossible) {
    QAction* action = menu->addAction(text, this, [this, value] {
      put(value);
      Q_EMIT finished();
    });
    action->setEnabled(isPossible && !isReadOnly());
  };
  add(tr("Set &NULL"), Value(), column.nullable && (m_isUnknown || !m_original.isNull()));
  add(tr("Set &empty text"), Value::text({}), column.type.perCell || column.type.kind == TypeKind::Text);
  const auto byDefault = constantDefault(column);
  if (byDefault || !column.defaultExpression) return add(tr("Set &default"), byDefault.value_or(Value()), byDefault.has_value());
  QAction* action = menu->addAction(tr("Set &default"), this, &ValueEditor::defaultWanted);
  action->setEnabled(!isReadOnly() && isSignalConnected(QMetaMethod::fromSignal(&ValueEditor::defaultWanted)));
}

QString ValueEditor::spell(const Value& value) {
  if (value.storageClass() == StorageClass::Text) return editorText(value.bytes(), m_spelling, lines());
  return value.isNull() ? QString() : toQString(displayText(value, schemaColumn().type));
}

Result<Value> ValueEditor::read(const QString& text) const {
  auto bytes = bytesOfEditor(text, m_spelling);
  if (!bytes) return bytes.error();
  return typedValue(*bytes, schemaColumn(), m_original);
}

}  // namespace joinery::ui

#include "moc_value_editor.cpp"
