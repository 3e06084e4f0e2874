// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_panel.h"

#include <QVBoxLayout>

#include "ui/designer/diagram/diagram_edits.h"
#include "ui/designer/diagram/diagram_graph.h"
#include "ui/designer/diagram/diagram_panel_p.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

DiagramPanel::DiagramPanel(DiagramModel* model, DiagramView* view, MessageBar* messages, QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->model = model;
  d->scene = view->diagram();
  d->view = view;
  d->messages = messages;
  d->editor = new DiagramEditor(d->view);
  d->output = new DiagramOutput(d->view);
  d->actions = new DiagramActions(this);
  d->layout = new LayoutJob(this);
  d->emptyText = tr("There is no table on this diagram");
  buildTools();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(d->tools);
  layout->addWidget(d->view, 1);
  d->busy = new PlainLabel(d->view->viewport());
  d->busy->setAlignment(Qt::AlignCenter);
  d->busy->setAttribute(Qt::WA_TransparentForMouseEvents);
  auto* over = new QVBoxLayout(d->view->viewport());
  over->addWidget(d->busy);
  setFocusProxy(d->view);
  connectView();
  connectActions();
  connectJobs();
  connect(&Theme::instance(), &Theme::changed, this, &DiagramPanel::applyTheme);
  applyTheme();
}

DiagramPanel::~DiagramPanel() {
  // Each looks at the next one as long as it lives.
  disconnect(d->scene, nullptr, this, nullptr);
  delete d->view;
  delete d->scene;
}

void DiagramPanel::connectJobs() {
  connect(d->layout, &LayoutJob::laidOut, this, &DiagramPanel::takeLayout);
  connect(d->layout, &LayoutJob::stopped, this, [this] {
    if (d->model->needsLayout()) takeLayout(inRows(graphOf(*d->model)));
  });
  connect(d->layout, &LayoutJob::failed, this, [this](const DbError& error) {
    d->messages->showError(tr("Could not arrange the diagram"), error);
    if (d->model->needsLayout()) takeLayout(inRows(graphOf(*d->model)));
  });
  connect(d->layout, &LayoutJob::runningChanged, this, [this] {
    updateTools();
    Q_EMIT busyChanged();
  });
  connect(d->scene->routing(), &LineRouting::busyChanged, this, &DiagramPanel::busyChanged);
  connect(d->output, &DiagramOutput::busyChanged, this, &DiagramPanel::busyChanged);
  connect(d->output, &DiagramOutput::written, this, [this](const QString& text) { d->messages->showMessage(MessageBar::Kind::Information, text); });
  connect(d->output, &DiagramOutput::failed, d->messages, &MessageBar::showError);
}

DiagramModel* DiagramPanel::model() const { return d->model; }

DiagramView* DiagramPanel::view() const { return d->view; }

DiagramScene* DiagramPanel::scene() const { return d->scene; }

DiagramEditor* DiagramPanel::editor() const { return d->editor; }

const DiagramActions& DiagramPanel::actions() const { return *d->actions; }

QToolBar* DiagramPanel::tools() const { return d->tools; }

void DiagramPanel::setJobs(std::function<std::shared_ptr<RunningJobs>()> jobs) { d->jobs = std::move(jobs); }

void DiagramPanel::setEmptyText(const QString& text) {
  d->emptyText = text;
  updateTools();
}

void DiagramPanel::stop() { d->layout->stop(); }

bool DiagramPanel::isBusy() const { return d->layout->isRunning() || d->scene->routing()->isBusy() || d->output->isBusy(); }

QString DiagramPanel::statusText() const {
  if (d->layout->isRunning()) return tr("Arranging: tables %1").arg(d->model->cards().size());
  return tr("Tables %1 · relations %2").arg(d->model->cards().size()).arg(d->model->lines().size());
}

QString DiagramPanel::selectionText() const {
  const auto count = d->scene->selectedItems().size();
  return count > 0 ? tr("%1 chosen").arg(count) : QString();
}

void DiagramPanel::showDiagram() {
  d->layout->stop();
  layOutIfNeeded();
  if (!d->model->needsLayout()) d->view->fit();
}

void DiagramPanel::layOutIfNeeded() {
  if (d->model->needsLayout()) arrange();
  updateTools();
  Q_EMIT statusChanged();
}

void DiagramPanel::arrange() {
  if (d->model->cards().empty()) return;
  d->layout->start(graphOf(*d->model), d->jobs ? d->jobs() : nullptr, tr("Arranging the diagram %1").arg(toQString(d->model->diagram().name)));
}

void DiagramPanel::takeLayout(const std::vector<QPointF>& corners) {
  if (corners.size() != d->model->cards().size()) return layOutIfNeeded();
  if (d->model->needsLayout()) {
    d->model->place(corners);
  } else {
    QHash<int, QPointF> places;
    for (std::size_t i = 0; i < corners.size(); ++i) places[static_cast<int>(i)] = corners[i];
    d->model->edit(tr("Arrange"), withPlaces(*d->model, places));
  }
  d->view->fit();
  updateTools();
  Q_EMIT statusChanged();
  if (d->wanted) showTable(*std::exchange(d->wanted, std::nullopt));
}

bool DiagramPanel::showTable(const QualifiedName& table) {
  const int card = d->model->cardOf(table);
  if (d->model->needsLayout()) d->wanted = table;
  else if (card >= 0) d->view->show(d->scene->cards()[static_cast<std::size_t>(card)]);
  else return false;
  return true;
}

void DiagramPanel::applyTheme() {
  d->scene->setStyle(DiagramStyle::make(Theme::instance().isDark()));
  d->view->viewport()->update();
  d->view->setMinimapVisible(d->actions->showMinimap->isChecked());
}

}  // namespace joinery::ui

#include "moc_diagram_panel.cpp"
