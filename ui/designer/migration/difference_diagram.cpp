// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/difference_diagram.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/designer/diagram/diagram_contents.h"
#include "ui/designer/diagram/diagram_graph.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

/// With more tables than that, only those that change are shown at first.
constexpr std::size_t kMostAtFirst = 60;

constexpr std::array kLegendRoles{Theme::Role::InsertedRow, Theme::Role::ChangedCell, Theme::Role::DeletedRow};

}  // namespace

DifferenceDiagram::DifferenceDiagram(QWidget* parent)
    : QWidget(parent),
      m_model(new DiagramModel(this)),
      m_scene(new DiagramScene(m_model, this)),
      m_view(new DiagramView(m_scene, this)),
      m_layout(new LayoutJob(this)),
      m_everyTable(new QCheckBox(tr("Tables that sta&y as they are"), this)),
      m_busy(new PlainLabel(tr("Arranging…"), m_view->viewport())) {
  m_everyTable->setObjectName(QStringLiteral("everyTable"));
  m_busy->setAlignment(Qt::AlignCenter);
  m_busy->setAttribute(Qt::WA_TransparentForMouseEvents);
  m_busy->hide();
  auto* over = new QVBoxLayout(m_view->viewport());
  over->addWidget(m_busy);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(makeLegend());
  layout->addWidget(m_view, 1);
  setFocusProxy(m_view);
  connect(m_everyTable, &QCheckBox::clicked, this, &DifferenceDiagram::rebuild);
  connect(m_layout, &LayoutJob::laidOut, this, &DifferenceDiagram::take);
  connect(m_layout, &LayoutJob::failed, this, [this] { take(inRows(graphOf(*m_model))); });
  connect(m_layout, &LayoutJob::stopped, this, [this] { take(inRows(graphOf(*m_model))); });
  connect(m_layout, &LayoutJob::runningChanged, this, [this] {
    m_busy->setVisible(m_layout->isRunning());
    Q_EMIT busyChanged();
  });
  connect(m_scene->routing(), &LineRouting::busyChanged, this, &DifferenceDiagram::busyChanged);
  connect(&Theme::instance(), &Theme::changed, this, &DifferenceDiagram::applyTheme);
  applyTheme();
}

DifferenceDiagram::~DifferenceDiagram() {
  // Each looks at the next one as long as it lives.
  disconnect(m_scene, nullptr, this, nullptr);
  disconnect(m_layout, nullptr, this, nullptr);
  delete m_view;
  delete m_scene;
}

QWidget* DifferenceDiagram::makeLegend() {
  auto* legend = new QWidget(this);
  auto* layout = new QHBoxLayout(legend);
  layout->setContentsMargins(8, 4, 8, 4);
  for (const QString& text : {tr("Added"), tr("Changed"), tr("Dropped")}) {
    m_legend.push_back(new PlainLabel(text, legend));
    m_legend.back()->setAutoFillBackground(true);
    m_legend.back()->setContentsMargins(6, 1, 6, 1);
    layout->addWidget(m_legend.back());
  }
  layout->addStretch(1);
  layout->addWidget(m_everyTable);
  return legend;
}

void DifferenceDiagram::applyTheme() {
  m_scene->setStyle(DiagramStyle::make(Theme::instance().isDark()));
  m_view->viewport()->update();
  for (std::size_t i = 0; i < m_legend.size(); ++i) {
    QPalette palette = Theme::palette(Theme::instance().isDark());
    palette.setColor(QPalette::Window, Theme::instance().color(kLegendRoles[i]));
    m_legend[i]->setPalette(palette);
  }
}

void DifferenceDiagram::setContents(std::shared_ptr<const DifferenceContents> contents) {
  m_contents = std::move(contents);
  const bool isSmall = m_contents && m_contents->shown && m_contents->shown->tables().size() <= kMostAtFirst;
  m_everyTable->setChecked(isSmall);
  m_isStale = true;
  if (isVisible()) rebuild();
}

void DifferenceDiagram::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_isStale) rebuild();
}

void DifferenceDiagram::rebuild() {
  m_isStale = false;
  m_layout->stop();
  Diagram diagram;
  diagram.everyTable = m_everyTable->isChecked();
  diagram.showsViews = true;
  if (m_contents && m_contents->shown && !diagram.everyTable)
    for (const auto& table : m_contents->shown->tables())
      if (const QualifiedName name = diagramName(*m_contents->shown, table->name); m_contents->changes.tables.contains(name)) diagram.tables.push_back({.name = name});
  m_model->setDiagram(std::move(diagram));
  m_model->setSchema(m_contents ? m_contents->shown : nullptr, m_contents ? m_contents->changes : CardChanges());
  if (m_model->needsLayout()) m_layout->start(graphOf(*m_model), nullptr, tr("Arranging the difference"));
}

void DifferenceDiagram::take(const std::vector<QPointF>& corners) {
  if (!m_model->needsLayout() || corners.size() != m_model->cards().size()) return;
  m_model->place(corners);
  m_view->fit();
}

void DifferenceDiagram::showTable(const QualifiedName& table) {
  const int card = m_contents && m_contents->shown ? m_model->cardOf(diagramName(*m_contents->shown, table)) : -1;
  if (card >= 0 && !m_model->needsLayout()) m_view->show(m_scene->cards()[static_cast<std::size_t>(card)]);
}

}  // namespace joinery::ui

#include "moc_difference_diagram.cpp"
