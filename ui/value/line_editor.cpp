// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/line_editor.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QToolButton>
#include <limits>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

LineEditor::LineEditor(EditedColumn column, QWidget* parent) : ValueEditor(std::move(column), parent), m_layout(new QHBoxLayout(this)), m_line(new QLineEdit(this)) {
  m_line->setMaxLength(std::numeric_limits<int>::max());
  m_line->setContextMenuPolicy(Qt::CustomContextMenu);
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(0);
  m_layout->addWidget(m_line, 1);
  watch(m_line);
  connect(m_line, &QLineEdit::textEdited, this, &LineEditor::typed);
  connect(m_line, &QLineEdit::customContextMenuRequested, this, &LineEditor::showMenu);
}

LineEditor::~LineEditor() = default;

void LineEditor::setReadOnly(bool isReadOnly) {
  m_line->setReadOnly(isReadOnly);
  if (m_button) m_button->setEnabled(!isReadOnly);
  restyle(isRefused());
}

void LineEditor::setInputText(const QString& text, const QString& placeholder) {
  if (m_line->text() != text) m_line->setText(text);
  m_line->setPlaceholderText(placeholder);
  m_line->setCursorPosition(0);
}

void LineEditor::restyle(bool isRefused) {
  m_line->setPalette(inputPalette(isRefused));
  QFont face = font();
  face.setItalic(m_line->text().isEmpty() && !m_line->placeholderText().isEmpty());
  m_line->setFont(face);
}

void LineEditor::describe(const QString& description) {
  setPlainToolTip(m_line, description);
  const QString shown = m_line->placeholderText();
  m_line->setAccessibleDescription(shown.isEmpty() ? description : QStringList{description, shown}.join(QStringLiteral(", ")));
}

QToolButton* LineEditor::addButton(const QString& iconName, const QString& name) {
  m_button = new QToolButton(this);
  m_button->setIcon(icon(iconName));
  m_button->setAutoRaise(true);
  // The line's keys press it, so that Tab leaves the editor.
  m_button->setFocusPolicy(Qt::NoFocus);
  m_button->setObjectName(QStringLiteral("choose"));
  m_button->setAccessibleName(name);
  setPlainToolTip(m_button, tr("%1 (Alt+Down)").arg(name));
  m_layout->addWidget(m_button);
  setAutoFillBackground(true);
  return m_button;
}

void LineEditor::choose(const QString& text) {
  m_line->setText(text);
  typed();
}

bool LineEditor::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress && watched == m_line && m_button && m_button->isEnabled()) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Down && key->modifiers().testFlag(Qt::AltModifier)) {
      m_button->click();
      return true;
    }
  }
  return ValueEditor::eventFilter(watched, event);
}

void LineEditor::showMenu(const QPoint& position) {
  QMenu* menu = m_line->createStandardContextMenu();
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addSeparator();
  addActions(menu);
  menu->popup(m_line->mapToGlobal(position));
}

}  // namespace joinery::ui

#include "moc_line_editor.cpp"
