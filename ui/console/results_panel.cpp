// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/results_panel.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QtConcurrentRun>

#include "orm/core/result_of.h"
#include "ui/connections/file_chooser.h"
#include "ui/console/result_export.h"
#include "ui/console/statement_report.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

ResultsPanel::ResultsPanel(Database* database, QWidget* parent)
    : QWidget(parent), m_database(database), m_model(new ResultsModel(this)), m_view(new ResultsView(m_model, this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_view, 1);
  layout->addWidget(m_view->rowScrollBar());
  setFocusProxy(m_view);
  connect(m_view, &ResultsView::copyRequested, this, &ResultsPanel::copy);
  connect(m_view, &ResultsView::exportRequested, this, &ResultsPanel::chooseExport);
  connect(m_model, &ResultsModel::failed, this, [this](const DbError& error) { Q_EMIT failed(tr("Could not read rows of the result"), error); });
}

ResultsPanel::~ResultsPanel() {
  m_copying.cancel();
  Q_EMIT closing();
}

void ResultsPanel::open(std::shared_ptr<const BatchSpool> spool) {
  m_copying.cancel();
  m_fitted = false;
  m_model->open(std::move(spool));
  m_view->fitColumns();
  grow();
}

void ResultsPanel::grow() {
  m_model->grow();
  if (m_fitted || rows() == 0) return;
  m_fitted = true;
  m_view->fitColumns();
}

/// @return it is listed as long as that lives
std::shared_ptr<RunningJobs::Entry> ResultsPanel::list(const QString& what, const CancelToken& token) const {
  return m_database->engine()->jobs()->begin(toStdString(what), [token] { token.cancel(); });
}

void ResultsPanel::copy(bool withHeaders) {
  const auto ranges = m_view->selectedRanges();
  if (ranges.empty()) return;
  m_copying.cancel();
  m_copying = CancelToken();
  const auto spool = m_model->spool();
  if (isHeld(*spool, ranges)) return finishCopy(copyCells(*spool, ranges, withHeaders, m_copying));
  const auto entry = list(tr("Copying rows of a result"), m_copying);
  const auto future = QtConcurrent::run([spool, ranges, withHeaders, token = m_copying, entry] {
    return resultOf([&] { return copyCells(*spool, ranges, withHeaders, token); });
  });
  deliver(future, this, [this, token = m_copying](Result<CopiedCells> result) {
    if (result) return finishCopy(std::move(result).value());
    if (result.error().kind() != ErrorKind::Cancelled) Q_EMIT failed(tr("Could not copy"), result.error());
  });
}

void ResultsPanel::finishCopy(CopiedCells copied) {
  if (copied.isTooLarge) {
    Q_EMIT noticed(tr("Nothing was copied: that is more than %1 MiB. Export all rows to a file instead.").arg(kMostCopiedBytes >> 20U));
    return;
  }
  QGuiApplication::clipboard()->setMimeData(copied.data.release());
  if (copied.cut > 0) Q_EMIT noticed(tr("%1 cell(s) were copied cut: of large values only the head is read.").arg(copied.cut));
  Q_EMIT this->copied();
}

void ResultsPanel::chooseExport() {
  if (!hasResult()) return;
  const QStringList filters{tr("Comma-separated values (*.csv)"), tr("Tab-separated values (*.tsv)"), tr("JSON (*.json)"), tr("JSON Lines (*.jsonl)"), tr("SQL (*.sql)"), tr("Excel (*.xlsx)")};
  chooseFile(this, {tr("Export all rows"), filters, FileChoice::Purpose::Save}, [this](const QString& path) { exportTo(path); });
}

void ResultsPanel::exportTo(const QString& path) {
  if (!hasResult()) return;
  const CancelToken token;
  const auto entry = list(tr("Writing %1").arg(QFileInfo(path).fileName()), token);
  const auto write = [spool = m_model->spool(), engine = m_database->engine(), path = toStdString(path), token, entry] {
    return resultOf([&] { return exportResult(*spool, engine->dialect(), path, entry->progress(), token); });
  };
  // A file that is half written when the page goes is of no use.
  connect(this, &ResultsPanel::closing, this, [token] { token.cancel(); });
  deliver(QtConcurrent::run(write), this, [this, path](const Result<std::int64_t>& result) {
    if (result) Q_EMIT exported(path, *result);
    else Q_EMIT failed(tr("Could not write %1").arg(path), result.error());
  });
}

}  // namespace joinery::ui

#include "moc_results_panel.cpp"
