// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/jump_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

#include "ui/changes/cell_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

enum By { RowNumber, RowKey };

/// "12", "1,234", "1 234".
std::optional<qint64> rowNumber(QString text) {
  for (const QChar separator : {QLatin1Char(' '), QLatin1Char(','), QLatin1Char('\''), QLatin1Char('_'), QLatin1Char('.')}) text.remove(separator);
  text.remove(QChar::Nbsp).remove(QLocale().groupSeparator());
  bool isNumber = false;
  const qint64 number = text.toLongLong(&isNumber);
  return isNumber && number > 0 ? std::optional(number) : std::nullopt;
}

/// The parts of a composite key: as a JSON array, else between commas.
QStringList keyParts(const QString& text) {
  const Json json = Json::parse(toStdString(text), nullptr, false);
  QStringList parts;
  if (!json.is_array()) {
    for (const QString& part : text.split(QLatin1Char(','))) parts << part.trimmed();
    return parts;
  }
  for (const Json& part : json) parts << toQString(part.is_string() ? part.get<std::string>() : part.dump());
  return parts;
}

}  // namespace

JumpBar::JumpBar(QWidget* parent)
    : QFrame(parent), m_by(new QComboBox(this)), m_text(new QLineEdit(this)), m_go(new QToolButton(this)), m_close(new QToolButton(this)), m_note(new PlainLabel(this)) {
  setObjectName(QStringLiteral("jumpBar"));
  setAutoFillBackground(true);
  auto* label = new PlainLabel(tr("&Go to"), this);
  label->setBuddy(m_text);
  m_by->setObjectName(QStringLiteral("goBy"));
  m_by->setAccessibleName(tr("Go by"));
  m_text->setObjectName(QStringLiteral("goTo"));
  m_text->setAccessibleName(tr("Go to"));
  m_text->setMaximumWidth(260);
  m_go->setObjectName(QStringLiteral("go"));
  m_go->setText(tr("G&o"));
  m_go->setAccessibleName(tr("Go"));
  m_go->setAutoRaise(true);
  m_close->setObjectName(QStringLiteral("closeGo"));
  m_close->setIcon(icon(QStringLiteral("close")));
  m_close->setAccessibleName(tr("Close go to"));
  m_close->setAutoRaise(true);
  m_note->setObjectName(QStringLiteral("goNote"));
  m_note->setAccessibleName(tr("Gone to"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(6, 4, 6, 4);
  for (QWidget* widget : std::initializer_list<QWidget*>{label, m_by, m_text, m_go}) layout->addWidget(widget);
  layout->addWidget(m_note, 1);
  layout->addWidget(m_close);
  connect(m_go, &QToolButton::clicked, this, &JumpBar::go);
  connect(m_close, &QToolButton::clicked, this, &JumpBar::closed);
  connect(m_text, &QLineEdit::textChanged, this, [this] { showNote({}); });
  hide();
}

void JumpBar::open(const Model& model) {
  m_key.clear();
  QStringList names;
  for (const auto& name : model.keyAttributes()) {
    m_key.push_back(*model.attribute(name));
    names << toQString(name);
  }
  const int by = m_by->currentIndex();
  m_by->clear();
  m_by->addItem(tr("Row number"));
  if (!m_key.empty()) m_by->addItem(tr("Key (%1)").arg(names.join(QStringLiteral(", "))));
  m_by->setCurrentIndex(std::clamp(by, 0, m_by->count() - 1));
  showNote({});
  show();
  m_text->setFocus();
  m_text->selectAll();
}

void JumpBar::showNote(const QString& note) {
  m_note->setText(note);
  m_note->setAccessibleDescription(note);
}

QString JumpBar::note() const { return m_note->text(); }

Result<Json> JumpBar::keyFilter() const {
  const QStringList parts = m_key.size() == 1 ? QStringList{m_text->text()} : keyParts(m_text->text());
  if (parts.size() != static_cast<qsizetype>(m_key.size()))
    return DbError(ErrorKind::Data, toStdString(tr("The key has %n part(s); separate them by commas.", nullptr, static_cast<int>(m_key.size()))));
  Json filter = Json::object();
  for (std::size_t i = 0; i < m_key.size(); ++i) {
    const auto value = valueFromText(parts[static_cast<qsizetype>(i)], m_key[i].column);
    if (!value) return value.error();
    filter[m_key[i].name] = jsonFromValue(*value, m_key[i].column.type);
  }
  return filter;
}

void JumpBar::go() {
  if (m_text->text().trimmed().isEmpty()) return;
  if (m_by->currentIndex() == RowNumber) {
    const auto number = rowNumber(m_text->text());
    if (number) Q_EMIT rowRequested(*number);
    else showNote(tr("A row number is 1 or more."));
    return;
  }
  const auto filter = keyFilter();
  if (filter) Q_EMIT keyRequested(*filter);
  else showNote(toQString(filter.error().message()));
}

void JumpBar::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape: return Q_EMIT closed();
    case Qt::Key_Return:
    case Qt::Key_Enter: return go();
    default: return QFrame::keyPressEvent(event);
  }
}

}  // namespace joinery::ui

#include "moc_jump_bar.cpp"
