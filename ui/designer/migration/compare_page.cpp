// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/compare_page.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <QtConcurrent>

#include "orm/core/result_of.h"
#include "orm/difference/schema_diff.h"
#include "orm/engine/dialects.h"
#include "ui/designer/migration/unsaved_design.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// What a person said of either side, on the way from one to the other.
migration::Operations renamesBetween(const ReadSchema& from, const ReadSchema& to) {
  return renamesAmong(to.recorded.empty() ? migration::inverse(from.recorded) : to.recorded);
}

}  // namespace

ComparePage::ComparePage(WorkspaceDocument* document, QWidget* parent)
    : TabPage(parent),
      m_engine(new NamedComboBox(this)),
      m_compare(new QPushButton(icon(QStringLiteral("run")), tr("Co&mpare"), this)),
      m_swap(new QPushButton(icon(QStringLiteral("refresh")), tr("S&wap"), this)),
      m_stop(new QPushButton(icon(QStringLiteral("stop")), tr("Sto&p"), this)),
      m_messages(new MessageBar(this)),
      m_view(new DifferenceView(this)) {
  setObjectName(QStringLiteral("comparePage"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(makeHead(document));
  layout->addWidget(m_messages);
  layout->addWidget(m_view, 1);
  connect(m_compare, &QPushButton::clicked, this, &ComparePage::compare);
  connect(m_swap, &QPushButton::clicked, this, &ComparePage::swap);
  connect(m_stop, &QPushButton::clicked, this, &ComparePage::stop);
  connect(m_view, &DifferenceView::busyChanged, this, &ComparePage::updateButtons);
  setFocusProxy(m_sides[0]);
  m_view->showText(tr("Choose two schemas, and compare them: what leads from the first to the second is shown here. Nothing is changed."));
  updateButtons();
}

ComparePage::~ComparePage() { disconnect(m_view, nullptr, this, nullptr); }

QWidget* ComparePage::makeHead(WorkspaceDocument* document) {
  auto* head = new QWidget(this);
  const QStringList names{tr("From"), tr("To")};
  for (std::size_t side = 0; side < m_sides.size(); ++side) {
    m_sides[side] = new SourceChooser(names[static_cast<qsizetype>(side)], document, head);
    m_sides[side]->setObjectName(side == 0 ? QStringLiteral("compareFrom") : QStringLiteral("compareTo"));
    connect(m_sides[side], &SourceChooser::changed, this, &ComparePage::updateButtons);
    connect(m_sides[side], &SourceChooser::read, this, [this, side](const ReadSchema& schema) { take(side, schema); });
    connect(m_sides[side], &SourceChooser::failed, this, [this, side](const DbError& error) { fail(side, error); });
  }
  m_engine->setObjectName(QStringLiteral("fileEngine"));
  m_engine->setAccessibleName(tr("Engine of files"));
  m_engine->addItem(tr("Files are of SQLite"), QStringLiteral("sqlite"));
  m_engine->addItem(tr("Files are of PostgreSQL"), QStringLiteral("postgresql"));
  m_compare->setObjectName(QStringLiteral("compare"));
  m_compare->setAccessibleName(tr("Compare"));
  m_swap->setObjectName(QStringLiteral("swap"));
  m_swap->setAccessibleName(tr("Swap"));
  m_stop->setObjectName(QStringLiteral("stopComparing"));
  m_stop->setAccessibleName(tr("Stop comparing"));
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_compare);
  buttons->addWidget(m_swap);
  buttons->addWidget(m_stop);
  buttons->addWidget(m_engine);
  buttons->addStretch(1);
  auto* form = new QFormLayout(head);
  form->setContentsMargins(8, 8, 8, 8);
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  form->addRow(tr("F&rom"), m_sides[0]);
  form->addRow(tr("T&o"), m_sides[1]);
  form->addRow(QString(), buttons);
  return head;
}

void ComparePage::setDatabase(Database* database) {
  for (SourceChooser* side : m_sides) side->setDatabase(database);
  if (database && from()->kind() == SourceChooser::Kind::Design && to()->kind() == SourceChooser::Kind::Design) from()->setChoice(SourceChooser::Kind::Open);
  updateButtons();
}

void ComparePage::refresh() {
  if (m_view->contents()) compare();
}

void ComparePage::stop() {
  for (SourceChooser* side : m_sides) side->stop();
}

void ComparePage::swap() {
  const auto kind = from()->kind();
  const QString location = from()->location();
  from()->setChoice(to()->kind(), to()->location());
  to()->setChoice(kind, location);
}

void ComparePage::compare() {
  if (isBusy()) return;
  m_messages->clear();
  m_read = {};
  m_hasFailed = false;
  m_waiting = 2;
  m_view->showText(tr("Reading the schemas…"));
  for (SourceChooser* side : m_sides) side->start();
  updateButtons();
}

void ComparePage::take(std::size_t side, const ReadSchema& schema) {
  --m_waiting;
  m_read[side] = schema;
  if (m_waiting == 0 && !m_hasFailed) showDifference();
  updateButtons();
}

void ComparePage::fail(std::size_t side, const DbError& error) {
  --m_waiting;
  if (!m_hasFailed) {
    const bool isStopped = error.kind() == ErrorKind::Cancelled;
    if (isStopped) m_messages->showMessage(MessageBar::Kind::Information, tr("Comparing was stopped."));
    else m_messages->showError(side == 0 ? tr("Could not read the first schema") : tr("Could not read the second schema"), error);
    m_view->showText(isStopped ? tr("Comparing was stopped.") : tr("The schemas were not compared."));
  }
  m_hasFailed = true;
  // What the other side would say is of no use any more.
  for (SourceChooser* each : m_sides) each->stop();
  updateButtons();
}

const Dialect& ComparePage::commonDialect() const {
  const std::string one = m_read[0]->backend, other = m_read[1]->backend;
  if (!one.empty() && !other.empty() && one != other)
    throw DbError(ErrorKind::Argument, "one schema is of " + one + ", the other of " + other + ": their types and definitions can't be compared");
  const std::string known = one.empty() ? other : one;
  return dialectFor(known.empty() ? toStdString(m_engine->currentData().toString()) : known);
}

void ComparePage::showDifference() {
  try {
    const Dialect& dialect = commonDialect();
    m_isComparing = true;
    m_view->showText(tr("Comparing…"));
    auto future = QtConcurrent::run([from = *m_read[0], to = *m_read[1], &dialect] {
      return resultOf([&] { return Difference{from.metadata, migration::schemaDifference(*from.metadata, *to.metadata, renamesBetween(from, to), dialect), &dialect}; });
    });
    deliver(future, this, [this](Result<Difference> difference) {
      m_isComparing = false;
      if (difference) {
        m_view->setDifference(*difference);
      } else {
        m_messages->showError(tr("Could not compare the schemas"), difference.error());
        m_view->showText(tr("The schemas were not compared."));
      }
      updateButtons();
    });
  } catch (const DbError& error) {
    m_messages->showError(tr("Could not compare the schemas"), error);
    m_view->showText(tr("The schemas were not compared."));
  }
  m_read = {};
}

QString ComparePage::statusText() const {
  if (isBusy()) return tr("Comparing…");
  return m_view->contents() ? tr("Differences %1").arg(m_view->contents()->operations.size()) : QString();
}

void ComparePage::updateButtons() {
  m_compare->setEnabled(!isBusy());
  m_stop->setEnabled(m_waiting > 0);
  m_engine->setVisible(from()->isFile() && to()->isFile());
  Q_EMIT busyChanged();
  Q_EMIT statusChanged();
}

}  // namespace joinery::ui

#include "moc_compare_page.cpp"
