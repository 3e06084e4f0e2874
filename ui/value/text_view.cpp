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

/// Whether the editor would give the text back as it was: it makes one kind of line end of all.
bool survivesEditor(std::string_view bytes) {
  const QString text = toQString(bytes);
  if (toStdString(text) != bytes) return false;
  return !text.contains(QLatin1Char('\r')) && !text.contains(QChar::Nbsp) && !text.contains(QChar::LineSeparator) && !text.contains(QChar::ParagraphSeparator) &&
         !text.contains(QChar(0xFDD0)) && !text.contains(QChar(0xFDD1)) && !text.contains(QChar::Null);
}

/// A NUL would end the text for whoever shows it.
QString readable(std::string_view bytes) { return toQString(bytes).replace(QChar::Null, QChar(0x2400)); }

bool isTail(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

}  // namespace

TextView::TextView(QWidget* parent)
    : QWidget(parent), m_text(std::make_shared<const Value>()), m_edit(new QPlainTextEdit(this)), m_pager(new QWidget(this)), m_place(new PlainLabel(m_pager)) {
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
  connect(m_edit->document(), &QTextDocument::modificationChanged, this, &TextView::modificationChanged);
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
  showPart(0);
}

/// Between characters, as far as there are such.
void TextView::splitIntoParts() {
  constexpr std::size_t kLongestTail = 3;
  m_starts = {0};
  while (bytes().size() - m_starts.back() > kPartBytes) {
    std::size_t end = m_starts.back() + kPartBytes;
    for (std::size_t back = 0; back < kLongestTail && isTail(bytes()[end]); ++back) --end;
    m_starts.push_back(end);
  }
}

void TextView::showPart(int part) {
  m_part = std::clamp(part, 0, partCount() - 1);
  const auto begin = m_starts[static_cast<std::size_t>(m_part)];
  const auto end = m_part + 1 < partCount() ? m_starts[static_cast<std::size_t>(m_part) + 1] : bytes().size();
  m_edit->setPlainText(readable(bytes().substr(begin, end - begin)));
  m_edit->document()->setModified(false);
  const QLocale locale;
  m_place->setText(tr("Bytes %1 to %2 of %3").arg(locale.toString(static_cast<qulonglong>(begin)), locale.toString(static_cast<qulonglong>(end)), locale.toString(static_cast<qulonglong>(bytes().size()))));
  m_previous->setEnabled(m_part > 0);
  m_next->setEnabled(m_part + 1 < partCount());
}

QString TextView::setEditing(Editing editing) {
  const bool isLong = partCount() > 1;
  const bool survives = !isLong && survivesEditor(bytes());
  m_edit->setReadOnly(editing == Editing::Refused || !survives);
  if (editing == Editing::Refused || survives) return {};
  if (isLong) return tr("A text this long is changed in a file: save it, and load it back.");
  return tr("It holds characters that a text editor would change, so it is shown read-only.");
}

bool TextView::isEditable() const { return !m_edit->isReadOnly(); }

void TextView::replaceText(const QString& text) {
  QTextCursor cursor(m_edit->document());
  cursor.select(QTextCursor::Document);
  cursor.insertText(text);
}

void TextView::useFixedFont(bool fixed) { m_edit->setFont(fixed ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : font()); }

}  // namespace joinery::ui

#include "moc_text_view.cpp"
