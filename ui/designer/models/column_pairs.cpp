// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/models/column_pairs.h"

#include <QHBoxLayout>

#include "ui/widgets/icons.h"
#include "ui/widgets/named_combo_box.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

ColumnPairs::ColumnPairs(QWidget* parent) : QWidget(parent), m_lines(new QVBoxLayout), m_add(new QToolButton(this)), m_remove(new QToolButton(this)) {
  const auto set = [](QToolButton* button, const QString& objectName, const QString& text, const QString& iconName) {
    button->setObjectName(objectName);
    button->setText(text);
    button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    button->setIcon(icon(iconName));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  };
  set(m_add, QStringLiteral("addPair"), tr("&Add columns"), QStringLiteral("add"));
  set(m_remove, QStringLiteral("removePair"), tr("Re&move columns"), QStringLiteral("remove"));
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_add);
  buttons->addWidget(m_remove);
  buttons->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(m_lines);
  layout->addLayout(buttons);
  connect(m_add, &QToolButton::clicked, this, &ColumnPairs::addPair);
  connect(m_remove, &QToolButton::clicked, this, &ColumnPairs::removePair);
}

void ColumnPairs::setPairs(const QStringList& ownNames, const QStringList& targetNames, const std::vector<std::string>& own, const std::vector<std::string>& target) {
  m_ownNames = ownNames;
  m_targetNames = targetNames;
  for (const Pair& each : m_pairs) delete each.line;
  m_pairs.clear();
  for (std::size_t i = 0; i < own.size(); ++i) append(toQString(own[i]), toQString(target[i]));
  updateButtons();
}

void ColumnPairs::append(const QString& own, const QString& target) {
  auto* line = new QWidget(this);
  const auto box = [&](const QString& name, const QStringList& names, const QString& shown) {
    auto* made = new NamedComboBox(line);
    made->setAccessibleName(m_pairs.empty() ? name : tr("%1 %2").arg(name).arg(m_pairs.size() + 1));
    made->addItems(names);
    made->setCurrentIndex(std::max(0, made->findText(shown, Qt::MatchFixedString)));
    connect(made, &QComboBox::currentIndexChanged, this, &ColumnPairs::changed);
    return made;
  };
  const Pair pair{line, box(tr("Column"), m_ownNames, own), box(tr("Target column"), m_targetNames, target)};
  auto* layout = new QHBoxLayout(line);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(pair.own, 1);
  layout->addWidget(new PlainLabel(QStringLiteral("="), line));
  layout->addWidget(pair.target, 1);
  m_lines->addWidget(line);
  m_pairs.push_back(pair);
}

void ColumnPairs::addPair() {
  append({}, {});
  updateButtons();
  m_pairs.back().own->setFocus();
  Q_EMIT changed();
}

void ColumnPairs::removePair() {
  if (m_pairs.size() < 2) return;
  delete m_pairs.back().line;
  m_pairs.pop_back();
  updateButtons();
  Q_EMIT changed();
}

void ColumnPairs::updateButtons() { m_remove->setEnabled(m_pairs.size() > 1); }

std::vector<std::string> ColumnPairs::chosen(QComboBox* Pair::* side) const {
  std::vector<std::string> names;
  for (const Pair& each : m_pairs) names.push_back(toStdString((each.*side)->currentText()));
  return names;
}

}  // namespace joinery::ui

#include "moc_column_pairs.cpp"
