// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/text_view.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

bool isTail(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

}  // namespace

TextView::TextView(QWidget* parent)
    : QWidget(parent), m_text(std::make_shared<const Value>()), m_edit(new ExactTextEdit(this)), m_pager(new QWidget(this)), m_place(new PlainLabel(m_pager)) {
  m_edit->setObjectName(QStringLiteral("cellEditor"));
  m_edit->setAccessibleName(tr("Cell editor"));
  m_edit->setTabChangesFocus(true);
  setFocusProxy(m_edit);
  m_previous = makeStep(QStringLiteral("back"), tr("Previous part"), QKeySequence(Qt::ALT | Qt::Key_PageUp), -1);
  m_next = makeStep(QStringLiteral("forward"), tr("Next part"), QKeySequence(Qt::ALT | Qt::Key_PageDown), 1);
  auto* line = new QHBoxLayout(m_pager);
  line->setContentsMargins(0, 0, 0, 0);
  line->addWidget(m_place, 1);
  line->addWidget(m_previous);
  line->addWidget(m_next);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_edit, 1);
  layout->addWidget(m_pager);
  m_pager->hide();
  connect(m_edit->document(), &QTextDocument::modificationChanged, this, [this] { Q_EMIT modificationChanged(isModified()); });
}

QToolButton* TextView::makeStep(const QString& iconName, const QString& name, const QKeySequence& shortcut, int by) {
  auto* button = new QToolButton(m_pager);
  button->setIcon(icon(iconName));
  button->setObjectName(by < 0 ? QStringLiteral("previousPart") : QStringLiteral("nextPart"));
  button->setAccessibleName(name);
  button->setShortcut(shortcut);
  setPlainToolTip(button, QStringLiteral("%1 (%2)").arg(name, shortcut.toString(QKeySequence::NativeText)));
  connect(button, &QToolButton::clicked, this, [this, by] { showPart(m_part + by); });
  return button;
}

void TextView::setText(std::shared_ptr<const Value> text, const QString& placeholder) {
  m_text = std::move(text);
  splitIntoParts();
  m_edit->setPlaceholderText(placeholder);
  m_pager->setVisible(partCount() > 1);
  m_isChanged = false;
  present(0);
}

/// Between characters, as far as there are such.
void TextView::splitIntoParts() {
  constexpr std::size_t kLongestTail = 3;
  m_starts = {0};
  while (bytes().size() - m_starts.back() > kPartBytes) {
    std::size_t end = m_starts.back() + kPartBytes;
    for (std::size_t back = 0; back < kLongestTail && isTail(bytes()[end]); ++back) --end;
    if (bytes()[end] == '\n' && bytes()[end - 1] == '\r') --end;
    m_starts.push_back(end);
  }
}

std::size_t TextView::endOf(int part) const { return part + 1 < partCount() ? m_starts[static_cast<std::size_t>(part) + 1] : bytes().size(); }

std::string_view TextView::part(int number) const {
  const auto begin = m_starts[static_cast<std::size_t>(number)];
  return bytes().substr(begin, endOf(number) - begin);
}

void TextView::showPart(int part) {
  if (keepPart()) present(std::clamp(part, 0, partCount() - 1));
}

void TextView::present(int part) {
  m_part = part;
  const auto begin = m_starts[static_cast<std::size_t>(part)];
  m_spelling = spellingOf(this->part(part), TextLines::Many);
  m_edit->setExactText(editorText(this->part(part), m_spelling, TextLines::Many));
  const QLocale locale;
  m_place->setText(tr("Bytes %1 to %2 of %3").arg(locale.toString(static_cast<qulonglong>(begin)), locale.toString(static_cast<qulonglong>(endOf(part))), locale.toString(static_cast<qulonglong>(bytes().size()))));
  m_previous->setEnabled(part > 0);
  m_next->setEnabled(part + 1 < partCount());
  setPlainToolTip(m_edit, spellingNote());
  m_edit->setAccessibleDescription(spellingNote());
}

/// What was typed in the part on show becomes part of the text. @return whether it could
bool TextView::keepPart() {
  if (!m_edit->document()->isModified()) return true;
  const auto text = editedText();
  if (!text) {
    Q_EMIT refused(text.error());
    return false;
  }
  const auto grown = static_cast<std::ptrdiff_t>(text->size()) - static_cast<std::ptrdiff_t>(bytes().size());
  m_text = std::make_shared<const Value>(Value::text(*text));
  for (std::size_t i = static_cast<std::size_t>(m_part) + 1; i < m_starts.size(); ++i) m_starts[i] = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(m_starts[i]) + grown);
  m_isChanged = true;
  m_edit->document()->setModified(false);
  return true;
}

Result<std::string> TextView::editedText() const {
  if (!m_edit->document()->isModified()) return std::string(bytes());
  const auto typed = bytesOfEditor(m_edit->exactText(), m_spelling);
  if (!typed) return typed.error();
  const auto begin = m_starts[static_cast<std::size_t>(m_part)];
  return std::string(bytes().substr(0, begin)) + *typed + std::string(bytes().substr(endOf(m_part)));
}

QString TextView::spellingNote() const {
  if (m_spelling == TextSpelling::Escaped) return tr("Shown with escapes, since it holds what no editor keeps: \\r \\n \\t \\0 \\xff \\u{2028}, and \\\\ for a backslash.");
  return m_spelling == TextSpelling::CrLf ? tr("Its lines end with CR LF, and keep that.") : QString();
}

void TextView::settle() {
  m_isChanged = false;
  m_edit->document()->setModified(false);
}

void TextView::setEditing(Editing editing) { m_edit->setReadOnly(editing == Editing::Refused); }

bool TextView::isEditable() const { return !m_edit->isReadOnly(); }

void TextView::useFixedFont(bool fixed) { m_edit->setFont(fixed ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : font()); }

}  // namespace joinery::ui

#include "moc_text_view.cpp"
