// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/match_count.h"

#include <QHBoxLayout>
#include <QLocale>

#include "orm/engine/execution.h"
#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"
#include "orm/sql/function.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kEditingPause = 350;

std::int64_t countRows(Worker::Context& context, const Registry& registry, const std::string& name, const Json& filter) {
  const Model& model = registry.at(name);
  const sql::FromItem table = modelSource(model);
  const auto select = sql::Select({sql::count()}).from(table).where(compileFilter(filter, registry, model, table.qualifier()));
  return fetchAll(context.connection, context.dialect.compile(select))->at(0, 0).toInteger();
}

}  // namespace

MatchCount::MatchCount(Database* database, QWidget* parent)
    : QWidget(parent), m_database(database), m_label(new PlainLabel(this)), m_button(new QToolButton(this)) {
  m_label->setObjectName(QStringLiteral("matches"));
  m_label->setAccessibleName(tr("Matches"));
  m_button->setAutoRaise(true);
  m_button->setFocusPolicy(Qt::StrongFocus);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(m_label);
  layout->addWidget(m_button);
  m_pause.setSingleShot(true);
  m_pause.setInterval(kEditingPause);
  connect(&m_pause, &QTimer::timeout, this, &MatchCount::start);
  connect(m_button, &QToolButton::clicked, this, [this] {
    if (isCounting()) stop();
    else start();
  });
  showState({});
}

MatchCount::~MatchCount() = default;

void MatchCount::setFilter(const std::string& model, const Json& filter) {
  if (m_filter == filter && m_model == model && (isCounting() || m_count)) return;
  cancel();
  m_model = model;
  m_filter = filter;
  m_count.reset();
  if (!isVisible()) return;
  m_pause.start();
  showState(tr("Counting…"));
}

void MatchCount::clear() {
  cancel();
  m_filter.reset();
  m_count.reset();
  showState({});
}

void MatchCount::stop() {
  cancel();
  showState(tr("Not counted"));
}

void MatchCount::cancel() {
  m_pause.stop();
  if (m_worker && m_job != 0) m_worker->cancel(std::exchange(m_job, 0));
}

void MatchCount::start() {
  cancel();
  const auto registry = m_database->registry();
  if (!m_filter || !registry) return;
  if (!m_worker) m_worker = m_database->newWorker(tr("counting"), Engine::Access::Read, Worker::Keep::WhileUsed);
  auto job = m_worker->run([registry, model = m_model, filter = *m_filter](Worker::Context& context) { return countRows(context, *registry, model, filter); },
                           toStdString(tr("Counting the rows of %1 that pass a filter").arg(toQString(m_model))));
  m_job = job.id;
  showState(tr("Counting…"));
  deliver(job.future, this, [this, id = job.id](const Result<std::int64_t>& result) {
    if (id != m_job) return;
    m_job = 0;
    arrived(result);
  });
}

void MatchCount::arrived(const Result<std::int64_t>& result) {
  if (!result) return showState(result.error().kind() == ErrorKind::Cancelled ? tr("Not counted") : tr("Not counted: %1").arg(toQString(result.error().message())));
  m_count = *result;
  showState(m_count == 1 ? tr("1 row passes") : tr("%1 rows pass").arg(QLocale().toString(static_cast<qlonglong>(*m_count))));
  Q_EMIT counted(*m_count);
}

void MatchCount::showState(const QString& text) {
  m_label->setText(text);
  m_label->setAccessibleDescription(text);
  setPlainToolTip(m_label, text);
  m_button->setVisible(m_filter && !m_count);
  const QString name = isCounting() ? tr("Stop counting") : tr("Count");
  m_button->setIcon(icon(isCounting() ? QStringLiteral("stop") : QStringLiteral("refresh")));
  m_button->setAccessibleName(name);
  m_button->setObjectName(name);
  setPlainToolTip(m_button, name);
}

void MatchCount::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_filter && !m_count && !isCounting()) m_pause.start();
}

void MatchCount::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  if (isCounting()) stop();
}

}  // namespace joinery::ui

#include "moc_match_count.cpp"
