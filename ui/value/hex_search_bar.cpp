// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/hex_search_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/value/hex_digits.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/named_combo_box.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

bool isOffset(HexSearchBar::By by) { return by == HexSearchBar::By::HexOffset || by == HexSearchBar::By::DecimalOffset; }

std::optional<quint64> offsetOf(QString text, HexSearchBar::By by) {
  const bool isHex = by == HexSearchBar::By::HexOffset || text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive);
  for (const char16_t separator : {u' ', u',', u'_', u'\u00a0'}) text.remove(QChar(separator));
  bool isNumber = false;
  const quint64 offset = text.toULongLong(&isNumber, isHex ? 16 : 10);
  return isNumber ? std::optional(offset) : std::nullopt;
}

}  // namespace

HexSearchBar::HexSearchBar(QWidget* parent) : QFrame(parent), m_by(new NamedComboBox(this)), m_text(new QLineEdit(this)), m_note(new PlainLabel(this)) {
  setObjectName(QStringLiteral("hexSearchBar"));
  setAutoFillBackground(true);
  m_by->setObjectName(QStringLiteral("lookFor"));
  m_by->setAccessibleName(tr("Look for"));
  m_by->addItems({tr("Offset, hex"), tr("Offset, decimal"), tr("Bytes, hex"), tr("Text")});
  m_text->setObjectName(QStringLiteral("offsetOrBytes"));
  m_text->setAccessibleName(tr("Offset or bytes"));
  m_note->setObjectName(QStringLiteral("bytesFound"));
  m_note->setAccessibleName(tr("Found bytes"));
  m_note->setWordWrap(true);
  m_previous = makeButton("previousBytes", QStringLiteral("back"), tr("Find previous bytes"));
  m_next = makeButton("nextBytes", QStringLiteral("forward"), tr("Find next bytes"));
  m_close = makeButton("closeHexSearch", QStringLiteral("close"), tr("Close the search for bytes"));
  setPlainToolTip(m_previous, tr("Find previous (Shift+F3)"));
  setPlainToolTip(m_next, tr("Go there, or find next (Enter, F3)"));
  auto* line = new QHBoxLayout;
  line->addWidget(m_by);
  line->addWidget(m_text, 1);
  for (QToolButton* button : {m_previous, m_next, m_close}) line->addWidget(button);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 4, 0, 0);
  layout->addLayout(line);
  layout->addWidget(m_note);
  connect(m_next, &QToolButton::clicked, this, [this] { go(Direction::Next); });
  connect(m_previous, &QToolButton::clicked, this, [this] { go(Direction::Previous); });
  connect(m_close, &QToolButton::clicked, this, &HexSearchBar::closed);
  connect(m_text, &QLineEdit::textChanged, this, [this] { showNote({}); });
  connect(m_by, &QComboBox::currentIndexChanged, this, [this] {
    m_previous->setEnabled(!isOffset(by()));
    showNote({});
  });
  showNote({});
  m_previous->setEnabled(false);
  hide();
}

QToolButton* HexSearchBar::makeButton(const char* name, const QString& iconName, const QString& accessibleName) {
  auto* button = new QToolButton(this);
  button->setObjectName(QString::fromLatin1(name));
  button->setIcon(icon(iconName));
  button->setAccessibleName(accessibleName);
  button->setAutoRaise(true);
  return button;
}

HexSearchBar::By HexSearchBar::by() const { return static_cast<By>(m_by->currentIndex()); }

void HexSearchBar::open(By by) {
  if (isOffset(this->by()) != isOffset(by)) {
    m_by->setCurrentIndex(static_cast<int>(by));
    m_text->clear();
  }
  showNote({});
  show();
  m_text->setFocus();
  m_text->selectAll();
}

void HexSearchBar::showNote(const QString& note) {
  m_note->setText(note);
  m_note->setAccessibleDescription(note);
  m_note->setVisible(!note.isEmpty());
}

QString HexSearchBar::note() const { return m_note->text(); }

void HexSearchBar::go(Direction direction) {
  const QString text = m_text->text();
  if (isOffset(by())) {
    const auto offset = offsetOf(text, by());
    if (offset) return Q_EMIT offsetRequested(*offset);
    return showNote(by() == By::HexOffset ? tr("An offset is hex digits here, as on the left of each line: 1f40.") : tr("An offset is a number from 0 on."));
  }
  const auto bytes = by() == By::Text ? std::optional(toStdString(text)) : bytesOfHex(text);
  if (!bytes) return showNote(tr("Give two hex digits for each byte: 00 ff."));
  if (!bytes->empty()) Q_EMIT bytesRequested(*bytes, direction);
}

void HexSearchBar::findAgain(Direction direction) {
  if (m_text->text().isEmpty() || isOffset(by())) return open(By::Bytes);
  go(direction);
}

void HexSearchBar::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape: return Q_EMIT closed();
    case Qt::Key_Return:
    case Qt::Key_Enter: return go(event->modifiers() & Qt::ShiftModifier ? Direction::Previous : Direction::Next);
    default: return QFrame::keyPressEvent(event);
  }
}

}  // namespace joinery::ui

#include "moc_hex_search_bar.cpp"
