// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/open_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include "orm/engine/engine.h"
#include "orm/engine/worker.h"
#include "ui/connections/file_chooser.h"
#include "ui/connections/recent_connections.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

struct OpenDialog::Private {
  QTabWidget* tabs = nullptr;
  QLineEdit* location = nullptr;
  QLineEdit* host = nullptr;
  QSpinBox* port = nullptr;
  QLineEdit* database = nullptr;
  QLineEdit* user = nullptr;
  QLineEdit* password = nullptr;
  QComboBox* tls = nullptr;
  MessageBar* messages = nullptr;
  QProgressBar* progress = nullptr;
  QPushButton* open = nullptr;
  std::unique_ptr<Worker> worker;
  JobId job = 0;

  bool byParts() const { return tabs->currentIndex() == 1; }
  Url url() const;
};

Url OpenDialog::Private::url() const {
  if (!byParts()) return Url::parse(toStdString(location->text().trimmed()));
  Url url;
  url.backend = "postgresql";
  url.user = toStdString(user->text());
  url.password = Secret(toStdString(password->text()));
  if (!host->text().isEmpty()) url.hosts.push_back({toStdString(host->text().trimmed()), port->value()});
  url.database = toStdString(database->text());
  if (tls->currentIndex() > 0) url.query.emplace_back("sslmode", toStdString(tls->currentData().toString()));
  return url;
}

OpenDialog::OpenDialog(QWidget* parent) : QDialog(parent), d(std::make_unique<Private>()) {
  setWindowTitle(tr("Open database"));
  setObjectName(QStringLiteral("openDialog"));
  setMinimumWidth(560);
  d->messages = new MessageBar(this);
  d->tabs = new QTabWidget(this);
  d->tabs->addTab(makeLocationPage(), tr("&File or URL"));
  d->tabs->addTab(makePartsPage(), tr("&PostgreSQL server"));
  d->progress = new QProgressBar(this);
  d->progress->setRange(0, 0);
  d->progress->setTextVisible(false);
  d->progress->setMaximumHeight(4);
  d->progress->hide();
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  d->open = buttons->addButton(tr("&Open"), QDialogButtonBox::AcceptRole);
  d->open->setObjectName(QStringLiteral("openAccept"));
  d->open->setDefault(true);
  connect(buttons, &QDialogButtonBox::accepted, this, &OpenDialog::test);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

  auto* layout = new QVBoxLayout(this);
  layout->addWidget(d->messages);
  layout->addWidget(d->tabs);
  layout->addWidget(d->progress);
  layout->addWidget(buttons);
  d->location->setFocus();
}

OpenDialog::~OpenDialog() = default;

QWidget* OpenDialog::makeLocationPage() {
  auto* page = new QWidget;
  d->location = new QLineEdit(page);
  d->location->setObjectName(QStringLiteral("location"));
  d->location->setAccessibleName(tr("File or URL"));
  d->location->setPlaceholderText(tr("/path/to/file.db or postgresql://user@host/database"));
  auto* browse = new QPushButton(tr("&Browse…"), page);
  connect(browse, &QPushButton::clicked, this, [this] {
    chooseDatabaseFile(this, [this](const QString& path) { d->location->setText(path); });
  });
  auto* line = new QHBoxLayout;
  line->addWidget(d->location, 1);
  line->addWidget(browse);
  auto* hint = new PlainLabel(
      tr("A bare path or sqlite:///file opens SQLite; postgresql://user:password@host:5432/database?sslmode=… opens "
         "PostgreSQL. Passwords are never stored; .pgpass and service files work."),
      page);
  hint->setWordWrap(true);
  hint->setEnabled(false);
  auto* layout = new QVBoxLayout(page);
  layout->addLayout(line);
  layout->addWidget(hint);
  layout->addStretch();
  return page;
}

QWidget* OpenDialog::makePartsPage() {
  auto* page = new QWidget;
  auto* form = new QFormLayout(page);
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  d->host = new QLineEdit(page);
  d->host->setPlaceholderText(tr("localhost, or empty for the local socket"));
  d->port = new QSpinBox(page);
  d->port->setRange(1, 65535);
  d->port->setValue(5432);
  d->database = new QLineEdit(page);
  d->user = new QLineEdit(page);
  d->password = new QLineEdit(page);
  d->password->setEchoMode(QLineEdit::Password);
  d->tls = new QComboBox(page);
  d->tls->addItem(tr("Verified (to other hosts)"));
  d->tls->addItem(tr("Encrypted, not verified"), QStringLiteral("require"));
  d->tls->addItem(tr("Off: everything in clear"), QStringLiteral("disable"));
  form->addRow(tr("&Host"), d->host);
  form->addRow(tr("P&ort"), d->port);
  form->addRow(tr("&Database"), d->database);
  form->addRow(tr("&User"), d->user);
  form->addRow(tr("Pass&word"), d->password);
  form->addRow(tr("&TLS"), d->tls);
  return page;
}

void OpenDialog::test() {
  if (!d->byParts() && d->location->text().trimmed().isEmpty()) {
    d->messages->showMessage(MessageBar::Kind::Warning, tr("Name a file or a URL first."));
    return;
  }
  try {
    const Url url = d->url();
    d->worker = std::make_unique<Worker>(Engine::create(url), Engine::Access::Read, "open");
    setBusy(true);
    auto job = d->worker->run([](Worker::Context& context) { return context.connection.serverVersion(); },
                              toStdString(tr("Connecting to %1").arg(toQString(url.displayName()))));
    deliver(job.future, this, [this, url](Result<std::string> result) {
      setBusy(false);
      if (!result) {
        d->messages->showError(tr("Could not open %1").arg(toQString(url.toString())), result.error());
        return;
      }
      Q_EMIT chosen(url);
      accept();
    });
  } catch (const DbError& error) {
    d->messages->showError({}, error);
  }
}

void OpenDialog::setBusy(bool busy) {
  d->progress->setVisible(busy);
  d->open->setEnabled(!busy);
  d->tabs->setEnabled(!busy);
}

}  // namespace joinery::ui

#include "moc_open_dialog.cpp"
