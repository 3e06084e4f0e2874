// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/models/label_preview.h"

#include <chrono>

#include "orm/engine/execution.h"
#include "orm/engine/value_limit.h"
#include "orm/query/model_select.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::chrono::milliseconds kPauseOfLabels{200};
constexpr std::size_t kMostLabelBytes = 4 * 1024;  // of a cell
constexpr std::size_t kMostReadBytes = 1U << 20U;

QStringList readLabels(Worker::Context& context, const Model& model) {
  const ValueLimit limit(context.connection, kMostReadBytes);
  const auto cursor = execute(context.connection, context.dialect.compile(selectModel(model, "row_", model.labelAttributes()).limit(LabelPreview::kRows)));
  const auto batch = cursor->fetch(LabelPreview::kRows, kMostLabelBytes);
  QStringList labels;
  for (std::size_t row = 0; row < batch->rows(); ++row) labels << toQString(rowLabel(model, *batch, row));
  return labels;
}

}  // namespace

LabelPreview::LabelPreview(Database* database, QObject* parent) : QObject(parent), m_database(database) {
  m_pause.setSingleShot(true);
  m_pause.setInterval(kPauseOfLabels);
  connect(&m_pause, &QTimer::timeout, this, &LabelPreview::look);
}

LabelPreview::~LabelPreview() = default;

void LabelPreview::ask(Model model) {
  stop();
  m_model = std::make_shared<const Model>(std::move(model));
  m_pause.start();
  Q_EMIT busyChanged();
}

void LabelPreview::stop() {
  m_pause.stop();
  if (m_worker && m_job != 0) m_worker->cancel(m_job);
  m_job = 0;
  Q_EMIT busyChanged();
}

void LabelPreview::look() {
  if (!m_worker) m_worker = m_database->newWorker(tr("labels"));
  auto job = m_worker->run([model = m_model](Worker::Context& context) { return readLabels(context, *model); }, toStdString(tr("Labels of %1").arg(toQString(m_model->name))));
  m_job = job.id;
  deliver(job.future, this, [this, id = job.id](const Result<QStringList>& labels) {
    if (id != m_job) return;
    m_job = 0;
    if (labels) Q_EMIT read(*labels);
    else Q_EMIT failed(labels.error());
    Q_EMIT busyChanged();
  });
}

}  // namespace joinery::ui

#include "moc_label_preview.cpp"
