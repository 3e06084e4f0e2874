// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigator/catalogue_state.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// A catalogue that is read sooner shows nothing of it.
constexpr std::chrono::milliseconds kShownAfter{300};
constexpr std::chrono::milliseconds kLookAtCatalogueEvery{100};

QPushButton* makeButton(QWidget* parent, const char* name, const QString& text) {
  auto* button = new QPushButton(text, parent);
  button->setObjectName(QLatin1String(name));
  button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
  return button;
}

}  // namespace

CatalogueState::CatalogueState(QWidget* parent)
    : QFrame(parent),
      m_text(new PlainLabel(this)),
      m_progress(new QProgressBar(this)),
      m_stop(makeButton(this, "stopCatalogue", tr("Sto&p"))),
      m_retry(makeButton(this, "retryCatalogue", tr("&Retry"))) {
  setObjectName(QStringLiteral("catalogueState"));
  setAccessibleName(tr("Catalogue"));
  m_text->setWordWrap(true);
  m_progress->setTextVisible(false);
  m_progress->setFixedHeight(8);
  m_progress->setAccessibleName(tr("Progress"));
  auto* line = new QHBoxLayout;
  line->addWidget(m_progress, 1, Qt::AlignVCenter);
  line->addStretch();
  line->addWidget(m_stop);
  line->addWidget(m_retry);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(4, 4, 4, 4);
  layout->setSpacing(4);
  layout->addWidget(m_text);
  layout->addLayout(line);
  connect(m_stop, &QPushButton::clicked, this, [this] {
    m_stop->setEnabled(false);
    if (m_database) m_database->stop();
  });
  connect(m_retry, &QPushButton::clicked, this, &CatalogueState::retry);
  connect(&m_look, &QTimer::timeout, this, &CatalogueState::showProgress);
  hide();
}

void CatalogueState::setDatabase(Database* database) {
  if (m_database) disconnect(m_database, nullptr, this, nullptr);
  m_database = database;
  if (database) {
    connect(database, &Database::openingChanged, this, &CatalogueState::follow);
    connect(database, &Database::failed, this, &CatalogueState::showFailure);
  }
  follow();
}

void CatalogueState::follow() {
  m_look.stop();
  hide();
  if (m_database && m_database->isOpening()) m_look.start(kShownAfter);
}

void CatalogueState::showProgress() {
  m_look.start(kLookAtCatalogueEvery);
  const auto all = m_database->progress().total();
  const auto done = m_database->progress().done();
  const QLocale locale;
  QString text = tr("Reading the catalogue…");
  if (all > 0) text = tr("Reading the catalogue: %1 of %2 tables").arg(locale.toString(static_cast<qlonglong>(done)), locale.toString(static_cast<qlonglong>(all)));
  m_text->setText(text);
  setPlainToolTip(m_text, {});
  setAccessibleDescription(text);
  m_progress->setRange(0, static_cast<int>(all));
  m_progress->setValue(static_cast<int>(done));
  if (!isHidden()) return;
  m_stop->setEnabled(true);
  m_progress->show();
  m_stop->show();
  m_retry->hide();
  show();
}

/// What was read before is still shown and true as far as anybody knows: the window says so.
void CatalogueState::showFailure(const DbError& error) {
  if (m_database->registry()) return;
  const QString text = error.kind() == ErrorKind::Cancelled ? tr("The catalogue of %1 was not read to its end.").arg(m_database->displayName())
                                                            : tr("The catalogue of %1 was not read.").arg(m_database->displayName());
  m_text->setText(text);
  setPlainToolTip(m_text, toQString(error.message()));
  setAccessibleDescription(text);
  m_progress->hide();
  m_stop->hide();
  m_retry->show();
  show();
}

void CatalogueState::retry() {
  if (m_database && !m_database->isOpening()) m_database->open();
}

QString CatalogueState::text() const { return isHidden() ? QString() : m_text->text(); }

}  // namespace joinery::ui

#include "moc_catalogue_state.cpp"
