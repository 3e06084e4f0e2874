// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/import_rules.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSpinBox>

#include <limits>

#include "ui/widgets/plain_label.h"

namespace joinery::ui {

namespace {

enum BadRowRule { Stop, SkipSome, SkipAll };

}  // namespace

ImportRulesEditor::ImportRulesEditor(QWidget* parent) : QWidget(parent), m_bad(new QComboBox(this)), m_conflict(new QComboBox(this)), m_most(new QSpinBox(this)) {
  m_bad->setObjectName(QStringLiteral("badRowRule"));
  m_bad->setAccessibleName(tr("Bad rows"));
  m_bad->addItem(tr("End the import: all rows or nothing"), Stop);
  m_bad->addItem(tr("Are left out, up to"), SkipSome);
  m_bad->addItem(tr("Are left out, however many"), SkipAll);
  m_most->setObjectName(QStringLiteral("mostBadRows"));
  m_most->setAccessibleName(tr("Most bad rows"));
  m_most->setRange(1, std::numeric_limits<int>::max());
  m_most->setValue(100);
  m_most->setGroupSeparatorShown(true);
  m_most->hide();
  m_conflict->setObjectName(QStringLiteral("takenKeyRule"));
  m_conflict->setAccessibleName(tr("Key is there already"));
  m_conflict->addItem(tr("Is a bad row"), static_cast<int>(OnTakenKey::Fail));
  m_conflict->addItem(tr("Leave the row of the table"), static_cast<int>(OnTakenKey::Nothing));
  m_conflict->addItem(tr("Update the row of the table"), static_cast<int>(OnTakenKey::Update));
  connect(m_bad, &QComboBox::currentIndexChanged, this, [this] { m_most->setVisible(m_bad->currentData() == SkipSome); });
  auto* bad = new PlainLabel(tr("&Bad rows"), this);
  bad->setBuddy(m_bad);
  auto* conflict = new PlainLabel(tr("&Key is there already"), this);
  conflict->setBuddy(m_conflict);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(bad);
  layout->addWidget(m_bad);
  layout->addWidget(m_most);
  layout->addSpacing(16);
  layout->addWidget(conflict);
  layout->addWidget(m_conflict);
  layout->addStretch(1);
}

void ImportRulesEditor::apply(ImportOptions& options) const {
  const int rule = m_bad->currentData().toInt();
  options.mostBadRows = rule == Stop ? 0 : rule == SkipAll ? std::numeric_limits<std::int64_t>::max() : m_most->value();
  options.onTakenKey = static_cast<OnTakenKey>(m_conflict->currentData().toInt());
}

}  // namespace joinery::ui

#include "moc_import_rules.cpp"
