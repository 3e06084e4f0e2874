// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/lines_editor.h"

#include <QFontDatabase>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

namespace {
constexpr int kLeastLines = 4, kMostLines = 10;
}

LinesEditor::LinesEditor(EditedColumn column, QWidget* parent) : ValueEditor(std::move(column), parent), m_edit(new ExactTextEdit(this)) {
  const TypeKind kind = schemaColumn().type.kind;
  if (kind == TypeKind::Json || kind == TypeKind::Xml) m_edit->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_edit->setTabChangesFocus(true);
  m_edit->setContextMenuPolicy(Qt::CustomContextMenu);
  m_edit->setMinimumHeight(m_edit->fontMetrics().lineSpacing() * kLeastLines);
  m_edit->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_edit);
  watch(m_edit);
  connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
    if (!m_isShowing) typed();
  });
  connect(m_edit, &QWidget::customContextMenuRequested, this, &LinesEditor::showMenu);
}

void LinesEditor::setInputText(const QString& text, const QString& placeholder) {
  m_isShowing = true;
  if (m_edit->exactText() != text) m_edit->setExactText(text);
  m_edit->setPlaceholderText(placeholder);
  m_isShowing = false;
}

int LinesEditor::heightInGrid() const {
  const int lines = std::clamp(m_edit->blockCount() + 1, kLeastLines, kMostLines);
  return m_edit->fontMetrics().lineSpacing() * lines + 2 * m_edit->frameWidth() + 8;
}

void LinesEditor::restyle(bool isRefused) {
  m_edit->setPalette(inputPalette(isRefused));
}

void LinesEditor::describe(const QString& description) {
  setPlainToolTip(m_edit, description);
  m_edit->setAccessibleDescription(description);
}

void LinesEditor::showMenu(const QPoint& position) {
  QMenu* menu = m_edit->createStandardContextMenu();
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addSeparator();
  addActions(menu);
  menu->popup(m_edit->mapToGlobal(position));
}

}  // namespace joinery::ui

#include "moc_lines_editor.cpp"
