// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/design_start.h"

#include <QCommandLinkButton>
#include <QVBoxLayout>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

DesignStart::DesignStart(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("designStart"));
  auto* title = new PlainLabel(tr("Design a schema"), this);
  QFont font = title->font();
  font.setPointSizeF(font.pointSizeF() * 1.6);
  title->setFont(font);
  auto* words = new PlainLabel(tr("Draw tables and how they relate. Nothing is connected to: the design is kept in the workspace, and migrations carry it out."), this);
  words->setWordWrap(true);
  auto* column = new QVBoxLayout;
  column->addWidget(title);
  column->addWidget(words);
  column->addSpacing(8);
  auto* sqlite = link("startSqlite", tr("Start an empty schema for SQLite"), tr("Types, keys and options as SQLite has them"), QStringLiteral("design"));
  auto* postgresql = link("startPostgresql", tr("Start an empty schema for PostgreSQL"), tr("With enums, identity columns and comments"), QStringLiteral("design"));
  m_database = link("startFromDatabase", tr("Start from the open database"), {}, QStringLiteral("database"));
  for (QCommandLinkButton* each : {sqlite, postgresql, m_database}) column->addWidget(each);
  auto* row = new QHBoxLayout;
  row->addStretch(1);
  row->addLayout(column, 3);
  row->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->addStretch(1);
  layout->addLayout(row);
  layout->addStretch(2);
  connect(sqlite, &QCommandLinkButton::clicked, this, [this] { Q_EMIT emptyRequested("sqlite"); });
  connect(postgresql, &QCommandLinkButton::clicked, this, [this] { Q_EMIT emptyRequested("postgresql"); });
  connect(m_database, &QCommandLinkButton::clicked, this, &DesignStart::databaseRequested);
  setFocusProxy(sqlite);
  setDatabaseName({});
}

QCommandLinkButton* DesignStart::link(const char* objectName, const QString& text, const QString& description, const QString& iconName) {
  auto* made = new QCommandLinkButton(text, description, this);
  made->setObjectName(QLatin1String(objectName));
  made->setIcon(icon(iconName));
  made->setAccessibleName(text);
  return made;
}

void DesignStart::setDatabaseName(const QString& name) {
  m_database->setEnabled(!name.isEmpty());
  m_database->setDescription(name.isEmpty() ? tr("No database is open") : tr("The tables of %1 as they are, to be changed").arg(name));
}

}  // namespace joinery::ui

#include "moc_design_start.cpp"
