// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/hex_page.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cstring>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

namespace {

/// The first that begins there or behind. Takes time in proportion to the bytes, whatever they are.
std::optional<std::size_t> bytesFrom(std::string_view all, std::string_view wanted, std::size_t from) {
  if (from >= all.size()) return std::nullopt;
  const void* found = memmem(all.data() + from, all.size() - from, wanted.data(), wanted.size());
  return found ? std::optional(static_cast<std::size_t>(static_cast<const char*>(found) - all.data())) : std::nullopt;
}

/// The last that begins before that.
std::optional<std::size_t> bytesBefore(std::string_view all, std::string_view wanted, std::size_t before) {
  if (before == 0) return std::nullopt;
  const auto part = all.substr(0, std::min(all.size(), before - 1 + wanted.size()));
  const auto found = std::find_end(part.begin(), part.end(), wanted.begin(), wanted.end());
  return found == part.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - part.begin()));
}

}  // namespace

HexPage::HexPage(QWidget* parent)
    : QWidget(parent), m_view(new HexView(this)), m_search(new HexSearchBar(this)), m_place(new PlainLabel(this)), m_inserts(new QToolButton(this)), m_find(new QToolButton(this)) {
  setFocusProxy(m_view);
  m_place->setObjectName(QStringLiteral("hexPlace"));
  m_place->setAccessibleName(tr("Place among the bytes"));
  m_place->setWordWrap(true);
  m_inserts->setObjectName(QStringLiteral("insertBytes"));
  m_inserts->setText(tr("Insert"));
  m_inserts->setAccessibleName(tr("Insert bytes"));
  m_inserts->setCheckable(true);
  setPlainToolTip(m_inserts, tr("What is typed comes between the bytes, instead of over them (Insert)"));
  m_find->setObjectName(QStringLiteral("findOrGoTo"));
  m_find->setIcon(icon(QStringLiteral("search")));
  m_find->setAutoRaise(true);
  m_find->setAccessibleName(tr("Find bytes"));
  setPlainToolTip(m_find, tr("Find bytes (Ctrl+F), go to an offset (Ctrl+G)"));
  auto* line = new QHBoxLayout;
  line->addWidget(m_place, 1);
  line->addWidget(m_inserts);
  line->addWidget(m_find);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_view, 1);
  layout->addWidget(m_search);
  layout->addLayout(line);
  connect(m_inserts, &QToolButton::clicked, this, [this](bool on) { m_view->setTyping(on ? HexView::Typing::Inserts : HexView::Typing::Overwrites); });
  connect(m_find, &QToolButton::clicked, m_view, &HexView::findRequested);
  connect(m_view, &HexView::cursorChanged, this, &HexPage::showPlace);
  connect(m_view, &HexView::refused, this, &HexPage::say);
  connect(m_view, &HexView::goToRequested, this, [this] { m_search->open(HexSearchBar::By::HexOffset); });
  connect(m_view, &HexView::findRequested, this, [this] { m_search->open(HexSearchBar::By::Bytes); });
  connect(m_view, &HexView::findNextRequested, this, [this] { m_search->findAgain(HexSearchBar::Direction::Next); });
  connect(m_view, &HexView::findPreviousRequested, this, [this] { m_search->findAgain(HexSearchBar::Direction::Previous); });
  connect(m_search, &HexSearchBar::bytesRequested, this, &HexPage::find);
  connect(m_search, &HexSearchBar::offsetRequested, this, [this](quint64 offset) {
    m_view->setCursorOffset(offset);
    m_search->showNote(m_view->cursorOffset() < offset ? tr("There are not so many bytes: this is the last place.") : QString());
    if (m_view->cursorOffset() == offset) m_view->setFocus();
  });
  connect(m_search, &HexSearchBar::closed, this, [this] {
    m_search->hide();
    m_view->setFocus();
  });
  showPlace();
}

void HexPage::setValue(std::shared_ptr<const Value> value, Editing editing) {
  const bool isSame = m_view->source() && m_view->source()->all() == value->view().bytes();
  if (isSame && isEditable() == (editing == Editing::Allowed)) return isEditable() ? takeForTheValue(std::move(value)) : void();
  if (editing == Editing::Refused) return setSource(std::make_unique<MemoryBytes>(std::move(value)));
  auto bytes = std::make_unique<EditedBytes>(std::move(value));
  connect(bytes.get(), &EditedBytes::changed, this, &HexPage::edited);
  setSource(std::move(bytes));
}

void HexPage::setSource(std::unique_ptr<ByteSource> source) {
  m_found.clear();
  m_view->setSource(std::move(source));
}

void HexPage::settle(const Value& value) {
  if (isEditable() && m_view->edited()->bytes() == value.view().bytes()) takeForTheValue(std::make_shared<const Value>(value));
}

void HexPage::takeForTheValue(std::shared_ptr<const Value> value) {
  m_view->edited()->settle(std::move(value));
  Q_EMIT edited();
}

void HexPage::say(const QString& text) {
  m_place->setText(text);
  m_place->setAccessibleDescription(text);
}

void HexPage::showPlace() {
  const bool isShown = m_view->source() != nullptr;
  m_inserts->setVisible(isEditable());
  m_inserts->setChecked(m_view->typing() == HexView::Typing::Inserts);
  m_find->setEnabled(isShown);
  QString text = m_view->accessibleDescription();
  if (isEditable() && m_view->part() == HexView::Part::Characters) text += QLatin1String(", ") + tr("characters are typed");
  if (isEditable() && m_inserts->isChecked()) text += QLatin1String(", ") + tr("bytes are inserted");
  say(text);
}

/// From the cursor on, and then from the other end.
void HexPage::find(const std::string& wanted, HexSearchBar::Direction direction) {
  const auto all = m_view->source() ? m_view->source()->all() : std::nullopt;
  if (!all) return m_search->showNote(tr("Bytes are found once all of the value is loaded."));
  const bool isNext = direction == HexSearchBar::Direction::Next;
  const auto at = static_cast<std::size_t>(m_view->cursorOffset());
  // What is asked for first may be at the cursor.
  const std::size_t from = at + (wanted == m_found ? 1 : 0);
  m_found = wanted;
  auto found = isNext ? bytesFrom(*all, wanted, from) : bytesBefore(*all, wanted, at);
  const bool isFurther = found.has_value();
  if (!found) found = isNext ? bytesFrom(*all, wanted, 0) : bytesBefore(*all, wanted, all->size());
  if (!found) return m_search->showNote(tr("These bytes are not there."));
  m_view->select(*found, wanted.size());
  const QString place = tr("Found at offset %1.").arg(QString::number(*found, 16));
  m_search->showNote(isFurther ? place : isNext ? tr("%1 Searched on from the start.").arg(place) : tr("%1 Searched on from the end.").arg(place));
}

}  // namespace joinery::ui

#include "moc_hex_page.cpp"
