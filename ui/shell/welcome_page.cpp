// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/welcome_page.h"

#include <QCommandLinkButton>
#include <QVBoxLayout>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

namespace {

QCommandLinkButton* makeLink(QWidget* parent, const QString& text, const QString& description, const QString& iconName) {
  auto* link = new QCommandLinkButton(text, description, parent);
  link->setIcon(icon(iconName));
  link->setAccessibleName(text);
  return link;
}

}  // namespace

WelcomePage::WelcomePage(RecentConnections* recent, QWidget* parent) : QWidget(parent), m_recent(recent) {
  setObjectName(QStringLiteral("welcome"));
  auto* title = new PlainLabel(tr("Open a database"), this);
  QFont font = title->font();
  font.setPointSizeF(font.pointSizeF() * 1.6);
  title->setFont(font);
  auto* file = makeLink(this, tr("Open a file"), tr("SQLite: it is opened read-only until you commit a change"), QStringLiteral("open"));
  auto* url = makeLink(this, tr("Open a server or URL"), tr("PostgreSQL, or any URL you already have"), QStringLiteral("database"));
  auto* sample = makeLink(this, tr("Open the sample database"), tr("A small world to try everything on"), QStringLiteral("table"));
  auto* design = makeLink(this, tr("Design a schema"), tr("Draw tables and how they relate, for SQLite or PostgreSQL"), QStringLiteral("design"));
  connect(file, &QCommandLinkButton::clicked, this, &WelcomePage::openFileRequested);
  connect(url, &QCommandLinkButton::clicked, this, &WelcomePage::openUrlRequested);
  connect(sample, &QCommandLinkButton::clicked, this, &WelcomePage::openSampleRequested);
  connect(design, &QCommandLinkButton::clicked, this, &WelcomePage::designRequested);

  auto* column = new QVBoxLayout;
  column->addWidget(title);
  for (auto* link : {file, url, sample, design}) column->addWidget(link);
  column->addSpacing(16);
  m_list = new QWidget(this);
  m_list->setLayout(new QVBoxLayout);
  m_list->layout()->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_list);
  auto* row = new QHBoxLayout;
  row->addStretch(1);
  row->addLayout(column, 2);
  row->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->addStretch(1);
  layout->addLayout(row);
  layout->addStretch(2);
  connect(m_recent, &RecentConnections::changed, this, &WelcomePage::showRecent);
  showRecent();
}

void WelcomePage::showRecent() {
  qDeleteAll(m_list->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
  const QStringList urls = m_recent->urls();
  if (urls.isEmpty()) return;
  m_list->layout()->addWidget(new PlainLabel(tr("Recent"), m_list));
  for (const QString& url : urls.mid(0, 6)) {
    auto* link = new QPushButton(QString(url).replace(QLatin1Char('&'), QStringLiteral("&&")), m_list);
    link->setFlat(true);
    link->setStyleSheet(QStringLiteral("text-align:left; padding:4px 8px"));
    connect(link, &QPushButton::clicked, this, [this, url] { Q_EMIT recentChosen(url); });
    m_list->layout()->addWidget(link);
  }
}

}  // namespace joinery::ui

#include "moc_welcome_page.cpp"
