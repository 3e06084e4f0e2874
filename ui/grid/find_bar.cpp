// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/find_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// A pattern of LIKE that only the text itself matches.
QString pattern(QString text) {
  for (const char letter : {'\\', '%', '_'}) text.replace(QLatin1Char(letter), QStringLiteral("\\") + QLatin1Char(letter));
  return text;
}

}  // namespace

FindBar::FindBar(QWidget* parent)
    : QFrame(parent), m_text(new QLineEdit(this)), m_column(new QComboBox(this)), m_matchCase(new QCheckBox(tr("Match &case"), this)),
      m_wholeCell(new QCheckBox(tr("&Whole cell"), this)), m_note(new PlainLabel(this)) {
  setObjectName(QStringLiteral("findBar"));
  setAutoFillBackground(true);
  m_text->setObjectName(QStringLiteral("findText"));
  m_text->setAccessibleName(tr("Find text"));
  m_text->setPlaceholderText(tr("Find"));
  m_text->setClearButtonEnabled(true);
  m_text->setMinimumWidth(120);
  m_column->setObjectName(QStringLiteral("findColumn"));
  m_column->setAccessibleName(tr("Find in"));
  m_column->setMaximumWidth(220);
  m_column->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_column->setMinimumContentsLength(14);
  m_matchCase->setObjectName(QStringLiteral("findMatchCase"));
  m_wholeCell->setObjectName(QStringLiteral("findWholeCell"));
  m_note->setObjectName(QStringLiteral("found"));
  m_note->setAccessibleName(tr("Found"));
  m_previous = makeButton("findPrevious", tr("Pre&vious"), tr("Find previous"));
  m_next = makeButton("findNext", tr("Ne&xt"), tr("Find next"));
  m_stop = makeButton("stopFinding", tr("Sto&p"), tr("Stop finding"));
  m_stop->setIcon(icon(QStringLiteral("stop")));
  m_close = makeButton("closeFind", {}, tr("Close find"));
  m_close->setIcon(icon(QStringLiteral("close")));
  auto* inLabel = new PlainLabel(tr("&in"), this);
  inLabel->setBuddy(m_column);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(6, 4, 6, 4);
  layout->addWidget(m_text, 1);
  layout->addWidget(inLabel);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_column, m_previous, m_next, m_matchCase, m_wholeCell}) layout->addWidget(widget);
  layout->addWidget(m_note, 1);
  layout->addWidget(m_stop);
  layout->addWidget(m_close);
  connect(m_next, &QToolButton::clicked, this, &FindBar::nextRequested);
  connect(m_previous, &QToolButton::clicked, this, &FindBar::previousRequested);
  connect(m_stop, &QToolButton::clicked, this, &FindBar::stopRequested);
  connect(m_close, &QToolButton::clicked, this, &FindBar::closed);
  connect(m_text, &QLineEdit::textChanged, this, [this] { showNote({}); });
  setBusy(false);
  hide();
}

QToolButton* FindBar::makeButton(const char* name, const QString& text, const QString& accessibleName) {
  auto* button = new QToolButton(this);
  button->setObjectName(QString::fromLatin1(name));
  button->setText(text);
  button->setAccessibleName(accessibleName);
  button->setAutoRaise(true);
  button->setToolButtonStyle(text.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
  return button;
}

void FindBar::open(const Model& model, int current) {
  QStringList names;
  for (const auto& attribute : model.attributes) names << toQString(attribute.name);
  QStringList offered;
  for (int i = 0; i < m_column->count(); ++i) offered << m_column->itemText(i);
  if (names != offered) {
    m_column->clear();
    m_column->addItems(names);
  }
  m_column->setCurrentIndex(std::max(0, current));
  showNote({});
  show();
  m_text->setFocus();
  m_text->selectAll();
}

void FindBar::setText(const QString& text) { m_text->setText(text); }

QString FindBar::text() const { return m_text->text(); }

Json FindBar::filter() const {
  if (m_text->text().isEmpty() || m_column->currentIndex() < 0) return nullptr;
  const QString text = pattern(m_text->text());
  const QString wanted = m_wholeCell->isChecked() ? text : QLatin1Char('%') + text + QLatin1Char('%');
  return {{toStdString(m_column->currentText()), {{m_matchCase->isChecked() ? "$like" : "$ilike", toStdString(wanted)}}}};
}

void FindBar::showNote(const QString& note) {
  m_note->setText(note);
  m_note->setAccessibleDescription(note);
}

QString FindBar::note() const { return m_note->text(); }

void FindBar::setBusy(bool busy) {
  m_stop->setVisible(busy);
  if (busy) showNote(tr("Searching…"));
}

void FindBar::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape: return Q_EMIT closed();
    case Qt::Key_Return:
    case Qt::Key_Enter: return event->modifiers() & Qt::ShiftModifier ? Q_EMIT previousRequested() : Q_EMIT nextRequested();
    default: return QFrame::keyPressEvent(event);
  }
}

}  // namespace joinery::ui

#include "moc_find_bar.cpp"
