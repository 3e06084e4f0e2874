// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/selection_copy.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>
#include <chrono>

#include "ui/grid/clipboard_format.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::chrono::milliseconds kProgressTime{100};

void appendLine(QByteArray& text, const QStringList& cells) {
  if (!text.isEmpty()) text += '\n';
  for (qsizetype i = 0; i < cells.size(); ++i) {
    if (i > 0) text += '\t';
    text += tsvCell(cells[i]).toUtf8();
  }
}

void appendRows(QByteArray& text, const RowBatch& rows) {
  for (std::size_t row = 0; row < rows.rows() && text.size() <= SelectionCopy::kMostBytes; ++row) {
    QStringList cells;
    for (std::size_t column = 0; column < rows.columnCount(); ++column) cells << plainCell(rows.at(row, column), rows.column(column).type);
    appendLine(text, cells);
  }
}

}  // namespace

SelectionCopy::SelectionCopy(Database* database, QObject* parent) : QObject(parent), m_database(database) {}

SelectionCopy::~SelectionCopy() = default;

void SelectionCopy::start(std::shared_ptr<const SelectedCells> cells, Headers headers) {
  if (!m_worker) m_worker = m_database->newWorker(tr("copying"));
  m_worker->cancelAll();
  const auto number = ++m_number;
  const QPointer<SelectionCopy> self(this);
  const auto total = cells->rowCount();
  auto job = m_worker->run([=](Worker::Context& context) {
    QByteArray text;
    Text copied;
    auto reported = std::chrono::steady_clock::now();
    struct Enough {};
    try {
      cells->read(context.connection, context.cancelToken, RangeReader::Order::OfTheQuery, [&](const RowBatch& rows) {
        if (copied.rows == 0 && headers == Headers::AttributeNames) {
          QStringList names;
          for (std::size_t column = 0; column < rows.columnCount(); ++column) names << toQString(rows.column(column).label);
          appendLine(text, names);
        }
        appendRows(text, rows);
        if (text.size() > kMostBytes) throw Enough();
        copied.rows += static_cast<std::int64_t>(rows.rows());
        context.progress.set(copied.rows, total);
        if (std::chrono::steady_clock::now() - reported < kProgressTime) return;
        reported = std::chrono::steady_clock::now();
        QMetaObject::invokeMethod(qApp, [self, number, total, rowsDone = copied.rows] {
          if (self && self->m_number == number && self->m_isBusy) Q_EMIT self->progressed(rowsDone, total);
        });
      });
    } catch (const Enough&) {
      copied.isTooLarge = true;
      return copied;
    }
    copied.text = QString::fromUtf8(text);
    return copied;
  }, toStdString(tr("Copying rows of %1").arg(toQString(cells->model()))));
  m_isBusy = true;
  deliver(job.future, this, [this, number](Result<Text> result) {
    if (number == m_number) ended(std::move(result));
  });
  Q_EMIT busyChanged();
}

void SelectionCopy::stop() {
  if (m_worker) m_worker->cancelAll();
}

void SelectionCopy::ended(Result<Text> result) {
  m_isBusy = false;
  Q_EMIT busyChanged();
  if (!result && result.error().kind() == ErrorKind::Cancelled) return Q_EMIT stopped();
  if (!result) return Q_EMIT failed(result.error());
  if (result->isTooLarge) return Q_EMIT tooLarge();
  QGuiApplication::clipboard()->setText(result->text);
  Q_EMIT copied(result->rows);
}

}  // namespace joinery::ui

#include "moc_selection_copy.cpp"
