// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/difference_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QVBoxLayout>
#include <QtConcurrent>
#include <algorithm>

#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

DifferenceView::DifferenceView(QWidget* parent)
    : QWidget(parent),
      m_model(new DifferenceModel(this)),
      m_pages(new QStackedWidget(this)),
      m_text(new PlainLabel(this)),
      m_tree(new QTreeView(this)),
      m_tabs(new QTabWidget(this)),
      m_noSql(new PlainLabel(this)),
      m_sql(new SqlText(this)),
      m_diagram(new DifferenceDiagram(this)) {
  setObjectName(QStringLiteral("differenceView"));
  m_text->setObjectName(QStringLiteral("differenceText"));
  m_text->setAlignment(Qt::AlignCenter);
  m_text->setWordWrap(true);
  m_text->setMargin(24);
  m_tree->setObjectName(QStringLiteral("differences"));
  m_tree->setAccessibleName(tr("Differences"));
  m_tree->setModel(m_model);
  m_tree->setUniformRowHeights(true);
  m_tree->setAlternatingRowColors(false);
  m_tree->header()->setStretchLastSection(true);
  m_tabs->setObjectName(QStringLiteral("differenceTabs"));
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(makeSqlPage(), tr("S&QL"));
  m_tabs->addTab(m_diagram, tr("On the dia&gram"));
  auto* splitter = new QSplitter(this);
  splitter->addWidget(m_tree);
  splitter->addWidget(m_tabs);
  splitter->setStretchFactor(0, 5);
  splitter->setStretchFactor(1, 6);
  splitter->setChildrenCollapsible(false);
  splitter->setSizes({500, 600});
  m_pages->addWidget(m_text);
  m_pages->addWidget(splitter);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_pages);
  connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &DifferenceView::showOperation);
  connect(m_diagram, &DifferenceDiagram::busyChanged, this, &DifferenceView::busyChanged);
  showText(tr("No differences."));
}

DifferenceView::~DifferenceView() { disconnect(m_diagram, nullptr, this, nullptr); }

QWidget* DifferenceView::makeSqlPage() {
  auto* page = new QWidget(this);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_noSql->setObjectName(QStringLiteral("noSql"));
  m_noSql->setWordWrap(true);
  m_noSql->setMargin(12);
  m_noSql->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  layout->addWidget(m_noSql, 1);
  layout->addWidget(m_sql, 1);
  return page;
}

void DifferenceView::showText(const QString& text) {
  ++m_number;
  m_isWorking = false;
  m_contents = nullptr;
  m_model->setContents(nullptr);
  m_sql->showSql({});
  m_diagram->setContents(nullptr);
  m_text->setText(text);
  m_text->setAccessibleName(text);
  m_pages->setCurrentWidget(m_text);
  Q_EMIT busyChanged();
}

void DifferenceView::setDifference(Difference difference) {
  if (difference.operations.empty()) return showText(tr("No differences."));
  m_isWorking = true;
  auto future = QtConcurrent::run([difference = std::move(difference)] { return DifferenceContents::of(difference); });
  deliver(future, this, [this, number = ++m_number](std::shared_ptr<const DifferenceContents> contents) {
    if (number == m_number) take(std::move(contents));
  });
  Q_EMIT busyChanged();
}

void DifferenceView::take(std::shared_ptr<const DifferenceContents> contents) {
  m_isWorking = false;
  m_contents = std::move(contents);
  m_model->setContents(m_contents);
  m_tree->expandAll();
  // Room for what is lost, where something is.
  const bool losesSomething = std::ranges::any_of(m_contents->operations, [](const auto& each) { return !warningOf(each).isEmpty(); });
  m_tree->setColumnHidden(DifferenceModel::Warning, !losesSomething);
  m_tree->resizeColumnToContents(DifferenceModel::What);
  m_tree->setColumnWidth(DifferenceModel::What, std::clamp(m_tree->columnWidth(DifferenceModel::What), 160, std::max(220, width() / 4)));
  m_noSql->setVisible(m_contents->error.has_value());
  m_sql->setVisible(!m_contents->error);
  if (m_contents->error) m_noSql->setText(tr("There is no SQL for this: %1").arg(toQString(m_contents->error->what())));
  m_sql->showSql(m_contents->sql);
  m_diagram->setContents(m_contents);
  m_tabs->setTabEnabled(1, m_contents->shown != nullptr);
  m_pages->setCurrentIndex(1);
  Q_EMIT busyChanged();
}

void DifferenceView::showOperation(const QModelIndex& index) {
  if (!m_contents) return;
  const int operation = m_model->operationAt(index);
  const auto place = static_cast<std::size_t>(operation);
  const auto part = std::ranges::find(m_contents->parts, place, &DifferenceContents::SqlPart::operation);
  if (operation >= 0 && part != m_contents->parts.end()) m_sql->mark(part->start, part->length);
  else m_sql->mark(0, 0);
  if (operation >= 0 && m_diagram->isVisible()) m_diagram->showTable(m_contents->tables[place]);
}

}  // namespace joinery::ui

#include "moc_difference_view.cpp"
